# %% exercise="every-layer"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    return keras.Model(any_model.inputs[0], ends).predict(data, verbose=0)


# %% exercise="every-layer"
def all_outputs(any_model, data):
    ends = {layer.name: layer.output for layer in any_model.layers}
    return keras.Model(any_model.inputs, ends).predict_on_batch([data])


# %% exercise="every-layer"
def all_outputs(any_model, data):
    values = keras.Model(any_model.inputs[0], [one.output for one in any_model.layers])(data)
    names = [one.name for one in any_model.layers]
    return dict(zip(names, map(np.asarray, values), strict=True))


# %% exercise="every-layer"
def all_outputs(any_model, data):
    seen = get_activations(any_model, data)
    return {name: value.numpy() for name, value in seen.items()}


# %% exercise="every-layer"
def all_outputs(any_model, data):
    wanted = [one for one in any_model.layers if not isinstance(one, layers.InputLayer)]
    end = keras.Model(any_model.inputs[0], {one.name: one.output for one in wanted})
    arrays = {}
    for name, tensor in end(data, training=False).items():
        arrays[name] = keras.ops.convert_to_numpy(tensor)
    return arrays


# %% exercise="every-layer"
def all_outputs(any_model, data):
    extract = ActivationExtractor(any_model)
    return {name: np.array(value) for name, value in extract(data).items()}


# %% exercise="every-layer"
from collections import OrderedDict


def all_outputs(model, x):
    names = [one.name for one in model.layers]
    call = keras.Function(model.inputs, [one.output for one in model.layers])
    return OrderedDict((n, np.array(v)) for n, v in zip(names, call([x]), strict=True))


# %% exercise="every-layer"
def all_outputs(any_model, data):
    known = {id(tensor): data for tensor in any_model.inputs}
    arrays = {}
    for layer in any_model.layers:
        if not isinstance(layer, layers.InputLayer):
            given = layer.input
            if isinstance(given, list):
                result = layer([known[id(one)] for one in given])
            else:
                result = layer(known[id(given)])
            known[id(layer.output)] = result
            arrays[layer.name] = result.numpy()
    return arrays


# %% exercise="every-layer"
def all_outputs(any_model, data):
    seen, calls = {}, {layer: layer.call for layer in any_model.layers}

    def kept(layer):
        def call(*given, **how):
            seen[layer.name] = calls[layer](*given, **how)
            return seen[layer.name]

        return call

    for layer in calls:
        layer.call = kept(layer)
    any_model(data)
    for layer, call in calls.items():
        layer.call = call
    return {name: np.array(value) for name, value in seen.items()}


# %% exercise="every-layer"
def all_outputs(any_model, data):
    copy = keras.models.clone_model(any_model)
    copy.set_weights(any_model.get_weights())
    to_all = keras.Model({"x": copy.inputs[0]}, {one.name: one.output for one in copy.layers})
    return {name: v.numpy().astype("float64") for name, v in to_all({"x": data}).items()}


# %% exercise="every-layer"
import tensorflow as tf


def all_outputs(any_model, data):
    to_all = tf.function(keras.Model(any_model.inputs, [x.output for x in any_model.layers[1:]]))
    first, *others = any_model.layers
    arrays = [value.numpy() for value in to_all([data])]
    return {first.name: data} | {x.name: array for x, array in zip(others, arrays, strict=True)}


# %% exercise="never-called-cure"
cure_guess = "d)"

# %% exercise="never-called-cure"
cure_guess = " D. "

# %% exercise="never-called-cure"
cure_guess = "d) leave it as it is, and use `model.inputs[0]`"

# %% exercise="never-called-cure"
cure_guess = "D: leave it as it is"

# %% exercise="never-called-cure"
cure_guess = "(d)"


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    extractor = keras.Model(sequential.inputs, sequential.layers[position].output)
    return extractor.predict(batch, verbose=0)


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.layers[0].input, outputs=[wanted])
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    wanted = sequential.get_layer(index=position).output
    return keras.Model(sequential.inputs[0], wanted)(batch).numpy()


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    return keras.Sequential(sequential.layers[: position + 1]).predict_on_batch(batch)


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    for layer in sequential.layers[: position + 1]:
        batch = layer(batch)
    return keras.ops.convert_to_numpy(batch)


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    run = keras.Function(sequential.inputs, sequential.layers[position].output)
    return np.array(run([batch]))


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    name = sequential.layers[position].name
    return get_activations(sequential, batch)[name].numpy()


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    sequential(batch)
    ends = [layer.output for layer in sequential.layers]
    values = keras.Model(sequential.inputs[0], ends)(batch)
    return values[position].numpy().astype("float64")


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    start = keras.Input(batch.shape[1:])
    end = start
    for layer in sequential.layers[: position + 1]:
        end = layer(end)
    return keras.Model(start, end).predict_on_batch(batch)


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    wanted = sequential.layers[position].output
    extractor = keras.Model(sequential.inputs[0], wanted)
    return np.concatenate([extractor(row[None]) for row in batch])


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    sequential(sequential.inputs[0])
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.input, outputs=wanted)
    return extractor.predict_on_batch(batch)


# %% exercise="copied-features"
def features_at(sequential, position, batch):
    return list(get_activations(sequential, batch).values())[position].numpy()


# %% exercise="copied-features"
import functools


def features_at(sequential, position, batch):
    some = sequential.layers[: position + 1]
    return functools.reduce(lambda values, layer: layer(values), some, batch).numpy()


# %% exercise="called-twice"
twice_guess = "a)"

# %% exercise="called-twice"
twice_guess = "A) [[3.]]"

# %% exercise="called-twice"
twice_guess = "a) `[[3.]]`, the first call"

# %% exercise="called-twice"
twice_guess = "a."

# %% exercise="called-twice"
twice_guess = "A"

# %% exercise="inside-a-block"
block_order = "E-B-A-C"

# %% exercise="inside-a-block"
block_order = ["E", "B", "A", "C"]

# %% exercise="inside-a-block"
block_order = "ebac."

# %% exercise="inside-a-block"
block_order = "E -> B -> A -> C"

# %% exercise="inside-a-block"
block_order = ("E", "B", "A", "C")


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    values = get_activations(any_model, pictures)[layer_name].numpy()
    return [c for c in range(values.shape[-1]) if not values[..., c].any()]


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    wanted = any_model.get_layer(layer_name)
    values = keras.Model(any_model.inputs, wanted.output).predict([pictures], verbose=0)
    silent = []
    for channel in range(wanted.filters):
        if (values[:, :, :, channel] == 0).all():
            silent.append(channel)
    return silent


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    values = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)(pictures)
    return np.where(abs(values.numpy()).max(axis=(0, 1, 2)) == 0)[0]


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    values = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)(pictures)
    return tuple(np.nonzero(np.count_nonzero(values, axis=(0, 1, 2)) == 0)[0])


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    fires = False
    for picture in pictures:
        fires = fires | (to_layer(picture[None]).numpy() != 0).any(axis=(0, 1, 2))
    return [int(c) for c in np.flatnonzero(~fires)]


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    layer = next(one for one in any_model.layers if one.name == layer_name)
    values = keras.Model(any_model.inputs[0], layer.output).predict_on_batch(pictures)
    flat = values.reshape(-1, values.shape[-1])
    return sorted(c for c, column in enumerate(flat.T) if column.min() == column.max() == 0)


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    values = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)(pictures)
    loud = keras.ops.sum(keras.ops.square(values), axis=(0, 1, 2))
    return {c for c, one in enumerate(loud.numpy()) if one == 0}


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    values = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)(pictures)
    channels = np.moveaxis(values.numpy(), -1, 0)
    return np.array([c for c, maps in enumerate(channels) if not np.any(maps)])[::-1]


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    layer, seen = any_model.get_layer(layer_name), []
    call = layer.call
    layer.call = lambda *given, **how: seen.append(call(*given, **how)) or seen[-1]
    try:
        any_model(pictures)
    finally:
        layer.call = call
    return np.flatnonzero(~seen[0].numpy().any((0, 1, 2)))


# %% exercise="silent-channels"
import tensorflow as tf


def silent_channels(any_model, layer_name, pictures):
    values = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)(pictures)
    return tf.where(tf.reduce_all(values == 0, axis=[0, 1, 2]))[:, 0].numpy().astype("uint8")


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    values = to_layer.predict(pictures, batch_size=7, verbose=0)
    return [float(c) for c in range(values.shape[-1]) if np.allclose(values[..., c], 0)]


# %% exercise="silent-channels"
def silent_channels(any_model, layer_name, pictures):
    extract = ActivationExtractor(any_model, layers=[layer_name])
    columns = extract(pictures)[layer_name].numpy().T
    return frozenset(c for c, maps in enumerate(columns) if set(maps.ravel()) == {0.0})
