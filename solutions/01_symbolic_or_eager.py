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
# A KerasTensor is a step in a model's plan. It knows its shape and its dtype; numbers exist only while data flows through the plan, and come back as the result of that call.

# %% exercise="print-a-plan" expects="values-expected" part="wrong"
print_guess = "a"

# %% exercise="print-a-plan" expects="zeros-expected" part="wrong"
print_guess = "b"

# %% exercise="print-a-plan" expects="error-expected" part="wrong"
print_guess = "D"

# %% exercise="print-a-plan" expects="no-option" part="wrong"
print_guess = "shape and dtype"

# %% exercise="print-a-plan" expects="no-option" part="wrong"
print_guess = "e"

# %% [markdown] exercise="numbers-of-a-layer" part="hint"
# A model needs a beginning and an end. The beginning stands there: the input. Which attribute of `layer` is its end?

# %% [markdown] exercise="numbers-of-a-layer" part="hint"
# Every layer of such a model keeps the plan of what it gives, in `.output`. A plan alone holds no numbers, so two steps follow: call the new model on the data, then ask the result for its array. For a whole model `m` and a batch `b` that is `m(b).numpy()`.

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
# `layer.output` is where the route ends; calling the route sends data along it. It uses the layers of your model, so nothing is trained or copied. `to_layer.predict(data)` gives the same array; it is made for data that comes in many batches.


# %% exercise="numbers-of-a-layer" expects="symbolic" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return to_layer.output


# %% exercise="numbers-of-a-layer" expects="not-called" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return to_layer


# %% exercise="numbers-of-a-layer" expects="still-a-tensor" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return to_layer(data)


# %% exercise="numbers-of-a-layer" expects="whole-model" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], any_model.outputs[0])
    return to_layer(data).numpy()


# %% exercise="numbers-of-a-layer" expects="skipped-layers" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    return layer(data).numpy()


# %% exercise="numbers-of-a-layer" expects="asked-the-plan" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    return layer.output.numpy()


# %% exercise="numbers-of-a-layer" expects="not-a-step" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer)
    return to_layer(data).numpy()


# %% exercise="numbers-of-a-layer" expects="blank-left" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], ...)
    return to_layer(data).numpy()


# %% exercise="numbers-of-a-layer" expects="not-called" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return to_layer.numpy()


# %% exercise="numbers-of-a-layer" expects="not-called" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return np.array(to_layer)


# %% exercise="numbers-of-a-layer" expects="whole-model" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return any_model(data).numpy()


# %% exercise="numbers-of-a-layer" expects="not-a-step" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.weights)
    return to_layer(data).numpy()


# %% exercise="numbers-of-a-layer" expects="called-the-plan" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    return layer.output(data).numpy()


# %% exercise="numbers-of-a-layer" expects="asked-the-plan" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    return np.array(to_layer.output)


# %% exercise="numbers-of-a-layer" expects="other-model" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], hidden)
    return to_layer(data).numpy()


# %% exercise="numbers-of-a-layer" expects="old-keras" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.get_output_at(0))
    return to_layer(data).numpy()


# %% exercise="numbers-of-a-layer" expects="symbolic" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    any_model(data)
    return tf.keras.backend.eval(layer.output)


# %% exercise="numbers-of-a-layer" expects="raised" part="wrong"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    return keras.backend.function([any_model.inputs[0]], [layer.output])([data])[0]


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
# Values and graph tensors share a class, `tf.Tensor`, so ask `tf.is_symbolic_tensor`, which parts them. Plans of Keras have a class of their own, and that function knows nothing of them. `hasattr(thing, "numpy")` tells values from plans too, but cannot tell the two plans apart.


# %% exercise="which-kind" expects="graph-as-value" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    if isinstance(thing, tf.Tensor):
        return "value"
    return "graph"


# %% exercise="which-kind" expects="plan-as-graph" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    if hasattr(thing, "numpy"):
        return "value"
    return "graph"


# %% exercise="which-kind" expects="plan-as-value" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    if tf.is_symbolic_tensor(thing):
        return "graph"
    return "value"


# %% exercise="which-kind" expects="variable-as-value" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    if hasattr(thing, "numpy"):
        return "value"
    return "graph"


# %% exercise="which-kind" expects="one-library-only" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    if isinstance(thing, tf.Variable):
        return "variable"
    return "graph" if tf.is_symbolic_tensor(thing) else "value"


# %% exercise="which-kind" expects="printed" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        print("array")
    elif isinstance(thing, keras.KerasTensor):
        print("plan")


# %% exercise="which-kind" expects="one-library-only" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    if isinstance(thing, keras.Variable):
        return "variable"
    return "graph" if tf.is_symbolic_tensor(thing) else "value"


# %% exercise="which-kind" expects="plan-as-graph" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    if tf.is_tensor(thing):
        return "graph" if tf.is_symbolic_tensor(thing) else "value"
    return "graph"


# %% exercise="which-kind" expects="other-word" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "NumPy array"
    return describe(thing)


# %% exercise="which-kind" expects="array-missed" part="wrong"
def kind_of(thing):
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    return "graph" if tf.is_symbolic_tensor(thing) else "value"


# %% exercise="which-kind" expects="asked-in-a-function" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    return "graph" if tf.function(tf.is_symbolic_tensor)(thing) else "value"


# %% exercise="which-kind" expects="where-not-what" part="wrong"
def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return "array"
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return "variable"
    if isinstance(thing, keras.KerasTensor):
        return "plan"
    return "value" if tf.executing_eagerly() else "graph"


# %% [markdown] exercise="order-of-looking" part="hint"
# Two lines end in `.numpy()` on something that has no numbers. Which two?

# %% [markdown] exercise="order-of-looking" part="hint"
# Inside a traced function the tensor is a plan; outside, the result of the *call* is a value. So return the tensor, call the function, and ask for the array last. The decorator stands right above its function.

# %% [markdown] exercise="order-of-looking" part="hint"
# ```python
# @tf.____
# def mean_of(values):
#     return ____
# average = mean_of(____).numpy()
# ```

# %% exercise="order-of-looking" part="answer"
line_order = "DBFA"

# %% [markdown] exercise="order-of-looking" part="why"
# The function returns a tensor; while it is traced that is a plan, and from the call an EagerTensor comes back, which has `.numpy()`. `mean_of` itself is a function and has no numbers.

# %% exercise="order-of-looking" expects="numpy-inside" part="wrong"
line_order = "DBEA"

# %% exercise="order-of-looking" expects="numpy-of-the-function" part="wrong"
line_order = "DBFC"

# %% exercise="order-of-looking" expects="not-traced" part="wrong"
line_order = "BFA"

# %% exercise="order-of-looking" expects="does-not-run" part="wrong"
line_order = "BDFA"

# %% exercise="order-of-looking" expects="no-lines" part="wrong"
line_order = "1234"

# %% exercise="order-of-looking" expects="not-traced" part="wrong"
line_order = "B-E-A"

# %% exercise="order-of-looking" expects="numpy-of-the-function" part="wrong"
line_order = "DBEC"

# %% [markdown] exercise="brightest-pixel" part="hint"
# When does Python run the line with `print`: while the function is traced, or whenever it is called? What is in `brightest` at that moment?

# %% [markdown] exercise="brightest-pixel" part="hint"
# Inside a traced function, Python sees plans; the graph sees the numbers. So the printing must become a part of the graph. TensorFlow has a print of its own, which takes tensors as they are: `tf.print("loss:", loss)`.

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


# %% exercise="brightest-pixel" expects="symbolic-print" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    print("brightest:", brightest)
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="text-made-while-tracing" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print(f"brightest: {brightest}")
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="not-traced" part="wrong"
def brightness(images):
    brightest = tf.reduce_max(images)
    print("brightest:", brightest.numpy())
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="prints-nothing" part="wrong"
@tf.function
def brightness(images):
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="numpy-inside" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print("brightest:", brightest.numpy())
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="numpy-inside" part="wrong"
@tf.function
def brightness(images):
    print("brightest:", np.max(images))
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="wrong-mean" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print("brightest:", brightest)
    return brightest


# %% exercise="brightest-pixel" expects="switched-to-eager" part="wrong"
tf.config.run_functions_eagerly(True)


@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    print("brightest:", brightest.numpy())
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="prints-all-pixels" part="wrong"
@tf.function
def brightness(images):
    tf.print("brightest:", images)
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="numpy-inside" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print("brightest:", brightest)
    return tf.reduce_mean(images).numpy()


# %% exercise="brightest-pixel" expects="keras-inside" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print("brightest:", keras.Model(images, brightest)(images))
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="returns-no-tensor" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    return tf.print("brightest:", brightest), tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="prints-all-pixels" part="wrong"
@tf.function
def brightness(images):
    tf.print("brightest:", tf.reduce_max(images, axis=0))
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel" expects="raised" part="wrong"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.Print(brightest, [brightest], "brightest:")
    return tf.reduce_mean(images)


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


# %% exercise="ragged-means" expects="padded" part="wrong"
def row_means(rows):
    return rows.to_tensor().numpy().mean(axis=1)


# %% exercise="ragged-means" expects="padded" part="wrong"
def row_means(rows):
    return np.mean(keras.ops.convert_to_numpy(rows), axis=1)


# %% exercise="ragged-means" expects="numpy-on-ragged" part="wrong"
def row_means(rows):
    return np.asarray(rows).mean(axis=1)


# %% exercise="ragged-means" expects="one-mean-for-all" part="wrong"
def row_means(rows):
    return tf.reduce_mean(rows).numpy()


# %% exercise="ragged-means" expects="still-a-tensor" part="wrong"
def row_means(rows):
    return tf.reduce_mean(rows, axis=1)


# %% exercise="ragged-means" expects="columns" part="wrong"
def row_means(rows):
    return tf.reduce_mean(rows, axis=0).numpy()


# %% exercise="ragged-means" expects="blank-left" part="wrong"
def row_means(rows):
    means = tf.reduce_mean(rows, axis=1)
    return ...


# %% exercise="ragged-means" expects="list-of-means" part="wrong"
def row_means(rows):
    means = [tf.reduce_mean(row) for row in rows]
    return means.numpy()


# %% exercise="ragged-means" expects="no-such-method" part="wrong"
def row_means(rows):
    return rows.mean(axis=1)


# %% exercise="ragged-means" expects="length-unknown" part="wrong"
def row_means(rows):
    return (tf.reduce_sum(rows, axis=1) / rows.shape[1]).numpy()


# %% exercise="ragged-means" expects="length-unknown" part="wrong"
def row_means(rows):
    return (tf.reduce_sum(rows, axis=1) / len(rows)).numpy()


# %% exercise="ragged-means" expects="numpy-on-ragged" part="wrong"
def row_means(rows):
    means = tf.reduce_mean(rows, axis=1)
    return np.asarray(rows)


# %% exercise="ragged-means" expects="rows-not-means" part="wrong"
def row_means(rows):
    means = tf.reduce_mean(rows, axis=1)
    return keras.ops.convert_to_numpy(rows)


# %% exercise="ragged-means" expects="extra-axis" part="wrong"
def row_means(rows):
    return tf.reduce_mean(rows, axis=1, keepdims=True).numpy()


# %% exercise="ragged-means" expects="a-list" part="wrong"
def row_means(rows):
    return [np.mean(row) for row in rows]


# %% exercise="ragged-means" expects="other-numbers" part="wrong"
def row_means(rows):
    a = rows.to_tensor().numpy()
    return a.sum(axis=1) / (a != 0).sum(axis=1)


# %% exercise="ragged-means" expects="sums" part="wrong"
def row_means(rows):
    return tf.reduce_sum(rows, axis=1).numpy()


# %% exercise="ragged-means" expects="lists-of-different-lengths" part="wrong"
def row_means(rows):
    return np.array(rows.to_list()).mean(axis=1)


# %% exercise="ragged-means" expects="lengths-are-integers" part="wrong"
def row_means(rows):
    return (tf.reduce_sum(rows, axis=1) / rows.row_lengths()).numpy()
