# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - Cannot take the length of shape with unknown rank in model.fit
#     - as_list() is not defined on an unknown TensorShape
#     - dataset map with py_function or numpy_function loses the shape
#     - element_spec shows shape <unknown>
#     - set_shape or ensure_shape after tf.numpy_function
#     - from_generator dataset with unknown shape in fit
#     kind: answer
#     question: Why is the shape unknown after tf.py_function in a Dataset?
# ---

# %% [markdown]
# # Why is the shape unknown after tf.py_function in a Dataset?
#
# Because TensorFlow cannot see into a Python function. Say what it returns, right behind it: `tf.ensure_shape(y, (3,))`, where `None` stands for a size that varies.

# %%
import keras
import numpy as np
import tensorflow as tf


def in_python(row):  # any Python or NumPy code
    return np.sort(row.numpy())


def sort(row, label):
    result = tf.py_function(in_python, [row], tf.float32)
    return tf.ensure_shape(result, row.shape), label


rows, labels = tf.constant([[3.0, 1.0, 2.0], [6.0, 5.0, 4.0]]), tf.constant([[1.0], [0.0]])
dataset = tf.data.Dataset.from_tensor_slices((rows, labels)).map(sort).batch(2)
print(dataset.element_spec[0])

model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones")])
model.compile("sgd", "mse")
run = model.fit(dataset, shuffle=False, verbose=0)
print(next(iter(dataset))[0].numpy())

# %% [markdown]
# The same holds for `tf.numpy_function`, which hands the function arrays, so that it needs no `.numpy()`. For `Dataset.from_generator` the place to say it is `output_signature=tf.TensorSpec((3,), tf.float32)`.
#
# ## Why it works
#
# A shape is worked out while a function is traced, and the Python function is not run then. `ensure_shape` puts the shape in, and checks it when the numbers come; `result.set_shape((3,))` puts it in without a check. Layers make their weights from the shape, so they need to know at least the size of the last axis.
#
# ## What looks right and is not
#
# Without that line everything works until a layer asks for the shape. `element_spec` shows it earlier:


# %%
def forgetful(row, label):
    return tf.py_function(in_python, [row], tf.float32), label


unknown = tf.data.Dataset.from_tensor_slices((rows, labels)).map(forgetful).batch(2)
print(unknown.element_spec[0])

# %% error="rank-unknown" tags=["raises-exception"]
model.fit(unknown, shuffle=False, verbose=0)

# %% [markdown]
# When `py_function` is right, and what it costs: [How do I run NumPy on every call?](../../03_tf_function_printing.py#how-do-i-run-numpy-on-every-call).
