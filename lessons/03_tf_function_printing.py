# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#       'Detected unsupported operations when trying to compile graph on XLA_GPU_JIT: StringFormat, EagerPyFunc': Why
#         does tf.print raise under XLA?
#       Difference between print and tf.print: Why does print inside tf.function run
#         only once?
#       How do I count how often a tf.function is retraced?: When TensorFlow traces
#         again
#       How do I print a tensor inside a custom loss or train step?: Prints under fit
#       How do I print a tensor inside a tf.function?: Why does print inside tf.function
#         run only once?
#       How do I use NumPy or sklearn inside a loss or tf.function?: How do I run NumPy
#         on every call?
#       'InaccessibleTensorError: tensor is out of scope, defined in another function or code block': What
#         leaks out of a trace
#       No registered OpKernel for XLA_CPU_JIT devices: Why does tf.print raise under
#         XLA?
#       OperatorNotAllowedInGraphError in a loss or layer: How do if and for work on
#         a tensor?
#       Python print inside a @tf.function prints a tensor without values, and only at the first call: Why
#         does print inside tf.function run only once?
#       'WARNING: 5 out of the last 5 calls triggered tf.function retracing': How do
#         I stop TensorFlow from tracing again?
#       What causes retracing, and how do I avoid it?: How do I stop TensorFlow from
#         tracing again?
#       Where does the output of tf.print go, and how do I save it to a file?: Where
#         does the output of tf.print go?
#       Why can I not use a tensor in an if?: How do if and for work on a tensor?
#       Why does run_eagerly not make .numpy() work everywhere?: How do I switch tracing
#         off to debug?
#       Why does tf.print fail with jit_compile=True?: Why does tf.print raise under
#         XLA?
#       Why does tf.print show only three elements at each end?: Why does tf.print show
#         only some of the numbers?
#       append tensors to a list inside tf.function: What leaks out of a trace
#       capture the output of tf.print: Where does the output of tf.print go?
#       code in call() runs only once, counter does not increase: Why does print inside
#         tf.function run only once?
#       count the number of traces with experimental_get_tracing_count: When TensorFlow
#         traces again
#       'debug a custom loss function: see intermediate tensors': Prints under fit
#       eager execution enabled but 'Tensor' object has no attribute 'numpy': How do
#         I run NumPy on every call?
#       for loop over a tensor or tf.range in tf.function prints once: How do if and
#         for work on a tensor?
#       format a tensor in an f-string: What a formatted string shows
#       how to print tensor values inside a custom layer's call while training: Prints
#         under fit
#       if statement on a tensor value in call(), training argument as a tensor: How
#         do if and for work on a tensor?
#       iterating over a tf.Tensor is not allowed: How do if and for work on a tensor?
#       log a tensor with logging.info inside tf.function: What a formatted string shows
#       loop over the batch inside a custom layer: How do if and for work on a tensor?
#       loss shows as Tensor in the training log: Prints under fit
#       metric keeps a tensor in a Python attribute: What leaks out of a trace
#       model.losses holds symbolic tensors after fit: What leaks out of a trace
#       print all elements of a tensor, not truncated with dots: Why does tf.print show
#         only some of the numbers?
#       print in a custom metric or loss is executed only one time: Why does print inside
#         tf.function run only once?
#       print inside train_step or a custom metric during model.fit: Prints under fit
#       print large tensor in full: Why does tf.print show only some of the numbers?
#       print runs twice when the tf.function creates a variable: Why does print inside
#         tf.function run only once?
#       print the loss or a loss term for every batch during training: Prints under
#         fit
#       print values with XLA or on TPU: Why does tf.print raise under XLA?
#       print y_true and y_pred in a custom loss function in Keras: Prints under fit
#       print(f'loss {loss}') shows Tensor("Mean:0") instead of the number: What a formatted
#         string shows
#       print_tensor prints only three elements: Why does tf.print show only some of
#         the numbers?
#       printed tensor is cut, shows only the first and last values: Why does tf.print
#         show only some of the numbers?
#       round or format the digits of tf.print: How do I round the numbers that tf.print
#         shows?
#       run_eagerly=True to debug a Keras model with .numpy(): How do I switch tracing
#         off to debug?
#       save a tensor to self in call and read it later: What leaks out of a trace
#       set a breakpoint or use pdb in a tf.function: How do I switch tracing off to
#         debug?
#       tf.Session inside a loss function to print a tensor: Prints under fit
#       tf.cond or tf.where instead of if in a custom layer: How do if and for work
#         on a tensor?
#       tf.config.run_functions_eagerly does not work in Dataset.map: How do I switch
#         tracing off to debug?
#       tf.function is traced for every new Python number or shape: When TensorFlow
#         traces again
#       tf.numpy_function and tf.py_function: How do I run NumPy on every call?
#       tf.print and print come out in the wrong order: Where does the output of tf.print
#         go?
#       tf.print prints nothing in Jupyter, Colab or a log file: Where does the output
#         of tf.print go?
#       tf.print summarize=-1 to print the whole tensor: Why does tf.print show only
#         some of the numbers?
#       tf.print with format shows the description of the tensor: What a formatted string
#         shows
#       tf.print writes to stderr, redirect it to stdout: Where does the output of tf.print
#         go?
#       'turn off XLA in Keras: model.compile(jit_compile=False)': Why does tf.print
#         raise under XLA?
#       use a tensor from inside tf.function outside of it: What leaks out of a trace
#       use input_signature and reduce_retracing: How do I stop TensorFlow from tracing
#         again?
#       use tf.py_function to get numpy values in graph mode: How do I run NumPy on
#         every call?
#       using a tf.Tensor as a Python bool is not allowed: How do if and for work on
#         a tensor?
#       write tensor values to a file during training with output_stream: Where does
#         the output of tf.print go?
#     objectives:
#     - Say of each line of a traced function when it runs, and how often.
#     - See when TensorFlow traces a function again, and say why.
#     - Print numbers on every call, under `fit` too.
#     - Get a number out of a traced function, to use it afterwards.
#     prerequisites:
#     - 01_symbolic_or_eager
#     - Python functions and decorators
#     question: Why does print inside tf.function run only once?
#     title: Printing in a traced function
# ---

# %% [markdown]
# # Why does print inside tf.function run only once?
#
# Because TensorFlow runs your Python once, to write down a graph: the **trace**. Later calls run the graph, and `print` is no part of it. `tf.print` is, so it runs on every call.

# %% tags=["remove-cell"]
from tutorial_utils import check, hint, progress, quiet, solution  # the course's own tools

quiet.start()  # TensorFlow without its start-up messages, and the same random numbers for everyone

# %%
import keras
import tensorflow as tf


@tf.function
def square(t):
    print("print   :", t)  # once, while tracing
    tf.print("tf.print:", t)  # on every call
    return t * t


x = tf.constant(3.0)
_ = square(tf.constant(2.0)), square(x)

# %% [markdown]
# If that was your question, you are done. What follows shows when `print` comes back, how to print while `fit` trains, and how to get a number out.
#
# <!-- lesson: minutes -->
#
# ## What you will be able to do
#
# <!-- lesson: objectives -->

# %% [markdown]
# ## Before you start
#
# Answer each aloud, then open it.
#
# <details><summary>What is a graph tensor, and which function knows one?</summary>
#
# A step of a graph: a shape and a dtype, no numbers. `tf.is_symbolic_tensor(t)` is [true of it](01_symbolic_or_eager.py).
#
# </details>
#
# <details><summary>A traced function returns a graph tensor. What does a call of it give to a cell?</summary>
#
# [An EagerTensor](01_symbolic_or_eager.py), with `.numpy()`: the graph has run.
#
# </details>

# %% [markdown]
# ## What a formatted string shows
#
# During the trace there are no numbers yet. Python holds a **graph tensor** in their place: a name, a shape and a dtype. (Error messages call it a `SymbolicTensor`.)

# %% [markdown]
# ### Exercise: what does a formatted string show?
#
# > **Predict.** A traced `report` has the line `tf.print(f"t is {t}")`. You call it with 2.0, then with 3.0. What appears?
# >
# > a) `t is 2` and `t is 3`
# >
# > b) `t is 2`, twice
# >
# > c) a description of the tensor, twice
# >
# > d) a description of the tensor, once
#
# Write your letter in quotes, then run the cells.

# %% exercise="text-in-a-trace" kind="predict"
text_guess = ...

# %% tags=["check"]
check("text-in-a-trace", text_guess)


# %% tags=["hide-output"]
@tf.function
def report(t):
    tf.print(f"t is {t}")


_ = report(tf.constant(2.0)), report(tf.constant(3.0))

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is c. Python runs the body once, to write down the graph. The f-string is a part of the body, so its text is made then, from a graph tensor. From then on the text is fixed, and `tf.print`, which is a step of the graph, prints it at every call.
#
# | you chose | you may have thought | but |
# |---|---|---|
# | a | `tf.print` fills the number in when it runs | it is handed a text that is finished |
# | b | the number of the first call is kept | while tracing there is no number yet |
# | d | it prints while tracing | only the text is made then; every call prints it |
#
# </details>
#
# > **Key.** Give `tf.print` the tensor itself, as an argument of its own: `tf.print("t is", t)`. `logging` is Python too.

# %% [markdown]
# ## Prints under fit
#
# `fit` traces your loss, your `train_step` and each layer's `call`, so all of this holds there too. Here is a worked example in three steps. With two batches and two epochs, there are four calls:


# %%
def mean_error(y, prediction):
    print("tracing for", prediction.shape)  # 1. a detector of traces
    loss = tf.reduce_mean(tf.abs(y - prediction))
    tf.print("loss:", loss)  # 2. see it on every call: a name, and the tensor itself
    return loss  # 3. use it later: return it


out = keras.layers.Dense(1, kernel_initializer="ones", name="out")
model = keras.Sequential([keras.Input((2,)), out])
model.compile(keras.optimizers.SGD(0.125), mean_error, jit_compile=False)
history = model.fit(tf.ones((4, 2)), tf.ones((4, 1)), batch_size=2, epochs=2, verbose=0)

# %% [markdown]
# You see `print` once, while the loss is traced, and `tf.print` at each of the four calls.
#
# `fit` on 5 rows would print `(None, 1)`: batches of 2, 2 and 1 rows share one trace, which leaves the number of rows open.
#
# Did `print` run twice for you? A trace that makes variables [is repeated](https://github.com/tensorflow/tensorflow/issues/48851). A model without `keras.Input` makes its weights then:

# %%
late = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones")])
late.compile("sgd", mean_error, jit_compile=False)
history = late.fit(tf.ones((2, 2)), tf.ones((2, 1)), verbose=0)

# %% [markdown]
# > **Note.** XLA is a compiler that makes graphs faster. With a GPU, Keras uses it in `fit`, and there `tf.print` raises. `compile(jit_compile=False)` switches that off, so that this example runs [with a GPU](answers/training/prints_in_fit_on_a_gpu.py) too.

# %% [markdown]
# ### Exercise: why does this step fail?
#
# > **Exercise.** This step fails since somebody added `@tf.function`. Repair it: still traced, still one step of descent, the loss on every call, printed and returned. Any number of digits will do.


# %% exercise="training-line" kind="repair"
@tf.function
def descend(weight, x, y):
    """One step of gradient descent. Prints the loss on every call, and returns it."""
    with tf.GradientTape() as tape:  # finds the gradient; only the line with print is broken
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print(f"loss: {loss.numpy():.3f}")
    return loss


# %% tags=["check"]
check("training-line", descend)

# %% [markdown]
# ## When TensorFlow traces again
#
# TensorFlow keeps each graph that it has written down. A call that fits one of them runs it. A call that fits none is traced anew, which is called *retracing*, and then `print` runs once more.
#
# > **Predict.** `again` gets `2`, `3`, `3`, then the tensors 2 and 3. How many traces? Say your letter.
# >
# > a) 1: a function is traced once
# >
# > b) 2: one for Python numbers, one for tensors
# >
# > c) 3: one for each Python number, one for both tensors
# >
# > d) 5: one for each call

# %% tags=["hide-output"]
again = tf.function(lambda n: n * n)
for number in (2, 3, 3, tf.constant(2), tf.constant(3)):
    again(number)
print(again.experimental_get_tracing_count(), "traces")

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is c. A Python number becomes a part of the graph, so a new number needs a new graph (not a or b). The second `3` finds its graph (not d). A tensor is no part of the graph: it is handed in at the call. So tensors of one shape and dtype share a graph.
#
# </details>
#
# And a new shape, or a default that is given?
#
# > **Predict.** `double` is called four times. Which calls print both lines? Say your letter.
# >
# > a) all four
# >
# > b) the first
# >
# > c) all but the second


# %% tags=["hide-output", "step-by-step"]
@tf.function
def double(t, by=2):
    print("traced with", t)
    tf.print("runs with", t)
    return by * t


first = double(tf.constant(1.0))
second = double(tf.constant(5.0))
third = double(tf.constant([1.0, 5.0]))
fourth = double(tf.constant(5.0), by=3)

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is c. A new shape is a new trace too, and so is the Python number 3 as `by`. A trace is when `print` runs. The second call finds a graph that fits, so only that graph runs (not a). No graph fits two numbers, or `by=3` (not b).
#
# </details>
#
# > **Tip.** The book shows this run step by step. `watch_trace` does so for your own functions: `from tutorial_utils import watch_trace`, then `watch_trace(double, tf.constant(1.0))`.
#
# Here are seven calls, and what each of them made run:

# %% tags=["hide-input"]
from tutorial_utils.checks.printed import printed
from tutorial_utils.pictures import timeline_of_calls


@tf.function
def seen(t):
    print("print")
    tf.print("tf.print")
    return t * t


timeline = []
for call, argument in {
    "2": 2,
    "3": 3,
    "3 again": 3,
    "tensor 2": tf.constant(2),
    "tensor 3": tf.constant(3),
    "[1, 2]": tf.constant([1, 2]),
    "[3, 4]": tf.constant([3, 4]),
}.items():
    traces = seen.experimental_get_tracing_count()
    with printed() as caught:
        seen(argument)
    timeline.append((call, seen.experimental_get_tracing_count() > traces, caught.lines))
timeline_of_calls(timeline, ["print", "tf.print"])

# %% [markdown]
# Read down the column of `print`: it ran at each new trace, so you can use it to see that TensorFlow traces. The picture holds three rules.
#
# * Another **Python number** is another trace: `2`, then `3`.
# * Another **tensor** of the same shape and dtype is none: tensor 2, then tensor 3.
# * Another **shape** is another trace, and so is another dtype: `[1, 2]` after tensor 3.
#
# So hand over tensors, not Python numbers. `experimental_get_tracing_count()` tells whether a function is retraced.

# %% [markdown]
# ## What leaks out of a trace
#
# You may want to use a number later, and not only see it. A list, then? `append` is Python, so it runs while tracing:

# %% tags=["step-by-step"]
kept, last = [], tf.Variable(0.0)


@tf.function
def keep(t):
    kept.append(2 * t)
    last.assign(t)


keep(tf.constant(1.0))
keep(tf.constant(5.0))
print(len(kept), kept[0], last.numpy())

# %% [markdown]
# Two calls, and the list has one item: a **leaked** graph tensor. Its trace has ended, so no number will ever come for it.
#
# There are two ways out. `return` the tensor: outside of the function, the result has numbers. Or `assign` it to a `tf.Variable` made outside, of the same dtype: that is a step of the graph, so it happens at every call.

# %% [markdown]
# ### Exercise: how does a number get out of a trace?
#
# > **Exercise.** Put lines in order, so that `found` is the largest number of the last batch. You need six of the eight. Move them (Alt+Up, Alt+Down), and delete the others; letters will do too: `"HGFEDC"`.

# %% exercise="out-of-a-trace" kind="order"
order_of_lines = [
    "A   def watch(t):",
    "B       largest = tf.reduce_max(t)",
    "C   watch(tf.constant([1.0, 5.0])), watch(tf.constant([2.0, 7.0, 3.0]))",
    "D   largest = tf.Variable(0.0)",
    "E   found = largest.numpy()",
    "F       largest.assign(tf.reduce_max(t))",
    "G   @tf.function",
    "H       largest.append(tf.reduce_max(t))",
]

# %% tags=["check"]
check("out-of-a-trace", order_of_lines)

# %% [markdown]
# ## What to keep
#
# * Python (`print`, `logging`, f-strings, `append`) runs once per trace, `tf.print` on every call.
# * New Python numbers, shapes and dtypes mean new traces. `experimental_get_tracing_count()` counts them; tensors instead of Python numbers avoid them.
# * `tf.print("name", tensor)`, a return value or a variable gets numbers out, under `fit` with `compile(jit_compile=False)`. Under XLA, `tf.print` raises: return the tensor.
#
# <!-- lesson: next -->

# %% [markdown]
# ## Go on if you need it
#
# Each section below needs what is above, and no other section. Take the one whose question is yours.
#
# <!-- lesson: further -->

# %% [markdown]
# ## How do I stop TensorFlow from tracing again?
#
# First find out that it does. TensorFlow warns only when five of about the last ten calls were traced, and twice at most:

# %% tags=["hide-input"]
many = tf.function(lambda n: n)
for n in range(5):
    many(n)

# %% [markdown]
# Hand over tensors, not Python numbers: that cures the commonest case. Numbers in a list count one by one. Equal numbers share a trace, also `2` and `2.0`, or `1` and `True`. That is a danger: the graph was made for the first of them, so after `f(2)`, `f(2.0)` gives an integer back. Arrays and numbers of NumPy become tensors:


# %%
import numpy as np


def tenfold(n):
    return tf.multiply(n, 10)


for first, second in ((2, 2.0), ([1, 2], [1, 3]), (np.float32(2), np.float32(3))):
    traced = tf.function(tenfold)
    traced(first), traced(second)
    print(first, "then", second, "traces:", traced.experimental_get_tracing_count())

# %% [markdown]
# If the *shapes* differ, there are two ways.
#
# `reduce_retracing=True` waits for a new shape. Then it writes a graph that leaves open the sizes that differ.
#
# `input_signature` says it at once. It is a list with one `tf.TensorSpec` for each argument: a shape and a dtype. `None` in the shape leaves a size open.

# %%
relaxed = tf.function(tf.square, reduce_retracing=True)
strict = tf.function(tf.square, input_signature=[tf.TensorSpec([None], tf.float32)])
for rows in (1, 2, 3):
    relaxed(tf.ones(rows)), strict(tf.ones(rows))
# traces of relaxed, then of strict
print(relaxed.experimental_get_tracing_count(), "and", strict.experimental_get_tracing_count())

# %% [markdown]
# Three shapes came. `relaxed` was traced for the first and for the second, and that second graph fits the third. `strict` has had one graph from the beginning.

# %% [markdown]
# ### Exercise: how is one trace enough?
#
# > **Exercise.** Fill in both blanks: **one** trace for all batches of three columns, with any number of rows. Other widths are refused.


# %% exercise="one-trace" kind="blank"
def traced_once(python_function):
    """A tf.function with one trace for all float32 batches of 3 columns."""
    spec = ...  # what every batch has in common
    return tf.function(python_function, input_signature=...)


# %% tags=["check"]
check("one-trace", traced_once)

# %% [markdown]
# ## How do I round the numbers that tf.print shows?
#
# A format such as `{t:.3f}` needs a number, and while tracing there is none. So let the graph make the text: `tf.strings.as_string` gives a string tensor. `tf.print` shows it in quotes, beside other arguments:

# %% tags=["exact-digits"]
tf.print("loss:", tf.strings.as_string(tf.sqrt(x), precision=3), tf.sqrt(x))

# %% [markdown]
# ## Where does the output of tf.print go?
#
# In a notebook, it goes into the cell. In a script it is otherwise. The last line of this one redirects Python's stderr to nowhere:

# %%
script = """
print("1 print")
tf.print("2 tf.print")
with contextlib.redirect_stderr(None):
    tf.print("3 tf.print, redirected")
"""

# %% [markdown]
# It is run twice: with stdout and stderr apart, then with both in one file, as `python script.py > log 2>&1` does.
#
# > **Predict.** In which order are the lines in that file? Say your letter.
# >
# > a) as in the program
# >
# > b) `tf.print` first
# >
# > c) `print` first

# %% tags=["hide-input", "hide-output"]
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

start = """
import contextlib, os, sys
from tutorial_utils.quiet import stderr_held_back
with stderr_held_back():
    import tensorflow as tf
    tf.config.list_physical_devices()
for streams in (["stdout", "stderr"], ["one file", "one file"]):
    for descriptor, name in enumerate(streams, 1):  # as a shell does for > and 2>
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
    with open(1, "w", closefd=False) as sys.stdout:
        exec(sys.argv[1])
"""
folder = Path(mkdtemp())
subprocess.run([sys.executable, "-c", start, script], cwd=folder, check=True)
for name in ("stdout", "stderr", "one file"):
    print(f"{name}:", *(folder / name).read_text().splitlines(), sep="\n    ")

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is b. `tf.print` writes at once, while Python holds up to 8 KB back (not c). For a, set `PYTHONUNBUFFERED=1`, or run [`python -u`](https://docs.python.org/3/using/cmdline.html#cmdoption-u) or `print(..., flush=True)`.
#
# Line 3 is there too: `tf.print` goes to **stderr**, but from C++, so no redirect of Python's catches it.
#
# </details>
#
# | you run | `tf.print` goes to | it is caught by |
# |---|---|---|
# | a notebook | the cell, as `print` does | `contextlib.redirect_stdout` |
# | a script | stderr | the shell: `2> file` |
# | either, with `output_stream="file://..."` | that file, a line each time | reading the file |
#
# The first row, and then the last:

# %% tags=["hide-input"]
import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()) as text_caught:
    tf.print("caught in a notebook")
print(repr(text_caught.getvalue()))

# %%
from tempfile import mkdtemp

log = mkdtemp() + "/log.txt"
tf.print("x:", x, output_stream="file://" + log)
print(tf.io.gfile.GFile(log).read())

# %% [markdown]
# > **Key.** `tf.print` writes into a notebook's cell, to a script's stderr, or to the file of `output_stream`.

# %% [markdown]
# ### Exercise: how does a graph write to a file?
#
# > **Exercise.** From nothing: `logged_mean(path)` makes a traced function. That one takes a batch, adds a line with `mean:` and then the batch's mean to the file at `path` on **every** call, and returns the batch. (Tensors have no `.mean()`, `.item()` or `.detach()`.)


# %% exercise="log-file" kind="write"
def logged_mean(path):
    """A tf.function that adds a line with its batch's mean to a file, and returns the batch."""
    ...


# %% tags=["check"]
check("log-file", logged_mean)

# %% [markdown]
# ## Why does tf.print show only some of the numbers?
#
# Of a long axis it shows three elements at each end. `summarize=-1` shows all:

# %%
tf.print(tf.range(8))
tf.print(tf.range(8), summarize=-1)

# %% [markdown]
# ## How do I run NumPy on every call?
#
# `tf.py_function` puts a call of Python into the graph (not under XLA). The function that you give it gets EagerTensors, which have numbers. From `tf.numpy_function` it gets NumPy arrays or NumPy numbers:


# %%
@tf.function
def with_python(t):
    tf.py_function(lambda v: print(f"{v.numpy():.2f}"), [t], [])
    tf.numpy_function(lambda a: print(type(a).__name__), [t], [])


with_python(x)

# %% [markdown]
# The first argument is your function, the second the list of tensors that it gets, and the third says which dtypes it returns: here none.

# %% [markdown]
# ## How do I switch tracing off to debug?
#
# With `tf.config.run_functions_eagerly(True)`, a `tf.function` is a Python function again: `print` shows numbers, and a debugger stops in it. For one Keras model there is [`compile(run_eagerly=True)`](https://keras.io/api/models/model_training_apis/).
#
# The switch does not reach a layer while a Functional model is built. The first two lines below come from a call, the last one from the building of a layer:

# %%
tf.config.run_functions_eagerly(True)
try:
    square(x)  # now print sees the number too
    keras.layers.Lambda(square.python_function, name="squared")(keras.Input((2,), name="two"))
finally:
    tf.config.run_functions_eagerly(False)  # also after an error

# %% [markdown]
# There, `print` saw a graph tensor, without numbers. Nor does the switch reach `Dataset.map`:

# %% tags=["hide-input"]
import contextlib
import sys

tf.config.run_functions_eagerly(True)
try:
    with contextlib.redirect_stderr(sys.stdout):  # where Python's warnings go
        list(tf.data.Dataset.range(1).map(square.python_function))
finally:
    tf.config.run_functions_eagerly(False)

# %% [markdown]
# ## How do if and for work on a tensor?
#
# In a `tf.function`, AutoGraph makes `if`, `for` and `float()` on tensors parts of the graph. On Python objects they run while tracing:


# %% tags=["step-by-step"]
@tf.function
def loop(steps):
    for n in steps:
        print("traced with", n)
        if n > 0:
            tf.print("positive:", n)
        else:
            tf.print("not positive:", n)


loop(tf.range(2))
loop(range(2))

# %% [markdown]
# Over a tensor, the body was traced once, with both branches of `if`: the graph repeats it, and chooses. Over a `range` it was unrolled: it was traced twice, once for each number, and each time with one branch.
#
# AutoGraph does not reach everything. `tf.function(autograph=False)` rewrites nothing, and **`fit` rewrites neither `call` nor your loss**. So this model runs in a cell and fails in `fit`, and the error cells show a loss that does:


# %%
class Halver(keras.Model):
    def call(self, batch):
        return batch / 2 if tf.reduce_mean(batch) > 0 else batch


halver = Halver(name="halver")
print(halver(tf.constant([[2.0, 4.0]])).numpy())
halver.compile(loss="mse")
try:
    halver.fit(tf.ones((2, 2)), tf.ones((2, 2)), verbose=0)
except Exception as error:
    print("in fit:", type(error).__name__)

# %% [markdown]
# Let the graph choose: [`keras.ops.where(condition, a, b)`](https://keras.io/api/ops/numpy/#where-function).

# %% [markdown]
# ### Exercise: how does a layer decide?
#
# > **Exercise.** Fill in the layer. It gives the batch back if the mean **of the whole batch** is positive, else zeros. It must work in a cell and in `fit`.


# %% exercise="gate-in-a-layer" kind="blank"
class Gate(keras.layers.Layer):
    """The batch, if its mean is positive; else zeros of the same shape."""

    def call(self, batch):
        is_open = ...  # a tensor: True or False, once for the whole batch
        return ...  # choose in the graph


# %% tags=["check"]
check("gate-in-a-layer", Gate)

# %% [markdown]
# ## Why does tf.print raise under XLA?
#
# XLA is a compiler for graphs. Under `jit_compile=True`, what it compiles cannot call back: `tf.print` and [`tf.py_function`](https://github.com/tensorflow/tensorflow/issues/51493) raise. Leave XLA out, or return the tensor. The course's `show` prints on every call, and under XLA says what to do. ("graph tensor" is what it was given; the numbers come from the run of the graph.)

# %%
from tutorial_utils import show

for xla in (False, True):
    tf.function(lambda t: show(t=t), jit_compile=xla)(tf.constant([1.0, 2.0]))

# %% [markdown]
# Keras' default is `"auto"`: XLA in `fit`, `evaluate` and `predict` [if there is a GPU](answers/training/prints_in_fit_on_a_gpu.py#why-it-works) or TPU and all layers [support it](https://keras.io/api/models/model_training_apis/); never on a CPU alone. To print, write `compile(jit_compile=False)`.

# %% [markdown]
# ## When it goes wrong
#
# These errors are meant, and each cell says what to do.
#
# <!-- lesson: errors -->

# %% error="graph-tensor-numpy" tags=["raises-exception"]
tf.function(lambda t: print(t.numpy()))(x)

# %% error="graph-tensor-in-format" tags=["raises-exception"]
tf.function(lambda t: print(f"{t:.3f}"))(x)


# %% error="graph-tensor-as-bool" tags=["raises-exception"]
def one_sided(y, prediction):
    return tf.reduce_mean(prediction) if tf.reduce_mean(y) > 0 else 0.0


model.compile("sgd", one_sided)
model.fit(tf.ones((2, 2)), tf.ones((2, 1)), verbose=0)

# %% error="graph-tensor-in-for" tags=["raises-exception"]
tf.function(lambda t: [2 * n for n in t], autograph=False)(tf.range(3))

# %% error="leaked-graph-tensor" tags=["raises-exception"]
kept[0] + 1

# %% error="leaked-graph-tensor-printed" tags=["raises-exception"]
tf.print(kept[0])

# %% error="not-in-the-signature" tags=["raises-exception"]
tf.function(tf.square, input_signature=[tf.TensorSpec([None], tf.float32)])(x)

# %% error="unknown-output-stream" tags=["raises-exception"]
tf.print(x, output_stream="log.txt")

# %% error="print-under-xla" tags=["raises-exception"]
tf.function(lambda t: [t, tf.print(t)][0], jit_compile=True)(x)
