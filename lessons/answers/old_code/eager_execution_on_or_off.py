# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - module 'tensorflow' has no attribute 'enable_eager_execution'
#     - is eager execution enabled, and why do I get symbolic tensors then?
#     - disable_eager_execution and Keras fit or predict fails
#     - tf.data.Dataset only supports Python-style iteration in eager mode
#     - numpy() is not there although tf.executing_eagerly() is True
#     - run_eagerly=True to see values in the loss
#     kind: answer
#     question: How do I turn eager execution on or off in TensorFlow 2?
# ---

# %% [markdown]
# # How do I turn eager execution on or off in TensorFlow 2?
#
# It is on; delete the line. `fit` traces your code all the same, unless you write `compile(..., run_eagerly=True)` while you look. A layer's `call` gets a symbolic tensor in any case while a Functional or `Sequential` model is built.

# %%
import keras
import numpy as np
import tensorflow as tf

print(tf.executing_eagerly())


def loss(y_true, y_pred):
    print("eager:", tf.executing_eagerly(), getattr(y_pred, "numpy", lambda: "no value")())
    return keras.losses.mean_absolute_error(y_true, y_pred)


dense = keras.layers.Dense(1, kernel_initializer="ones", name="dense")
model = keras.Sequential([keras.Input((2,)), dense])
x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 1))
for run_eagerly in (False, True):
    model.compile(keras.optimizers.SGD(0.0), loss, run_eagerly=run_eagerly)
    run = model.fit(x, y, batch_size=1, shuffle=False, verbose=0)

# %% [markdown]
# Turn it off again afterwards: eager steps take much longer.
#
# ## Why it works
#
# Eager execution means that a line computes when Python comes to it. A traced function is the exception: Python runs it once to write down a graph, and in there `tf.executing_eagerly()` is `False`. That is why a tensor may be without a number though eager execution is on. For your own functions, `tf.config.run_functions_eagerly(True)` does what `run_eagerly` does for `fit`.
#
# There are two places that neither of them reaches: a function for `Dataset.map`, which is always traced, and the building of a model from symbolic tensors.
#
# ## What looks right and is not
#
# The old names are in `tf.compat.v1`. There, `enable_eager_execution()` does nothing new, and `disable_eager_execution()` brings back graphs as the default. Keras 3 cannot work in one:

# %% error="tensorflow-1-name" tags=["raises-exception"]
tf.enable_eager_execution()

# %% error="keras-while-not-eager" tags=["raises-exception"]
with tf.Graph().as_default():  # as everything is after disable_eager_execution()
    model.predict(x)

# %% [markdown]
# Old code that needs a graph can have one of its own, without the switch: [Should I use disable_eager_execution?](../../02_session_evaluation.py#should-i-use-disable_eager_execution).
