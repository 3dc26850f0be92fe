# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#       How can I convert a KerasTensor to tf.Tensor or NumPy?: A plan becomes numbers
#         when data flows
#       How can I turn a KerasTensor into a NumPy array?: A plan becomes numbers when
#         data flows
#       How do I get the shape of a tensor, static or dynamic (tf.shape, get_shape)?: What
#         None in a shape says
#       How do I print the value of a tensor in TensorFlow 2?: Why does print show no
#         numbers?
#       How do I tell whether a tensor is symbolic or eager?: Six kinds, one question
#       How to evaluate a symbolic tensor with real data: A plan becomes numbers when
#         data flows
#       How to see the actual content of a tensor object: Why does print show no numbers?
#       I want to see the numbers of a layer, not its symbolic description: Look at
#         a layer's output
#       Is the output of a layer empty after calling the model?: Look at a layer's output
#       What does <KerasTensor shape=(None, 10), dtype=float32> mean?: Why does print
#         show no numbers?
#       What does None mean in a Keras shape?: What None in a shape says
#       What is the difference between a KerasTensor, a Tensor and an EagerTensor?: Six
#         kinds, one question
#       When can I call .numpy() on a tensor?: Who has numbers, and when
#       'Which tensors have values: tf.Variable, constant, KerasTensor, graph tensor': Who
#         has numbers, and when
#       Why does layer.output not contain values?: Look at a layer's output
#       Why does my NumPy function fail or lie on a tensor?: NumPy on each kind
#       Why does printing a tensor give Tensor("Add:0", shape=(2,), dtype=float32)?: Why
#         does print show no numbers?
#       batch size is None in a custom loss, layer or metric: What None in a shape says
#       check if a tensor is eager, symbolic or a numpy array (isinstance): Six kinds,
#         one question
#       convert a RaggedTensor to a numpy array, mean of ragged rows: NumPy on each
#         kind
#       convert model.output or layer.output to a numpy array: A plan becomes numbers
#         when data flows
#       eager execution is enabled but the layer's output is still symbolic: Look at
#         a layer's output
#       evaluate output tensor of a trained model with data (after fit): A plan becomes
#         numbers when data flows
#       get the value of Input() or keras.Input as a number: A plan becomes numbers
#         when data flows
#       how to display tensor values without a session: Why does print show no numbers?
#       keras tensor to eager tensor conversion: A plan becomes numbers when data flows
#       keras.ops.convert_to_numpy instead of .numpy() in Keras 3: NumPy on each kind
#       np.array(tensor) gives an object array or wrong numbers: NumPy on each kind
#       np.mean or another numpy function on a Keras tensor: NumPy on each kind
#       output of a custom layer has no numpy() in a functional model: A plan becomes
#         numbers when data flows
#       print inside a tf.data map or parse function shows Tensor("args_0:0"): Six kinds,
#         one question
#       print layer.output of a Keras model shows only KerasTensor: Look at a layer's
#         output
#       print the shape of y_pred inside a loss function: What None in a shape says
#       print(tensor) shows shape and dtype instead of the values: Why does print show
#         no numbers?
#       read the value of a tf.Variable: Who has numbers, and when
#       shape[0] of the input tensor is None: What None in a shape says
#       tensor with unknown dimension or varying input size: What None in a shape says
#       tensor.numpy() works in one place but not in another: Who has numbers, and when
#       tensors in Dataset.map are not eager, no values in map function: Six kinds,
#         one question
#       tf.data.Dataset elements are still tensors, not values: Six kinds, one question
#       tf.keras.backend.eval returns the tensor unchanged: NumPy on each kind
#       use numpy or sklearn function on y_true and y_pred: NumPy on each kind
#       'which class is my tensor: EagerTensor, SymbolicTensor or tf.Variable': Six
#         kinds, one question
#       x.shape returns (None, 128), how to get the real batch size: What None in a
#         shape says
#     objectives:
#     - Tell which kind of tensor you hold, by print or by one line of code.
#     - Get the numbers out of every kind that has them.
#     - Send data along a plan to get numbers from a kind that has none.
#     - Spot the calls that go wrong without an error.
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
# Because some tensors have no numbers yet. A tensor is either a **value** (*eager*: the numbers are inside, now) or a **plan** (*symbolic*: a shape and a dtype, nothing else). Ask a value for its numbers. Send data along a plan.

# %% tags=["remove-cell"]
from tutorial_utils import check, hint, progress, quiet, solution  # the course's own tools

quiet.start()  # TensorFlow without its start-up messages, and the same random numbers for everyone

# %%
import keras
import tensorflow as tf

x = tf.constant([[1.0, 2.0]])  # a value: it has numbers
plan = keras.Input((2,), name="plan")  # a plan: it has none
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
# A function, not a number. Nothing has been doubled, because `double` has been given nothing yet. A plan is to a value what `double` is to `double(4)`.
#
# </details>

# %% [markdown]
# ## Look at a layer's output
#
# Here is a small model: 8 numbers go in, 3 come out. The layer is called `"hidden"`. Its call on `inputs`, on the same line, gives it its weights.

# %%
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
# It is c: a `KerasTensor`, with a shape and a dtype. (The name at its end counts up; yours may differ.)
#
# Not a: the weights are there, but an output needs an input too. Not b: zeros would be numbers, and here are none. Not d: a plan is a perfectly good object, and Keras builds models from it. It has nothing to compute with.
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
# Still c. You might think that running a model fills the tensors it was built from. It does not, so a and b are wrong. **The numbers come back as the result of the call**, in `result`, and nowhere else. `hidden` stays what it was: a step of the plan.
#
# </details>
#
# It is not that eager mode is off, either. Ask:

# %%
print(tf.executing_eagerly(), type(hidden).__name__, type(result).__name__)

# %% [markdown]
# ## A plan becomes numbers when data flows
#
# Nothing turns a `KerasTensor` into an array, because there is nothing in it to turn. What you can do is to build the route that ends there, and to send a batch along it:

# %%
route = keras.Model(inputs, hidden)  # from the input to the tensor that you want to see
numbers = route(batch)  # data flows: an EagerTensor comes back
print(numbers.numpy().shape, np.array_equal(numbers, result))

# %% [markdown]
# Did you not keep `hidden` when you built the model? Each layer keeps the plan of what it gives, in `.output`. And a route is made of the model's own layers, so nothing is copied and nothing needs to be trained again:

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
    to_layer = keras.Model(any_model.inputs[0], ...)  # where does the route end?
    return ...  # send the data along the route; give back an array


# %% tags=["check"]
check("numbers-of-a-layer", numbers_of_layer)

# %% [markdown]
# ## What None in a shape says
#
# The model's input has the shape `(None, 8)`.
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
# It is b. The plan leaves the size open; each call fills it in. An empty batch (a) is `0`, not `None`, and it works as well. And nothing is missing (c): one plan that serves every batch size is what you want.
#
# So you cannot compute with that size while you plan. Ask for it where the data is: `result.shape[0]` is 2.
#
# </details>

# %% [markdown]
# ## Six kinds, one question
#
# The question is always: *are there numbers inside, now?* Here are five kinds. `describe` shows what any of them is, in one line:

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
# You meet the sixth kind inside a function that TensorFlow *traces*: it runs your Python once, to write down a graph, and later runs the graph. While it traces, tensors and arrays among the arguments are **graph tensors**; a Python number stays a Python number. Graph tensors are symbolic, too: they have a shape and a dtype, and no numbers. `print` runs while the function is traced, `tf.print` whenever the graph runs:


# %%
@tf.function
def twice(t):
    print("print   :", t)
    tf.print("tf.print:", t)
    return 2 * t


first, second = twice(tf.constant([1.0, 2.0])), twice(tf.constant([3.0, 4.0]))
print("outside :", second)

# %% [markdown]
# Two calls: `print` ran once, with a graph tensor in its hands; `tf.print` ran twice, with numbers. Outside, `print` shows numbers again, because a call gives back a value.
#
# You need not write `tf.function` to meet a graph tensor. Others trace what you hand them, as `Dataset.map` does:


# %%
def half(t):
    print(tf.is_symbolic_tensor(t), isinstance(t, tf.Tensor), t)
    return t / 2


halves = tf.data.Dataset.from_tensor_slices([1.0, 2.0]).map(half)
print(list(halves.as_numpy_iterator()))

# %% [markdown]
# When your code has to decide, let it ask. `tf.is_symbolic_tensor` was true of the graph tensor above. Here is what the questions say of the other kinds:

# %%
print(isinstance(plan, keras.KerasTensor), isinstance(x, keras.KerasTensor))
print(isinstance(keras.Variable(1.0), keras.Variable))
print(isinstance(keras.Variable(1.0), tf.Variable))  # a surprise: two libraries, two classes
print(tf.is_symbolic_tensor(x), isinstance(x, tf.Tensor))
print(tf.is_symbolic_tensor(plan))  # and another: it knows TensorFlow's plans only

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
# ## Who has numbers, and when
#
# Let the machine find out. It asks each kind for its numbers in a cell, and while a function is traced; then it asks what comes back from a call. You can read the picture without reading the code.


# %% tags=["hide-input"]
def has_numbers(thing):
    try:
        return np.asarray(thing).dtype != object
    except (ValueError, NotImplementedError):
        return False


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
# Read it by rows. An array and an EagerTensor have numbers everywhere. A variable has them in a cell, but not while a function is traced: there it stands for the values that it will have later. A KerasTensor has none anywhere. A graph tensor has none either, and outside of its function it does not exist. The last column is about another object: what comes back from a call, and that always has numbers.
#
# > **Key.** An EagerTensor, or a variable outside of a trace: `.numpy()`. A KerasTensor: `keras.Model(inputs, it)(data)`. A graph tensor: return it and look outside, or, without XLA, `tf.print(it)`.

# %% [markdown]
# ### Exercise: in which order do you look?
#
# > **Exercise.** Put lines in order. The result must be a traced function that averages its input, and then `average`, a NumPy number. You need four of the six lines; two come from common mistakes. Move them (Alt+Up, Alt+Down), and delete the others; letters will do too: `"FEDC"`.

# %% exercise="order-of-looking" kind="order"
line_order = [
    "A   average = mean_of([1.0, 2.0, 6.0]).numpy()",
    "B   def mean_of(t):",
    "C   average = mean_of.numpy()",
    "D   @tf.function",
    "E       return tf.reduce_mean(t).numpy()",
    "F       return tf.reduce_mean(t)",
]

# %% tags=["check"]
check("order-of-looking", line_order)

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
# ## NumPy on each kind
#
# On a value, NumPy works, and gives you an array or a number of NumPy:

# %%
print(np.mean(x), type(np.square(x)).__name__)

# %% [markdown]
# On a plan, `np.mean` stops with an error, which is the good case. Other calls go on in silence:

# %%
print(type(np.squeeze(plan)).__name__)  # no array: a new plan
print((x == 1).numpy(), plan == 1)  # a value compares each number; a plan is one plain False
print(tf.keras.backend.eval(plan) is plan)  # K.eval of old answers: the plan, as it was

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
# ## What to keep
#
# * `print` tells the kinds apart: `tf.Tensor([...])` is a value, `<KerasTensor ...>` and `Tensor("...")` are plans. In code, ask `isinstance` and `tf.is_symbolic_tensor`.
# * EagerTensors give their numbers with `.numpy()`, and so do variables outside of a trace.
# * A KerasTensor never holds any. Send data through a sub-model: `keras.Model(inputs, it)(data)`. In a traced function, return the tensor, or use `tf.print`. Under XLA, which `fit`, `evaluate` and `predict` use with a GPU, `tf.print` raises.
# * An array that came out without an error can still be wrong: look at ragged tensors twice, and do not compare plans with `==`.
#
# <!-- lesson: next -->

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
np.mean(ragged)

# %% error="sparse-numpy" tags=["raises-exception"]
tf.sparse.from_dense([[0.0, 7.0]]).numpy()
