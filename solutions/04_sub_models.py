# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] exercise="every-layer" part="hint"
# Look at the cell with `plans` and `maps` above. Which of its lines already does all of this, and what is missing at the end?

# %% [markdown] exercise="every-layer" part="hint"
# The same three steps. Each layer keeps the plan of its output in one attribute. A model with a dict of ends gives back a dict of tensors, under the same names; each tensor then gives its array. For a dict `d` of tensors, that is `d["a"].numpy()`.

# %% [markdown] exercise="every-layer" part="hint"
# ```python
# ends = {layer.name: layer.____ for layer in any_model.layers}
# to_all = keras.Model(any_model.inputs[____], ____)
# values = to_all(____)
# return {layer.name: values[____].numpy() for layer in any_model.layers}
# ```


# %% exercise="every-layer" part="answer"
def all_outputs(any_model, data):
    """Layer name -> the NumPy array that this layer gives. The model runs once."""
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% [markdown] exercise="every-layer" part="why"
# One route may have many ends, so each layer runs once. `to_all.predict(data)` gives the arrays directly. A list of ends works too: a list of tensors comes back, in the same order, and `zip` joins it with the names.


# %% exercise="every-layer" expects="began-at-input" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.input, ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="one-route-each" part="wrong"
def all_outputs(any_model, data):
    arrays = {}
    for layer in any_model.layers:
        to_layer = keras.Model(any_model.inputs[0], layer.output)
        arrays[layer.name] = to_layer(data).numpy()
    return arrays


# %% exercise="every-layer" expects="still-a-tensor" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    return to_all(data)


# %% exercise="every-layer" expects="layers-for-plans" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="symbolic" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: ends[layer.name] for layer in any_model.layers}


# %% exercise="every-layer" expects="asked-the-plan" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: ends[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="dict-in-dict" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: values for layer in any_model.layers}


# %% exercise="every-layer" expects="no-numpy-here" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    return to_all(data).numpy()


# %% exercise="every-layer" expects="not-a-dict" part="wrong"
def all_outputs(any_model, data):
    ends = [layer.output for layer in any_model.layers]
    to_all = keras.Model(any_model.inputs[0], ends)
    return [value.numpy() for value in to_all(data)]


# %% exercise="every-layer" expects="weights" part="wrong"
def all_outputs(any_model, data):
    return {layer.name: layer.get_weights() for layer in any_model.layers}


# %% exercise="every-layer" expects="layer-by-layer" part="wrong"
def all_outputs(any_model, data):
    return {layer.name: layer(data).numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="blank-left" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: ... for layer in any_model.layers}


# %% exercise="every-layer" expects="other-graph" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(keras.Input(data.shape[1:]), ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="called-for-each" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    return {layer.name: to_all(data)[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="ran-twice" part="wrong"
def all_outputs(any_model, data):
    any_model(data)
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="layer-by-layer" part="wrong"
def all_outputs(any_model, data):
    out = {}
    x = data
    for layer in any_model.layers:
        x = layer(x)
        out[layer.name] = x.numpy()
    return out


# %% exercise="every-layer" expects="other-rows" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data[:1])
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="other-data" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(zero)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="other-graph" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(reader.inputs[0], ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="layer-as-key" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: values[layer].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="one-end" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], any_model.outputs[0])
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="same-for-all" part="wrong"
def all_outputs(any_model, data):
    out = any_model(data).numpy()
    return {layer.name: out for layer in any_model.layers}


# %% exercise="every-layer" expects="list-by-name" part="wrong"
def all_outputs(any_model, data):
    ends = [layer.output for layer in any_model.layers]
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="began-at-input-layer" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.layers[0].input, ends)
    values = to_all(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="trained" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all.fit(data)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="asked-the-plan" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(any_model.inputs[0])
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="k-function" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.backend.function(any_model.inputs, ends)
    values = to_all([data])
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% exercise="every-layer" expects="row-by-row" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    return to_all.predict(data, batch_size=1, verbose=0)


# %% exercise="every-layer" expects="learned" part="wrong"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    to_all = keras.Model(any_model.inputs[0], ends)
    values = to_all(data, training=True)
    return {layer.name: values[layer.name].numpy() for layer in any_model.layers}


# %% [markdown] exercise="never-called-cure" part="hint"
# `fit` sent data through the model, many times. What does that tell you about one more call on data?

# %% [markdown] exercise="never-called-cure" part="hint"
# A model's `.input` and its `.inputs` are two things. One is made when the model is used as a layer; the other when the model gets its own graph. Layers are connected to that graph. A street's own first house stays the same, whichever town map the street is drawn on.

# %% [markdown] exercise="never-called-cure" part="hint"
# Run the cell below: it tries all four. Look for the line that ends with a shape, and not with `False` or an error.

# %% exercise="never-called-cure" part="answer"
cure_guess = "d"

# %% [markdown] exercise="never-called-cure" part="why"
# A `Sequential` builds its graph from its own input to its last layer. `inputs` is where that begins. `.input` belongs to the model *as a layer* of a bigger one, and a route from there does not reach the layers inside.

# %% exercise="never-called-cure" expects="data-call-expected" part="wrong"
cure_guess = "a"

# %% exercise="never-called-cure" expects="build-expected" part="wrong"
cure_guess = "b"

# %% exercise="never-called-cure" expects="symbolic-call-expected" part="wrong"
cure_guess = "c"

# %% exercise="never-called-cure" expects="no-option" part="wrong"
cure_guess = "inputs[0]"

# %% exercise="never-called-cure" expects="no-option" part="wrong"
cure_guess = ["a", "d"]

# %% [markdown] exercise="copied-features" part="hint"
# Read the last line of the error. Which attribute does it speak of, and on which line is that used?

# %% [markdown] exercise="copied-features" part="hint"
# The end of the route is right: `layers[position].output`. Its beginning is not. In the Predict turn above, one way of beginning worked without any call. For a model `m` with one input, the route to its end begins there too: `keras.Model(m.____, m.outputs[0])`.

# %% [markdown] exercise="copied-features" part="hint"
# ```python
# wanted = sequential.layers[position].output
# extractor = keras.Model(inputs=sequential.____[____], outputs=wanted)
# return extractor.predict_on_batch(batch)
# ```


# %% exercise="copied-features" part="answer"
def features_at(sequential, position, batch):
    """The array that layer `position` (from 0) of a Sequential gives for a batch."""
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.inputs[0], outputs=wanted)
    return extractor.predict_on_batch(batch)


# %% [markdown] exercise="copied-features" part="why"
# `inputs[0]` is the beginning of the model's own graph, for Functional models as well. `sequential.layers[0].input` is the same plan. `keras.Sequential(sequential.layers[: position + 1])` shares the layers too, and needs no route.


# %% exercise="copied-features" expects="began-at-input" part="wrong"
def features_at(sequential, position, batch):
    sequential(batch)
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.input, outputs=wanted)
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="began-at-input" part="wrong"
def features_at(sequential, position, batch):
    sequential.build((None, batch.shape[1]))
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.input, outputs=wanted)
    return extractor.predict(batch)


# %% exercise="copied-features" expects="other-graph" part="wrong"
def features_at(sequential, position, batch):
    sequential(keras.Input(batch.shape[1:]))
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.input, outputs=wanted)
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="layers-for-plans" part="wrong"
def features_at(sequential, position, batch):
    extractor = keras.Model(inputs=sequential.layers[0], outputs=sequential.layers[position])
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="whole-model" part="wrong"
def features_at(sequential, position, batch):
    extractor = keras.Model(inputs=sequential.inputs[0], outputs=sequential.outputs[0])
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="skipped-layers" part="wrong"
def features_at(sequential, position, batch):
    return sequential.layers[position](batch).numpy()


# %% exercise="copied-features" expects="still-a-tensor" part="wrong"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    return keras.Model(inputs=sequential.inputs[0], outputs=wanted)(batch)


# %% exercise="copied-features" expects="symbolic" part="wrong"
def features_at(sequential, position, batch):
    return sequential.layers[position].output


# %% exercise="copied-features" expects="not-called" part="wrong"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    return keras.Model(inputs=sequential.inputs[0], outputs=wanted)


# %% exercise="copied-features" expects="weights" part="wrong"
def features_at(sequential, position, batch):
    return sequential.layers[position].get_weights()[0]


# %% exercise="copied-features" expects="asked-the-plan" part="wrong"
def features_at(sequential, position, batch):
    return sequential.layers[position].output.numpy()


# %% exercise="copied-features" expects="model-changed" part="wrong"
def features_at(sequential, position, batch):
    while len(sequential.layers) > position + 1:
        sequential.pop()
    return sequential.predict_on_batch(batch)


# %% exercise="copied-features" expects="other-weights" part="wrong"
def features_at(sequential, position, batch):
    copy = keras.models.clone_model(sequential)
    extractor = keras.Model(copy.inputs[0], copy.layers[position].output)
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="another-layer" part="wrong"
def features_at(sequential, position, batch):
    part = keras.Sequential(sequential.layers[:position])
    return part.predict_on_batch(batch)


# %% exercise="copied-features" expects="built-already" part="wrong"
def features_at(sequential, position, batch):
    sequential.build(batch.shape)
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.input, outputs=wanted)
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="began-midway" part="wrong"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    extractor = keras.Model(sequential.layers[position].input, wanted)
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="layers-for-plans" part="wrong"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.layers[0], outputs=wanted)
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features" expects="other-rows" part="wrong"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.inputs[0], outputs=wanted)
    return extractor.predict_on_batch(batch[:1])


# %% exercise="copied-features" expects="learned" part="wrong"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.inputs[0], outputs=wanted)
    return extractor(batch, training=True).numpy()


# %% [markdown] exercise="called-twice" part="hint"
# `.output` is one attribute with one plan in it. When did it get that: when the layer was made, or when it was called, and which time?

# %% [markdown] exercise="called-twice" part="hint"
# Keras keeps a list of a layer's calls, in order, and `.output` reads one entry of it. A visitors' book, opened at the front, shows whom?

# %% [markdown] exercise="called-twice" part="hint"
# `adds` was called on `left` and then on `right`. Its weights are 1, so it adds up each row: 3 for `left`, 30 for `right`. Which call is the front of the book?

# %% exercise="called-twice" part="answer"
twice_guess = "a"

# %% [markdown] exercise="called-twice" part="why"
# Keras notes each call and `.output` shows the first note. It gives no warning, so numbers of a shared layer may be those of another branch than you think. Name what each call returns, and end your route there.

# %% exercise="called-twice" expects="last-expected" part="wrong"
twice_guess = "b"

# %% exercise="called-twice" expects="both-expected" part="wrong"
twice_guess = "c"

# %% exercise="called-twice" expects="error-expected" part="wrong"
twice_guess = "d"

# %% exercise="called-twice" expects="no-option" part="wrong"
twice_guess = [[3.0]]

# %% [markdown] exercise="inside-a-block" part="hint"
# Two lines make something called `inside`. In which of them do the beginning and the end belong to the same model?

# %% [markdown] exercise="inside-a-block" part="hint"
# First get hold of the block. Then a route of the block's own, from its input to "deep". That route is a model, so it can be called like a layer: on what `before` gives in `outer`. Last, a route of `outer` that ends at this new plan.

# %% [markdown] exercise="inside-a-block" part="hint"
# ```python
# block = outer.____("block")
# inside = keras.Model(____.inputs[0], ____.get_layer("deep").output)
# plan = ____(outer.get_layer("before").output)
# deep = keras.Model(____.inputs[0], plan)(batch)
# ```

# %% exercise="inside-a-block" part="answer"
block_order = "EBAC"

# %% [markdown] exercise="inside-a-block" part="why"
# A plan belongs to the graph in which it was made. `inside` is a model that uses the block's layers; calling it on a plan of `outer` makes a new plan, in the graph of `outer`. Two calls on data do the same: `inside(keras.Model(outer.inputs[0], before)(batch))`.

# %% exercise="inside-a-block" expects="two-graphs" part="wrong"
block_order = "EFAC"

# %% exercise="inside-a-block" expects="blocks-own-output" part="wrong"
block_order = "EBDC"

# %% exercise="inside-a-block" expects="no-data" part="wrong"
block_order = "EBA"

# %% exercise="inside-a-block" expects="does-not-run" part="wrong"
block_order = "BEAC"

# %% exercise="inside-a-block" expects="does-not-run" part="wrong"
block_order = "BAC"

# %% exercise="inside-a-block" expects="no-lines" part="wrong"
block_order = "5, 2, 1, 3"

# %% exercise="inside-a-block" expects="blocks-own-output" part="wrong"
block_order = ["D", "C"]

# %% exercise="inside-a-block" expects="one-too-many" part="wrong"
block_order = "EBDAC"

# %% [markdown] exercise="silent-channels" part="hint"
# What is the shape of a convolution's output for a batch? Which of its axes counts the channels, and which three are left?

# %% [markdown] exercise="silent-channels" part="hint"
# First the three steps, to get the layer's numbers. Then ask, for each channel, whether all of them are 0. For an array `a` with rows and columns, `(a == 0).all(axis=0)` answers that for each column, and `np.flatnonzero` turns yes and no into numbers.

# %% [markdown] exercise="silent-channels" part="hint"
# ```python
# to_layer = keras.Model(any_model.____[0], any_model.get_layer(layer_name).____)
# values = to_layer(____).numpy()
# silent = (values == 0).____(axis=(____, ____, ____))
# return np.flatnonzero(silent).tolist()
# ```


# %% exercise="silent-channels" part="answer"
def silent_channels(any_model, layer_name, pictures):
    """The numbers of the channels that are 0 at every place of every picture, as a list."""
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    values = to_layer(pictures).numpy()
    silent = (values == 0).all(axis=(0, 1, 2))
    return np.flatnonzero(silent).tolist()


# %% [markdown] exercise="silent-channels" part="why"
# The channels are the last axis, so `all` runs over the other three: pictures, rows, columns. `get_activations(any_model, pictures)[layer_name]` gives the same values. A mean would not do, since positive and negative numbers cancel out; the weights would not do, since the bias and the data matter too.


# %% exercise="silent-channels" expects="began-at-input" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.input, any_model.get_layer(layer_name).output)
    values = to_layer(pictures).numpy()
    return np.flatnonzero((values == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="first-picture-only" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    values = to_layer(pictures)[0].numpy()
    return [c for c in range(values.shape[-1]) if (values[:, :, c] == 0).all()]


# %% exercise="silent-channels" expects="zero-somewhere" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    values = to_layer(pictures).numpy()
    return [c for c in range(values.shape[-1]) if 0 in values[..., c]]


# %% exercise="silent-channels" expects="from-weights" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    kernel = any_model.get_layer(layer_name).get_weights()[0]
    return np.flatnonzero((kernel == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="zero-on-average" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    means = to_layer(pictures).numpy().mean(axis=(0, 1, 2))
    return np.flatnonzero(np.isclose(means, 0)).tolist()


# %% exercise="silent-channels" expects="negative-is-not-zero" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    highest = to_layer(pictures).numpy().max(axis=(0, 1, 2))
    return np.flatnonzero(highest <= 0).tolist()


# %% exercise="silent-channels" expects="largest-is-zero" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    highest = to_layer(pictures).numpy().max(axis=(0, 1, 2))
    return np.flatnonzero(highest == 0).tolist()


# %% exercise="silent-channels" expects="still-a-tensor" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    values = get_activations(any_model, pictures)[layer_name]
    return np.flatnonzero((values == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="none-found" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    values = any_model.predict(pictures, verbose=0)
    return np.flatnonzero((values == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="a-mask" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    return (to_layer(pictures).numpy() == 0).all(axis=(0, 1, 2))


# %% exercise="silent-channels" expects="a-count" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    return int((to_layer(pictures).numpy() == 0).all(axis=(0, 1, 2)).sum())


# %% exercise="silent-channels" expects="asked-the-plan" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    values = any_model.get_layer(layer_name).output.numpy()
    return np.flatnonzero((values == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="skipped-layers" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    values = any_model.get_layer(layer_name)(pictures).numpy()
    return np.flatnonzero((values == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="tuple-of-arrays" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    return np.where((to_layer(pictures).numpy() == 0).all(axis=(0, 1, 2)))


# %% exercise="silent-channels" expects="those-that-fire" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    return np.flatnonzero(to_layer(pictures).numpy().any(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="other-axis" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    return (to_layer(pictures).numpy() == 0).all(axis=-1)


# %% exercise="silent-channels" expects="nothing-returned" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    values = to_layer(pictures).numpy()
    print(np.flatnonzero((values == 0).all(axis=(0, 1, 2))))


# %% exercise="silent-channels" expects="no-batch-axis" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    out = []
    for p in pictures:
        v = to_layer(p).numpy()
        out.append((v == 0).all(axis=(0, 1, 2)))
    return np.flatnonzero(np.all(out, axis=0)).tolist()


# %% exercise="silent-channels" expects="nearly-zero" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return [c for c in range(v.shape[-1]) if (abs(v[..., c]) < 1e-2).all()]


# %% exercise="silent-channels" expects="nearly-zero" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return [c for c in range(v.shape[-1]) if np.allclose(v[..., c], 0, atol=1e-3)]


# %% exercise="silent-channels" expects="learned" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures, training=True).numpy()
    return [c for c in range(v.shape[-1]) if (v[..., c] == 0).all()]


# %% exercise="silent-channels" expects="many-places-one-if" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    wanted = any_model.get_layer(layer_name)
    values = keras.Model(any_model.inputs[0], wanted.output)(pictures)
    return [c for c in range(wanted.filters) if all(values[..., c] == 0)]


# %% exercise="silent-channels" expects="many-places-one-if" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    out = []
    for c in range(v.shape[-1]):
        if v[..., c] == 0:
            out.append(c)
    return out


# %% exercise="silent-channels" expects="channels-are-last" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return [c for c in range(v.shape[-1]) if (v[:, c] == 0).all()]


# %% exercise="silent-channels" expects="none-found" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return np.flatnonzero((v == 0).all(axis=(1, 2, 3))).tolist()


# %% exercise="silent-channels" expects="other-axis" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return np.flatnonzero((v == 0).all(axis=0)).tolist()


# %% exercise="silent-channels" expects="one-answer-for-all" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return np.where(np.all(v == 0))


# %% exercise="silent-channels" expects="asked-the-plan" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    v = any_model.get_layer(layer_name).output
    return np.flatnonzero((v == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="not-all-channels" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return [c for c in range(4) if (v[..., c] == 0).all()]


# %% exercise="silent-channels" expects="more-channels-than-there-are" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return [c for c in range(32) if (v[..., c] == 0).all()]


# %% exercise="silent-channels" expects="counted-again" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    out = []
    for p in pictures:
        v = to_layer(p[None]).numpy()
        out += [c for c in range(v.shape[-1]) if (v[..., c] == 0).all()]
    return out


# %% exercise="silent-channels" expects="constant-is-not-zero" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return np.flatnonzero(v.std(axis=(0, 1, 2)) == 0).tolist()


# %% exercise="silent-channels" expects="zero-somewhere" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    v = to_layer(pictures).numpy()
    return [c for c in range(v.shape[-1]) if v[..., c].all() == 0]


# %% exercise="silent-channels" expects="began-midway" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    layer = any_model.get_layer(layer_name)
    v = keras.Model(layer.input, layer.output)(pictures).numpy()
    return np.flatnonzero((v == 0).all(axis=(0, 1, 2))).tolist()


# %% exercise="silent-channels" expects="name-for-layer" part="wrong"
def silent_channels(any_model, layer_name, pictures):
    v = keras.Model(any_model.inputs[0], layer_name.output)(pictures).numpy()
    return np.flatnonzero((v == 0).all(axis=(0, 1, 2))).tolist()
