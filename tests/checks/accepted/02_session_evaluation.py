# %% [markdown]
# Answers to the exercises of 02_session_evaluation that are right, in other styles than the one that is shown.
# Each must pass.

# %% exercise="feed-what-is-needed"
fetch_guess = "c)"

# %% exercise="feed-what-is-needed"
fetch_guess = "c) `50.0`"

# %% exercise="feed-what-is-needed"
fetch_guess = "C) 50.0"

# %% exercise="feed-what-is-needed"
fetch_guess = " C. "

# %% exercise="feed-what-is-needed"
fetch_guess = "c: 50.0"

# %% exercise="where-a-number-lives"
count_guess = "b) `2.0 0.0`: each session has a number of its own"

# %% exercise="where-a-number-lives"
count_guess = "B"

# %% exercise="where-a-number-lives"
count_guess = "(b)"

# %% exercise="where-a-number-lives"
count_guess = "b - each session has a number of its own"

# %% exercise="where-a-number-lives"
count_guess = """b"""


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # eval asks the default session
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session():
            v1.global_variables_initializer().run()
            return result.eval({fed_rows: data})


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # a graph and a session that are named
    graph = tf.Graph()
    with graph.as_default():
        fed_rows = tf.compat.v1.placeholder("float32", [None, None])
        fed_rows.set_shape([None, data.shape[1]])
        layer = make_layer()
        result = layer(fed_rows)
        start = tf.compat.v1.global_variables_initializer()
    session = tf.compat.v1.Session(graph=graph)
    session.run(start)
    numbers = session.run(result, {fed_rows: data})
    session.close()
    return numbers


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # one initialiser for each variable
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, data.shape)
        layer = make_layer()
        result = layer(fed_rows)
        with v1.Session() as running:
            running.run([weight.value.initializer for weight in layer.weights])
            return running.run([result], feed_dict={fed_rows: data})[0]


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # several fetches, a list of rows is fed
    with tf.Graph().as_default(), v1.Session() as running:
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        layer = make_layer()
        result = layer(fed_rows)
        running.run(v1.variables_initializer(v1.global_variables()))
        numbers, _ = running.run([result, fed_rows], feed_dict={fed_rows: data.tolist()})
        return numbers


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # a dict is fetched; the initialiser by its oldest name
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.Session() as running:
            running.run(v1.initialize_all_variables())
            return running.run({"result": tf.identity(result)}, {fed_rows: data})["result"]


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # built, then called by its methods
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        layer = make_layer()
        layer.build(fed_rows.shape)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            result = layer.call(fed_rows)
            return np.array(running.run(result, feed_dict={fed_rows: data}))


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # row by row
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows, training=False)
        with v1.Session() as running:
            running.run(v1.global_variables_initializer())
            return np.concatenate([result.eval({fed_rows: row[None]}) for row in data])


# %% exercise="order-of-a-session"
session_lines = "CGDAF"

# %% exercise="order-of-a-session"
session_lines = "CDAGF"

# %% exercise="order-of-a-session"
session_lines = "CDGAF."

# %% exercise="order-of-a-session"
session_lines = "c-d-g-a-f"

# %% exercise="order-of-a-session"
session_lines = "C -> D -> G -> A -> F"

# %% exercise="order-of-a-session"
session_lines = ["C", "G", "D", "A", "F"]

# %% exercise="order-of-a-session"
session_lines = "C, D; G A F"


# %% exercise="columns-of-old"
def standardise(table):  # the old lines, in a graph of their own
    with tf.Graph().as_default():
        data = v1.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
        with v1.Session() as running:
            return running.run(result, feed_dict={data: table})


# %% exercise="columns-of-old"
def standardise(table):  # built inside of the session alone: in one graph, that grows
    with v1.Session() as running:
        data = v1.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        return running.run((data - mean) / tf.sqrt(variance), feed_dict={data: table})


# %% exercise="columns-of-old"
def standardise(table):  # NumPy alone
    return (table - np.mean(table, axis=0)) / np.std(table, axis=0)


# %% exercise="columns-of-old"
def standardise(table):  # in the double precision of NumPy
    table = np.array(table, dtype="float64")
    table -= table.mean(0)
    table /= np.sqrt((table**2).mean(0))
    return table


# %% exercise="columns-of-old"
def standardise(table):  # Keras
    table = keras.ops.convert_to_tensor(table)
    mean, variance = keras.ops.moments(table, axes=0)
    return keras.ops.convert_to_numpy((table - mean) / keras.ops.sqrt(variance))


# %% exercise="columns-of-old"
@tf.function
def _standardised(data):  # a graph of today
    mean, variance = tf.nn.moments(data, axes=[0])
    return (data - mean) / tf.sqrt(variance)


def standardise(table):
    return _standardised(tf.constant(table)).numpy()


# %% exercise="columns-of-old"
def standardise(table):  # a small number against a division by 0; np.asarray for .numpy()
    data = tf.convert_to_tensor(table, tf.float32)
    mean = tf.reduce_mean(data, axis=0, keepdims=True)
    return np.asarray((data - mean) / (tf.math.reduce_std(data, axis=0) + 1e-7))


# %% exercise="columns-of-old"
def standardise(table):  # column by column
    columns = [(column - column.mean()) / column.std() for column in table.T]
    return np.stack(columns, axis=1)


# %% exercise="columns-of-old"
def standardise(table):  # a Keras layer does it
    layer = keras.layers.Normalization()
    layer.adapt(table)
    return layer(table).numpy()


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # a list of outputs, and the names beside it
    outputs = [model.get_layer(name).output for name in names]
    arrays = keras.tree.flatten(keras.Model(model.inputs, outputs)(data, training=training))
    return {name: arrays[i].numpy() for i, name in enumerate(names)}


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # the course's library
    seen = get_activations(model, data, layers=names, training=training)
    return {name: keras.ops.convert_to_numpy(seen[name]) for name in names}


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # all layers, of which the named ones are kept
    every = {layer.name: layer.output for layer in model.layers}
    seen = keras.Model(model.inputs[0], every)(data, training=training)
    return {name: np.array(t) for name, t in seen.items() if name in names}


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # tensors of TensorFlow, numbers of 0 and 1
    ends = dict(zip(names, [model.get_layer(name).output for name in names], strict=True))
    seen = keras.Model(inputs=model.inputs, outputs=ends)(
        [tf.constant(data)], training=int(training)
    )
    return keras.tree.map_structure(lambda tensor: tensor.numpy(), seen)


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # a traced function
    sub_model = keras.Model(model.inputs[0], {n: model.get_layer(n).output for n in names})
    look = tf.function(lambda batch: sub_model(batch, training=training))
    found = {}
    for name, tensor in look(data).items():
        found[name] = tensor.numpy()
    return found


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # what each layer gives is kept while the model runs
    found = {}

    def watched(layer, call):
        def kept(*arguments, **how):
            found[layer.name] = call(*arguments, **how)
            return found[layer.name]

        return kept

    layers = [model.get_layer(name) for name in names]
    for layer in layers:
        layer.call = watched(layer, layer.call)
    model(data, training=training)
    for layer in layers:
        del layer.call
    return {name: found[name].numpy() for name in names}


# %% exercise="feed-what-is-needed"
fetch_guess = ["c"]


# %% exercise="feed-what-is-needed"
fetch_guess = ("C",)


# %% exercise="where-a-number-lives"
count_guess = ["b"]


# %% exercise="order-of-a-session"
session_lines = "1. C 2. D 3. G 4. A 5. F"


# %% exercise="order-of-a-session"
session_lines = ("C", "D", "A", "G", "F")


# %% exercise="order-of-a-session"
session_lines = "1C, 2D, 3G, 4A, 5F"


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # a function that the session makes
    with tf.Graph().as_default(), v1.Session() as running:
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        run = running.make_callable(make_layer()(fed_rows), feed_list=[fed_rows])
        running.run(v1.global_variables_initializer())
        return run(data)


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # the session of old notebooks
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, [None, data.shape[1]], name="rows")
        result = tf.identity(make_layer()(fed_rows), name="result")
        running = v1.InteractiveSession()
        v1.global_variables_initializer().run()
        numbers = running.run("result:0", {"rows:0": data})
        running.close()
    return numbers


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # a session that initialises by itself
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = make_layer()(fed_rows)
        with v1.train.MonitoredSession() as running:
            return running.run(result, feed_dict={fed_rows: data})


# %% exercise="layer-in-an-old-graph"
def run_a_layer(make_layer, data):  # a model around the layer, built inside
    with tf.Graph().as_default():
        fed_rows = v1.placeholder(tf.float32, (None, data.shape[1]))
        result = keras.Sequential([make_layer()])(fed_rows)
        with v1.Session() as running:
            running.run([v1.global_variables_initializer(), v1.local_variables_initializer()])
            return running.run((fed_rows, result), feed_dict={fed_rows: data})[-1]


# %% exercise="columns-of-old"
def standardise(table):  # the layer of a network, with next to nothing added
    layer = keras.layers.BatchNormalization(epsilon=1e-9)
    return layer(table, training=True).numpy()


# %% exercise="columns-of-old"
def standardise(table):  # the length of a centred column
    centred = table - table.mean(axis=0)
    return np.sqrt(len(table)) * centred / np.linalg.norm(centred, axis=0)


# %% exercise="columns-of-old"
def standardise(table):
    mean, variance = tf.nn.moments(tf.constant(table), axes=0, keepdims=True)
    return tf.nn.batch_normalization(table, mean, variance, None, None, 1e-12).numpy()


# %% exercise="columns-of-old"
def standardise(table):
    layer = keras.layers.Normalization(mean=table.mean(axis=0), variance=table.var(axis=0))
    return keras.ops.convert_to_numpy(layer(table))


# %% exercise="columns-of-old"
def standardise(table):
    columns = tf.unstack(tf.constant(table), axis=1)
    done = [(c - tf.reduce_mean(c)) / tf.math.reduce_std(c) for c in columns]
    return tf.stack(done, axis=-1).numpy()


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # `predict` where nothing is dropped
    ends = {name: model.get_layer(name).output for name in names}
    sub_model = keras.Model(model.inputs, ends)
    if not training:
        return sub_model.predict(data, verbose=0)
    return {name: tensor.numpy() for name, tensor in sub_model(data, training=True).items()}


# %% exercise="translate-k-function"
from collections import OrderedDict


def look_at(model, names, data, training):
    ends = OrderedDict((name, model.get_layer(name).output) for name in names)
    seen = keras.Model(model.inputs[0], ends)(data, training=training)
    return OrderedDict((name, np.asarray(seen[name])) for name in names)


# %% exercise="translate-k-function"
def look_at(model, names, data, training):  # the first output stands there twice
    outputs = [model.get_layer(name).output for name in (names[0], *names)]
    _, *tensors = keras.Model(model.inputs[0], outputs)(data, training=bool(training))
    return dict(zip(names, map(keras.ops.convert_to_numpy, tensors), strict=True))


# %% exercise="columns-of-old"
def standardise(table):  # the old call still works on an eager tensor
    from tensorflow.keras import backend as K

    mean, variance = tf.nn.moments(table, axes=[0])
    return K.get_value((table - mean) / tf.sqrt(variance))


# %% exercise="columns-of-old"
def standardise(table):  # the lesson's table of today's names
    data = keras.ops.convert_to_tensor(table)
    mean, variance = keras.ops.moments(data, axes=[0])
    return keras.ops.convert_to_numpy((data - mean) / keras.ops.sqrt(variance))


# %% exercise="columns-of-old"
def standardise(table):
    return (table - np.mean(table, axis=0)) / np.std(table, axis=0)
