# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - How do I keep the scores of each training batch?
#     - access labels and predictions of the current batch in a callback
#     - save y_pred and y_true for each batch during fit
#     - override compute_loss to keep y_pred in a variable
#     - y_pred in a list is a symbolic tensor after training
#     kind: answer
#     question: How do I get y_true and y_pred of the training batch in Keras?
# ---

# %% [markdown]
# # How do I get y_true and y_pred of the training batch in Keras?
#
# Assign them to variables in `compute_loss`, which has both, and read the variables in a callback after each batch.

# %%
import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(0)


class KeepsBatch(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.y_true = tf.Variable([[0.0]], shape=(None, 1), trainable=False)
        self.y_pred = tf.Variable([[0.0]], shape=(None, 1), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        if training:  # in validation it is False
            self.y_true.assign(y)
            self.y_pred.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


inputs = keras.Input((2,))
model = KeepsBatch(inputs, keras.layers.Dense(1, name="score")(inputs))
model.compile("sgd", "mse", jit_compile=False)  # XLA would refuse a batch of another size
look = keras.callbacks.LambdaCallback(
    on_train_batch_end=lambda batch, logs: print(
        model.y_true.numpy().ravel(), model.y_pred.numpy().ravel().round(2)
    )
)
x, y = np.eye(3, 2, dtype="float32"), np.array([[1.0], [2.0], [4.0]], dtype="float32")
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0, callbacks=[look])

# %% [markdown]
# The second batch has one row: `None` in the shape allows any number.
#
# ## Why it works
#
# The training step is a graph, and `assign` becomes a part of it, so it runs for every batch. A variable outlives the step: outside, `.numpy()` gives the numbers of the last batch. These are the scores of the training pass itself, before the weights moved, and no second pass is made.
#
# ## What looks right and is not
#
# A Python list is filled while the step is traced, once, and with a graph tensor:

# %% error="graph-tensor-numpy" tags=["raises-exception"]
kept = []
model.compile(loss=lambda y, y_pred: kept.append(y_pred) or tf.abs(y - y_pred))
model.fit(x, y, verbose=0)
kept[0].numpy()

# %% [markdown]
# Activations and gradients of the same batch: [How do I see the batch that is being trained on?](../../05_callbacks.py#how-do-i-see-the-batch-that-is-being-trained-on).
