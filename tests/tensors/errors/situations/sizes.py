"""Sizes that are not known while TensorFlow traces, and signatures that fix them."""

import keras
import numpy as np
import tensorflow as tf

from . import cured
from .small import Calls, X, fitted, ones


@cured("unknown-size", "a KerasTensor", "`t.shape[0]` on numbers")
def _():
    t = keras.Input((2,))
    return lambda: np.zeros((t.shape[0], 2)), lambda: keras.Model(t, t * 2)(X).shape[0], 2


def spec(f):
    return tf.function(f, input_signature=[tf.TensorSpec([None, 2], tf.float32)])


@cured("unknown-size", "a tf.function", "tf.shape(t)[0]")
def _():
    broken = lambda: spec(lambda t: tf.zeros((t.shape[0], 1)))(X)
    return broken, lambda: spec(lambda t: tf.zeros((tf.shape(t)[0], 1)))(X), [[0], [0]]


@cured("unknown-size", "a layer's call", "a layer's `call`, `tf.shape(t)[0]`")
def _():
    rows = Calls(lambda t: t / tf.cast(tf.shape(t)[0], tf.float32))
    broken = lambda: spec(Calls(lambda t: t / int(t.shape[0])))(X)
    return broken, lambda: spec(rows)(X), X / 2


@cured("shape-unknown-in-python", "a loss", "self.add_loss(...)")
def _():
    hidden = ones(1, "hidden")(keras.Input((2,)))
    errors = lambda y, p: keras.ops.mean(keras.ops.abs(y - p), -1)
    penalty = Calls(lambda t: penalty.add_loss(tf.reduce_sum(t)) or t)
    broken = lambda: fitted(lambda y, p: errors(y, p) + keras.ops.sum(hidden, -1))
    return broken, lambda: fitted(penalty), [10.5]


@cured("not-in-the-signature", "another dtype", "Convert the argument")
def _():
    doubled = spec(lambda t: 2 * t)
    broken = lambda: doubled(tf.constant([[1, 2]]))
    return broken, lambda: doubled(tf.cast(tf.constant([[1, 2]]), tf.float32)), [[2, 4]]


@cured("not-in-the-signature", "another size", "put `None` into the signature")
def _():
    fixed = tf.function(lambda t: 2 * t, input_signature=[tf.TensorSpec([1, 2], tf.float32)])
    return lambda: fixed(X), lambda: spec(lambda t: 2 * t)(X), 2 * X
