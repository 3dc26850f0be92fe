"""Where TensorFlow traces: a tf.function, a loss, a layer and a metric under fit, Dataset.map."""

import numpy as np
import tensorflow as tf

from . import cured
from .small import Calls, X, fitted, what_is_printed

ONE = tf.constant(2.5)


@cured("graph-tensor-numpy", "a tf.function", "or return it and call `.numpy()`")
def _():
    returned = tf.function(lambda t: 2 * t)
    return lambda: tf.function(lambda t: t.numpy())(ONE), lambda: returned(ONE).numpy(), 5


@cured("graph-tensor-numpy", "a loss under fit", "Print it with `tf.print(t)`")
def _():
    def loss(y, pred):
        tf.print("largest", tf.reduce_max(pred))
        return tf.reduce_mean(pred)

    printed = lambda: what_is_printed(lambda: fitted(loss))
    return lambda: fitted(lambda y, pred: pred.numpy()), printed, ["largest", "7"]


@cured("graph-tensor-numpy", "a layer's call under fit", "tf.print(t)")
def _():
    def call(t):
        tf.print("largest", tf.reduce_max(t))
        return t

    broken = Calls(lambda t: t if tf.executing_eagerly() else t.numpy())
    printed = lambda: what_is_printed(lambda: fitted(Calls(call)))
    return lambda: tf.function(broken)(X), printed, ["largest", "7"]


@cured("graph-tensor-numpy", "under XLA", "neither works: return it")
def _():
    broken = lambda: tf.function(lambda t: t.numpy(), jit_compile=True)(ONE)
    return broken, lambda: tf.function(lambda t: 2 * t, jit_compile=True)(ONE).numpy(), 5


@cured("graph-tensor-numpy", "Dataset.map that needs Python", "tf.py_function(f, [t], dtype)")
def _():
    paths = tf.data.Dataset.from_tensor_slices(["a", "abc"])
    long = lambda p: tf.py_function(lambda q: len(q.numpy().decode()), [p], tf.int64)
    broken = lambda: paths.map(lambda p: len(p.numpy()))
    return broken, lambda: list(paths.map(long).as_numpy_iterator()), [1, 3]


def median(a, b):
    return np.float32(np.median(np.abs(a.numpy() - b.numpy())))


@cured("graph-tensor-numpy", "a NumPy metric under fit", "tf.py_function(f, [t], dtype)")
def _():
    values = []

    def metric(y, pred):
        values.append(1)
        return tf.ensure_shape(tf.py_function(median, [y, pred], tf.float32), ())

    def run():
        fitted("mse", metrics=[metric])
        return len(values) > 0

    return lambda: fitted("mse", metrics=[median]), run, True


@cured("graph-tensor-numpy", "kept from a trace that has ended", "`assign` it to a variable inside")
def _():
    kept, variable = [], tf.Variable(0.0)
    tf.function(lambda t: kept.append(2 * t))(ONE)
    tf.function(lambda t: variable.assign(2 * t))(ONE)
    return lambda: kept[0].numpy(), lambda: variable.numpy(), 5


@cured("graph-tensor-to-numpy", "a tf.function", "`tf.reduce_mean` for `np.mean`")
def _():
    return lambda: tf.function(np.mean)(X), lambda: tf.function(tf.reduce_mean)(X), 2.5


@cured("graph-tensor-to-numpy", "a loss under fit", "the function of `tf` or `keras.ops`")
def _():
    def loss(mean):
        return lambda y, pred: mean(abs(y - pred))

    return lambda: fitted(loss(np.mean)), lambda: fitted(loss(tf.reduce_mean)), [0.5]


@cured("graph-tensor-to-numpy", "a metric that only NumPy has", "tf.numpy_function(f, [t], dtype)")
def _():
    by_numpy = tf.function(lambda t: tf.numpy_function(np.median, [t], tf.float32))
    return lambda: tf.function(np.median)(X), lambda: by_numpy(X), 2.5


@cured("graph-tensor-to-numpy", "a result that comes back outside", "use NumPy outside")
def _():
    outside = lambda: np.median(tf.function(lambda t: 2 * t)(X))
    return lambda: tf.function(lambda t: np.median(2 * t))(X), outside, 5


V = tf.Variable(4.0)


@cured("variable-while-tracing", "a tf.function", "Print it with `tf.print(variable)`")
def _():
    @tf.function
    def traced():
        tf.print(V)

    return lambda: tf.function(lambda: V.numpy())(), lambda: what_is_printed(traced), ["4"]


@cured("variable-while-tracing", "a layer's weight under fit", "Print it with `tf.print(variable)`")
def _():
    def layer(look):
        made = Calls(lambda t: look(made.scale) * t)
        made.scale = made.add_weight(shape=(), initializer="ones")
        return made

    def look(scale):
        tf.print("scale", scale)
        return scale

    numbers = lambda v: v if not tf.inside_function() else v.value.numpy()
    printed = lambda: what_is_printed(lambda: fitted(layer(look)))
    return lambda: fitted(layer(numbers)), printed, ["scale", "1"]


@cured("variable-while-tracing", "outside of the function", "read `variable.numpy()` outside")
def _():
    return lambda: tf.function(lambda: V.numpy())(), lambda: V.numpy(), 4


@cured("variable-while-tracing", "an old graph", "`session.run(variable)`")
def _():
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        old = tf.Variable(6.0)
        session.run(tf.compat.v1.global_variables_initializer())
        number = session.run(old)

    def broken():
        with tf.Graph().as_default():
            tf.Variable(6.0).numpy()

    return broken, lambda: number, 6


def printing(assigns, then):
    """A function of two arguments, the last of which is printed: assigned as in old code, or not."""

    def function(*args):
        *_, t = args
        operation = tf.print(t)
        return then(operation if assigns else t)

    return function


for situation, run, then, result in (
    ("a loss", fitted, tf.reduce_mean, 5),
    ("a layer", lambda call: tf.function(Calls(call))(X), tf.reduce_sum, 10),
    ("arithmetic", lambda function: tf.function(function)(ONE), lambda t: 2 * t, 5),
):

    @cured("print-assigned", situation, "Write `tf.print(x)` on a line of its own")
    def _(run=run, then=then, result=result):
        broken, right = printing(True, then), printing(False, then)
        return lambda: run(broken), lambda: run(right), result
