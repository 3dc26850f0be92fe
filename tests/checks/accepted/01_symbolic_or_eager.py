# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% exercise="print-a-plan"
print_guess = "C"

# %% exercise="print-a-plan"
print_guess = " c. "

# %% exercise="print-a-plan"
print_guess = "c)"

# %% exercise="print-a-plan"
print_guess = "c) a shape and a dtype, and no numbers"

# %% exercise="print-a-plan"
print_guess = "C: a shape and a dtype"


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs, layer.output)
    return np.array(to_layer(data))


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.input, layer.output)
    return to_layer.predict(data, verbose=0)


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], [layer.output])
    result = to_layer(data, training=False)
    return keras.ops.convert_to_numpy(result[0] if isinstance(result, list) else result)


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):
    output = next(layer.output for layer in any_model.layers if layer.name == layer_name)
    return keras.Function(any_model.inputs, output)([data]).numpy()


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):
    everything = keras.Model(
        any_model.inputs[0], {one.name: one.output for one in any_model.layers}
    )
    return everything(tf.constant(data))[layer_name].numpy()


# %% exercise="numbers-of-a-layer"
@tf.function
def _run(to_layer, data):
    return to_layer(data)


def numbers_of_layer(any_model, layer_name, data):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    return _run(to_layer, tf.convert_to_tensor(data)).numpy()


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], layer.output)
    rows = [to_layer(row[None]).numpy()[0] for row in data]
    return np.stack(rows).astype("float64")


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):
    from tutorial_utils import get_activations

    return get_activations(any_model, data)[layer_name].numpy()


# %% exercise="which-kind"
def kind_of(thing):
    match thing:
        case np.ndarray():
            return "array"
        case keras.KerasTensor():
            return "plan"
        case tf.Variable() | keras.Variable():
            return "variable"
    return "value" if hasattr(thing, "numpy") else "graph"


# %% exercise="which-kind"
def kind_of(thing):
    if tf.is_symbolic_tensor(thing):
        return "graph"
    if isinstance(thing, tf.Tensor):
        return "value"
    if keras.utils.is_keras_tensor(thing):
        return "plan"
    if hasattr(thing, "assign"):
        return "variable"
    return "array"


# %% exercise="which-kind"
def kind_of(thing):
    name = type(thing).__name__
    if name == "ndarray":
        return "array"
    if name == "EagerTensor":
        return "value"
    if name == "SymbolicTensor":
        return "graph"
    return "plan" if name == "KerasTensor" else "variable"


# %% exercise="which-kind"
def kind_of(thing):
    kinds = {
        np.ndarray: "array",
        keras.KerasTensor: "plan",
        tf.Variable: "variable",
        keras.Variable: "variable",
    }
    found = [word for cls, word in kinds.items() if isinstance(thing, cls)]
    if found:
        return found[0]
    try:
        thing.numpy()
    except AttributeError:
        return "graph"
    return "value"


# %% exercise="which-kind"
kind_of = lambda thing: (  # noqa: E731
    "array"
    if type(thing) is np.ndarray
    else "plan"
    if isinstance(thing, keras.KerasTensor)
    else "variable"
    if isinstance(thing, tf.Variable | keras.Variable)
    else ("value", "graph")[tf.is_symbolic_tensor(thing)]
)


# %% exercise="which-kind"
def kind_of(thing):
    said = describe(thing)
    for start, word in (
        ("NumPy", "array"),
        ("EagerTensor", "value"),
        ("KerasTensor", "plan"),
        ("graph", "graph"),
        ("symbolic", "graph"),
        ("SymbolicTensor", "graph"),
    ):
        if said.startswith(start):
            return word
    return "variable"


# %% exercise="order-of-looking"
line_order = "d b f a"

# %% exercise="order-of-looking"
line_order = ["D", "B", "F", "A"]

# %% exercise="order-of-looking"
line_order = "DBFA."

# %% exercise="order-of-looking"
line_order = "D -> B -> F -> A"

# %% exercise="order-of-looking"
line_order = "D-B-F-A"

# %% exercise="order-of-looking"
line_order = "D;B;F;A"


# %% exercise="brightest-pixel"
@tf.function(input_signature=[tf.TensorSpec([None, None, None, None], tf.float32)])
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print("brightest:", brightest)
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel"
@tf.function(input_signature=[tf.TensorSpec([None] * 3, tf.float32)])
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print("brightest:", brightest)
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel"
@tf.function(input_signature=[tf.TensorSpec([None, None, None, 1], tf.float32)])
def brightness(images):
    tf.print(tf.reduce_max(images))
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    tf.print("brightest:", tf.strings.as_string(brightest, precision=1))
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel"
import sys


@tf.function
def brightness(images):
    tf.print(tf.strings.format("brightest: {}", tf.reduce_max(images)), output_stream=sys.stdout)
    return tf.math.reduce_sum(images) / tf.cast(tf.size(images), tf.float32)


# %% exercise="brightest-pixel"
@tf.function(reduce_retracing=True)
def brightness(images):
    print("tracing with", images)
    mean = keras.ops.mean(images)
    tf.print("shape:", tf.shape(images), "brightest:", keras.ops.max(images), "mean:", mean)
    return mean


# %% exercise="brightest-pixel"
def _look(brightest):
    print("brightest:", brightest.numpy())


@tf.function
def brightness(images):
    tf.py_function(_look, [tf.reduce_max(images)], [])
    return tf.reduce_mean(images)


# %% exercise="brightest-pixel"
def _brightness(images):
    tf.print("darkest:", tf.reduce_min(images))
    tf.print("brightest:", tf.reduce_max(images, keepdims=True))
    return tf.reduce_mean(images)


brightness = tf.function(_brightness)


# %% exercise="ragged-means"
def row_means(rows):
    return np.array([np.mean(row) for row in rows])


# %% exercise="ragged-means"
def row_means(rows):
    return np.array([sum(row) / len(row) for row in rows.to_list()])


# %% exercise="ragged-means"
def row_means(rows):
    lengths = tf.cast(rows.row_lengths(), tf.float32)
    return (tf.reduce_sum(rows, axis=-1) / lengths).numpy()


# %% exercise="ragged-means"
def row_means(rows):
    return np.nanmean(rows.to_tensor(np.nan).numpy(), axis=1)


# %% exercise="ragged-means"
def row_means(rows):
    return tf.map_fn(tf.reduce_mean, rows, fn_output_signature=tf.float32).numpy()


# %% exercise="ragged-means"
def row_means(rows):
    return tf.math.segment_mean(rows.values, rows.value_rowids()).numpy()


# %% exercise="ragged-means"
def row_means(rows):
    totals = np.add.reduceat(rows.values.numpy(), rows.row_starts().numpy())
    return totals / rows.row_lengths().numpy()


# %% exercise="ragged-means"
def row_means(rows):
    means = keras.ops.mean(rows, axis=1)
    return keras.ops.convert_to_numpy(means)


# %% exercise="ragged-means"
def row_means(rows):
    means = tf.stack([tf.reduce_mean(row) for row in rows])
    return np.asarray(means, dtype="float64")


# %% exercise="print-a-plan"
print_guess = ["c"]


# %% exercise="print-a-plan"
print_guess = ("c",)


# %% exercise="print-a-plan"
print_guess = "(C) a shape"


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):  # a copy with the same weights
    copy = keras.models.clone_model(any_model)
    copy.set_weights(any_model.get_weights())
    return keras.Model(copy.inputs, copy.get_layer(layer_name).output).predict_on_batch(data)


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):  # what passes through the layer's call is kept
    layer, kept = any_model.get_layer(layer_name), []
    call = layer.call

    def watched(*given, **how):
        kept.append(call(*given, **how))
        return kept[-1]

    layer.call = watched
    any_model(data)
    del layer.call
    return kept[-1].numpy()


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):  # all layers, one after the other, by hand
    known = {id(any_model.inputs[0]): tf.constant(data)}
    for layer in any_model.layers[1:]:
        given = [known[id(tensor)] for tensor in keras.tree.flatten(layer.input)]
        known[id(layer.output)] = layer(given if len(given) > 1 else given[0])
    return known[id(any_model.get_layer(layer_name).output)].numpy()


# %% exercise="numbers-of-a-layer"
def numbers_of_layer(any_model, layer_name, data):  # in a dataset's batches
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(inputs=any_model.inputs, outputs={"it": layer.output})
    return to_layer.predict(tf.data.Dataset.from_tensor_slices(data).batch(3), verbose=0)["it"]


# %% exercise="which-kind"
import enum


class Kind(enum.StrEnum):
    ARRAY, VALUE, VARIABLE, PLAN, GRAPH = "array", "value", "variable", "plan", "graph"


def kind_of(thing):
    if isinstance(thing, np.ndarray):
        return Kind.ARRAY
    if isinstance(thing, keras.KerasTensor):
        return Kind.PLAN
    if isinstance(thing, tf.Variable | keras.Variable):
        return Kind.VARIABLE
    return Kind.GRAPH if tf.is_symbolic_tensor(thing) else Kind.VALUE


# %% exercise="which-kind"
def kind_of(thing):
    words = np.array(["array", "value", "variable", "plan", "graph"])
    asked = [
        isinstance(thing, np.ndarray),
        isinstance(thing, tf.Tensor) and not tf.is_symbolic_tensor(thing),
        isinstance(thing, (tf.Variable, keras.Variable)),
        isinstance(thing, keras.KerasTensor),
        tf.is_symbolic_tensor(thing),
    ]
    return words[asked][0]


# %% exercise="which-kind"
import functools


@functools.singledispatch
def kind_of(thing):
    return "graph" if tf.is_symbolic_tensor(thing) else "value"


kind_of.register(np.ndarray, lambda thing: "array")
kind_of.register(keras.KerasTensor, lambda thing: "plan")
kind_of.register(tf.Variable, lambda thing: "variable")
kind_of.register(keras.Variable, lambda thing: "variable")


# %% exercise="order-of-looking"
line_order = "1. D 2. B 3. F 4. A"


# %% exercise="order-of-looking"
line_order = """1) D
2) B
3) F
4) A"""


# %% exercise="order-of-looking"
line_order = ("D", "B", "F", "A")


# %% exercise="order-of-looking"
line_order = ["1. D", "2. B", "3. F", "4. A"]


# %% exercise="brightest-pixel"
brightness = tf.function(
    lambda images: (tf.print(tf.reduce_max(images)), tf.reduce_mean(images))[1]
)


# %% exercise="brightest-pixel"
@tf.function
def brightness(images):
    flat = tf.sort(tf.reshape(images, [-1]), direction="DESCENDING")
    tf.print("the brightest pixel is", flat[0], "of", tf.size(flat))
    return tf.reduce_sum(flat) / tf.cast(tf.size(flat), flat.dtype)


# %% exercise="brightest-pixel"
def _shown(images):
    tf.print("darkest", tf.reduce_min(images), "brightest", tf.reduce_max(images), sep=": ")


@tf.function
def brightness(images):
    _shown(images)
    return keras.ops.mean(images)


# %% exercise="brightest-pixel"
@tf.function
def brightness(images):
    brightest = tf.reduce_max(images)
    with tf.control_dependencies([tf.print("brightest:", brightest)]):
        return tf.identity(tf.reduce_mean(images))


# %% exercise="brightest-pixel"
@tf.function(autograph=False)
def brightness(images):
    tf.numpy_function(lambda most: print(f"brightest: {most:.2f}"), [tf.reduce_max(images)], [])
    return tf.math.reduce_mean(images)


# %% exercise="ragged-means"
def row_means(rows):
    return np.fromiter((tf.reduce_mean(row) for row in rows), "float32")


# %% exercise="ragged-means"
def row_means(rows):
    ones = tf.ones_like(rows)
    return tf.math.divide_no_nan(tf.reduce_sum(rows, 1), tf.reduce_sum(ones, 1)).numpy()


# %% exercise="ragged-means"
def row_means(rows):
    ends = rows.row_splits.numpy()
    return np.array([p.mean() for p in np.split(rows.flat_values.numpy(), ends[1:-1])])


# %% exercise="ragged-means"
def row_means(rows):
    table, known = rows.to_tensor().numpy(), tf.sequence_mask(rows.row_lengths()).numpy()
    return np.ma.array(table, mask=~known).mean(axis=1).data
