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
#     - collect outputs and labels of a whole epoch without predicting again
#     - Cannot assign value to variable, Shape mismatch, in compute_loss
#     - labels int64, variable float32 in assign while fit runs
#     - y_true of each output of a model with two outputs
#     - on_batch_end gives all training data, not the current batch
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
ANY = tf.TensorShape(None)  # batches differ in size


class KeepsBatch(keras.Model):
    batch = None

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        if training:  # in validation it is False
            tensors = tf.nest.flatten([y, y_pred])
            if self.batch is None:
                with tf.init_scope():  # outside of the graph, and once
                    self.batch = [tf.Variable(tf.zeros((), t.dtype), shape=ANY) for t in tensors]
            for variable, tensor in zip(self.batch, tensors, strict=True):
                variable.assign(tensor)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


inputs = keras.Input((2,))
model = KeepsBatch(inputs, keras.layers.Dense(1, name="score")(inputs))
model.compile("sgd", "mse", jit_compile=False)  # XLA would refuse a batch of another size
epoch = []
keep = keras.callbacks.LambdaCallback(
    on_train_batch_end=lambda batch, logs: epoch.append([v.numpy() for v in model.batch])
)
x, y = np.eye(3, 2, dtype="float32"), np.array([1, 2, 4])
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0, callbacks=[keep])
for y_true, y_pred in epoch:
    print(y_true, y_pred.ravel().round(2))

# %% [markdown]
# `epoch` has the arrays of all batches: `np.concatenate([y_pred for _, y_pred in epoch])` joins them. The variables are made from the first batch, so labels of any dtype and shape fit. A model with two outputs has four arrays in each entry: the labels of both, then the scores of both. A subclassed model takes `compute_loss` and `batch = None` into its class.
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
