# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - tf.debugging.enable_check_numerics with Keras fit
#     - InvalidArgumentError Tensor had NaN values CheckNumerics
#     - Detected Infinity or NaN in output 0 of graph op
#     - how to read a check_numerics error message
#     - raise an error when a tensor becomes nan or inf
#     - numerics check failed although I use try except around the session
#     - NaN in the gradient only, sqrt or norm at zero
#     - SqrtGrad in gradient_tape had NaN or Inf values
#     kind: answer
#     question: How do I stop at the operation that makes a NaN in TensorFlow?
# ---

# %% [markdown]
# # How do I stop at the operation that makes a NaN in TensorFlow?
#
# Write `tf.debugging.enable_check_numerics()` before the model is built: from then on the first operation with a NaN or an infinity in its result raises, and the message names it.

# %%
import keras
import numpy as np
import tensorflow as tf

tf.debugging.enable_check_numerics()
log = keras.layers.Lambda(keras.ops.log, name="log")
model = keras.Sequential([keras.Input((2,)), log, keras.layers.Dense(1, name="score")], name="net")
model.compile("sgd", "mse", jit_compile=False)  # with a GPU: XLA cannot check

x, y = np.array([[1, 2], [3, -4]], "float32"), np.ones((2, 1), "float32")
try:
    model.fit(x, y, verbose=0)
except tf.errors.InvalidArgumentError as error:
    # the whole of str(error) also lists files and lines, yours among them
    print(*[line for line in str(error).splitlines() if "etected" in line], sep="\n")
tf.debugging.disable_check_numerics()

# %% [markdown]
# Which layer, loss or gradient it is, `find_nonfinite(model, x, y)` of this course's library says without a switch. Here the operation is `Log`, in the layer `log` of the model `net`. Called outside of `fit`, with `model(x)`, the message shows the numbers that went into it, too. The whole message also lists the calls that led to the operation: in the forward pass, the last `File` line that is not in `site-packages` is the line of your own code that made it. Build the model anew before the next try: its weights are NaN now. If the message names `ReadVariableOp`, they were NaN before the step began. While the switch is on, `get_weights()` of such a model raises as well.
#
# ## Why it works
#
# The switch puts a check behind every operation that is traced or run from then on. That costs: a model of five small `Dense` layers took about three times as long for an epoch, on a CPU. So use it to find the place, and turn it off again. It comes too late for a model that has trained already: the message then names no operation of that model. And what is traced meanwhile keeps its checks for good.
#
# Where you know what to watch, check that tensor alone, in a loss, a layer or a `tf.function`, with a text of your own. Such a check sees the forward value only. Here it is silent, and the switch finds the gradient:


# %%
def distance(y_true, y_pred):
    return tf.debugging.check_numerics(tf.norm(y_true - y_pred), "distance")


tf.debugging.enable_check_numerics()
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)], name="net")
model.compile("sgd", distance, jit_compile=False)
try:
    model.fit(0 * x, 0 * y, verbose=0)
except tf.errors.InvalidArgumentError as error:
    print(*[line for line in str(error).splitlines() if "etected" in line], sep="\n")
tf.debugging.disable_check_numerics()

# %% [markdown]
# `gradient_tape/` says backward pass, and of your own code the message then lists only the line with `fit`. So read the name: `SqrtGrad` is the gradient of the `tf.sqrt` in `tf.norm` in the loss `distance`, and the first of the message's "Input tensors" is that root. With `compile(..., run_eagerly=True)` its numbers stand there. The gradient of a root at 0 is infinite: write `tf.sqrt(tf.reduce_sum(tf.square(x)) + 1e-12)` for `tf.norm(x)`, and `tf.nn.l2_normalize(x, -1)` for `x / tf.norm(x)`.
#
# ## What looks right and is not
#
# Outside of traced code the check runs at once, in the line where it stands, so the `try` belongs around this line. In a graph of TensorFlow 1 it raised later, in `session.run`, and old code has its `try` there:

# %% error="numerics-check" tags=["raises-exception"]
checked = tf.debugging.check_numerics(tf.sqrt(tf.constant([1.0, -1.0])), "root of x")

# %% [markdown]
# Read the message from its end: your text stands before "Tensor had NaN values", and what stands in braces says only which device ran it. Under XLA this check says nothing, and with the switch any compiled step fails: [Why does tf.print raise under XLA?](../../03_tf_function_printing.py#why-does-tfprint-raise-under-xla).
