# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#       How can I convert a KerasTensor to tf.Tensor or NumPy?: From a KerasTensor to
#         numbers
#       How can I turn a KerasTensor into a NumPy array?: From a KerasTensor to numbers
#       How do I get the shape of a tensor, static or dynamic (tf.shape, get_shape)?: What
#         does None in a shape mean?
#       How do I print the value of a tensor in TensorFlow 2?: Why does print show no
#         numbers?
#       How do I tell whether a tensor is symbolic or eager?: How do I tell in code
#         which kind a tensor is?
#       How to evaluate a symbolic tensor with real data: From a KerasTensor to numbers
#       How to see the actual content of a tensor object: Why does print show no numbers?
#       I want to see the numbers of a layer, not its symbolic description: Look at
#         a layer's output
#       Is the output of a layer empty after calling the model?: Look at a layer's output
#       What does <KerasTensor shape=(None, 10), dtype=float32> mean?: Why does print
#         show no numbers?
#       What does None mean in a Keras shape?: What does None in a shape mean?
#       What is the difference between a KerasTensor, a Tensor and an EagerTensor?: 'KerasTensor,
#         EagerTensor or graph tensor: which do I hold?'
#       When can I call .numpy() on a tensor?: Who has numbers, and when
#       'Which tensors have values: tf.Variable, constant, KerasTensor, graph tensor': Who
#         has numbers, and when
#       Why does layer.output not contain values?: Look at a layer's output
#       Why does printing a tensor give Tensor("Add:0", shape=(2,), dtype=float32)?: Why
#         does print show no numbers?
#       batch size is None in a custom loss, layer or metric: What does None in a shape
#         mean?
#       check if a tensor is eager, symbolic or a numpy array (isinstance): How do I
#         tell in code which kind a tensor is?
#       convert a RaggedTensor to a numpy array, mean of ragged rows: Why does NumPy
#         fail or lie on a tensor?
#       convert model.output or layer.output to a numpy array: From a KerasTensor to
#         numbers
#       eager execution is enabled but the layer's output is still symbolic: Look at
#         a layer's output
#       evaluate output tensor of a trained model with data (after fit): From a KerasTensor
#         to numbers
#       get the value of Input() or keras.Input as a number: From a KerasTensor to numbers
#       how to display tensor values without a session: Why does print show no numbers?
#       keras tensor to eager tensor conversion: From a KerasTensor to numbers
#       keras.ops.convert_to_numpy instead of .numpy() in Keras 3: Why does NumPy fail
#         or lie on a tensor?
#       np.array(tensor) gives an object array or wrong numbers: Why does NumPy fail
#         or lie on a tensor?
#       np.mean or another numpy function on a Keras tensor: Why does NumPy fail or
#         lie on a tensor?
#       output of a custom layer has no numpy() in a functional model: From a KerasTensor
#         to numbers
#       print inside a tf.data map or parse function shows Tensor("args_0:0"): 'KerasTensor,
#         EagerTensor or graph tensor: which do I hold?'
#       print layer.output of a Keras model shows only KerasTensor: Look at a layer's
#         output
#       print the shape of y_pred inside a loss function: What does None in a shape
#         mean?
#       print(tensor) shows shape and dtype instead of the values: Why does print show
#         no numbers?
#       read the value of a tf.Variable: Who has numbers, and when
#       shape[0] of the input tensor is None: What does None in a shape mean?
#       tensor with unknown dimension or varying input size: What does None in a shape
#         mean?
#       tensor.numpy() works in one place but not in another: Who has numbers, and when
#       tensors in Dataset.map are not eager, no values in map function: 'KerasTensor,
#         EagerTensor or graph tensor: which do I hold?'
#       tf.data.Dataset elements are still tensors, not values: 'KerasTensor, EagerTensor
#         or graph tensor: which do I hold?'
#       tf.keras.backend.eval returns the tensor unchanged: Why does NumPy fail or lie
#         on a tensor?
#       use numpy or sklearn function on y_true and y_pred: Why does NumPy fail or lie
#         on a tensor?
#       'which class is my tensor: EagerTensor, SymbolicTensor or tf.Variable': How
#         do I tell in code which kind a tensor is?
#       x.shape returns (None, 128), how to get the real batch size: What does None
#         in a shape mean?
#     objectives:
#     - Tell from print which kind of tensor you hold.
#     - Get the numbers out of every kind that has them.
#     - Send data through a model to get numbers where a KerasTensor has none.
#     prerequisites:
#     - Python functions
#     - NumPy arrays and their shapes
#     - a first Keras model
#     question: Why does print show no numbers?
#     title: 'Symbolic or eager: what am I holding?'
# ---

# %% [markdown]
# # Why does print show no numbers?
#
# Because some tensors have no numbers yet. An **eager** tensor is a *value*: the numbers are inside, now. A **symbolic** tensor is a *plan*: a step of a model or of a function, which data has yet to pass. Ask an eager tensor for its numbers. For those of a symbolic tensor, send data through the model, or let the function return it.

# %% tags=["remove-cell"]
from tutorial_utils import check, hint, progress, quiet, solution  # the course's own tools

quiet.start()  # TensorFlow without its start-up messages, and the same random numbers for everyone

# %%
import keras
import tensorflow as tf

x = tf.constant([[1.0, 2.0]])  # eager: it has numbers
plan = keras.Input((2,), name="plan")  # symbolic: it has none
print(x.numpy(), keras.Model(plan, plan * 10)(x).numpy())

# %% [markdown]
# If that was your question, you are done. The rest of this page shows the kinds of tensors, how to tell them apart, and what to do with each.
#
# <!-- lesson: minutes -->
#
# ## What you will be able to do
#
# <!-- lesson: objectives -->

# %% [markdown]
# ## Before you start
#
# Two questions. Answer each aloud, then open it.
#
# <details><summary>How many rows has an array of shape <code>(0, 8)</code>, and how many numbers?</summary>
#
# No rows, so no numbers. The shape is known all the same. Keep that apart from a shape that is *not* known yet, which you will meet below.
#
# </details>
#
# <details><summary>After <code>def double(a): return 2 * a</code>, what does <code>print(double)</code> show?</summary>
#
# A function, not a number. Nothing has been doubled, because `double` has been given nothing yet. A symbolic tensor is to an eager one what `double` is to `double(4)`.
#
# </details>

# %% [markdown]
# ## Look at a layer's output
#
# Here is a small model: 8 numbers go in, 3 come out. The layer is called `"hidden"`. Its call on `inputs`, on the same line, gives it its weights.

# %% tags=["step-by-step"]
import numpy as np

inputs = keras.Input(shape=(8,), name="inputs")
hidden = keras.layers.Dense(3, activation="relu", name="hidden")(inputs)
model = keras.Model(inputs, hidden, name="small")

# %% [markdown]
# ### Exercise: what does `print(hidden)` show?
#
# > **Predict.** What will `print(hidden)` show?
# >
# > a) three numbers, computed with the layer's weights
# >
# > b) three zeros, because no data has come yet
# >
# > c) a shape and a dtype, and no numbers
# >
# > d) an error, because there is nothing to show
#
# Write your letter before you run anything: `print_guess = "a"`, say. Then run the three cells below.

# %% exercise="print-a-plan" kind="predict"
print_guess = ...

# %% tags=["check"]
check("print-a-plan", print_guess)

# %% tags=["hide-output"]
print(hidden)

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is c: a `KerasTensor`, with a shape and a dtype. (The name at its end counts up; yours may differ. `None` stands for a number of rows that the data will decide: [more on it](#what-does-none-in-a-shape-mean).)
#
# | you chose | you may have thought | but |
# |---|---|---|
# | a | the weights are there, so there are numbers | an output needs an input too |
# | b | an empty place holds zeros | zeros would be numbers, and here are none |
# | d | without numbers there is nothing to show | a symbolic tensor is a perfectly good object: Keras builds models from it |
#
# </details>

# %% [markdown]
# Now give the model some data.
#
# > **Predict.** The next cell runs the model on a batch of two rows, then prints `hidden` again. Say aloud: what is inside `hidden` now?
# >
# > a) the numbers of this batch
# >
# > b) the numbers of the last row
# >
# > c) still no numbers

# %% tags=["hide-output"]
batch = np.linspace(-1, 1, 16, dtype="float32").reshape(2, 8)
result = model(batch)
print(hidden.shape, hasattr(hidden, "numpy"))
print(result.numpy().round(4))

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# Still c. You might think that running a model fills the tensors it was built from. It does not, so a and b are wrong. **The numbers come back as the result of the call**, in `result`, and nowhere else. `hidden` stays what it was: a symbolic tensor, a step of the model.
#
# </details>
#
# It is not that eager mode is off, either. Ask:

# %%
print(tf.executing_eagerly(), type(hidden).__name__, type(result).__name__)

# %% [markdown]
# ## From a KerasTensor to numbers
#
# Nothing turns a `KerasTensor` into an array, because there is nothing in it to turn. What you can do is to build a **sub-model** that ends there, a *route* from the input to it, and to send a batch along:

# %% tags=["step-by-step"]
route = keras.Model(
    inputs, hidden, name="route"
)  # from the input to the tensor that you want to see
numbers = route(batch)  # data flows: an EagerTensor comes back
print(numbers.numpy().shape, np.array_equal(numbers, result))

# %% [markdown]
# Did you not keep `hidden` when you built the model? Each layer of a `Sequential` or Functional model keeps the symbolic tensor of what it gives, in `.output`. And a sub-model is made of the model's own layers, so nothing is copied and nothing needs to be trained again:

# %%
print(model.get_layer("hidden").output is hidden)
print(route.get_layer("hidden") is model.get_layer("hidden"))

# %% [markdown]
# ### Exercise: how do you get a layer's numbers?
#
# > **Exercise.** Write the two missing pieces. The function gets a model with one `keras.Input`, whose layers were called once and give one tensor each. It also gets the name of a layer, and a batch. It returns that layer's numbers as a NumPy array.


# %% exercise="numbers-of-a-layer" kind="blank"
def numbers_of_layer(any_model, layer_name, data):
    """The numbers that one layer gives for a batch, as a NumPy array."""
    layer = any_model.get_layer(layer_name)
    to_layer = keras.Model(any_model.inputs[0], ...)  # where does the sub-model end?
    return ...  # send the data through it; give back an array


# %% tags=["check"]
check("numbers-of-a-layer", numbers_of_layer)

# %% [markdown]
# ## KerasTensor, EagerTensor or graph tensor: which do I hold?
#
# The question is always: *are there numbers inside, now?* There are six kinds. Here are five of them; the sixth, a graph tensor, follows below. `describe` shows what any of them is, in one line:

# %%
from tutorial_utils import describe

things = {
    "NumPy array": np.array([1.0, 2.0]),
    "EagerTensor": tf.constant([1.0, 2.0]),
    "tf.Variable": tf.Variable([1.0, 2.0]),
    "Keras variable": keras.Variable([1.0, 2.0]),
    "KerasTensor": plan,
}
for thing in things.values():
    print(describe(thing))

# %% [markdown]
# The first four have numbers inside. The last is the only symbolic one among them.
#
# You meet a graph tensor inside a function that TensorFlow *traces*: it runs your Python once for each new kind of input, to write down a graph, and later runs the graph. While it traces, tensors and arrays among the arguments are **graph tensors**, and so is every tensor that the function makes. (A Python number stays a Python number.) They are symbolic, too: they have a shape and a dtype, and no numbers.
#
# `print` is Python, so it runs while the function is traced. `tf.print` is a part of the graph, so it runs whenever the graph does:


# %%
@tf.function
def twice(t):
    print("print   :", t)
    tf.print("tf.print:", t)
    return 2 * t


first, second = twice(tf.constant([1.0, 2.0])), twice(tf.constant([3.0, 4.0]))
print("outside :", second)

# %% [markdown]
# There were two calls. `print` ran once, with a graph tensor in its hands; `tf.print` ran twice, with numbers. Outside, `print` shows numbers again, because a call gives back a value.
#
# You need not write `tf.function` to meet a graph tensor. Others trace what you hand them, as `Dataset.map` does. Error messages call a graph tensor by the name of its class, `SymbolicTensor`. `tf.is_symbolic_tensor` is true of it, and it is a `tf.Tensor` too:


# %%
def half(t):
    two = tf.constant(2.0)
    print(type(t).__name__, type(two).__name__)
    print(tf.is_symbolic_tensor(t), isinstance(t, tf.Tensor), t)
    return t / two


halves = tf.data.Dataset.from_tensor_slices([1.0, 2.0]).map(half)
print(list(halves.as_numpy_iterator()))

# %% [markdown]
# Each kind looks different when you print it. The middle of each card is what `print` shows. (Arrays and Keras variables have no card.)

# %% tags=["hide-input"]
from tutorial_utils.pictures import cards_of_kinds


def has_numbers(thing):
    try:
        return np.asarray(thing).dtype != object
    except (ValueError, NotImplementedError):
        return False


cards = {}


def note(kind, thing, look):
    cards[kind] = (str(thing), has_numbers(thing), look)


note("EagerTensor", things["EagerTensor"], "see them: t.numpy()")
note("tf.Variable", things["tf.Variable"], "see them: t.numpy()")
note("KerasTensor", plan, "get some: keras.Model(inputs, t)(data)")
tf.function(lambda t: note("graph tensor", t, "later it has some: tf.print(t)"))(x[0])
cards_of_kinds(cards)

# %% [markdown]
# ## Who has numbers, and when
#
# Let the machine find out. It asks each kind for its numbers in a cell, and while a function is traced; then it asks what comes back from a call. You can read the picture without reading the code.

# %% tags=["hide-input"]
while_tracing = {}


@tf.function(autograph=False)
def probe(graph_tensor):
    everything = {**things, "graph tensor": graph_tensor}
    while_tracing.update({kind: has_numbers(thing) for kind, thing in everything.items()})
    return {kind: thing + 0 for kind, thing in everything.items() if kind != "KerasTensor"}


returned = {**probe(x), "KerasTensor": keras.Model(plan, plan + 0)(x)}
in_a_cell = {kind: has_numbers(thing) for kind, thing in things.items()}
from_a_call = {kind: has_numbers(returned[kind]) for kind in while_tracing}

# %% tags=["hide-input"]
from tutorial_utils.pictures import grid_of_numbers

grid_of_numbers(
    {"in a cell": in_a_cell, "while tracing": while_tracing, "from a call": from_a_call}
)

# %% [markdown]
# Read it by rows.
#
# * An array and an EagerTensor have numbers everywhere.
# * A variable has them in a cell, but not while a function is traced: there it stands for the values that it will have later.
# * A KerasTensor has none anywhere.
# * A graph tensor has none either. Outside of its function it is of no use: no number will ever come for it.
#
# The last column is about another object: what a call on data gives back to the cell. That has numbers.
#
# > **Key.** An EagerTensor, or a variable outside of a trace: `.numpy()`. A KerasTensor: `keras.Model(inputs, it)(data)`. A graph tensor: return it and look outside, or `tf.print(it)`. (XLA is a compiler that makes a graph faster. `fit` may use it with a GPU, and under it [`tf.print` raises](03_tf_function_printing.py).)

# %% [markdown]
# ### Exercise: in which order do you look?
#
# > **Exercise.** Put lines in order. The result must be a traced function that averages its input, and then `average`, a NumPy number. You need four of the six lines; two come from common mistakes. Move them (Alt+Up, Alt+Down), and delete the others; letters will do too: `"FEDC"`.

# %% exercise="order-of-looking" kind="order"
line_order = [
    "A   average = mean_of(tf.constant([1.0, 2.0, 6.0])).numpy()",
    "B   def mean_of(t):",
    "C   average = mean_of.numpy()",
    "D   @tf.function",
    "E       return tf.reduce_mean(t).numpy()",
    "F       return tf.reduce_mean(t)",
]

# %% tags=["check"]
check("order-of-looking", line_order)

# %% [markdown]
# ## What to keep
#
# * `print` tells the kinds apart: `tf.Tensor([...])` is eager, `<KerasTensor ...>` and `Tensor("...")` are symbolic. In a list, or as the last line of a cell, an eager tensor says `<tf.Tensor: shape=..., numpy=...>`, a graph tensor `<tf.Tensor 'mul:0' shape=...>`.
# * EagerTensors give their numbers with `.numpy()`, and so do variables outside of a trace.
# * A KerasTensor never holds any. Send data through a sub-model: `keras.Model(inputs, it)(data)`.
# * A graph tensor, which messages call `SymbolicTensor`, is what a traced function holds. Return it, or use `tf.print`.
#
# <!-- lesson: next -->

# %% [markdown]
# ## Go on if you need it
#
# Each section below needs what is above, and no other section. Take the one whose question is yours.
#
# <!-- lesson: further -->

# %% [markdown]
# ## What does None in a shape mean?
#
# The input of the model above has the shape `(None, 8)`.
#
# > **Predict.** Say aloud: what does `None` stand for?
# >
# > a) an empty batch: no rows
# >
# > b) a number of rows that the data will decide
# >
# > c) something is missing, and the model will fail on data

# %% tags=["hide-output"]
print(inputs.shape)
for rows in (1, 5, 0):
    print(rows, "rows in:", model(np.zeros((rows, 8))).shape)

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is b. The symbolic tensor leaves the size open; each call fills it in. An empty batch (a) is `0`, not `None`, and it works as well. And nothing is missing (c): one model that serves every batch size is what you want.
#
# So you cannot compute with that size while you build the model. Ask for it where the data is: `result.shape[0]` is 2.
#
# </details>

# %% [markdown]
# ## How do I tell in code which kind a tensor is?
#
# Where your code has to decide, let it ask. `isinstance` knows the classes. `tf.is_symbolic_tensor` is true of a graph tensor, as you find one while TensorFlow traces a function. Here is what these questions say of the other kinds:

# %%
print(isinstance(plan, keras.KerasTensor), isinstance(x, keras.KerasTensor))
print(isinstance(keras.Variable(1.0), keras.Variable))
print(isinstance(keras.Variable(1.0), tf.Variable))  # a surprise: two libraries, two classes
print(tf.is_symbolic_tensor(x), isinstance(x, tf.Tensor))
print(tf.is_symbolic_tensor(plan))  # and another: it knows graph tensors only

# %% [markdown]
# > **Key.** `isinstance(t, keras.KerasTensor)` and `tf.is_symbolic_tensor(t)` find the two symbolic kinds. A ragged tensor is neither: while a function is traced, ask its `.values`.

# %% [markdown]
# ### Exercise: which kind is it?
#
# > **Exercise.** Write `kind_of` from nothing. It returns `"array"` for a NumPy array, `"value"` for an EagerTensor, `"variable"` for a variable of TensorFlow or of Keras, `"plan"` for a KerasTensor, and `"graph"` for a graph tensor. Mind the two surprises above, and that a graph tensor is a `tf.Tensor` too.


# %% exercise="which-kind" kind="write"
def kind_of(thing):
    """One of "array", "value", "variable", "plan", "graph"."""
    ...


# %% tags=["check"]
check("which-kind", kind_of)

# %% [markdown]
# ## How do I print numbers inside a traced function?
#
# While TensorFlow traces a function, there are no numbers to print. `tf.print` is a step of the graph, so it runs when there are. It takes the tensor itself, as in `tf.print("mean:", t)`. With `jit_compile=True`, which is XLA, it raises; [lesson 3](03_tf_function_printing.py) says more.

# %% [markdown]
# ### Exercise: why does this function fail?
#
# > **Exercise.** This function fails. Run the check to see how. Repair it: it must stay a `tf.function`, print the brightest pixel **on every call**, and return the mean.


# %% exercise="brightest-pixel" kind="repair"
@tf.function
def brightness(images):
    """The mean of a batch of images. Prints the brightest pixel on every call."""
    brightest = tf.reduce_max(images)
    print("brightest:", brightest.numpy())
    return tf.reduce_mean(images)


# %% tags=["check"]
check("brightest-pixel", brightness)

# %% [markdown]
# ## Why does print in a layer's call run more than once?
#
# A layer's `call` is Python, and Keras runs it for several reasons, with tensors of several kinds:


# %% tags=["step-by-step"]
class Doubler(keras.layers.Layer):
    def call(self, batch):
        print("call:", batch.shape)
        return 2 * batch


three = keras.Input((3,))
doubler = keras.Model(three, Doubler(name="twice")(three), name="doubler")
one = doubler(tf.ones((1, 3)))
many = doubler.predict(tf.ones((5, 3)), batch_size=2, verbose=0)

# %% [markdown]
# Four lines, and each has its reason. Keras runs `call` once on a symbolic tensor to build the model. The model's own call runs it in eager mode, with numbers. Then `predict` traces it for batches of two rows. The last batch has one row, so it is traced again: this time for any number of rows, with `None` in the shape, because Keras asks TensorFlow to trace as little as it can (`reduce_retracing=True`).
#
# In the first `fit` of a subclassed model, a `print` in `call` runs three times: Keras calls it once to make the weights, and TensorFlow repeats a trace that makes variables.

# %% [markdown]
# ## Why does NumPy fail or lie on a tensor?
#
# On an eager tensor, NumPy works, and gives you an array or a number of NumPy:

# %%
print(np.mean(x), type(np.square(x)).__name__)

# %% [markdown]
# On a KerasTensor, `np.mean` stops with an error, which is the good case. Other calls go on in silence:

# %%
print(type(np.squeeze(plan)).__name__)  # no array: a new KerasTensor
print((x == 1).numpy(), plan == 1)  # eager: each number is compared; KerasTensor: False
print(tf.keras.backend.eval(plan) is plan)  # K.eval of old answers: as it was

# %% [markdown]
# Tensors with rows of different lengths (*ragged*) are the worst: an array comes back, and it is wrong.

# %%
ragged = tf.ragged.constant([[1.0, 2.0, 3.0], [5.0]])
print(np.asarray(ragged).shape, type(np.sum(ragged)).__name__)  # no rows; no sum
print(keras.ops.convert_to_numpy(ragged))  # two zeros that nobody stored
print(tf.reduce_sum(ragged, axis=1).numpy())  # TensorFlow knows how long each row is

# %% [markdown]
# > **Warning.** `np.asarray` wraps the whole ragged tensor as *one* object, with no shape. `convert_to_numpy` fills short rows up with zeros. Neither says a word. TensorFlow's own functions respect each row's length.
#
# So let TensorFlow bring each row down to one number, and go to NumPy last.
#
# > **Key.** An array that came out without an error can still be wrong. Look twice where the tensor is ragged, and do not compare a KerasTensor with `==`.

# %% [markdown]
# ### Exercise: what is the mean of each row?
#
# > **Exercise.** Fill in both steps. The rows may have different lengths: the second row above has the mean 5, not 1.67.


# %% exercise="ragged-means" kind="blank"
def row_means(rows):
    """The mean of each row, as a NumPy array."""
    means = ...  # one mean for each row, while each still has its own length
    return ...  # the same numbers, as an array


# %% tags=["check"]
check("ragged-means", row_means)

# %% [markdown]
# ## When it goes wrong
#
# These errors are meant, and each cell says what to do.
#
# <!-- lesson: errors -->

# %% error="kerastensor-numpy" tags=["raises-exception"]
hidden.numpy()

# %% error="kerastensor-to-numpy" tags=["raises-exception"]
np.mean(hidden)

# %% error="kerastensor-in-tensorflow" tags=["raises-exception"]
tf.reduce_mean(hidden)

# %% error="graph-tensor-numpy" tags=["raises-exception"]
tf.function(lambda values: values.numpy())(x)

# %% error="graph-tensor-to-numpy" tags=["raises-exception"]
tf.function(lambda values: np.mean(values))(x)

# %% error="variable-while-tracing" tags=["raises-exception"]
tf.function(lambda: things["tf.Variable"].numpy())()

# %% error="unknown-size" tags=["raises-exception"]
int(inputs.shape[0])

# %% error="eager-item" tags=["raises-exception"]
tf.reduce_sum(x).item()

# %% error="eager-name" tags=["raises-exception"]
x.name

# %% error="ragged-in-numpy" tags=["raises-exception"]
np.mean(tf.ragged.constant([[1.0, 2.0], [3.0]]))

# %% error="sparse-numpy" tags=["raises-exception"]
tf.sparse.from_dense([[0.0, 7.0]]).numpy()
