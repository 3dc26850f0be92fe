"""All kinds of models, each made once: tests that only look at one share it."""

import functools

import keras
import numpy as np
import tensorflow as tf

from . import wild, zoo

KINDS = zoo.KINDS | wild.KINDS


class CallIsATfFunction(keras.Model):
    """A graph of its own runs its layers, out of the sight of Python."""

    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(2, name="dense")

    @tf.function
    def call(self, inputs):
        return self.dense(inputs)


class NeedsNumbers(keras.Model):
    """No graph can be made of it."""

    def __init__(self):
        super().__init__(name="needs_numbers")
        self.scaled = keras.layers.Rescaling(2.0, name="scaled")

    def call(self, x):
        return self.scaled(x) * float(tf.reduce_max(x))


@functools.cache
def made(kind):
    """A model that was called once, and a batch for it."""
    model, x = KINDS[kind]()
    model(x)
    return model, x


def assert_same(found, expected):
    """Structures of tensors of any sort with the same kinds, dtypes and values."""
    found_leaves = tf.nest.flatten(found, expand_composites=True)
    expected_leaves = tf.nest.flatten(expected, expand_composites=True)
    assert len(found_leaves) == len(expected_leaves)
    for one, other in zip(found_leaves, expected_leaves, strict=True):
        assert (one.dtype, one.shape) == (other.dtype, other.shape)
        if one.dtype.is_floating:
            tolerance = {tf.float16: 2e-3, tf.bfloat16: 2e-2}.get(one.dtype, 1e-5)
            one, other = tf.cast(one, tf.float64), tf.cast(other, tf.float64)
            np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)
        else:
            np.testing.assert_array_equal(one.numpy(), other.numpy())
