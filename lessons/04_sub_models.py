# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#       'AttributeError: The layer sequential has never been called and thus has no defined input': Where
#         a sub-model begins
#       BatchNormalization output is not normalized: What does training=True do to a
#         model that I call?
#       Grad-CAM or SHAP fails on a Sequential model: Where a sub-model begins
#       'Graph disconnected: cannot obtain value for tensor': How do I look into a model
#         inside a model?
#       How do I get attention scores or LSTM states?: How do I get attention scores
#         or recurrent states?
#       How do I get the output of a layer in a nested model?: How do I look into a
#         model inside a model?
#       How do I plot the feature maps of a convolutional layer?: One layer, then all
#         of them
#       How to get the output of a hidden layer of a trained model: How do I get the
#         output of an intermediate layer in Keras?
#       K.function or a new Model for every layer in a loop takes long: Why is it slow
#         to read all activations?
#       Should I use model(x), predict or predict_on_batch?: Three ways to send data
#       'TimeDistributed model: output of its inner layers': How do I look into a model
#         inside a model?
#       Why does my Sequential say "has never been called"?: Where a sub-model begins
#       Why is reading all activations so slow?: Why is it slow to read all activations?
#       activations of a layer reused from another model (transfer learning): Which
#         layers does get_activations see?
#       activations of any model, also nested or subclassed: Which layers does get_activations
#         see?
#       bottleneck features of an autoencoder's encoder: How do I get the output of
#         an intermediate layer in Keras?
#       capture inputs and outputs of all layers: How do I get the activations of any
#         model in one call?
#       compute all layer outputs in one forward pass: Why is it slow to read all activations?
#       'create a new model from an existing model''s layers: Model(inputs, outputs)': How
#         do I get the output of an intermediate layer in Keras?
#       dictionary of layer name to output: One layer, then all of them
#       difference between model.predict and model(x): Three ways to send data
#       does the new sub-model share the trained weights?: How do I get the output of
#         an intermediate layer in Keras?
#       extract an inner layer of a pretrained model wrapped in Sequential: How do I
#         look into a model inside a model?
#       feature extraction from a pretrained model up to a given layer: How do I get
#         the output of an intermediate layer in Keras?
#       find dead filters or channels that are always zero: Which channels of a convolution
#         are silent?
#       forward hook in Keras or TensorFlow like PyTorch register_forward_hook: How
#         do I get the activations of any model in one call?
#       get activations of every layer with one function (like keract): How do I get
#         the activations of any model in one call?
#       get intermediate output of a model with multiple inputs: How do I read two inputs,
#         or a layer called twice?
#       get layer of a model that is used as a layer (base_model, transfer learning): How
#         do I look into a model inside a model?
#       get output of layer by name or index, model.layers[3].output: How do I get the
#         output of an intermediate layer in Keras?
#       get predictions of a trained model as numpy: Three ways to send data
#       get the attention weights of MultiHeadAttention: How do I get attention scores
#         or recurrent states?
#       get the output of a layer: How do I get the output of an intermediate layer
#         in Keras?
#       get the outputs of all layers at once for a single image: One layer, then all
#         of them
#       get_layer does not find layers of the nested model: How do I look into a model
#         inside a model?
#       getting activations of each layer is very slow: Why is it slow to read all activations?
#       hooks to get the inputs and activations of intermediate layers: How do I get
#         the activations of any model in one call?
#       'input image needs a batch dimension: expand_dims, img[None]': One layer, then
#         all of them
#       intermediate layer output: How do I get the output of an intermediate layer
#         in Keras?
#       intermediate layer output in a subclassed model (class MyModel(keras.Model)): How
#         do I get layer outputs of a subclassed model?
#       layer has no inbound nodes, is not connected, no input to return: Where a sub-model
#         begins
#       layer.output of a subclassed model has no defined output: How do I get layer
#         outputs of a subclassed model?
#       'library to get activations: get_activations(model, x)': How do I get the activations
#         of any model in one call?
#       model.input of a Sequential does not work any more in Keras 3: Where a sub-model
#         begins
#       model.inputs[0] instead of model.input: Where a sub-model begins
#       model.predict in a loop is slow or leaks memory: Three ways to send data
#       output of an LSTM or GRU at every time step, hidden state: How do I get attention
#         scores or recurrent states?
#       output of every layer for one sample: One layer, then all of them
#       predict returns a numpy array, call returns a tensor: Three ways to send data
#       print RNN states with return_sequences and return_state: How do I get attention
#         scores or recurrent states?
#       print the output of each layer: How do I get the output of an intermediate layer
#         in Keras?
#       return intermediate tensors from call: How do I get layer outputs of a subclassed
#         model?
#       return_attention_scores=True in a trained model: How do I get attention scores
#         or recurrent states?
#       see the value of a layer's output in Keras: How do I get the output of an intermediate
#         layer in Keras?
#       'shared layer has multiple inbound nodes: get_output_at, output ill-defined': How
#         do I read two inputs, or a layer called twice?
#       siamese network layer outputs: How do I read two inputs, or a layer called twice?
#       subclassed model has no attribute input or inputs: How do I get layer outputs
#         of a subclassed model?
#       training=True or training=False when calling a model: What does training=True
#         do to a model that I call?
#       visualize convolution filters and activations: One layer, then all of them
#       visualize intermediate activations and feature maps of a CNN: One layer, then
#         all of them
#       visualize the attention map of a transformer head: How do I get attention scores
#         or recurrent states?
#       which output does a layer have that is used twice?: How do I read two inputs,
#         or a layer called twice?
#     objectives:
#     - Get the output of one layer, or of all layers in one pass.
#     - Get every activation of any Keras model in one call.
#     - Cure "has never been called", and say what "is not connected" means.
#     prerequisites:
#     - 01_symbolic_or_eager
#     - the `Sequential` and the Functional way to build a model
#     question: How do I get the output of an intermediate layer in Keras?
#     title: 'Sub-models: any layer''s output'
# ---

# %% [markdown]
# # How do I get the output of an intermediate layer in Keras?
#
# Build a model that begins at `model.inputs[0]` and ends at that layer, and call it on data. It uses your model's own layers: nothing is copied or trained.

# %% tags=["remove-cell"]
from tutorial_utils import check, hint, progress, quiet, solution  # the course's own tools

quiet.start()  # TensorFlow without its start-up messages, and the same random numbers for everyone

# %%
import keras
import numpy as np
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="h1"), layers.ReLU(name="relu")])
sub_model = keras.Model(model.inputs[0], model.get_layer("h1").output)
print(sub_model(np.ones((1, 4))).numpy().round(4))

# %% [markdown]
# That works for Functional and `Sequential` models with one input. With several, use `model.inputs`. (A `Sequential` without `Input` has none before it sees data.) For other models, and for layers that were called in another model first, there is [`get_activations`](#how-do-i-get-the-activations-of-any-model-in-one-call).
#
# If that was your question, you are done. What follows reads all layers at once, and cures the models where this fails.
#
# <!-- lesson: minutes -->
#
# ## What you will be able to do
#
# <!-- lesson: objectives -->

# %% [markdown]
# ## Before you start
#
# Answer, then open.
#
# <details><summary>What is in <code>layer.output</code>: numbers, or a symbolic tensor?</summary>
#
# A `KerasTensor`, so only a shape and a dtype. Numbers come back from a *call*.
#
# </details>
#
# <details><summary>A traced function holds a <code>print</code>. You call it 100 times. How often does it print?</summary>
#
# Once, while it is [traced](01_symbolic_or_eager.py), if all tensors have one shape and dtype. It shows a graph tensor. `tf.print` prints 100 times, with numbers.
#
# </details>

# %% [markdown]
# ## How do I get the activations of any model in one call?
#
# What a layer gives for a batch is called its *activation*. The course's library has a function that runs any Keras model once, and keeps what its layers returned:

# %%
from tutorial_utils import get_activations

activations = get_activations(model, np.ones((1, 4)))
for path, value in activations.items():
    print(f"{path:5}{value.numpy().round(4)}")

# %% [markdown]
# Use it for a model of any kind, or where you are in a hurry. A **sub-model** needs no library, is saved with your code, and can be trained further. So the rest of this core is about sub-models.

# %% [markdown]
# ## One layer, then all of them
#
# `reader` is a `Sequential` model for handwritten digits. Its filters are set by hand. `edges` has one each for left, right, top and bottom edges, `pool` halves the size, and `corners` joins two edges each. `zero` is a batch with one digit, a 0.

# %% tags=["hide-input"]
import warnings

import tensorflow as tf
import tensorflow_datasets as tfds

from tutorial_utils.data import DATA

images, labels = tfds.load(
    "digits8x8", data_dir=DATA, split="test", batch_size=-1, as_supervised=True, download=False
)
digits = tf.cast(images, "float32") / 16  # pixels from 0 to 1, shape (360, 8, 8, 1)
zero = digits[labels == 0][:1]

reader = keras.Sequential(
    [
        keras.Input((8, 8, 1), name="image"),
        layers.Conv2D(4, 3, padding="same", activation="relu", use_bias=False, name="edges"),
        layers.MaxPooling2D(name="pool"),
        layers.Conv2D(4, 1, activation="relu", name="corners"),
        layers.Flatten(name="flat"),
        layers.Dense(10, name="scores"),
    ],
    name="reader",
)
left_edge = np.array([[-1, 0, 1]] * 3) / 4  # positive where the right side is brighter
filters = np.stack([left_edge, -left_edge, left_edge.T, -left_edge.T], axis=-1)
reader.get_layer("edges").set_weights([filters[:, :, None, :]])
pairs = np.array([[1, 0, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 0, 1]]).T  # edges by corner
reader.get_layer("corners").set_weights([pairs[None, None], np.full(4, -0.5)])
print("reader:", ", ".join(layer.name for layer in reader.layers))
print("zero:  ", zero.shape)

# %% [markdown]
# Every sub-model takes three steps. The first finds a `KerasTensor`: a symbolic tensor, which has a shape and no numbers. Data has to flow to get some.

# %% tags=["step-by-step"]
# find the symbolic tensor: each layer keeps it in .output
plan = reader.get_layer("edges").output
# build the sub-model: from the input to that tensor
to_edges = keras.Model(reader.inputs[0], plan, name="to_edges")
# send data along it
edges = to_edges(zero)
print(edges.shape, edges.numpy().max())

# %% [markdown]
# A sub-model may have many outputs. A dict of them comes back as a dict of values:

# %% tags=["step-by-step"]
plans = {layer.name: layer.output for layer in reader.layers}
to_all = keras.Model(reader.inputs[0], plans, name="to_all")
maps = to_all(zero)
print(*(f"{name:8}{tuple(value.shape)}" for name, value in maps.items()), sep="\n")

# %% [markdown]
# The last axis of a convolution's output counts its filters. `maps["edges"][0, :, :, 2]` is one *feature map*: what filter 2 found in the first picture.

# %% tags=["hide-input"]
from tutorial_utils.pictures import feature_maps

sides = ["left", "right", "top", "bottom"]
where = ["top left", "top right", "bottom left", "bottom right"]
feature_maps(
    "The digit 0",
    {
        "image": (zero, ["pixels"]),
        "edges": (maps["edges"], sides),
        "pool": (maps["pool"], sides),
        "corners": (maps["corners"], where),
    },
)

# %% [markdown]
# > **Warning.** Keep the batch axis, also for one picture: `digits[:1]`, or `picture[None]`. Without it, Keras takes the rows of this grey picture for 8 pictures, and says nothing:

# %%
print(to_edges(zero[0]).shape)

# %% [markdown]
# ### Exercise: how do you see all layers at once?
#
# > **Exercise.** Fill in the blanks. Each layer here gives one tensor, and that gives its array with `.numpy()`. Take every layer of `any_model.layers`; where one is an input layer, it may stay.


# %% exercise="every-layer" kind="blank"
def all_outputs(any_model, data):
    """Layer name -> the NumPy array that this layer gives. The model runs once."""
    ends = {layer.name: ... for layer in any_model.layers}  # find the symbolic tensors
    to_all = ...  # build one sub-model
    values = ...  # send the data along it
    return {layer.name: ... for layer in any_model.layers}


# %% tags=["check"]
check("every-layer", all_outputs)

# %% [markdown]
# ## Three ways to send data
#
# Call the sub-model, or use one of two methods:

# %%
for send in (to_edges, to_edges.predict_on_batch, lambda x: to_edges.predict(x, verbose=0)):
    print(type(send(digits)).__name__)

# %% [markdown]
# | call | gives | use it for |
# |---|---|---|
# | `sub_model(x)` | a tensor; gradients can be taken | a batch that fits into memory |
# | `sub_model.predict_on_batch(x)` | an array | the same, as a graph |
# | `sub_model.predict(x)` | an array | much data, in batches (an array: 32 rows each), as a graph |
#
# None of them needs `compile`, and none trains. More is in [the Keras FAQ](https://keras.io/getting_started/faq/#whats-the-difference-between-model-methods-predict-and-call).

# %% [markdown]
# ## Where a sub-model begins
#
# Widely copied code begins at `model.input`. On a Functional model it works. Train the `Sequential` model from the top of the page, and ask for it:

# %%
model.compile("sgd", "mse")
model.fit(np.ones((8, 4)), np.ones((8, 3)), verbose=0)
print(hasattr(model, "input"))  # asking for it raises "... has never been called ..."

# %% [markdown]
# It is not there, although the model has been trained. Something else makes it.

# %% [markdown]
# ### Exercise: what makes `model.input` work?
#
# > **Predict.** What makes `keras.Model(model.input, model.layers[0].output)` work?
# >
# > a) call the model on data first: `model(batch)`
# >
# > b) build it first: `model.build((None, 4))`
# >
# > c) call it on a KerasTensor first: `model(keras.Input((4,)))`
# >
# > d) nothing: a sub-model has to begin somewhere else

# %% exercise="never-called-cure" kind="predict"
cure_guess = ...

# %% tags=["check"]
check("never-called-cure", cure_guess)

# %% tags=["hide-output"]
model(np.ones((2, 4))), model.build((None, 4))
print("a, b:", hasattr(model, "input"))
model(keras.Input((4,), name="other"))
try:
    keras.Model(model.input, model.layers[0].output)
except ValueError as error:
    print("c:", hasattr(model, "input"), error)
print("d:", keras.Model(model.inputs[0], model.layers[0].output)(np.ones((2, 4))).shape)

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is d, and only d.
#
# | you chose | you may have thought | but |
# |---|---|---|
# | a | the model has to see data once | it did, in `fit`: by "called", Keras means *called on a KerasTensor* |
# | b | it has not been built yet | with its `Input`, it was built when you made it |
# | c | a KerasTensor is what it needs | that is a trap: see below |
#
# After c the first error is gone, but `.input` is now `other`, and the outputs of your layers are **not connected** to it. `inputs[0]` is where the model's own graph begins, so it needs no call.
#
# </details>

# %% [markdown]
# ### Exercise: why does this function fail?
#
# > **Exercise.** This function is copied everywhere. Run the check to see how it fails. Repair it.


# %% exercise="copied-features" kind="repair"
def features_at(sequential, position, batch):
    """The array that layer `position` (from 0) of a Sequential gives for a batch."""
    wanted = sequential.layers[position].output
    extractor = keras.Model(inputs=sequential.input, outputs=wanted)
    return extractor.predict_on_batch(batch)


# %% tags=["check"]
check("copied-features", features_at)

# %% [markdown]
# ## What to keep
#
# * `Sequential` or Functional, one input: `keras.Model(model.inputs[0], layer.output)(batch)`. A dict of outputs gives all layers in one pass.
# * Any model: `get_activations(model, x)["h1"]`.
# * "Has never been called": begin at `inputs[0]`. "Is not connected": the output is in another graph.
# * Keep the batch axis: `picture[None]`.
# * `sub_model(x)` for a batch, `predict` for much data.
#
# <!-- lesson: next -->

# %% [markdown]
# ## Go on if you need it
#
# Each section below needs what is above, and no other section. Take the one whose question is yours.
#
# <!-- lesson: further -->

# %% [markdown]
# ## What does training=True do to a model that I call?
#
# A call trains nothing, and neither does `predict`. But layers may work otherwise while a model trains. `BatchNormalization` shows it:

# %%
norm, column = layers.BatchNormalization(), np.array([[2.0], [3.0], [4.0]])
for training in (None, True):  # None: as if you had not said anything
    result = norm(column, training=training).numpy().ravel().round(2)
    print(result, "moving mean:", norm.moving_mean.numpy().round(2))
norm.trainable = False  # frozen, as in transfer learning
result = norm(column, training=True).numpy().ravel().round(2)
print(result, "moving mean:", norm.moving_mean.numpy().round(2))

# %% [markdown]
# As it is, it uses the mean and variance that it has learned, here still 0 and 1. With `training=True` it normalises this batch, **and learns from it**: the mean has moved. A frozen `BatchNormalization`, with `trainable=False`, does neither. (A frozen `Dropout` still drops.) So leave `training` alone when you look at a layer.

# %% [markdown]
# ## How do I read two inputs, or a layer called twice?
#
# `twins` puts two inputs through the same layer, and subtracts. All its weights are 1. Give it a list in the order of `twins.inputs`, or a dict by name:

# %%
left, right = keras.Input((2,), name="left"), keras.Input((2,), name="right")
adds = layers.Dense(1, use_bias=False, kernel_initializer="ones", name="adds")
twins = keras.Model([left, right], layers.Subtract(name="gap")([adds(left), adds(right)]))
pair = [np.array([[1.0, 2.0]]), np.array([[10.0, 20.0]])]
print(twins(pair).numpy(), twins({"left": pair[0], "right": pair[1]}).numpy())

# %% [markdown]
# ### Exercise: what is the output of a layer called twice?
#
# > **Predict.** `adds` ran twice. What does a sub-model with its `.output` give?
# >
# > a) `[[3.]]`, the first call
# >
# > b) `[[30.]]`, the last call
# >
# > c) a list of both
# >
# > d) an error, since it is not clear which one is meant

# %% exercise="called-twice" kind="predict"
twice_guess = ...

# %% tags=["check"]
check("called-twice", twice_guess)

# %% tags=["hide-output"]
print(keras.Model(twins.inputs, adds.output)(pair).numpy())
print([v.numpy() for v in keras.Model(twins.inputs, twins.get_layer("gap").input)(pair)])

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is a. Not b or c: `.output` is that of the *first* call. Not d: the first Keras stopped here, `tf.keras` and today's say nothing. For the other call, keep what `adds(right)` returned, or ask the layer behind it for its `.input`, as the second line does. (A layer that was called has one; a `Sequential` model may not.)
#
# </details>
#
# > **Key.** A sub-model begins at every input that its output needs; where one is missing, its output is "not connected".

# %% [markdown]
# ## How do I look into a model inside a model?
#
# `outer` uses `block` as a layer, and `block` is a model too. So there are two graphs: the block's own, and that of `outer`.

# %% tags=["hide-input"]
enter = keras.Input((2,), name="enter")
last = layers.Dense(1, name="last")(layers.Dense(2, name="deep")(enter))
inner_model = keras.Model(enter, last, name="block")
start = keras.Input((3,), name="start")
before = layers.Dense(2, name="before")(start)
outer = keras.Model(start, layers.Dense(1, name="head")(inner_model(before)), name="outer")

# %% tags=["hide-input"]
from tutorial_utils.pictures import model_in_a_model

model_in_a_model(
    (outer.name, [layer.name for layer in outer.layers]),
    (inner_model.name, [layer.name for layer in inner_model.layers]),
    crossing="before",
)

# %% [markdown]
# The dashed arrow is what crosses when data flows. What `block` gives *in* `outer` is the `.input` of the next layer:

# %%
print(keras.Model(outer.inputs[0], outer.get_layer("head").input)(np.ones((2, 3))).shape)

# %% [markdown]
# The `.output` of a Functional block is in the block's own graph. No sub-model of `outer` can end there. (That of a `Sequential` block is its first call, so a sub-model can end there, but at no layer inside of it.)

# %% tags=["raises-exception"]
keras.Model(outer.inputs[0], outer.get_layer("block").output)

# %% [markdown]
# A sub-model is a model, so you can **call it on a KerasTensor**. That gives a new one, in the same graph:

# %%
print(to_edges(keras.Input((8, 8, 1), name="photo")).shape)

# %% [markdown]
# To look inside: build a sub-model in the block's own graph. Call it on the KerasTensor that enters the block in `outer`.

# %% [markdown]
# ### Exercise: how do you look inside a block?
#
# > **Exercise.** You need four of the six lines. Move them (Alt+Up, Alt+Down), and delete the others; letters will do too: `"FEDC"`. Only `outer` and `batch` are there already. `deep` must be the numbers of the layer `"deep"`.

# %% exercise="inside-a-block" kind="order"
block_order = [
    'A   plan = inside(outer.get_layer("before").output)',
    'B   inside = keras.Model(block.inputs[0], block.get_layer("deep").output)',
    "C   deep = keras.Model(outer.inputs[0], plan)(batch)",
    'D   plan = outer.get_layer("block").output',
    'E   block = outer.get_layer("block")',
    'F   inside = keras.Model(outer.inputs[0], block.get_layer("deep").output)',
]

# %% tags=["check"]
check("inside-a-block", block_order)

# %% [markdown]
# ## How do I get layer outputs of a subclassed model?
#
# A subclassed model is Python. Its layers keep no `.output`, also not after a call on `keras.Input`. So let `call` hand out what you want to see:


# %%
class Scorer(keras.Model):
    def __init__(self):
        super().__init__(name="scorer")
        self.hidden, self.last = layers.Dense(3, name="hidden"), layers.Dense(1, name="last")

    def call(self, x, look=False):
        hidden = self.hidden(x)
        return (self.last(hidden), hidden) if look else self.last(hidden)


scorer = Scorer()
print(scorer(np.ones((2, 4))).shape, scorer(np.ones((2, 4)), look=True)[1].shape)

# %% [markdown]
# > **Key.** Ask where the layer is called. Not your class? Then take `get_activations`: it sees the layers of any model.

# %% [markdown]
# ## How do I get attention scores or recurrent states?
#
# Ask for them when you call the layer:

# %%
words = keras.Input((5, 4), name="words")
heads = layers.MultiHeadAttention(num_heads=2, key_dim=4, name="heads")
mixed, scores = heads(words, words, use_causal_mask=True, return_attention_scores=True)
steps, end = layers.GRU(3, return_sequences=True, return_state=True, name="gru")(mixed)
looks = keras.Model(words, {"scores": scores, "steps": steps, "end": end})
sentence = np.linspace(-1, 1, 20).reshape(1, 5, 4)
print({name: tuple(value.shape) for name, value in looks(sentence).items()})
print(len(looks.get_layer("gru").output), "tensors")

# %% [markdown]
# Two heads score 5 words by 5 words. `steps` has the state after each word, `end` the last. The `.output` of such a layer is a list, so in a dict of all outputs a list stands under its name. Ask each item for its `.numpy()`.
#
# Was the model built without asking? Send data up to the layer, then call it **with the same arguments as the model did**: they are not remembered, and no warning comes. `heads.input` has each KerasTensor of its call, here two:

# %%
query, value = keras.Model(words, heads.input)(sentence)
for mask in (True, False):  # causal: no word looks ahead; the model has True
    _, scores = heads(query, value, return_attention_scores=True, use_causal_mask=mask)
    print(scores[0, 0, 0].numpy().round(2))  # what word 0 gives to each word

# %% [markdown]
# ## Why is it slow to read all activations?
#
# `chain` has ten layers that count their calls.
#
# > **Predict.** You build one sub-model for each layer, and call all ten. How many layer calls?
# >
# > a) 10
# >
# > b) 55
# >
# > c) 100

# %% tags=["hide-input"]
calls = []


def layer_calls(look):
    """How often layers are called while `look()` runs."""
    calls.clear()
    look()
    return len(calls)


class Counted(layers.Layer):
    def call(self, x):
        calls.append(self.name)
        return x + 1


first = step = keras.Input((2,), name="first")
for number in range(10):
    step = Counted(name=f"step_{number}")(step)
chain = keras.Model(first, step, name="chain")
ends = [layer.output for layer in chain.layers[1:]]
row_of_two = np.ones((1, 2))

# %% tags=["hide-output"]
print(layer_calls(lambda: [keras.Model(chain.inputs[0], end)(row_of_two) for end in ends]))
print(layer_calls(lambda: keras.Model(chain.inputs[0], ends)(row_of_two)))

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is b: 1+2+…+10, since each sub-model starts at the input again. Not a: that is one sub-model with ten outputs. Not c: a sub-model stops at its output. Build sub-models once, outside of your loop.
#
# </details>
#
# For many batches, `ActivationExtractor` makes a graph of all that, once. It takes any Keras model. Python calls the ten layers for the trace alone, in which TensorFlow writes down the graph:

# %%
from tutorial_utils import ActivationExtractor

extract = ActivationExtractor(chain, layers=["step_3", "step_9"])
print(layer_calls(lambda: [extract(row_of_two) for _ in range(100)]))

# %% [markdown]
# ## Which layers does get_activations see?
#
# It sees every layer call of any Keras model, by path. (Layers inside of a `tf.function` of the model are not seen.) A slash leads into a block, a model that is used as a layer. `#2` is a second call, and `@2` is a second layer of the same name. A recurrent layer may list its cell, once for each step, and each of those values is a tuple: the output and the states. Ask the items of a tuple for `.numpy()`:

# %%
block = keras.Sequential([keras.Input((2,)), layers.Dense(2, name="deep")], name="block")
start = keras.Input((2,), name="start")
twice = keras.Model(start, layers.Add(name="sum")([start, block(block(start))]))
print(list(get_activations(twice, np.ones((1, 2)))))

# %% [markdown]
# It also sees a layer that another model called first. The `.output` of such a layer is still in the graph of that other model:

# %% tags=["hide-input"]
transfer = keras.Sequential([keras.Input((4,)), model.layers[0], layers.Dense(2, name="new")])
try:
    keras.Model(transfer.inputs[0], transfer.get_layer("h1").output)
except ValueError as error:
    print(error)
print(list(get_activations(transfer, np.ones((1, 4)))))

# %% [markdown]
# ## Which channels of a convolution are silent?
#
# The last axis of a convolution's output counts its *channels*, one for each filter. A channel that is 0 at every place of every picture is dead weight: the layers behind it get nothing from it.

# %% [markdown]
# ### Exercise: which channels are silent?
#
# > **Exercise.** Find such channels.


# %% exercise="silent-channels" kind="write"
def silent_channels(any_model, layer_name, pictures):
    """The numbers of the channels that are 0 at every place of every picture, as a list or array."""
    ...


# %% tags=["check"]
check("silent-channels", silent_channels)

# %% [markdown]
# ## When it goes wrong
#
# These errors are meant, and each cell says what to do.
#
# <!-- lesson: errors -->

# %% error="never-called-input" tags=["raises-exception"]
reader.input

# %% error="never-called-output" tags=["raises-exception"]
dense = layers.Dense(2, name="dense")
dense(np.ones((1, 4))), dense.output

# %% error="no-inputs-yet" tags=["raises-exception"]
keras.Sequential([layers.Dense(2)], name="plain").inputs


# %% error="subclassed-inputs" tags=["raises-exception"]
class Own(keras.Model):
    pass


Own().inputs

# %% error="not-connected" tags=["raises-exception"]
keras.Model(keras.Input((8, 8, 1), name="new"), reader.get_layer("edges").output)

# %% error="layers-for-tensors" tags=["raises-exception"]
keras.Model(reader.inputs[0], reader.get_layer("pool"))

# %% error="tensor-output" tags=["raises-exception"]
plan.output

# %% error="no-such-layer" tags=["raises-exception"]
reader.get_layer("deep")

# %% error="output-shape-gone" tags=["raises-exception"]
reader.get_layer("edges").output_shape

# %% error="inputs-in-a-list" tags=["hide-input", "raises-exception"]
with warnings.catch_warnings(record=True, action="always") as heard:
    keras.Model(reader.inputs, reader.layers[0].output)(zero.numpy())
raise heard[0].message  # a warning, and no error: raised here so that you see it

# %% error="batch-axis" tags=["raises-exception"]
reader.get_layer("edges")(zero[0])
