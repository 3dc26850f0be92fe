"""Graphs and sessions of TensorFlow 1, under tf.compat.v1."""

import tempfile

import keras
import tensorflow as tf

from . import cured
from .small import HIDDEN, X, functional, ones

v1 = tf.compat.v1


class Old:
    """A graph that doubles `x` and adds `y`, with a variable that holds 5."""

    def __init__(self):
        with tf.Graph().as_default() as self.graph:
            self.x = v1.placeholder(tf.float32, (), name="x")
            self.y = v1.placeholder(tf.float32, (), name="y")
            self.doubled = 2 * self.x
            self.total = self.doubled + self.y
            self.count = tf.Variable(5.0, name="count")
            self.start = v1.global_variables_initializer()

    def session(self):
        return v1.Session(graph=self.graph)


@cured("session-graph-empty", "a value", "Print the value: it needs no session")
def _():
    t = tf.constant(5.0)
    return lambda: v1.Session().run(t), lambda: t.numpy(), 5


@cured("session-graph-empty", "a tensor of a Keras model", "keras.Model(model.inputs[0], t)(batch)")
def _():
    model = functional()
    t = model.get_layer("hidden").output
    return lambda: v1.Session().run(t), lambda: keras.Model(model.inputs[0], t)(X).numpy(), HIDDEN


@cured("session-graph-empty", "old code", "open `tf.compat.v1.Session(graph=graph)`")
def _():
    def right():
        with tf.Graph().as_default() as graph:
            t = tf.constant(5.0)
        return v1.Session(graph=graph).run(t)

    return lambda: v1.Session().run(tf.constant(5.0)), right, 5


@cured("no-default-session", "a tensor", "Write `session.run(t)`")
def _():
    old = Old()
    feed = {old.x: 3.0}
    return lambda: old.doubled.eval(feed), lambda: old.session().run(old.doubled, feed), 6


@cured("no-default-session", "the same line", "`with session.as_default():`")
def _():
    old = Old()

    def right():
        with old.session().as_default():
            return old.doubled.eval({old.x: 3.0})

    return lambda: old.doubled.eval({old.x: 3.0}), right, 6


@cured("no-default-session", "an operation", "`with session.as_default():`")
def _():
    old = Old()

    def right():
        with old.session().as_default(), old.graph.as_default():
            old.start.run()
            return (old.count + 1).eval()

    return lambda: old.start.run(), right, 6


@cured("placeholder-not-fed", "one placeholder", "session.run(t, feed_dict={y: value})")
def _():
    old = Old()
    session = old.session()
    return lambda: session.run(old.doubled), lambda: session.run(old.doubled, {old.x: 3.0}), 6


@cured("placeholder-not-fed", "several placeholders", "beside what is fed already")
def _():
    old = Old()
    session, half = old.session(), {old.x: 3.0}
    right = lambda: session.run(old.total, {**half, old.y: 1.0})
    return lambda: session.run(old.total, half), right, 7


@cured("feed-is-a-tensor", "a value", "Feed `value.numpy()`")
def _():
    old, value = Old(), tf.constant(3.0)
    run = lambda fed: old.session().run(old.doubled, {old.x: fed})
    return lambda: run(value), lambda: run(value.numpy()), 6


@cured("feed-is-a-tensor", "an array", "the array that the tensor was made of")
def _():
    old = Old()
    run = lambda fed: old.session().run(old.doubled, {old.x: fed})
    return lambda: run(tf.constant(X)[0, 1]), lambda: run(X[0, 1]), 4


INITIALISE = "session.run(tf.compat.v1.global_variables_initializer())"


def initialised(make, also=()):
    """Broken without the initialiser, cured with it; `make` builds what is fetched."""

    def run(*initialisers):
        with tf.Graph().as_default(), v1.Session() as session:
            fetch = make()
            for initialiser in initialisers:
                session.run(initialiser())
            return session.run(fetch)

    first = v1.global_variables_initializer
    return lambda: run(*([first] if also else [])), lambda: run(first, *also)


@cured("variable-not-initialised", "a variable", INITIALISE)
def _():
    return *initialised(lambda: tf.Variable(5.0)), 5


@cured("variable-not-initialised", "a Keras layer", INITIALISE)
def _():
    return *initialised(lambda: ones(1, "sums")(tf.constant(X))), HIDDEN


@cured("variable-not-initialised", "a metric of tf.compat.v1", "`local_variables_initializer()`")
def _():
    mean = lambda: v1.metrics.mean(tf.constant(X))[0]
    return *initialised(mean, also=[v1.local_variables_initializer]), 0


def ref():
    return v1.get_variable("w", initializer=5.0, use_resource=False)


@cured("ref-variable-not-initialised", "a variable", INITIALISE)
def _():
    return *initialised(ref), 5


@cured("ref-variable-not-initialised", "a checkpoint", "load the checkpoint there")
def _():
    with tf.Graph().as_default(), v1.Session() as session:
        w, saver = ref(), v1.train.Saver()
        broken = lambda: v1.Session(graph=w.graph).run(w)
        session.run(v1.global_variables_initializer())
        path = saver.save(session, tempfile.mkdtemp() + "/old")

    def right():
        with v1.Session(graph=w.graph) as another:
            saver.restore(another, path)
            return another.run(w)

    return broken, right, 5
