# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - activity penalty on a hidden layer, add_loss
#     - model.add_loss raises NotImplementedError in Keras 3
#     - print the values of model.losses
#     - custom loss with the output of an intermediate layer
#     - use an intermediate layer's output in a custom loss function
#     - regularization is missing after I override compute_loss
#     - loss function with the input of the model as an extra argument
#     - A KerasTensor cannot be used as input to a TensorFlow function, in my loss
#     - my own loss gives another number than the compiled one, broadcast (n,) (n, 1)
#     - model with add_loss only, labels as an input
#     kind: answer
#     question: How do I add a hidden layer's activations to the loss?
# ---

# %% [markdown]
# # How do I add a hidden layer's activations to the loss?
#
# Put a small layer behind the hidden one, which calls `self.add_loss(...)` with its output and hands the output on: Keras adds the number to the loss at every batch.

# %%
import keras
import numpy as np
import tensorflow as tf


class Penalty(keras.layers.Layer):
    def call(self, x):
        self.add_loss(tf.reduce_mean(tf.square(x)))
        return x


hidden = keras.layers.Dense(2, kernel_initializer="ones", name="hidden")
score = keras.layers.Dense(1, kernel_initializer="ones", name="score")
model = keras.Sequential([keras.Input((2,)), hidden, Penalty(name="penalty"), score])
model.compile(keras.optimizers.SGD(0.0), "mae")
x, y = np.array([[1.0, 1.0], [2.0, 0.0]]), np.zeros((2, 1))
print(model.fit(x, y, verbose=0).history["loss"])

model(x)  # a call outside of fit: now the list has numbers
print([float(loss) for loss in model.losses])

# %% [markdown]
# The loss is 8: the penalty is 4, and so is the error. To see the penalty at each batch, let the layer make `self.seen = keras.metrics.Mean(name="penalty")` in `__init__`, and call `self.seen.update_state(...)` where it adds the loss: callbacks then find `logs["penalty"]`, the mean of the batches so far.
#
# ## Why it works
#
# A layer's `call` has the output in hand while the step is traced, so what it adds becomes a part of the graph. Where the penalty needs the labels too, give the model a second output, and override `compute_loss`, which has everything. This works for a Functional model:


# %%
class WithHidden(keras.Model):
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        y = tf.reshape(y, tf.shape(y_pred[1]))  # labels (n,) would broadcast to (n, n)
        errors = [tf.reduce_mean(tf.abs(y - one)) for one in y_pred]  # hidden, score
        return sum(errors) + sum(self.losses)  # regularizers, and what layers add


both = WithHidden(model.inputs[0], [hidden.output, score.output])
both.compile(keras.optimizers.SGD(0.0))
print(both.fit(x, y[:, 0], verbose=0).history["loss"])
print(np.abs(np.array([1.0, 2.0]) - np.array([[1.0], [2.0]])).mean())  # without reshape

# %% [markdown]
# Equal labels and scores have an error of 0, and without the `reshape` it is 0.5: a loss of your own does not bring shapes together, as the ones in `compile` do. Without `sum(self.losses)`, every regularizer is lost without a word. With `metrics=["mae"]`, Keras expects metrics of two outputs, and raises "tuple arity mismatch". Override `compute_metrics(self, x, y, y_pred, sample_weight=None)` too, and return `super().compute_metrics(x, y, y_pred[1], sample_weight)`.
# ## What looks right and is not
#
# `layer.output` in a loss is symbolic for ever: it belongs to the model's description, and not to the batch.

# %% error="kerastensor-in-tensorflow" tags=["raises-exception"]
model.compile("sgd", lambda y_true, y_pred: tf.reduce_mean(hidden.output))
model.fit(x, y, verbose=0)

# %% [markdown]
# `model.add_loss` of a Functional model raises a `NotImplementedError` without a text in Keras 3. A model may have this loss alone: make the labels a second input, hand them to a layer `call(self, scores, labels)` that adds the loss, and `compile("adam")` without a loss. Then call `fit([x, y])`. Right after `fit`, `model.losses` holds graph tensors of the last trace, which have no numbers; hence the call of the model above. To look at a layer while the model trains, no loss is needed: [How do I see the batch that is being trained on?](../../05_callbacks.py#how-do-i-see-the-batch-that-is-being-trained-on).
