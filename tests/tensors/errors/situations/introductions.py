"""What only introduces a message: the words before those that say what went wrong."""

import keras
import numpy as np
import tensorflow as tf

from . import cured, simple
from .small import fitted

TOO_MANY = "five rows are one too many"


class Picky(keras.layers.Layer):
    """Takes no more than four rows, and says so in words that no table knows."""

    def call(self, x):
        if x.shape[0] == 5:
            raise ValueError(TOO_MANY)
        return 2 * x


def picky():
    return keras.Sequential([keras.Input(batch_shape=(None, 2)), Picky(name="picky")])


E = "error-inside-a-layer"
FOUR, FIVE = np.ones((4, 2), "float32"), np.ones((5, 2), "float32")
simple(
    E,
    "a layer of a model",
    "call the layer by itself on one batch, `layer(x)`",
    lambda: picky()(FIVE),
    lambda: picky().get_layer("picky")(FOUR),
    2 * FOUR,
)


@cured(E, "a layer under fit", "Read what stands below it")
def _():
    def below():
        model = picky()
        model.compile("sgd", "mse")
        model.fit(FIVE, FIVE, batch_size=5, verbose=0)

    def read():
        try:
            below()
        except ValueError as error:
            _, _, rest = str(error).partition("Exception encountered when calling ")
            return next(line for line in rest.splitlines()[1:] if line.strip("\x1b[01m "))

    return below, lambda: read().replace("\x1b[1m", "").replace("\x1b[0m", ""), TOO_MANY


def refuses(x):
    if x.shape[0] == 5:
        raise ValueError(TOO_MANY)
    return 2 * x


def without_a_trace(run):
    tf.config.run_functions_eagerly(True)
    try:
        run()
    except ValueError as error:
        return str(error)
    finally:
        tf.config.run_functions_eagerly(False)


simple(
    "error-inside-a-trace",
    "a tf.function",
    "`tf.config.run_functions_eagerly(True)`",
    lambda: tf.function(refuses)(FIVE),
    lambda: without_a_trace(lambda: tf.function(refuses)(FIVE)),
    TOO_MANY,
)


@cured("graph-execution-error", "fit", "Look up the line before `[[{{node`")
def _():
    def loss(y, p):
        with tf.control_dependencies([tf.debugging.Assert(tf.size(y) < 0, ["too many numbers"])]):
            return tf.reduce_mean(p - y)

    def broken():
        fitted(loss)

    def read():
        try:
            broken()
        except tf.errors.InvalidArgumentError as error:
            lines = str(error).splitlines()
        at = next(n for n, line in enumerate(lines) if "[[{{node" in line)
        return lines[at - 1].strip()

    return broken, read, "assertion failed: [too many numbers]"


def added(a, b):
    return tf.raw_ops.BatchToSpaceND(input=a, block_shape=[2], crops=b)


simple(
    "operation-failed",
    "eager",
    "print the shapes and dtypes of what you gave the operation",
    lambda: added(np.ones((3, 1, 1), "float32"), [[0, 0]]),
    lambda: added(np.ones((4, 1, 1), "float32"), [[0, 0]]),
    np.ones((2, 2, 1)),
)
