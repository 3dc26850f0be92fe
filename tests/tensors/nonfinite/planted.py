"""NaN and Inf in each of the places where training can go wrong."""

import keras
import numpy as np
import tensorflow as tf

from .. import zoo

L = keras.layers


class Root(L.Layer):
    """Is zero where it is not negative: then the output is finite, and its gradient is not."""

    def call(self, x):
        return tf.sqrt(tf.maximum(x, 0.0))


class Overflows(L.Layer):
    def call(self, x):
        return tf.exp(1e3 * x)


def model_of(*between, optimizer="adam", **options):
    """Its batch gives 3 in each unit of `hidden`."""
    hidden = L.Dense(2, kernel_initializer="ones", name="hidden")
    out = L.Dense(1, kernel_initializer="ones", name="out")
    model = keras.Sequential([keras.Input((3,)), hidden, *between, out])
    model.compile(optimizer, "mse", **options)
    return model, np.ones((4, 3), "float32"), np.ones((4, 1), "float32")


def in_the_input(**options):
    model, x, y = model_of(**options)
    x[1, 2] = np.nan
    return model, x, y, ("input", "", (1, 2))


def in_the_label(**options):
    model, x, y = model_of(**options)
    y[3] = np.inf
    return model, x, y, ("label", "", (3, 0))


def in_a_weight(**options):
    model, x, y = model_of(**options)
    model.get_layer("out").kernel.assign([[1.0], [np.nan]])
    return model, x, y, ("weight", "out/kernel", (1, 0))


def in_an_output(**options):
    model, x, y = model_of(Overflows(name="overflows"), **options)
    return model, x, y, ("output", "overflows", (0, 0))


def in_the_loss(**options):
    model, x, y = model_of(**options)
    x *= 1e30  # the square of which is too large
    return model, x, y, ("loss", "", ())


def in_a_gradient(**options):
    model, x, y = model_of(Root(name="root"), **options)
    x[:] = 0.0
    return model, x, y, ("gradient", "hidden", (0, 0))


def in_the_optimizer(**options):
    model, x, y = model_of(**options)
    model.optimizer.build(model.trainable_variables)
    state = model.optimizer.variables[-1]
    state.assign(tf.fill(state.shape, np.inf))
    return model, x, y, ("optimizer", state.path, (0,))


PLACES = [
    in_the_input,
    in_the_label,
    in_a_weight,
    in_an_output,
    in_the_loss,
    in_a_gradient,
    in_the_optimizer,
]


def finite():
    return (*model_of(), zoo.rows(4, 1))
