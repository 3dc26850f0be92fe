"""More of sessions, graphs and names of TensorFlow 1 and of older Keras."""

import keras
import numpy as np
import tensorflow as tf

from . import cured, simple
from .old_graphs import Old
from .small import X, what_is_printed

v1 = tf.compat.v1
V = tf.Variable(3.0)

E = "keras-name-gone"
simple(
    E,
    "CuDNNLSTM",
    "`CuDNNLSTM` is `LSTM`",
    lambda: keras.layers.CuDNNLSTM(1),
    lambda: keras.layers.LSTM(1, kernel_initializer="zeros")(np.ones((1, 3, 2))),
    [[0]],
)
simple(
    E,
    "merge",
    "`merge` is `Concatenate`, `Add`",
    lambda: keras.layers.merge([X, X]),
    lambda: keras.layers.Add()([X, X]),
    2 * X,
)
simple(
    E,
    "np_utils",
    "`to_categorical` in `keras.utils`",
    lambda: keras.utils.np_utils,
    lambda: keras.utils.to_categorical([1]),
    [[0, 1]],
)


def taped():
    with tf.GradientTape() as tape:
        loss = V * V
    return tape.gradient(loss, V)


E = "gradients-while-eager"
simple(E, "a tape", "tape.gradient(loss, v)", lambda: tf.gradients(V * V, V), taped, 6)
simple(
    E,
    "a tf.function",
    "Inside of a `tf.function`, `tf.gradients` works",
    lambda: tf.gradients(V * V, V),
    lambda: tf.function(lambda: tf.gradients(V * V, V)[0])(),
    6,
)


def old_mean(initialise):
    with tf.Graph().as_default(), v1.Session() as session:
        mean, update = v1.metrics.mean(tf.constant([1.0, 3.0]))
        session.run(v1.global_variables_initializer())
        if initialise:
            session.run(v1.local_variables_initializer())
        session.run(update)
        return session.run(mean)


def new_mean():
    mean = keras.metrics.Mean()
    mean.update_state([1.0, 3.0])
    return mean.result()


E = "not-while-eager"
simple(E, "a metric", "`keras.metrics.Mean`", lambda: v1.metrics.mean([1.0, 3.0]), new_mean, 2)
simple(
    E,
    "old code",
    "with tf.Graph().as_default():",
    lambda: v1.metrics.mean([1.0, 3.0]),
    lambda: old_mean(True),
    2,
)
simple(
    "metric-not-initialised",
    "a metric",
    "local_variables_initializer()",
    lambda: old_mean(False),
    lambda: old_mean(True),
    2,
)


def late():
    v1.disable_eager_execution()
    try:
        tf.constant(1)
        v1.enable_eager_execution()
    finally:
        v1.reset_default_graph()
        v1.enable_eager_execution()


simple(
    "enable-eager-too-late",
    "delete the line",
    "`tf.executing_eagerly()` is `True`",
    late,
    tf.executing_eagerly,
    True,
)


def run(fetch, feed=None, of=None):
    old = of or Old()
    with old.session() as session:
        return session.run(fetch(old), {(feed or (lambda o: o.x))(old): 3.0})


E = "fetch-of-none"
simple(
    E,
    "another name",
    "value = session.run(loss)",
    lambda: run(lambda old: 1.0),
    lambda: run(lambda old: old.doubled),
    6,
)
simple(
    E,
    "None",
    "[t for t in wanted if t is not None]",
    lambda: run(lambda old: [None, old.doubled]),
    lambda: run(lambda old: [t for t in (None, old.doubled) if t is not None]),
    [6],
)

OTHER = Old()
E = "feed-key"
simple(
    E,
    "the placeholder",
    "session.run(t, {x: value})",
    lambda: run(lambda old: old.doubled, lambda old: "x"),
    lambda: run(lambda old: old.doubled),
    6,
)
simple(
    E,
    "by name",
    '`"x:0"`',
    lambda: run(lambda old: old.doubled, lambda old: 7),
    lambda: run(lambda old: old.doubled, lambda old: "x:0"),
    6,
)
simple(
    E,
    "a placeholder of another graph",
    "of the graph that the session runs",
    lambda: run(lambda old: old.doubled, lambda old: OTHER.x),
    lambda: run(lambda old: old.doubled),
    6,
)


def in_graph(build):
    with tf.Graph().as_default() as graph, v1.Session() as session:
        return build(graph, session)


def fed(value):
    def build(_graph, session):
        x = v1.placeholder(tf.float32, (None, 2))
        return session.run(2 * x, {x: value})

    return in_graph(build)


simple(
    "feed-shape", "one example", "value[None]", lambda: fed(X[0]), lambda: fed(X[0][None]), [[2, 4]]
)


@cured("session-closed", "inside of the block", "value = session.run(t)")
def _():
    def broken():
        old = Old()
        with old.session() as session:
            pass
        return session.run(old.doubled, {old.x: 1.0})

    return broken, lambda: run(lambda old: old.doubled), 6


def twice(_graph, _session, reuse=None):
    for _ in range(2):
        with v1.variable_scope("", reuse=reuse):
            v = v1.get_variable("v", (2,))
    return v.shape[0]


def needed(reuse):
    return in_graph(lambda *_: twice(*_, reuse=reuse))


E = "variable-exists"
simple(
    E,
    "a fresh graph",
    "with tf.Graph().as_default():",
    lambda: in_graph(twice),
    lambda: [in_graph(lambda *_: v1.get_variable("v", (2,)).shape[0]) for _ in range(2)],
    [2, 2],
)
simple(
    E,
    "share it",
    "reuse=tf.compat.v1.AUTO_REUSE",
    lambda: in_graph(twice),
    lambda: needed(v1.AUTO_REUSE),
    2,
)
simple(
    "variable-does-not-exist",
    "made if needed",
    "reuse=tf.compat.v1.AUTO_REUSE",
    lambda: needed(True),
    lambda: needed(v1.AUTO_REUSE),
    2,
)

OLD = Old()
E = "name-not-in-graph"
simple(
    E,
    "a tensor",
    'graph.get_tensor_by_name("doubled:0")',
    lambda: OLD.graph.get_tensor_by_name("doubled"),
    lambda: OLD.graph.get_tensor_by_name("x:0").name,
    "x:0",
)
simple(
    E,
    "list them",
    "[op.name for op in graph.get_operations()]",
    lambda: OLD.graph.get_tensor_by_name("no:0"),
    lambda: [op.name for op in OLD.graph.get_operations()][:2],
    ["x", "y"],
)


def closed(graph, session, inside):
    t = tf.constant(2.0)
    graph.finalize()
    return session.run(2 * t if inside else t)


simple(
    "graph-finalized",
    "build before",
    "in the loop only `session.run(t)`",
    lambda: in_graph(lambda *gs: closed(*gs, inside=True)),
    lambda: in_graph(lambda *gs: closed(*gs, inside=False)),
    2,
)


def to_the_end(how):
    def build(_graph, session):
        data = tf.data.Dataset.range(2)
        element = v1.data.make_one_shot_iterator(
            data.repeat() if how == "repeat" else data
        ).get_next()
        seen = []
        for _ in range(3):
            try:
                seen.append(session.run(element))
            except tf.errors.OutOfRangeError:
                if how == "catch":
                    break
                raise
        return seen

    return in_graph(build)


E = "iterator-at-its-end"
simple(
    E,
    "catch it",
    "except tf.errors.OutOfRangeError: break",
    lambda: to_the_end(""),
    lambda: to_the_end("catch"),
    [0, 1],
)
simple(
    E, "repeat", "dataset.repeat()", lambda: to_the_end(""), lambda: to_the_end("repeat"), [0, 1, 0]
)


def first_of(initialise):
    def build(_graph, session):
        iterator = v1.data.make_initializable_iterator(tf.data.Dataset.range(2))
        element = iterator.get_next()
        if initialise:
            session.run(iterator.initializer)
        return session.run(element)

    return in_graph(build)


simple(
    "iterator-not-initialised",
    "an iterator",
    "session.run(iterator.initializer)",
    lambda: first_of(False),
    lambda: first_of(True),
    0,
)
simple(
    "dimensions-must-be-equal",
    "a tf.function",
    "a[:, None]",
    lambda: tf.function(lambda a, b: a + b, autograph=False)(tf.ones(2), tf.ones(3)),
    lambda: tf.function(lambda a, b: a[:, None] + b, autograph=False)(tf.ones(2), tf.ones(3)),
    2 * np.ones((2, 3)),
)

E = "old-operation-object"
OPERATION = lambda: in_graph(lambda *_: tf.print(tf.constant(1)).numpy())
simple(
    E,
    "run it beside",
    "session.run([t, operation])",
    OPERATION,
    lambda: in_graph(lambda _graph, session: session.run([tf.constant(5), tf.no_op()])[0]),
    5,
)
simple(
    E,
    "on its own line",
    "call `tf.print(t)` on its own line",
    OPERATION,
    lambda: what_is_printed(lambda: tf.print(5)),
    ["5"],
)


def summarised():
    import tempfile

    writer = tf.summary.create_file_writer(tempfile.mkdtemp())
    with writer.as_default():
        return bool(tf.summary.write("loss", 1.0, step=0))


simple(
    "summary-old",
    "a value",
    'tf.summary.write("loss", value, step=0)',
    lambda: tf.summary.create_file_writer("/tmp").add_summary(1),
    summarised,
    True,
)
