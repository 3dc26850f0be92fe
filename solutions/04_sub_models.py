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
# The same three steps. Each layer keeps the symbolic tensor of its output in one attribute. A model with a dict of outputs gives back a dict of tensors, under the same names; each tensor then gives its array. For a dict `d` of tensors, that is `d["a"].numpy()`.

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
# One sub-model may have many outputs, so each layer runs once. `to_all.predict(data)` gives the arrays directly. A list of several outputs works too: a list of tensors comes back, in the same order, and `zip` joins it with the names. A list of one end gives the tensor itself.


# %% [markdown] exercise="never-called-cure" part="hint"
# `fit` sent data through the model, many times. What does that tell you about one more call on data?

# %% [markdown] exercise="never-called-cure" part="hint"
# A `Sequential`'s `.input` and its `.inputs` are two things. One is made when the model is used as a layer; the other when the model gets its own graph. Layers are connected to that graph. A street's own first house stays the same, whichever town map the street is drawn on.

# %% [markdown] exercise="never-called-cure" part="hint"
# Run the cell below: it tries them. In which line is there an `input`, and what does `keras.Model` say of it?

# %% exercise="never-called-cure" part="answer"
cure_guess = "d"

# %% [markdown] exercise="never-called-cure" part="why"
# A `Sequential` builds its graph from its own input to its last layer. `inputs` is where that begins. `.input` belongs to the model *as a layer* of a bigger one, and a sub-model from there does not reach the layers inside.

# %% [markdown] exercise="copied-features" part="hint"
# Read the last line of the error. Which attribute does it speak of, and on which line is that used?

# %% [markdown] exercise="copied-features" part="hint"
# The end of the sub-model is right: `layers[position].output`. Its beginning is not. In the Predict turn above, one way of beginning worked without any call. For a model `m` with one input, the sub-model begins there too: `keras.Model(m.____, m.outputs[0])`.

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
# `inputs[0]` is the beginning of the model's own graph, for Functional models as well. `sequential.layers[0].input` is the same KerasTensor. `keras.Sequential(sequential.layers[: position + 1])` shares the layers too, and needs no `Model`.


# %% [markdown] exercise="called-twice" part="hint"
# `.output` is one attribute with one KerasTensor in it. When did it get that: when the layer was made, or when it was called, and which time?

# %% [markdown] exercise="called-twice" part="hint"
# Keras keeps a list of a layer's calls, in order, and `.output` reads one entry of it. A visitors' book, opened at the front, shows whom?

# %% [markdown] exercise="called-twice" part="hint"
# `adds` was called on `left` and then on `right`. Its weights are 1, so it adds up each row: 3 for `left`, 30 for `right`. Which call is the front of the book?

# %% exercise="called-twice" part="answer"
twice_guess = "a"

# %% [markdown] exercise="called-twice" part="why"
# Keras notes each call and `.output` shows the first note. It gives no warning, so numbers of a shared layer may be those of another branch than you think. Name what each call returns, and end your sub-model there.

# %% [markdown] exercise="inside-a-block" part="hint"
# Two lines make something called `inside`. In which of them do the beginning and the end belong to the same model?

# %% [markdown] exercise="inside-a-block" part="hint"
# First get hold of the block. Then a sub-model of the block's own, from its input to "deep". It can be called like a layer: on what `before` gives in `outer`. Last, a sub-model of `outer` that ends at this `plan`.

# %% [markdown] exercise="inside-a-block" part="hint"
# ```python
# block = outer.____("block")
# inside = keras.Model(____.inputs[0], ____.get_layer("deep").output)
# plan = ____(outer.get_layer("before").output)
# deep = keras.Model(____.inputs[0], plan)(batch)
# ```

# %% exercise="inside-a-block" part="answer"
block_order = "EBAC"

# %% exercise="inside-a-block" part="before"
import keras
import numpy as np

rng = np.random.default_rng(13)
enter = keras.Input((2,), name="enter")
middle = keras.layers.Dense(2, name="deep")(enter)
last = keras.layers.Dense(1, name="last")(middle)
start = keras.Input((5,), name="start")
early = keras.layers.Dense(2, name="before")(start)
end = keras.layers.Dense(1, name="head")(keras.Model(enter, last, name="block")(early))
outer = keras.Model(start, end)
outer.set_weights([rng.normal(size=w.shape) for w in outer.get_weights()])
batch = rng.normal(size=(4, 5)).astype("float32")

# %% exercise="inside-a-block" part="after"
found = {"deep": deep}

# %% [markdown] exercise="inside-a-block" part="why"
# A KerasTensor belongs to the graph in which it was made. `inside` is a model that uses the block's layers; calling it on a KerasTensor of `outer` makes a new one, in the graph of `outer`. Two calls on data do the same: `inside(keras.Model(outer.inputs[0], before)(batch))`.

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
    """The numbers of the channels that are 0 at every place of every picture, as a list or array."""
    to_layer = keras.Model(any_model.inputs[0], any_model.get_layer(layer_name).output)
    values = to_layer(pictures).numpy()
    silent = (values == 0).all(axis=(0, 1, 2))
    return np.flatnonzero(silent).tolist()


# %% [markdown] exercise="silent-channels" part="why"
# The channels are the last axis, so `all` runs over the other three: pictures, rows, columns. `get_activations(any_model, pictures)[layer_name]` gives the same values. A mean would not do, since positive and negative numbers cancel out; the weights would not do, since the bias and the data matter too.
