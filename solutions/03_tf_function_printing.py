# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] exercise="text-in-a-trace" part="hint"
# `print` showed a description of `t`, `tf.print` showed numbers. Which of the two is more like an f-string?

# %% [markdown] exercise="text-in-a-trace" part="hint"
# Before a function is called, its arguments are worked out. `len(f"{t}")` would first make the string, then count. Who makes it, and when does that line of Python run?

# %% [markdown] exercise="text-in-a-trace" part="hint"
# The string is made **once**, while tracing, from a graph tensor. The graph then prints that string whenever it runs. Look for the option that says both.

# %% exercise="text-in-a-trace" part="answer"
text_guess = "c"

# %% [markdown] exercise="text-in-a-trace" part="why"
# Python makes the string while the function is traced, so it holds the graph tensor's description. Printing it is a part of the graph, so the same text appears on every call. Give `tf.print` the tensor itself, with commas.

# %% [markdown] exercise="one-trace" part="hint"
# Look at `strict` above. Which word in its TensorSpec stood for a size that the data decides, and how many axes has your batch?

# %% [markdown] exercise="one-trace" part="hint"
# A TensorSpec is a shape and a dtype, as a symbolic tensor is. Rows of any number and one column would be `tf.TensorSpec([None, 1], tf.float32)`. A signature is a list: one spec for each argument.

# %% [markdown] exercise="one-trace" part="hint"
# ```python
# spec = tf.TensorSpec([____, ____], tf.float32)
# return tf.function(python_function, input_signature=[____])
# ```


# %% exercise="one-trace" part="answer"
def traced_once(python_function):
    """A tf.function with one trace for all float32 batches of 3 columns."""
    spec = tf.TensorSpec([None, 3], tf.float32)  # what every batch has in common
    return tf.function(python_function, input_signature=[spec])


# %% [markdown] exercise="one-trace" part="why"
# The signature says before the first call what all batches have in common, so one graph serves them all. `reduce_retracing=True` needs a second shape before it generalises, so it makes two traces. A fixed number of rows would refuse the others.


# %% [markdown] exercise="training-line" part="hint"
# At which moment does Python run the line with the f-string: while the function is traced, or on each call? What is `loss` at that moment?

# %% [markdown] exercise="training-line" part="hint"
# Two things on that line belong to Python: making the string, and asking for the number. Leave both to the graph. For a largest pixel that would be `tf.print("largest:", largest)`.

# %% [markdown] exercise="training-line" part="hint"
# ```python
# weight.assign_sub(0.1 * tape.gradient(loss, weight))
# tf.____("loss:", ____)
# return loss
# ```


# %% exercise="training-line" part="answer"
@tf.function
def descend(weight, x, y):
    """One step of gradient descent. Prints the loss on every call, and returns it."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss)
    return loss


# %% [markdown] exercise="training-line" part="why"
# `tf.print` is an operation of the graph: it runs on every call, when there are numbers, and takes the tensor as it is. `tf.strings.as_string(loss, precision=3)` shortens the number in the graph. Taking the decorator off helps here, but not under `fit`, where others trace. Printing what the call returns works too, where the loop is yours.


# %% [markdown] exercise="log-file" part="hint"
# Two functions are needed, one inside the other. Which of them has to run on every call, and which argument does `tf.print` take to write into a file?

# %% [markdown] exercise="log-file" part="hint"
# `path` is a Python string, so it may be put together while tracing: `"file://" + path`. The mean is a tensor, so it goes to `tf.print` as an argument. A function that makes a function: `def times(n): ...` defines `inner(a)` and ends with `return inner`.

# %% [markdown] exercise="log-file" part="hint"
# ```python
# @tf.____
# def write(batch):
#     tf.print("mean:", tf.____(batch), output_stream=____ + path)
#     return ____
#
# return write
# ```


# %% exercise="log-file" part="answer"
def logged_mean(path):
    """A tf.function that adds a line with its batch's mean to a file, and returns the batch."""

    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% [markdown] exercise="log-file" part="why"
# `tf.print` is in the graph, so it writes on every call, with or without a new trace. The path may be a Python string, because it is the same for all calls. Python's `open` and `write` would run while tracing; inside `tf.py_function` they work, with mode `"a"`.


# %% [markdown] exercise="out-of-a-trace" part="hint"
# After the call you want to read `largest`. Which of the lines makes something that lives outside of the function and can change?

# %% [markdown] exercise="out-of-a-trace" part="hint"
# `=` inside a function makes a new name there, and lists belong to Python. A variable of TensorFlow is changed with a method: `counter.assign(counter + 1)`. Make it first, call, and look last.

# %% [markdown] exercise="out-of-a-trace" part="hint"
# ```python
# largest = tf.____(0.0)
# @tf.function
# def watch(t):
#     largest.____(tf.reduce_max(t))
# watch(____)
# found = largest.numpy()
# ```

# %% exercise="out-of-a-trace" part="answer"
order_of_lines = "DGAFCE"

# %% exercise="out-of-a-trace" part="before"
import tensorflow as tf

# %% exercise="out-of-a-trace" part="after"
seen = found
found = {"found": seen, "watch is traced": hasattr(watch, "get_concrete_function")}

# %% [markdown] exercise="out-of-a-trace" part="why"
# `assign` becomes a part of the graph, so it runs on every call. The variable was made outside, so it outlives the trace and has its number. Returning the maximum works as well. A name or a list of Python's is changed while tracing only, and then holds a graph tensor.

# %% [markdown] exercise="gate-in-a-layer" part="hint"
# How many answers does the question "is it open?" have for one batch: one, or one for each number? And what did `Halver` use to choose?

# %% [markdown] exercise="gate-in-a-layer" part="hint"
# First a tensor with one True or False, by comparing one mean with 0. Then a function of `keras.ops` that takes the condition and both results. For "the batch, or minus the batch" that would be `keras.ops.where(condition, batch, -batch)`.

# %% [markdown] exercise="gate-in-a-layer" part="hint"
# ```python
# is_open = keras.ops.____(batch) > ____
# return keras.ops.where(____, batch, keras.ops.zeros_like(____))
# ```


# %% exercise="gate-in-a-layer" part="answer"
class Gate(keras.layers.Layer):
    """The batch, if its mean is positive; else zeros of the same shape."""

    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0  # a tensor: True or False, once for the whole batch
        return keras.ops.where(is_open, batch, keras.ops.zeros_like(batch))


# %% [markdown] exercise="gate-in-a-layer" part="why"
# `where` is in the graph, so the choice is made on every call, with that batch's numbers. `keras.ops.cond(is_open, lambda: batch, lambda: 0 * batch)` works too, and computes one side only. Python's `if` works in a cell, where the mean is a value, and raises as soon as Keras traces the layer, unless `call` is a `tf.function`.
