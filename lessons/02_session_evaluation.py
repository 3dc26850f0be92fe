# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#       Cannot evaluate tensor using eval(): Build, then run
#       Could not find variable, it may be uninitialized: Why is a variable uninitialized
#         in a session?
#       'FailedPreconditionError: attempting to use uninitialized value': Why is a variable
#         uninitialized in a session?
#       How do I run TensorFlow 1 code with a session today?: Build, then run
#       How do I run sess.run in TensorFlow 2?: What replaces tf.Session().run and eval()
#         in TensorFlow 2?
#       How does session.run evaluate a tensor?: Build, then run
#       InteractiveSession with an eager tensor or variable: Is tf.compat.v1 in front
#         of each name enough?
#       K.eval is gone in Keras 3, module 'keras.backend' has no attribute: What became
#         of each call
#       K.function([model.input, K.learning_phase()], outputs) today: What K.function
#         is today
#       K.get_session().run with keras: What became of each call
#       Keras 3 with disable_v2_behavior: Should I use disable_eager_execution?
#       No default session is registered, use with sess.as_default(): Build, then run
#       'RuntimeError: The Session graph is empty. Add operations to the graph before calling run()': Is
#         tf.compat.v1 in front of each name enough?
#       What replaces K.eval, K.function, K.get_session and tf.Print?: What became of
#         each call
#       What replaces tf.placeholder and feed_dict?: The same graph, today
#       Why are my variables uninitialized in a session?: Why is a variable uninitialized
#         in a session?
#       Why does tf.compat.v1.disable_eager_execution break Keras?: Should I use disable_eager_execution?
#       Why is the Session graph empty with tf.compat.v1.Session?: Is tf.compat.v1 in
#         front of each name enough?
#       convert a graph with placeholders to tf.function: The same graph, today
#       do two sessions share variables?: Why is a variable uninitialized in a session?
#       equivalent of session.run(tensor) in eager mode: What replaces tf.Session().run
#         and eval() in TensorFlow 2?
#       feed a placeholder a value in TensorFlow 2: The same graph, today
#       fetch several tensors at once without session.run: The same graph, today
#       get layer weights or output with a session in a v1 graph: How do I run a Keras
#         layer in an old graph?
#       get the value of a tensor with sess.run or eval: What replaces tf.Session().run
#         and eval() in TensorFlow 2?
#       how to get layer output with learning_phase 0 or 1 now: What K.function is today
#       how to use eval with a feed_dict and a default session: Build, then run
#       is it good to disable eager mode to make old code work?: Should I use disable_eager_execution?
#       migrate TensorFlow 1 code with tf.Session to TensorFlow 2: What replaces tf.Session().run
#         and eval() in TensorFlow 2?
#       module 'tensorflow' has no attribute 'Session': Build, then run
#       print the value of a variable in a session: Why is a variable uninitialized
#         in a session?
#       replace tf with tf.compat.v1 in old code: Is tf.compat.v1 in front of each name
#         enough?
#       rewrite a TF 1 function with placeholder and session: Read an old answer, and
#         translate it
#       run a keras model with tf.Session and feed_dict: How do I run a Keras layer
#         in an old graph?
#       run op in tf.compat.v1.Session: Build, then run
#       sess.run on a tf.Variable or constant in TF 2: Is tf.compat.v1 in front of each
#         name enough?
#       tensor.eval() without a session in tf2: What replaces tf.Session().run and eval()
#         in TensorFlow 2?
#       tf.Print is deprecated or missing, use tf.print: What became of each call
#       tf.Print prints nothing, its result has to be used: What became of each call
#       tf.compat.v1.disable_eager_execution and model.predict fails: Should I use disable_eager_execution?
#       translate an old Stack Overflow answer with K.function to Keras 3: What K.function
#         is today
#       turn off eager execution to use placeholders: Should I use disable_eager_execution?
#       update outdated keras backend calls: What became of each call
#       use a Keras layer in a tf.compat.v1 graph and session: How do I run a Keras
#         layer in an old graph?
#       value of a variable lost when a new session is opened: Why is a variable uninitialized
#         in a session?
#       variable has another value in a second session: Why is a variable uninitialized
#         in a session?
#       what to use instead of keras.backend.get_value, set_value, print_tensor: What
#         became of each call
#       when to call tf.global_variables_initializer: Why is a variable uninitialized
#         in a session?
#     objectives:
#     - Turn placeholders, feeds, run and eval into a function and a call.
#     - Say what one run of an old graph computes, and what it does not.
#     - Name today's line for K.eval, K.function, K.get_session and tf.Print.
#     - Translate an old answer, so that it runs today.
#     prerequisites:
#     - 01_symbolic_or_eager
#     - a first Keras model
#     question: What replaces tf.Session().run and eval() in TensorFlow 2?
#     title: 'Sessions: how to read and translate old answers'
# ---

# %% [markdown]
# # What replaces tf.Session().run and eval() in TensorFlow 2?
#
# A function and a call. TensorFlow 2 runs each line when Python reaches it, so nothing is left to be run later. A placeholder becomes an argument, `run` becomes a call, `eval()` becomes `.numpy()`.

# %% tags=["remove-cell"]
from tutorial_utils import check, hint, progress, quiet, solution  # the course's own tools

quiet.start()  # TensorFlow without its start-up messages, and the same random numbers for everyone

# %%
import keras
import numpy as np
import tensorflow as tf


def scale(values):  # an argument: it was tf.placeholder, filled by feed_dict
    return 10.0 * values


scaled = scale(tf.constant([1.0, 2.0]))  # a call: it was tf.Session().run
print(scaled.numpy())  # it was scaled.eval()

# %% [markdown]
# If your error was `module 'tensorflow' has no attribute 'Session'`, you are done. What follows is the same for each of the old calls, and practice in translating them.
#
# <!-- lesson: minutes -->
#
# ## What you will be able to do
#
# <!-- lesson: objectives -->

# %% [markdown]
# ## Before you start
#
# On lesson 01: answer aloud, then open.
#
# <details><summary>A graph tensor prints as <code>Tensor("mul:0", shape=(2,), dtype=float32)</code>. Where are its numbers?</summary>
#
# Nowhere yet. It is symbolic. Numbers come back from a run of its graph.
#
# </details>
#
# <details><summary>A traced function is called twice. How often does <code>print</code> in it run?</summary>
#
# Once, while the graph is written down. The graph runs twice, without Python.
#
# </details>

# %% [markdown]
# ## What became of each call
#
# You have old code before you, or an old answer. Find its line on the left:
#
# | then | today |
# |---|---|
# | `tf.Session().run(t, {x: data})` | a call: `f(data)` |
# | `t.eval()` | `t.numpy()` |
# | `tf.placeholder(...)` | an argument; in a Keras model `keras.Input` |
# | `tf.global_variables_initializer()` | nothing |
# | `t = tf.Print(t, [t])` | `tf.print(t)` |
# | `K.eval(t)`, `K.get_value(t)` | `keras.ops.convert_to_numpy(t)` |
# | `K.eval(layer.output)` | a sub-model, as for `K.function` |
# | `K.get_session()` | nothing; for weights `layer.get_weights()` |
# | `K.function([model.input], [layer.output])` | `keras.Model(model.inputs[0], layer.output)` |
# | `K.learning_phase()` | `model(data, training=...)`, True or False |
#
# `K` was `keras.backend` or `tf.keras.backend`. The second still has some of these names, and [they mislead](#which-of-the-old-names-are-left). To see why each line became what it is, look once at how the old ones worked.

# %% [markdown]
# ## Build, then run
#
# In [TensorFlow 1](https://www.tensorflow.org/guide/migrate/tf1_vs_tf2), every line added a node to a graph, and none computed. That still exists, under `tf.compat.v1`.
#
# A **session** runs a graph. You name the tensor that you want: that is the *fetch*. And you hand over a dict of *feeds*, whose keys are the placeholders themselves. Here is a graph of four nodes, built and run the old way:

# %% tags=["step-by-step"]
v1 = tf.compat.v1
with tf.Graph().as_default() as old:
    x = v1.placeholder(tf.float32, (), name="x")  # a node without a number of its own
    y = v1.placeholder(tf.float32, (), name="y")
    tenfold = tf.multiply(x, 10.0, name="tenfold")
    total = tf.add(tenfold, y, name="total")
print(total)

session = v1.Session(graph=old)
print(session.run(total, feed_dict={x: 3.0, y: 4.0}))

# %% [markdown]
# The first `print` shows a symbolic tensor: a shape and a dtype, no numbers. The session computed the number.
#
# `total.eval()` is the same, asked of the *default* session, which `with` sets:

# %%
with session.as_default():
    print(total.eval(feed_dict={x: 3.0, y: 4.0}))

# %% [markdown]
# ### Exercise: what happens without a feed for `y`?
#
# > **Predict.** Now fetch `tenfold`, and feed `x` alone: `session.run(tenfold, feed_dict={x: 5.0})`. What happens?
# >
# > a) an error: no `y`
# >
# > b) `30.0`: the graph keeps the `x` of the run before
# >
# > c) `50.0`
# >
# > d) a symbolic tensor: `tenfold` was never evaluated

# %% exercise="feed-what-is-needed" kind="predict"
fetch_guess = ...

# %% tags=["check"]
check("feed-what-is-needed", fetch_guess)

# %% tags=["hide-output"]
print(session.run(tenfold, feed_dict={x: 5.0}))

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is c. **A run computes what the fetch needs, and nothing else.** You may have thought that every placeholder has to be fed (a): `tenfold` does not need `y`, so nobody misses it. No feed is kept for the next run (b). And to fetch a tensor is to evaluate it (d).
#
# </details>
#
# TensorFlow can record which nodes ran. The third run feeds a tensor in the middle:

# %% tags=["hide-input"]
from tutorial_utils.pictures import runs_of_a_graph


def what_ran(fetch, feeds):
    """What became of each node in one run, by TensorFlow's own record."""
    record, trace = v1.RunMetadata(), v1.RunOptions(trace_level=v1.RunOptions.FULL_TRACE)
    session.run(fetch, feeds, options=trace, run_metadata=record)
    ran = {node.node_name for device in record.step_stats.dev_stats for node in device.node_stats}
    said = dict.fromkeys(("x", "y", "tenfold", "total"), "✗ did not run")
    for node in (x, y, tenfold, total):
        if node in feeds:
            said[node.op.name] = f"given {feeds[node]:g}"
        elif node.op.name in ran:
            said[node.op.name] = f"✓ ran: {session.run(node, feeds):g}"
    return said


runs_of_a_graph(
    {
        "fetch tenfold, feed x": what_ran(tenfold, {x: 5.0}),
        "fetch total, feed x and y": what_ran(total, {x: 5.0, y: 4.0}),
        "fetch total, feed tenfold and y": what_ran(total, {tenfold: 7.0, y: 4.0}),
    },
    arrows=[("x", "tenfold"), ("tenfold", "total"), ("y", "total")],
    places={"x": (0, 0), "tenfold": (0, 1), "y": (1, 1), "total": (0.5, 2)},
)

# %% [markdown]
# Read each panel from the fetch upwards. A run follows the arrows back until it meets a feed.
#
# ## The same graph, today
#
# Each placeholder is an argument, and each fetch is a result. A plain function would do. With `tf.function` on top, it is a graph again:


# %%
@tf.function
def add_up(x, y):
    tenfold = x * 10.0
    tf.print("tenfold:", tenfold)  # it was: tenfold = tf.Print(tenfold, [tenfold])
    return tenfold + y


print(add_up(tf.constant(3.0), tf.constant(4.0)).numpy())

# %% [markdown]
# In a `tf.function`, `tf.print` stands on a line of its own, and runs although no result needs it. What it gives back there you need not keep. (In an old graph with a session [you must fetch it](#is-tfcompatv1-in-front-of-each-name-enough).) (`tf.Print` [handed its tensor on](https://www.tensorflow.org/api_docs/python/tf/compat/v1/Print).)

# %% [markdown]
# ## Read an old answer, and translate it
#
# Four steps turn old code into today's.
#
# 1. Delete what serves the session: `with tf.Session()`, and `tf.global_variables_initializer()`, which gave variables their first numbers.
# 2. Let an argument take the place of each placeholder. The function may have it already.
# 3. Keep the lines between.
# 4. Turn each fetch into a result.

# %% [markdown]
# ### Exercise: how is this written today?
#
# > **Exercise.** This function is in the style of 2016. Run the check to see how it fails, and repair it. Leave `tf` and eager execution as they are: other cells need them.


# %% exercise="columns-of-old" kind="repair"
def standardise(table):
    """Each column of a float32 array with mean 0 and standard deviation 1, as a NumPy array."""
    data = tf.placeholder(tf.float32, [None, None])
    mean, variance = tf.nn.moments(data, axes=[0])
    result = (data - mean) / tf.sqrt(variance)
    with tf.Session() as running:
        return running.run(result, feed_dict={data: table})


# %% tags=["check"]
check("columns-of-old", standardise)

# %% [markdown]
# ## What K.function is today
#
# Old answers about Keras often hold `K.function`. It made a function from the input of a model to the outputs of some layers. Today that is a **sub-model**: a model of the same layers, which ends at one of them.

# %%
batch = np.array([[1.0, 2.0], [3.0, 4.0]], dtype="float32")
drop = keras.layers.Dropout(0.5, seed=1, name="drop")
layer = keras.layers.Dense(1, kernel_initializer="ones", name="sums_today")
net = keras.Sequential([keras.Input((2,)), drop, layer])
to_drop = keras.Model(net.inputs[0], drop.output)
print(to_drop(batch).numpy())

# %% [markdown]
# `drop` let everything through, for dropout acts in training only. The *learning phase* of old told a layer whether this is training. It was an input of the function; today it is the argument `training`. And a sub-model with a dict of outputs gives a dict of tensors:

# %%
route = keras.Model(net.inputs[0], {end.name: end.output for end in net.layers})
print(route(batch, training=True)["drop"].numpy())  # some dropped, the rest doubled

# %% [markdown]
# Two traps: this `Sequential` has no `net.input`, so begin at `net.inputs[0]`. And a list of *one* output gives no list:

# %%
print(hasattr(net, "input"), type(keras.Model(net.inputs[0], [drop.output])(batch)).__name__)

# %% [markdown]
# Another old answer, on what layers give:
#
# > Make a function from the input and the learning phase (1: training, 0: testing) to the layers' outputs.
# >
# > ```python
# > outputs = [model.get_layer(name).output for name in names]
# > look = K.function([model.input, K.learning_phase()], outputs)
# > arrays = look([data, 1])
# > ```

# %% [markdown]
# ### Exercise: what becomes of `K.function`?
#
# > **Exercise.** Translate it, from nothing. `look_at` returns a dict: for each name, the NumPy array that this layer gives, all from **one** pass. `training` is True or False. The model may be a `Sequential`.


# %% exercise="translate-k-function" kind="write"
def look_at(model, names, data, training):
    """For each named layer, what it gives for the data: a dict of NumPy arrays."""
    ...


# %% tags=["check"]
check("translate-k-function", look_at)

# %% [markdown]
# ## What to keep
#
# * Placeholder and feed: an argument. `run`: a call. `eval()`: `.numpy()`.
# * An old graph is built first. Then a session runs what the fetch needs, and each run gets its own feeds. The old names are in `tf.compat.v1`.
# * `K.eval` is `keras.ops.convert_to_numpy`, `K.function` is `keras.Model`, `tf.Print` is `tf.print`, and `K.get_session` is nothing.
# * A sub-model begins at `model.inputs[0]`, and `training=True` or `False` takes the place of the learning phase.
#
# <!-- lesson: next -->

# %% [markdown]
# ## Go on if you need it
#
# Each section below needs what is above, and no other section. Take the one whose question is yours.
#
# <!-- lesson: further -->

# %% [markdown]
# ## Is tf.compat.v1 in front of each name enough?
#
# You often read that it is.
#
# > **Predict.** Say aloud: what does `tf.compat.v1.Session().run(tf.constant(5.0))` give?
# >
# > a) `5.0`
# >
# > b) an error: there is no `Session`
# >
# > c) an error: there is nothing in the graph

# %% tags=["hide-output"]
try:
    print(v1.Session().run(tf.constant(5.0)))
except RuntimeError as error:
    print(error)

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is c. The prefix does not bring TensorFlow 1 back (a): the line still runs at once. So the constant is a value and no node, and the graph of the session is empty. And a `Session` there is (b).
#
# </details>
#
# So build in a graph, and run it there. (`with v1.Session():` alone builds too, but into one graph, which grows.)

# %%
with tf.Graph().as_default(), v1.Session() as running:
    print(running.run(tf.constant(5.0)))

# %% [markdown]
# `tf.print` is a node there, too. In a session it prints only if you fetch it:

# %%
with tf.Graph().as_default(), v1.Session() as running:
    five = tf.constant(5.0)
    printing = tf.print("five:", five)
    running.run(five)  # prints nothing
    running.run([five, printing])  # prints; v1.Print still hands its tensor on

# %% [markdown]
# ## Why is a variable uninitialized in a session?
#
# A variable of a graph has no number either, until a session runs its *initialiser*. Here two sessions run one graph:

# %%
with tf.Graph().as_default() as counting:
    count = tf.Variable(0.0, name="count")
    add_one = count.assign_add(1.0)
    start = v1.global_variables_initializer()

first, second = v1.Session(graph=counting), v1.Session(graph=counting)
for fetch in (start, add_one, add_one):
    first.run(fetch)
second.run(start)

# %% [markdown]
# ### Exercise: what does each session count?
#
# > **Predict.** What is `count` in `first`, and in `second`?
# >
# > a) `2.0 2.0`: both count in the one variable
# >
# > b) `2.0 0.0`: each session has a number of its own
# >
# > c) `0.0 0.0`: the second start sets it back

# %% exercise="where-a-number-lives" kind="predict"
count_guess = ...

# %% tags=["check"]
check("where-a-number-lives", count_guess)

# %% tags=["hide-output"]
print(first.run(count), second.run(count))

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is b. The graph holds no number: each session has numbers of its own. So `second` neither sees what `first` counted (a) nor touches it (c).
#
# </details>
#
# > **Key.** A session that has not run the initialiser has no numbers, and says "uninitialized" or "could not find variable": two messages below show it. Initialise in each session.

# %% [markdown]
# ## How do I run a Keras layer in an old graph?
#
# Layers of Keras 3 work there too, if they are made inside of the graph. It takes three steps:

# %%
with tf.Graph().as_default():
    # build
    rows = v1.placeholder(tf.float32, (None, 2), name="rows")
    sums = keras.layers.Dense(1, kernel_initializer="ones", name="sums")(rows)
    with v1.Session() as running:
        # initialise
        running.run(v1.global_variables_initializer())
        # run: fetch and feed
        print(running.run(sums, feed_dict={rows: batch}))

# %% [markdown]
# Today that is one call:

# %%
print(keras.layers.Dense(1, kernel_initializer="ones", name="sums_in_a_call")(batch).numpy())

# %% [markdown]
# In an old graph, `training=True` gives the right output and forgets the rest: no fetch asks for the updates of a layer, so they do not run. Here the moving mean should have moved towards 2:

# %%
with tf.Graph().as_default():
    norm = keras.layers.BatchNormalization(name="norm")
    normed = norm(tf.constant([[1.0], [3.0]]), training=True)
    with v1.Session() as running:
        running.run(v1.global_variables_initializer())
        print(running.run(normed).ravel().round(), running.run(norm.moving_mean.value))

# %% [markdown]
# ### Exercise: how does a layer run in an old graph?
#
# > **Exercise.** Fill in the three steps. `make_layer()` makes a new layer.


# %% exercise="layer-in-an-old-graph" kind="blank"
def run_a_layer(make_layer, data):
    """What a new layer gives for the data, run by a session, as a NumPy array."""
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = ...  # build: a new layer, called on the placeholder
        with v1.Session() as running:
            ...  # initialise
            return ...  # run: fetch the result, feed the data


# %% tags=["check"]
check("layer-in-an-old-graph", run_a_layer)

# %% [markdown]
# ### Exercise: in which order does a session work?
#
# > **Exercise.** Put lines in order, so that `result` is the number 7.0. You need five of the seven. Move them (Alt+Up, Alt+Down), and delete the others; letters will do too: `"GFEDC"`.

# %% exercise="order-of-a-session" kind="order"
session_lines = [
    "A       session.run(v1.global_variables_initializer())",
    "B       result = session.run(count + step)",
    "C   with tf.Graph().as_default(), v1.Session() as session:",
    'D       count = tf.Variable(5.0, name="count")',
    'E       result = session.run(count + step, feed_dict={"step": 2.0})',
    "F       result = session.run(count + step, feed_dict={step: 2.0})",
    'G       step = v1.placeholder(tf.float32, (), name="step")',
]

# %% tags=["check"]
check("order-of-a-session", session_lines)

# %% [markdown]
# ## Should I use disable_eager_execution?
#
# The other common advice makes *every* tensor symbolic, everywhere. A new Python runs it.
#
# > **Predict.** Say aloud: which of these still work afterwards: `model.predict`, `get_weights`, a loop over a `Dataset`, `Session.run`?
# >
# > a) all four, as in TensorFlow 1
# >
# > b) `Session.run` alone
# >
# > c) all but the loop

# %% tags=["hide-input", "hide-output"]
import subprocess
import sys

script = """
import keras, numpy as np, tensorflow as tf
tf.compat.v1.disable_eager_execution()
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
for name, act in {
    "predict": lambda: model.predict(np.ones((3, 2)), verbose=0),
    "get_weights": model.get_weights,
    "loop": lambda: list(tf.data.Dataset.range(3)),
    "Session.run": lambda: tf.compat.v1.Session().run(tf.constant(5.0)),
}.items():
    try:
        act()
        print(f"{name}: works")
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}")
"""
print(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout)

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is b. Keras 3 needs eager execution for its loops and its weights (a, c).
#
# </details>
#
# > **Key.** Old code that must run as it is: put it into `with tf.Graph().as_default():`, with `tf.compat.v1.` before the old names. `tf.layers` and `tf.contrib` are gone: use `keras.layers`. Old code that you want to keep: translate it.

# %% [markdown]
# ## Which of the old names are left?
#
# Of those in the table, `tf` and `keras.backend` have none:

# %%
tf_names = {"Session", "placeholder", "global_variables_initializer", "Print"}
k_names = {"eval", "get_value", "get_session", "function", "learning_phase"}
print(tf_names & set(dir(tf)), k_names & set(dir(keras.backend)))  # both empty

# %% [markdown]
# There is a trap. `tf.keras.backend` has kept `eval`, `get_value` and `set_value`. They still work on variables and on eager tensors. But `eval` and `get_value` hand a `KerasTensor` (symbolic, without numbers) back as it is, also after the model has run. `keras.ops.convert_to_numpy` gives arrays, of a variable, for example:

# %%
plan = keras.Input((2,), name="plan")
print(tf.keras.backend.eval(plan) is plan, tf.keras.backend.get_value(plan) is plan)
print(keras.ops.convert_to_numpy(layer.kernel), len(layer.get_weights()))

# %% [markdown]
# ## How do I get layers' outputs without a sub-model?
#
# A subclassed model has no `inputs` to begin at. The course's library gives the same tensors, of any Keras model:

# %%
from tutorial_utils import get_activations

print(get_activations(net, batch, layers=["drop"], training=False)["drop"].numpy())

# %% [markdown]
# ## When it goes wrong
#
# These errors are meant, and each cell says what to do.
#
# <!-- lesson: errors -->

# %% error="tensorflow-1-name" tags=["raises-exception"]
tf.Session()

# %% error="keras-backend-name" tags=["raises-exception"]
keras.backend.get_session()

# %% error="eager-eval" tags=["raises-exception"]
scaled.eval()

# %% error="kerastensor-numpy" tags=["raises-exception"]
keras.Input((2,)).numpy()

# %% error="placeholder-while-eager" tags=["raises-exception"]
v1.placeholder(tf.float32, (None, 2))

# %% error="session-graph-empty" tags=["raises-exception"]
v1.Session().run(tf.Variable(1.0))

# %% error="no-default-session" tags=["raises-exception"]
total.eval()

# %% error="placeholder-not-fed" tags=["raises-exception"]
session.run(total, feed_dict={x: 3.0})

# %% error="feed-is-a-tensor" tags=["raises-exception"]
session.run(tenfold, feed_dict={x: tf.constant(3.0)})

# %% error="variable-not-initialised" tags=["raises-exception"]
with tf.Graph().as_default(), v1.Session() as running:
    running.run(tf.Variable(0.0))

# %% error="ref-variable-not-initialised" tags=["raises-exception"]
with tf.Graph().as_default(), v1.Session() as running:
    running.run(v1.get_variable("w", initializer=1.0, use_resource=False))

# %% error="not-of-this-graph" tags=["raises-exception"]
with tf.Graph().as_default():
    elsewhere = tf.constant(2.0)
session.run(elsewhere)

# %% error="from-two-graphs" tags=["raises-exception"]
with tf.Graph().as_default():
    tf.add(total, tf.constant(2.0))

# %% error="value-in-an-old-graph" tags=["raises-exception"]
with old.as_default():
    tf.add(total, scaled)

# %% error="keras-while-not-eager" tags=["raises-exception"]
with tf.Graph().as_default():
    net.predict(batch)
