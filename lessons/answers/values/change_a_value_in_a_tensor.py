# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - '''EagerTensor'' object does not support item assignment'
#     - set one element of a tensor or a slice
#     - replace values in a tensor where a condition holds
#     - change a weight of a layer by hand
#     - ResourceVariable does not support item assignment
#     - tensor assignment like in numpy, a[0, 1] = 5
#     kind: answer
#     question: How do I change a value inside a tensor?
# ---

# %% [markdown]
# # How do I change a value inside a tensor?
#
# A tensor never changes, so make a new one: `tf.tensor_scatter_nd_update(t, [[0, 1]], [9.0])` for one place, `tf.where(condition, value, t)` for many. A variable changes: `v[0, 1].assign(9.0)`.

# %%
import keras
import numpy as np
import tensorflow as tf

t = tf.constant([[1.0, 2.0], [3.0, 4.0]])
print(tf.tensor_scatter_nd_update(t, [[0, 1]], [9.0]).numpy())  # row 0, column 1
print(tf.where(t > 2.5, 0.0, t).numpy())

v = tf.Variable(t)
v[0, 1].assign(9.0)  # v[0] is a row, v[:, 0] a column
print(v.numpy())

layer = keras.layers.Dense(2, name="dense")
layer.build((None, 2))
kernel = layer.kernel.numpy()  # a copy
kernel[0, 1] = 9.0
layer.kernel.assign(kernel)
print(float(layer.kernel[0, 1]))

# %% [markdown]
# All of these work inside of a traced function as well, except for the part with `.numpy()`.
#
# ## Why it works
#
# A tensor is a value, as the number 3 is one; that lets TensorFlow share, copy and reorder tensors freely. A variable is a place for a value. A Keras weight is a variable too, and it is assigned as a whole. To build a tensor element by element, collect the parts in a list and `tf.stack` them, or use a `tf.TensorArray` in a graph.
#
# ## What looks right and is not
#
# NumPy's way is not there. And the array that `.numpy()` gives is a copy, so writing into it changes nothing else:

# %% error="tensor-item-assignment" tags=["raises-exception"]
t[0, 1] = 9.0

# %%
array = t.numpy()
array[0, 1] = 9.0
print(t.numpy()[0])

# %% error="variable-item-assignment" tags=["raises-exception"]
layer.kernel[0, 1] = 9.0

# %% [markdown]
# A weight that you set while the model trains: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
