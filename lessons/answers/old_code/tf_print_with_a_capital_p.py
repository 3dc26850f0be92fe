# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - module 'tensorflow' has no attribute 'Print'
#     - tf.Print is deprecated, how to use tf.print
#     - tf.print returns an operation, not the tensor
#     - tf.Print in TensorFlow 1 prints nothing
#     - x = tf.print(x) breaks my model
#     - '"can''t convert Operation PrintV2 to Tensor" in a loss or layer'
#     - Got 'None' as input for layer after tf.print
#     - tf.print does nothing in a session
#     kind: answer
#     question: What replaces tf.Print and K.print_tensor?
# ---

# %% [markdown]
# # What replaces tf.Print and K.print_tensor?
#
# `tf.print(t)` on a line of its own, never `t = tf.print(t)`. The old functions handed their tensor on and had to be used; the new one returns nothing that you need.

# %%
import keras
import numpy as np
import tensorflow as tf


def loss(y_true, y_pred):
    # y_pred = tf.Print(y_pred, [y_pred], "y_pred: ", summarize=100)
    # y_pred = K.print_tensor(y_pred, message="y_pred: ")
    tf.print("y_pred:", y_pred, summarize=100)
    return keras.losses.mean_absolute_error(y_true, y_pred)


dense = keras.layers.Dense(1, kernel_initializer="ones", name="dense")
model = keras.Sequential([keras.Input((2,)), dense])
model.compile("sgd", loss, jit_compile=False)  # with a GPU: XLA cannot print
run = model.fit(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 1)), shuffle=False, verbose=0)

# %% [markdown]
# `summarize` is the number of elements that are shown at each end of an axis, and `-1` shows all: [How do I print a whole tensor without the dots?](../values/all_elements_of_a_tensor.py)
#
# ## Why it works
#
# In a graph of TensorFlow 1 only what leads to a result is run, so a print had to stand in its way. A `tf.function`, and every step of `fit` is one, runs all that prints or assigns, in the order of the program.
#
# In an old graph with a session this still does not hold. There, fetch the print beside the result, or take the old one, which is now `tf.compat.v1.Print`:

# %%
with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    t = tf.constant([1.0, 2.0])
    printed = tf.print("fetched:", t)
    session.run(2 * t)  # prints nothing
    session.run([2 * t, printed])

# %% [markdown]
# ## What looks right and is not
#
# The old name is gone. And if you assign what `tf.print` returns, as the old one demanded, you lose the tensor: it is `None` in eager code, and an operation without a result in a loss, a metric, a layer or a `tf.function`:

# %% error="tensorflow-1-name" tags=["raises-exception"]
tf.Print(tf.constant(1.0), [tf.constant(1.0)])


# %% error="print-assigned" tags=["raises-exception"]
def assigned(y_true, y_pred):
    y_pred = tf.print(y_pred)  # write tf.print(y_pred) alone
    return keras.losses.mean_absolute_error(y_true, y_pred)


model.compile("sgd", assigned)
model.fit(np.array([[1.0, 2.0]]), np.zeros((1, 1)), verbose=0)

# %% [markdown]
# Between the layers of a Functional model `tf.print` prints the symbolic tensor, once, when the model is built; there it belongs into a layer: [How do I print a tensor between the layers of a Keras model?](../layers/print_between_layers.py). If you assign it there, the next layer says "Inputs to a layer should be tensors. Got 'None'". What became of the rest: [What became of each call](../../02_session_evaluation.py#what-became-of-each-call).
