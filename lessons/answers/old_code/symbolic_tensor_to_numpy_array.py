# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - 'NotImplementedError: Cannot convert a symbolic Tensor (strided_slice:0) to
#       a numpy array'
#     - this error may indicate that you're trying to pass a Tensor to a NumPy call
#     - do I have to downgrade NumPy for cannot convert a symbolic tensor?
#     - np.mean or np.array of a tensor in a loss function
#     - A KerasTensor is symbolic, it doesn't have any actual numerical value
#     - scipy function on y_pred
#     kind: answer
#     question: How do I fix "Cannot convert a symbolic tf.Tensor to a numpy array"?
# ---

# %% [markdown]
# # How do I fix "Cannot convert a symbolic tf.Tensor to a numpy array"?
#
# Somewhere a NumPy function got a tensor that has no numbers yet. Put the same function of `tf` or `keras.ops` in its place, or call NumPy outside, on what comes back.

# %%
import numpy as np
import tensorflow as tf


@tf.function  # so are losses, metrics, layers under fit, and functions for Dataset.map
def inside(t):
    return tf.reduce_mean(tf.abs(t))  # not np.mean(np.abs(t))


@tf.function
def only_numpy_has_it(t):
    result = tf.numpy_function(np.median, [t], tf.float32)
    return tf.ensure_shape(result, ())


t = tf.constant([1.0, -2.0, 6.0])
print(inside(t).numpy(), only_numpy_has_it(t).numpy())
print(np.median(t))  # outside: a tensor with numbers is good for NumPy

# %% [markdown]
# `numpy_function` has no gradient, so it does not go into a loss; nor can XLA run it, so with a GPU compile with `jit_compile=False`.
#
# ## Why it works
#
# While a function is traced, its tensors are symbolic: they have a shape and a dtype, and get numbers when the graph runs. NumPy wants numbers at once. TensorFlow's functions take both kinds.
#
# In TensorFlow 2.4 and 2.5 the same message had another cause as well: with NumPy 1.20 or newer, code of TensorFlow's own, such as that of an `LSTM`, raised it. For those versions NumPy 1.19 was the cure. Today it is none: an `LSTM` works with NumPy 2, and the line to change is in your code, or in a package that calls NumPy on a tensor. The traceback shows it above the message.
#
# ## What looks right and is not
#
# NumPy in the traced function, and NumPy on a tensor of a Keras model, which has no numbers either and says it in other words:

# %% error="graph-tensor-to-numpy" tags=["raises-exception"]
tf.function(lambda t: np.mean(np.abs(t)))(t)

# %% error="kerastensor-to-numpy" tags=["raises-exception"]
import keras

np.mean(keras.layers.Dense(1, name="score")(keras.Input((3,), name="x")))

# %% [markdown]
# For numbers, such a tensor needs a batch: `keras.Model(model.inputs[0], layer.output)(batch).numpy()`. More: [From a KerasTensor to numbers](../../01_symbolic_or_eager.py#from-a-kerastensor-to-numbers).
