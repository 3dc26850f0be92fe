# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - '''SymbolicTensor'' object has no attribute ''numpy'' inside @tf.function, train_step
#       or loss'
#     - call NumPy, scikit-learn or OpenCV on a tensor while fit runs
#     - tf.py_function or tf.numpy_function, which one?
#     - gradient is None after tf.numpy_function
#     - convert a tensor to NumPy inside a custom loss or metric
#     - output of py_function has unknown shape
#     - NumPy or another Python library in the call of a custom layer
#     - set_shape or tf.ensure_shape after py_function
#     - EagerPyFunc, py_function under XLA or in a saved model
#     kind: answer
#     question: How do I use .numpy() inside a tf.function, a layer or a loss?
# ---

# %% [markdown]
# # How do I use .numpy() inside a tf.function, a layer or a loss?
#
# Put the Python code into a function of its own, and call it by `tf.py_function`: there the tensors have numbers, so `.numpy()` works.

# %%
import keras
import numpy as np
import tensorflow as tf


def median(t):
    values = t.numpy()  # any Python code, any library
    print("in Python:", values.ravel())
    return np.float32(np.median(values))


def loss(y, y_pred):
    value = tf.py_function(median, [y], tf.float32)
    value.set_shape(())  # the graph cannot know it
    return tf.reduce_mean(tf.abs(y - y_pred)) / value


one = keras.layers.Dense(1, kernel_initializer="ones", name="one")
model = keras.Sequential([keras.Input((1,)), one])
model.compile("sgd", loss, jit_compile=False)  # with a GPU, Keras uses XLA, which has no Python
x = np.array([[1.0], [2.0], [6.0]], dtype="float32")
run = model.fit(x, x, batch_size=3, shuffle=False, verbose=0)

# %% [markdown]
# The third argument says the dtype of the result; for several results, give a list. In a layer's `call` it is the same. `set_shape` tells the graph a shape that it believes, and nothing checks it; `tf.ensure_shape(value, ())` checks it at every batch, and in a layer its result is what you return.
#
# ## Why it works
#
# The loss itself runs once, with graph tensors, to make a graph. `py_function` puts a call of your function into it, and that call gets the numbers of each batch. If you only want to see them, `tf.print(y_pred)` is enough; and what exists in `tf.` or `keras.ops` should not go through Python, which is slower.
#
# ## Which of the two
#
# `tf.numpy_function` gives NumPy arrays to your code, and has no gradient. `tf.py_function` gives tensors, and has one, as long as you compute with `tf.` and not with NumPy:

# %%
weight = tf.Variable(3.0)
with tf.GradientTape(persistent=True) as tape:
    by_tensor = tf.py_function(lambda w: w**2, [weight], tf.float32)
    by_array = tf.numpy_function(lambda w: w**2, [weight], tf.float32)
print(tape.gradient(by_tensor, weight).numpy(), tape.gradient(by_array, weight))

# %% [markdown]
# Both need this Python process: a saved model does not contain your function.
#
# ## What looks right and is not

# %% error="graph-tensor-numpy" tags=["raises-exception"]
model.compile("sgd", lambda y, y_pred: tf.abs(y - y_pred) + np.median(y.numpy()))
model.fit(x, x, verbose=0)

# %% [markdown]
# More: [How do I run NumPy on every call?](../../03_tf_function_printing.py#how-do-i-run-numpy-on-every-call).
