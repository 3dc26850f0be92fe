# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] exercise="feed-what-is-needed" part="hint"
# Look at the line that builds `tenfold`. What stands on its right side?

# %% [markdown] exercise="feed-what-is-needed" part="hint"
# A session starts at the fetch and goes backwards, to whatever that needs, until it meets a feed. It is like asking for one dish of a menu: the cook prepares what is in it, and leaves the others.

# %% [markdown] exercise="feed-what-is-needed" part="hint"
# `tenfold` is `x` times 10. This run feeds `x` with 5.0. Which option is that number?

# %% exercise="feed-what-is-needed" part="answer"
fetch_guess = "c"

# %% [markdown] exercise="feed-what-is-needed" part="why"
# A run computes the nodes that lead to the fetch, and no others, from the feeds of this run alone. Fetch several tensors in a list, `session.run([tenfold, total], ...)`, and one run computes them all.

# %% [markdown] exercise="where-a-number-lives" part="hint"
# Which session ran `add_one`, and how often? Which session ran `start` last?

# %% [markdown] exercise="where-a-number-lives" part="hint"
# The graph says that there is a variable, and how it starts. Each session keeps a number for it. Think of one recipe in two kitchens: what is in the first pot is not in the second.

# %% [markdown] exercise="where-a-number-lives" part="hint"
# `first`: start, plus one, plus one. `second`: start. Now look for the option with these two numbers, in this order.

# %% exercise="where-a-number-lives" part="answer"
count_guess = "b"

# %% [markdown] exercise="where-a-number-lives" part="why"
# A graph holds no numbers. Each session keeps its own number for each variable, from its own run of the initialiser. Today a `tf.Variable` holds its number itself, and there is one of it.

# %% [markdown] exercise="layer-in-an-old-graph" part="hint"
# The worked example above has the same three steps. Which of its lines stands under "build", which under "initialise", which under "run"?

# %% [markdown] exercise="layer-in-an-old-graph" part="hint"
# `make_layer()` gives a layer; calling that layer on the placeholder gives the tensor to fetch. For a variable `v` the other two steps would be `running.run(v.initializer)` and `running.run(v)`; here one initialiser serves all variables.

# %% [markdown] exercise="layer-in-an-old-graph" part="hint"
# ```python
# result = make_layer()(____)
# with v1.Session() as running:
#     running.run(v1.____())
#     return running.run(____, feed_dict={fed_rows: ____})
# ```


# %% exercise="layer-in-an-old-graph" part="answer"
def run_a_layer(make_layer, data):
    """What a new layer gives for the data, run by a session, as a NumPy array."""
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)  # build: a new layer, called on the placeholder
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())  # initialise
            return running.run(result, feed_dict={fed_rows: data})  # run


# %% [markdown] exercise="layer-in-an-old-graph" part="why"
# The call on the placeholder makes the weights inside this graph, so the initialiser that is made after it covers them. `result.eval({fed_rows: data})` works as well, as the session is the default one inside of its `with`. Made before the layer, the initialiser would know nothing of the weights.


# %% [markdown] exercise="order-of-a-session" part="hint"
# Which line does all others depend on? And which two lines need something that only a third one makes?

# %% [markdown] exercise="order-of-a-session" part="hint"
# Build, initialise, run. An initialiser is made for the variables that are there at that moment. A run needs the number of every placeholder on its way.

# %% [markdown] exercise="order-of-a-session" part="hint"
# ```python
# with tf.Graph()____:
#     count = ____
#     step = ____
#     session.run(____)
#     result = session.run(count + step, ____)
# ```

# %% exercise="order-of-a-session" part="answer"
session_lines = "CDGAF"

# %% exercise="order-of-a-session" part="before"
import tensorflow as tf

v1 = tf.compat.v1

# %% exercise="order-of-a-session" part="after"
found = {"result": result}

# %% [markdown] exercise="order-of-a-session" part="why"
# The graph and its session come first, then what is built, then the initialiser, then the run with its feed. Three orders work: `CDGAF`, `CGDAF` and `CDAGF`. The placeholder has to be there before it is fed, and needs no initialiser.

# %% [markdown] exercise="columns-of-old" part="hint"
# The placeholder waits for numbers. Which name of this function has them already?

# %% [markdown] exercise="columns-of-old" part="hint"
# The four steps: delete what serves the session, make feeds arguments, keep the lines between, turn the fetch into a result. A `y = tf.placeholder(...)`, then `session.run(2 * y, {y: a})` becomes `(2 * a).numpy()` for a tensor `a`.

# %% [markdown] exercise="columns-of-old" part="hint"
# ```python
# mean, variance = tf.nn.moments(____, axes=[0])
# result = (____ - mean) / tf.sqrt(variance)
# return result.____()
# ```


# %% exercise="columns-of-old" part="answer"
def standardise(table):
    """Each column of a float32 array with mean 0 and standard deviation 1, as a NumPy array."""
    mean, variance = tf.nn.moments(table, axes=[0])
    result = (table - mean) / tf.sqrt(variance)
    return result.numpy()


# %% [markdown] exercise="columns-of-old" part="why"
# The argument was there all the time; the placeholder stood in for it while the graph was built. It also cast what it was fed: for other numbers than float32 begin with `tf.constant(table, tf.float32)`. Put into `with tf.Graph().as_default():`, with `v1.` in front of the two old names, the old lines run as well. Lines inside of `with v1.Session():` build, too, but in one graph for the whole program, which grows with each call. What is no repair is `disable_eager_execution()`: it changes every other cell.


# %% [markdown] exercise="translate-k-function" part="hint"
# The old answer has three parts: where the sub-model starts, where it ends, and the learning phase. What takes the place of each in the table above?

# %% [markdown] exercise="translate-k-function" part="hint"
# A model may have many ends. Give it a dict of them and a dict of tensors comes out: `keras.Model(start, {"a": one_end, "b": another})`. The learning phase is an argument of the call: `m(batch, training=False)`.

# %% [markdown] exercise="translate-k-function" part="hint"
# ```python
# ends = {name: model.get_layer(name).____ for name in names}
# seen = keras.Model(model.____[0], ends)(____, training=____)
# return {name: seen[name].____() for name in names}
# ```


# %% exercise="translate-k-function" part="answer"
def look_at(model, names, data, training):
    """For each named layer, what it gives for the data: a dict of NumPy arrays."""
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return {name: seen[name].numpy() for name in names}


# %% [markdown] exercise="translate-k-function" part="why"
# One model with all ends is one pass, as `K.function` was: with dropout on, each array fits the others. `get_activations(model, data, layers=names, training=training)` does it for any model. With batch normalisation, `training=True` also moves the layer's statistics, which `K.function` did not.
