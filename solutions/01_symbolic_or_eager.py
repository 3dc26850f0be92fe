# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] exercise="print-a-plan" part="hint"
# `hidden` was made from `inputs`. Which numbers has anybody put into `inputs` so far?

# %% [markdown] exercise="print-a-plan" part="hint"
# `keras.Input(shape=(8,))` says how data will look, and brings none. What is built from it knows shapes and dtypes. Think of `def double(a): return 2 * a`: what is in it before you call it?

# %% [markdown] exercise="print-a-plan" part="hint"
# `hidden` is a `KerasTensor`: *symbolic*. Look for the option with what is known before any data comes.

# %% exercise="print-a-plan" part="answer"
print_guess = "c"

# %% [markdown] exercise="print-a-plan" part="why"
# A KerasTensor is symbolic: a step of a model. It knows its shape and its dtype; numbers exist only while data flows through the model, and come back as the result of that call.

# %% [markdown] exercise="numbers-of-a-layer" part="hint"
# A model needs a beginning and an end. The beginning stands there: the input. Which attribute of `layer` is its end?

# %% [markdown] exercise="numbers-of-a-layer" part="hint"
# Every layer of such a model keeps the symbolic tensor of what it gives, in `.output`. That alone holds no numbers, so two steps follow: call the new model on the data, then ask the result for its array. For a whole model `m` and a batch `b` that is `m(b).numpy()`.

# %% [markdown] exercise="numbers-of-a-layer" part="hint"
# ```python
# to_layer = keras.Model(any_model.inputs[0], layer.____)
# return to_layer(____).____()
# ```


# %% exercise="numbers-of-a-layer" part="answer"
def numbers_of_layer(any_model, layer_name, data):
    """The numbers that one layer gives for a batch, as a NumPy array."""
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return to_layer(data).numpy()


# %% [markdown] exercise="numbers-of-a-layer" part="why"
# `layer.output` is where the sub-model ends; calling it sends data through. It uses the layers of your model, so nothing is trained or copied. `to_layer.predict(data)` gives the same array; it is made for data that comes in many batches.


# %% [markdown] exercise="which-kind" part="hint"
# Look at the cell above again. Which of its lines is true of exactly one kind? And which kind answers yes to two of the questions?

# %% [markdown] exercise="which-kind" part="hint"
# Ask the narrow questions before the wide one: every graph tensor is a `tf.Tensor` too, so ask for `tf.is_symbolic_tensor` first. Sorting fruit works the same way: ask "is it a cherry?" before "is it red?".

# %% [markdown] exercise="which-kind" part="hint"
# ```python
# if isinstance(thing, np.____):
#     return "array"
# if isinstance(thing, keras.____):
#     return "plan"
# if isinstance(thing, (tf.____, keras.____)):
#     return "variable"
# return "graph" if tf.____(thing) else "value"
# ```


# %% exercise="which-kind" part="answer"
def kind_of(thing):
    """One of "array", "value", "variable", "plan", "graph"."""
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    return "graph" if tf.is_symbolic_tensor(thing) else "value"


# %% [markdown] exercise="which-kind" part="why"
# Values and graph tensors share a class, `tf.Tensor`, so ask `tf.is_symbolic_tensor`, which parts them. Symbolic tensors of Keras have a class of their own, and that function knows nothing of them. `hasattr(thing, "numpy")` tells EagerTensors from symbolic tensors, but a NumPy array has no `numpy` either, and the two kinds of symbolic tensors look alike to it.


# %% [markdown] exercise="order-of-looking" part="hint"
# Two lines end in `.numpy()` on something that has no numbers. Which two?

# %% [markdown] exercise="order-of-looking" part="hint"
# Inside a traced function the tensor is symbolic; outside, the result of the *call* is a value. So return the tensor, call the function, and ask for the array last. The decorator stands right above its function.

# %% [markdown] exercise="order-of-looking" part="hint"
# ```python
# @tf.____
# def mean_of(values):
#     return ____
# average = mean_of(____).numpy()
# ```

# %% exercise="order-of-looking" part="answer"
line_order = "DBFA"

# %% exercise="order-of-looking" part="before"
import tensorflow as tf

# %% exercise="order-of-looking" part="after"
found = {
    "average": average,
    "mean_of is traced": hasattr(mean_of, "get_concrete_function"),
}

# %% [markdown] exercise="order-of-looking" part="why"
# The function returns a tensor; while it is traced that is a graph tensor, and from the call an EagerTensor comes back, which has `.numpy()`. `mean_of` itself is a function and has no numbers.

# %% [markdown] exercise="brightest-pixel" part="hint"
# When does Python run the line with `print`: while the function is traced, or whenever it is called? What is in `brightest` at that moment?

# %% [markdown] exercise="brightest-pixel" part="hint"
# Inside a traced function, Python sees graph tensors; the graph sees the numbers. So the printing must become a part of the graph. TensorFlow has a print of its own, which takes tensors as they are: `tf.print("loss:", loss)`.

# %% [markdown] exercise="brightest-pixel" part="hint"
# ```python
# brightest = tf.reduce_max(images)
# tf.____("brightest:", ____)
# return tf.reduce_mean(images)
# ```


# %% exercise="brightest-pixel" part="answer"
@tf.function
def brightness(images):
    """The mean of a batch of images. Prints the brightest pixel on every call."""
    brightest = tf.reduce_max(images)
    tf.print("brightest:", brightest)
    return tf.reduce_mean(images)


# %% [markdown] exercise="brightest-pixel" part="why"
# `tf.print` is an operation of the graph, so it prints numbers, on every call. `print` belongs to Python, which runs once, while the graph is written down. Returning the tensor and printing it outside works as well, where you can change what the function returns.


# %% [markdown] exercise="ragged-means" part="hint"
# When should the numbers turn into a NumPy array: before the mean or after it? What would be in the second row at that moment?

# %% [markdown] exercise="ragged-means" part="hint"
# TensorFlow knows how long each row is, so let it make the means. Then there is one number a row, and nothing to fill up. The cell above does the same with sums.

# %% [markdown] exercise="ragged-means" part="hint"
# ```python
# means = tf.reduce_____(rows, axis=____)
# return means.____()
# ```


# %% exercise="ragged-means" part="answer"
def row_means(rows):
    """The mean of each row, as a NumPy array."""
    means = tf.reduce_mean(rows, axis=1)
    return means.numpy()


# %% [markdown] exercise="ragged-means" part="why"
# `tf.reduce_mean` divides each row by its own length. Only then does the result go to NumPy, when every row is one number. A loop over the rows works too: `np.array([np.mean(row) for row in rows])`.
