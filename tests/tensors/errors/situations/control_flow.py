"""Python that asks a graph tensor for yes or no, or goes through it."""

import keras
import tensorflow as tf

from . import cured
from .small import Calls, X, fitted

ONE = tf.constant(2.5)


def gate(t):
    return keras.ops.where(keras.ops.mean(t) > 0, t, keras.ops.zeros_like(t))


def gate_by_if(t):
    if not tf.inside_function():  # built without data; under fit, Python's `if` is asked
        return t
    return t if tf.reduce_mean(t) > 0 else 0 * t


@cured("graph-tensor-as-bool", "a layer's call under fit", "keras.ops.where(condition, a, b)")
def _():
    return lambda: fitted(Calls(gate_by_if)), lambda: fitted(Calls(gate)), [0.5]


@cured("graph-tensor-as-bool", "a layer's call under XLA", "keras.ops.where(condition, a, b)")
def _():
    broken = lambda: fitted(Calls(gate_by_if), xla=True)
    return broken, lambda: fitted(Calls(gate), xla=True), [0.5]


@cured("graph-tensor-as-bool", "a loss where one side may run", "keras.ops.cond")
def _():
    def by_if(y, pred):
        error = tf.reduce_mean(abs(y - pred))
        return error if error > 0.1 else 0 * error

    def by_cond(y, pred):
        error = tf.reduce_mean(abs(y - pred))
        return keras.ops.cond(error > 0.1, lambda: error, lambda: 0 * error)

    return lambda: fitted(by_if), lambda: fitted(by_cond), [0.5]


@cured("graph-tensor-as-bool", "bool() in a tf.function", "keras.ops.where(condition, a, b)")
def _():
    right = tf.function(lambda t: keras.ops.where(t > 0, t, -t), autograph=False)
    return lambda: tf.function(lambda t: t if bool(t > 0) else -t)(ONE), lambda: right(ONE), 2.5


@cured("graph-tensor-as-bool", "max in a tf.function", "`tf.maximum`")
def _():
    right = tf.function(lambda t: tf.maximum(t, 3.0))
    return lambda: tf.function(lambda t: max(t, 3.0))(ONE), lambda: right(ONE), 3


@cured("graph-tensor-as-bool", "any in a tf.function", "`tf.reduce_any`")
def _():
    right = tf.function(lambda t: tf.reduce_any(t > 3))
    return lambda: tf.function(lambda t: any([t > 3, t > 4]))(ONE), lambda: right(ONE), False


@cured("graph-tensor-as-bool", "if in your own function", "`@tf.function`, which rewrites `if`")
def _():
    def absolute(t):
        result = t
        if t < 0 and t > -9:
            result = -t
        return result

    broken = lambda: tf.function(absolute, autograph=False)(-ONE)
    return broken, lambda: tf.function(absolute)(-ONE), 2.5


def comprehension(t):
    return [2 * row for row in t]


@cured("graph-tensor-in-for", "the whole tensor", "`2 * t`, `tf.reduce_sum(t)`")
def _():
    return lambda: tf.function(comprehension)(X), lambda: tf.function(lambda t: 2 * t)(X), 2 * X


@cured("graph-tensor-in-for", "each element", "use `tf.map_fn`")
def _():
    right = tf.function(
        lambda t: tf.map_fn(tf.reduce_max, t),
        input_signature=[tf.TensorSpec([None, 2], tf.float32)],
    )
    return lambda: tf.function(comprehension)(X), lambda: right(X), [2, 4]


@cured("graph-tensor-in-for", "a known size", "`tf.unstack` where the size is known")
def _():
    def both(t):
        a, b = tf.unstack(t)
        return a + b

    def unpacked(t):
        a, b = t
        return a + b

    broken = lambda: tf.function(unpacked, autograph=False)(X)
    return broken, lambda: tf.function(both)(X), [4, 6]


@cured("graph-tensor-in-for", "a running total", "with a running total")
def _():
    def total(t):
        found = tf.constant(0.0)
        for row in t:
            found += tf.reduce_max(row)
        return found

    return lambda: tf.function(comprehension)(X), lambda: tf.function(total)(X), 6


@cured("graph-tensor-in-for", "a list of results", "`tf.TensorArray`, not with a list")
def _():
    def largest(t):
        found = tf.TensorArray(tf.float32, size=tf.shape(t)[0])
        for i in tf.range(tf.shape(t)[0]):
            found = found.write(i, tf.reduce_max(t[i]))
        return found.stack()

    return lambda: tf.function(comprehension)(X), lambda: tf.function(largest)(X), [2, 4]


@cured("graph-tensor-in-for", "a layer's call under fit", "Work on the whole tensor at once")
def _():
    def by_for(t):
        return t if not tf.inside_function() else tf.stack([2 * row for row in t])

    doubled = Calls(lambda t: 2 * t)
    return lambda: fitted(Calls(by_for)), lambda: fitted(doubled), [(9 + 36) / 2]
