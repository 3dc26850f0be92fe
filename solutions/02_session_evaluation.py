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

# %% exercise="feed-what-is-needed" expects="all-nodes-run" part="wrong"
fetch_guess = "a"

# %% exercise="feed-what-is-needed" expects="remembered-feed" part="wrong"
fetch_guess = "b"

# %% exercise="feed-what-is-needed" expects="still-a-plan" part="wrong"
fetch_guess = "d"

# %% exercise="feed-what-is-needed" expects="no-option" part="wrong"
fetch_guess = 50.0

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

# %% exercise="where-a-number-lives" expects="one-number-for-all" part="wrong"
count_guess = "a"

# %% exercise="where-a-number-lives" expects="start-resets-all" part="wrong"
count_guess = "C"

# %% exercise="where-a-number-lives" expects="no-option" part="wrong"
count_guess = "2.0 0.0"

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


# %% exercise="layer-in-an-old-graph" expects="not-initialised" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="initialised-too-early" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            result = make_layer()(fed_rows)
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="not-fed" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result)


# %% exercise="layer-in-an-old-graph" expects="fed-under-another-key" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={"fed_rows": data})


# %% exercise="layer-in-an-old-graph" expects="fed-a-tensor" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: tf.constant(data)})


# %% exercise="layer-in-an-old-graph" expects="fed-without-a-key" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, data)


# %% exercise="layer-in-an-old-graph" expects="symbolic" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return result


# %% exercise="layer-in-an-old-graph" expects="numpy-of-a-plan" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return result.numpy()


# %% exercise="layer-in-an-old-graph" expects="already-an-array" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data}).numpy()


# %% exercise="layer-in-an-old-graph" expects="initialiser-not-made" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer)
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="layer-not-made" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="layer-not-called" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="ran-at-once" part="wrong"
def run_a_layer(make_layer, data):
    return make_layer()(data).numpy()


# %% exercise="layer-in-an-old-graph" expects="data-built-in" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        result = make_layer()(data)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result)


# %% exercise="layer-in-an-old-graph" expects="fetched-the-input" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(fed_rows, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="nothing-returned" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            return running.run(v1.global_variables_initializer())


# %% exercise="layer-in-an-old-graph" expects="another-graph" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        start = v1.global_variables_initializer()
    with tf.Graph().as_default(), v1.Session() as running:
        running.run(v1.global_variables_initializer())
        return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="after-the-session" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
        return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="layer-made-outside" part="wrong"
def run_a_layer(make_layer, data):
    layer = make_layer()
    layer.build(data.shape)
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = layer(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="list-of-one" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run([result], feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="initialised-too-early" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        start = v1.global_variables_initializer()
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(start)
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="initialiser-not-run" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            v1.global_variables_initializer()
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="local-initialiser" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            v1.local_variables_initializer().run()
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="old-backend" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            K.set_session(running)
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="old-name" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(tf.initializers.global_variables())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="no-such-name" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="another-session" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            session.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="fed-by-keyword" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, fed_rows=data)


# %% exercise="layer-in-an-old-graph" expects="another-layer" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = keras.layers.Dense(1, kernel_initializer="ones")(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="layer-made-outside" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = layer(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="one-graph-for-all" part="wrong"
def run_a_layer(make_layer, data):
    with v1.Session() as running:
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        running.run(v1.global_variables_initializer())
        return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="no-initialiser-of-its-own" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(result.initializer)
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph" expects="blank-left" part="wrong"
def run_a_layer(make_layer, data):
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return ...


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

# %% [markdown] exercise="order-of-a-session" part="why"
# The graph and its session come first, then what is built, then the initialiser, then the run with its feed. Three orders work: `CDGAF`, `CGDAF` and `CDAGF`. The placeholder has to be there before it is fed, and needs no initialiser.

# %% exercise="order-of-a-session" expects="not-fed" part="wrong"
session_lines = "CDGAB"

# %% exercise="order-of-a-session" expects="initialised-too-early" part="wrong"
session_lines = "CADGF"

# %% exercise="order-of-a-session" expects="initialised-too-late" part="wrong"
session_lines = "CDGFA"

# %% exercise="order-of-a-session" expects="a-line-twice" part="wrong"
session_lines = "CDDGAF"

# %% exercise="order-of-a-session" expects="not-initialised" part="wrong"
session_lines = "CDGF"

# %% exercise="order-of-a-session" expects="fed-by-name" part="wrong"
session_lines = "CDGAE"

# %% exercise="order-of-a-session" expects="does-not-run" part="wrong"
session_lines = "DGCAF"

# %% exercise="order-of-a-session" expects="does-not-run" part="wrong"
session_lines = "CFDGA"

# %% exercise="order-of-a-session" expects="too-many-lines" part="wrong"
session_lines = "CGDAFE"

# %% exercise="order-of-a-session" expects="nothing-fetched" part="wrong"
session_lines = "CDGA"

# %% exercise="order-of-a-session" expects="no-lines" part="wrong"
session_lines = "3 4 7 1 6"

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


# %% exercise="columns-of-old" expects="prefix-alone" part="wrong"
def standardise(table):
    data = tf.compat.v1.placeholder(tf.float32, [None, None])
    mean, variance = tf.nn.moments(data, axes=[0])
    result = (data - mean) / tf.sqrt(variance)
    with tf.compat.v1.Session() as running:
        return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="switched-off-eager" part="wrong"
tf.compat.v1.disable_eager_execution()


def standardise(table):
    data = tf.compat.v1.placeholder(tf.float32, [None, None])
    mean, variance = tf.nn.moments(data, axes=[0])
    result = (data - mean) / tf.sqrt(variance)
    with tf.compat.v1.Session() as running:
        return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="switched-off-eager" part="wrong"
def standardise(table):
    tf.compat.v1.disable_eager_execution()
    data = tf.compat.v1.placeholder(tf.float32, [None, None])
    mean, variance = tf.nn.moments(data, axes=[0])
    result = (data - mean) / tf.sqrt(variance)
    with tf.compat.v1.Session() as running:
        return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="session-left" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    result = (table - mean) / tf.sqrt(variance)
    with tf.Session() as running:
        return running.run(result)


# %% exercise="columns-of-old" expects="nothing-to-run" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    result = (table - mean) / tf.sqrt(variance)
    with tf.compat.v1.Session() as running:
        return running.run(result)


# %% exercise="columns-of-old" expects="eval-of-a-value" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    result = (table - mean) / tf.sqrt(variance)
    return result.eval()


# %% exercise="columns-of-old" expects="still-a-tensor" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    return (table - mean) / tf.sqrt(variance)


# %% exercise="columns-of-old" expects="keras-input" part="wrong"
def standardise(table):
    data = keras.Input((None,))
    mean, variance = tf.nn.moments(data, axes=[0])
    result = (data - mean) / tf.sqrt(variance)
    return keras.Model(data, result)(table).numpy()


# %% exercise="columns-of-old" expects="numpy-inside" part="wrong"
@tf.function
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    result = (table - mean) / tf.sqrt(variance)
    return result.numpy()


# %% exercise="columns-of-old" expects="placeholder-left" part="wrong"
def standardise(table):
    data = tf.placeholder(tf.float32, [None, None])
    mean, variance = tf.nn.moments(data, axes=[0])
    result = (data - mean) / tf.sqrt(variance)
    return result.numpy()


# %% exercise="columns-of-old" expects="old-backend" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    return keras.backend.eval((table - mean) / tf.sqrt(variance))


# %% exercise="columns-of-old" expects="divided-by-variance" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    return ((table - mean) / variance).numpy()


# %% exercise="columns-of-old" expects="one-mean-for-all" part="wrong"
def standardise(table):
    return (table - np.mean(table)) / np.std(table)


# %% exercise="columns-of-old" expects="rows-not-columns" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[1], keepdims=True)
    return ((table - mean) / tf.sqrt(variance)).numpy()


# %% exercise="columns-of-old" expects="nothing-returned" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    print(((table - mean) / tf.sqrt(variance)).numpy())


# %% exercise="columns-of-old" expects="another-graph" part="wrong"
def standardise(table):
    with tf.Graph().as_default():
        data = v1.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
    with tf.Graph().as_default(), v1.Session() as running:
        tf.constant(0.0)
        return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="after-the-session" part="wrong"
def standardise(table):
    with tf.Graph().as_default():
        data = v1.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        with v1.Session() as running:
            result = (data - mean) / tf.sqrt(variance)
        return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="changed-tf" part="wrong"
def standardise(table):
    tf.placeholder, tf.Session = v1.placeholder, v1.Session
    with tf.Graph().as_default():
        data = tf.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
        with tf.Session() as running:
            return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="changed-tf" part="wrong"
def standardise(table):
    global tf
    tf = tf.compat.v1
    with tf.Graph().as_default():
        data = tf.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
        with tf.Session() as running:
            return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="changed-tf" part="wrong"
import tensorflow.compat.v1 as tf


def standardise(table):
    with tf.Graph().as_default():
        data = tf.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
        with tf.Session() as running:
            return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="switched-off-eager" part="wrong"
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def standardise(table):
    with tf.Graph().as_default():
        data = tf.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
        with tf.Session() as running:
            return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="another-graph" part="wrong"
def standardise(table):
    with tf.Graph().as_default():
        data = v1.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
    with v1.Session() as running:
        return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="old-name" part="wrong"
def standardise(table):
    with tf.Graph().as_default():
        data = v1.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
        with tf.Session() as running:
            return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old" expects="numpy-in-a-graph" part="wrong"
def standardise(table):
    with tf.Graph().as_default():
        mean, variance = tf.nn.moments(table, axes=[0])
        result = (table - mean) / tf.sqrt(variance)
        return result.numpy()


# %% exercise="columns-of-old" expects="old-backend" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    result = (table - mean) / tf.sqrt(variance)
    return K.eval(result)


# %% exercise="columns-of-old" expects="axes-gone" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table)
    return ((table - mean) / tf.sqrt(variance)).numpy()


# %% exercise="columns-of-old" expects="called-a-value" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    result = (table - mean) / tf.sqrt(variance)
    return result(table)


# %% exercise="columns-of-old" expects="name-gone" part="wrong"
def standardise(table):
    mean, variance = tf.nn.moments(data, axes=[0])
    return ((data - mean) / tf.sqrt(variance)).numpy()


# %% [markdown] exercise="translate-k-function" part="hint"
# The old answer has three parts: where the route starts, where it ends, and the learning phase. What takes the place of each in the table above?

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
# One model with all ends is one pass, as `K.function` was: with dropout on, each array fits the others. `get_activations(model, data, layers=names, training=training)` does it for any model. With batch normalisation, `training=True` also moves the layer's statistics; that was so in the old days, too.


# %% exercise="translate-k-function" expects="training-ignored" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="training-ignored" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    return keras.Model(model.inputs[0], ends).predict(data, verbose=0)


# %% exercise="translate-k-function" expects="always-training" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data, training=1)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="several-passes" part="wrong"
def look_at(model, names, data, training):
    return {
        name: keras.Model(model.inputs[0], model.get_layer(name).output)(
            data, training=training
        ).numpy()
        for name in names
    }


# %% exercise="translate-k-function" expects="sequential-input" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.input, ends)(data, training=training)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="old-backend" part="wrong"
def look_at(model, names, data, training):
    outputs = [model.get_layer(name).output for name in names]
    look = keras.backend.function([model.inputs[0], keras.backend.learning_phase()], outputs)
    arrays = look([data, training])
    return {name: arrays[i] for i, name in enumerate(names)}


# %% exercise="translate-k-function" expects="list-not-dict" part="wrong"
def look_at(model, names, data, training):
    ends = [model.get_layer(name).output for name in names]
    return [t.numpy() for t in keras.Model(model.inputs[0], ends)(data, training=training)]


# %% exercise="translate-k-function" expects="still-tensors" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    return keras.Model(model.inputs[0], ends)(data, training=training)


# %% exercise="translate-k-function" expects="numpy-of-a-container" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    return keras.Model(model.inputs[0], ends)(data, training=training).numpy()


# %% exercise="translate-k-function" expects="symbolic" part="wrong"
def look_at(model, names, data, training):
    return {name: model.get_layer(name).output for name in names}


# %% exercise="translate-k-function" expects="asked-the-plan" part="wrong"
def look_at(model, names, data, training):
    return {name: model.get_layer(name).output.eval() for name in names}


# %% exercise="translate-k-function" expects="not-called" part="wrong"
def look_at(model, names, data, training):
    return keras.Model(model.inputs[0], {name: model.get_layer(name).output for name in names})


# %% exercise="translate-k-function" expects="skipped-layers" part="wrong"
def look_at(model, names, data, training):
    return {name: model.get_layer(name)(data).numpy() for name in names}


# %% exercise="translate-k-function" expects="predict-has-no-training" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    return keras.Model(model.inputs[0], ends).predict(data, training=training)


# %% exercise="translate-k-function" expects="other-names" part="wrong"
def look_at(model, names, data, training):
    ends = {layer.name: layer.output for layer in model.layers}
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return {name: t.numpy() for name, t in seen.items()}


# %% exercise="translate-k-function" expects="other-numbers" part="wrong"
def look_at(model, names, data, training):
    ends = [layer.output for layer in model.layers if layer.name in names]
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return {name: seen[i].numpy() for i, name in enumerate(names)}


# %% exercise="translate-k-function" expects="one-end-unpacked" part="wrong"
def look_at(model, names, data, training):
    ends = [model.get_layer(name).output for name in names]
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return {name: seen[i].numpy() for i, name in enumerate(names)}


# %% exercise="translate-k-function" expects="phase-as-an-input" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)([data, training])
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="session-for-keras" part="wrong"
def look_at(model, names, data, training):
    ends = [model.get_layer(name).output for name in names]
    with tf.compat.v1.Session() as running:
        arrays = running.run(ends, feed_dict={model.inputs[0]: data})
        return {name: arrays[i] for i, name in enumerate(names)}


# %% exercise="translate-k-function" expects="ends-are-no-plans" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name) for name in names}
    return keras.Model(model.inputs[0], ends)(data, training=training)


# %% exercise="translate-k-function" expects="asked-for-eval" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return {name: seen[name].eval() for name in names}


# %% exercise="translate-k-function" expects="phase-as-an-input" part="wrong"
def look_at(model, names, data, training):
    outputs = [model.get_layer(name).output for name in names]
    look = keras.Model([model.inputs[0], training], outputs)
    return dict(zip(names, look([data, training]), strict=True))


# %% exercise="translate-k-function" expects="training-by-place" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data, training)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="asked-for-eval" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return {name: K.eval(seen[name]) for name in names}


# %% exercise="translate-k-function" expects="asked-for-eval" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return {name: keras.backend.eval(seen[name]) for name in names}


# %% exercise="translate-k-function" expects="phase-for-all" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    keras.backend.set_learning_phase(training)
    seen = keras.Model(model.inputs[0], ends)(data)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="phase-for-all" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    K.set_learning_phase(training)
    seen = keras.Model(model.inputs[0], ends)(data)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="began-at-a-layer" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.layers[0].input, ends)(data, training=training)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="layer-by-layer" part="wrong"
def look_at(model, names, data, training):
    t, seen = data, {}
    for one in model.layers:
        t = one(t, training=training)
        seen[one.name] = t.numpy()
    return {name: seen[name] for name in names}


# %% exercise="translate-k-function" expects="no-such-name" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], end)(data, training=training)
    return {name: seen[name].numpy() for name in names}


# %% exercise="translate-k-function" expects="layer-by-layer" part="wrong"
def look_at(model, names, data, training):
    t, seen = data, {}
    for one in model.layers:
        if not isinstance(one, keras.layers.InputLayer):
            t = one(t, training=training)
            seen[one.name] = t.numpy()
    return {name: seen[name] for name in names}


# %% exercise="translate-k-function" expects="always-training" part="wrong"
def look_at(model, names, data, training):
    ends = {name: model.get_layer(name).output for name in names}
    seen = keras.Model(model.inputs[0], ends)(data, training=not training)
    return {name: seen[name].numpy() for name in names}
