# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - loss in an f-string in a train_step or tf.function is printed as Tensor Mean:0
#       with shape and dtype
#     - log the loss inside a tf.function, the log file has a symbolic tensor
#     - format a tensor with two decimals in tf.print
#     - unsupported format string passed to SymbolicTensor.__format__
#     - str.format and % with a tensor in graph mode
#     - how to build a string from tensor values in TensorFlow
#     kind: answer
#     question: Why does an f-string show a Tensor instead of the number?
# ---

# %% [markdown]
# # Why does an f-string show a Tensor instead of the number?
#
# The text is made while TensorFlow traces, when the tensor has no number yet. Give text and tensor to `tf.print` as separate arguments, or return the tensor and format it outside.

# %%
import tensorflow as tf


@tf.function
def step(values):
    loss = tf.reduce_mean(values)
    print(f"print: {loss}")  # runs while TensorFlow traces
    tf.print(f"f-string: {loss}")  # a text that was ready before
    tf.print("tf.print:", loss)
    tf.print("two decimals:", tf.round(100 * loss) / 100)
    return loss


loss = step(tf.constant([1.0, 1.25]))
print(f"outside: {loss:.2f}")

# %% [markdown]
# The same holds in a loss, a metric and `train_step` under `fit`. With a GPU, Keras compiles them by XLA, where `tf.print` raises: write `compile(..., jit_compile=False)`.
#
# ## Why it works
#
# An f-string is Python, and Python runs once for each trace. `tf.print` is an operation of the graph, which gets the number at every call. If you need the text itself in the graph, as for a file name, let TensorFlow make it:


# %%
@tf.function
def text_of(loss):
    return tf.strings.join(["loss ", tf.strings.as_string(loss, precision=2)])


print(text_of(tf.constant(1.625)).numpy().decode())

# %% [markdown]
# ## What looks right and is not
#
# A number format of Python needs a number:


# %% error="graph-tensor-in-format" tags=["raises-exception"]
@tf.function
def two_decimals(loss):
    print(f"{loss:.2f}")


two_decimals(tf.constant(1.0))

# %% [markdown]
# More: [What a formatted string shows](../../03_tf_function_printing.py#what-a-formatted-string-shows).
