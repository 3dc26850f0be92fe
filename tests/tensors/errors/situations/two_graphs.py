"""Tensors, values and models that do not belong to the graph in which they are used."""

import keras
import tensorflow as tf

from . import cured
from .old_graphs import Old
from .small import HIDDEN, X, ones, sequential

v1 = tf.compat.v1


@cured("not-of-this-graph", "a tensor", "`tf.compat.v1.Session(graph=t.graph)`")
def _():
    old, other = Old(), Old()
    t, feed = old.doubled, {old.x: 3.0}
    return lambda: other.session().run(t), lambda: v1.Session(graph=t.graph).run(t, feed), 6


@cured("not-of-this-graph", "a tensor that needs a variable", "initialise or restore there")
def _():
    old, other = Old(), Old()

    def right():
        session = v1.Session(graph=old.count.graph)
        session.run(old.start)
        return session.run(old.count)

    return lambda: other.session().run(old.count), right, 5


@cured("not-of-this-graph", "a Keras model", "call `model(data)`")
def _():
    with tf.Graph().as_default():
        scores = ones(1, "sums")(tf.constant(X))
    return lambda: Old().session().run(scores), lambda: sequential()(X), HIDDEN


@cured("from-two-graphs", "built in one graph", "Build both in one")
def _():
    def broken():
        old, other = Old(), Old()
        with old.graph.as_default():
            return tf.add(old.doubled, other.doubled)

    def right():
        old = Old()
        with old.graph.as_default(), v1.Session() as session:
            return session.run(tf.add(old.doubled, old.doubled), {old.x: 3.0})

    return broken, right, 12


@cured("from-two-graphs", "fed from the first to the second", "feed its number to the second graph")
def _():
    old, other = Old(), Old()

    def broken():
        with old.graph.as_default():
            return tf.add(old.doubled, other.doubled)

    def right():
        number = other.session().run(other.doubled, {other.x: 3.0})
        return old.session().run(old.total, {old.x: 3.0, old.y: number})

    return broken, right, 12


def outside(t):
    old = Old()

    def broken():
        with old.graph.as_default():
            return tf.add(old.doubled, t)

    return old, broken


@cured("value-in-an-old-graph", "a value", "feed values through a placeholder")
def _():
    value = tf.constant(4.0)
    old, broken = outside(value)
    right = lambda: old.session().run(old.total, {old.x: 3.0, old.y: value.numpy()})
    return broken, right, 10


@cured("value-in-an-old-graph", "a layer", "Make layers and variables inside of the graph")
def _():
    layer = ones(1, "sums")
    layer(X)

    def run(layer):
        with tf.Graph().as_default(), v1.Session() as session:
            result = layer(tf.constant(X))
            session.run(v1.global_variables_initializer())
            return session.run(result)

    return lambda: run(layer), lambda: run(ones(1, "sums")), HIDDEN


@cured("value-in-an-old-graph", "a tf.function", "turn the graph into a `tf.function`")
def _():
    value = tf.constant(4.0)
    return outside(value)[1], lambda: tf.function(lambda x: 2 * x + value)(3.0), 10


OUTSIDE = "outside of the `with tf.Graph()` block"


def in_a_graph(run):
    with tf.Graph().as_default():
        return run()


def compiled():
    model = sequential()
    model.compile(keras.optimizers.SGD(0.0), "mae")
    return model


@cured("keras-while-not-eager", "predict", OUTSIDE)
def _():
    predict = lambda: sequential().predict(X, verbose=0)
    model = sequential()
    broken = lambda: in_a_graph(lambda: model.predict(X, verbose=0))
    return broken, predict, HIDDEN


@cured("keras-while-not-eager", "fit", OUTSIDE)
def _():
    fit = lambda: compiled().fit(X, X[:, :1], verbose=0).history["loss"]
    return lambda: in_a_graph(fit), fit, [3]


@cured("keras-while-not-eager", "built in the block", "Build, compile and call the model")
def _():
    predict = lambda model: model.predict(X, verbose=0)
    return lambda: in_a_graph(lambda: predict(sequential())), lambda: predict(sequential()), HIDDEN


@cured("keras-while-not-eager", "a loop over a Dataset", "loops over a `Dataset` too")
def _():
    loop = lambda: [int(n) for n in tf.data.Dataset.range(3)]
    return lambda: in_a_graph(loop), loop, [0, 1, 2]
