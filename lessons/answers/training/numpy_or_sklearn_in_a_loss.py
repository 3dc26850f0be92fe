# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - NotImplementedError cannot convert a symbolic tensor in a custom loss
#     - rouge or bleu score as a Keras loss
#     - No gradients provided for any variable with py_function in the loss
#     - sklearn f1_score as Keras metric
#     - call a Python library with y_true and y_pred while training
#     - numpy_function in compile metrics
#     kind: answer
#     question: Can I use NumPy, SciPy or scikit-learn in a Keras loss or metric?
# ---

# %% [markdown]
# # Can I use NumPy, SciPy or scikit-learn in a Keras loss or metric?
#
# In a metric yes, through `tf.numpy_function`, which runs Python at every batch. In a loss no: a loss needs a gradient, and Python code has none.

# %%
import keras
import numpy as np
import tensorflow as tf


def from_a_library(y_true, y_pred):  # gets NumPy arrays: anything can be called here
    return np.float32(np.mean(np.round(y_pred) == y_true))


def agreement(y_true, y_pred):
    score = tf.numpy_function(from_a_library, [y_true, y_pred], tf.float32)
    return tf.ensure_shape(score, ())


score = keras.layers.Dense(1, kernel_initializer="ones", name="score")
model = keras.Sequential([keras.Input((2,)), score])
model.compile(keras.optimizers.SGD(0.0), "mse", metrics=[agreement], jit_compile=False)
x, y = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0], [2.0, 2.0]]), np.array([[3], [0], [3], [4]])
print(model.fit(x, y, batch_size=2, verbose=0).history["agreement"])

# %% [markdown]
# ## Why it works
#
# `fit` traces your functions, and there a tensor is symbolic. `numpy_function` puts a call of Python into the graph; when the graph runs, the function gets arrays. Say which shape comes back, `()` for one number. XLA cannot do this, hence `jit_compile=False`, which matters with a GPU.
#
# The result is the mean of the batches' scores. For an F1 score or an AUC that is another number than the score of all rows. Those belong into a callback, which runs outside of the graph: `from_a_library(y, self.model.predict(x, verbose=0))` in `on_epoch_end`.
#
# For a loss, write the formula with `keras.ops`. If it has no derivative, as rounding, counting and text scores have none, no optimizer can follow it: train on a loss that has one, and look at the score.
#
# ## What looks right and is not
#
# A NumPy function cannot take a symbolic tensor. Wrapped as above it runs, but then nothing leads from the loss back to the weights:

# %% error="graph-tensor-to-numpy" tags=["raises-exception"]
model.compile("sgd", lambda y_true, y_pred: np.mean(np.square(y_true - y_pred)))
model.fit(x, y, verbose=0)

# %% error="no-gradients" tags=["raises-exception"]
model.compile("sgd", agreement)
model.fit(x, y, verbose=0)

# %% [markdown]
# Without `ensure_shape`, the metric would fail with "Cannot take the length of shape with unknown rank". What such a function is given: [How do I run NumPy on every call?](../../03_tf_function_printing.py#how-do-i-run-numpy-on-every-call).
