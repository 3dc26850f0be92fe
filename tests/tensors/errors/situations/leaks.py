"""Graph tensors in a text, and after their trace has ended."""

import keras
import tensorflow as tf

from . import cured
from .small import Calls, X, fitted, what_is_printed

ONE = tf.constant(2.5)


@cured("graph-tensor-in-format", "a tf.function", 'tf.print("loss:", t)')
def _():
    @tf.function
    def traced(t):
        tf.print("loss:", t)

    return (
        lambda: tf.function(lambda t: print(f"{t:.3f}"))(ONE),
        lambda: what_is_printed(lambda: traced(ONE)),
        ["loss:", "2.5"],
    )


@cured("graph-tensor-in-format", "a loss under fit", 'tf.print("loss:", t)')
def _():
    def loss(say):
        def mean(y, pred):
            found = tf.reduce_mean(abs(y - pred))
            say(found)
            return found

        return mean

    printing = lambda: fitted(loss(lambda t: tf.print("loss:", t)))
    return (
        lambda: fitted(loss(lambda t: print("%.3f" % t))),
        lambda: what_is_printed(printing),
        ["loss:", "0.5"],
    )


def short(t):
    tf.print("loss:", tf.strings.as_string(tf.cast(t, tf.float32), precision=3))


CAST = "tf.strings.as_string(tf.cast(t, tf.float32), precision=3)"


def fewer_digits(number):
    return (
        lambda: tf.function(lambda t: print(f"{t:.3f}"))(number),
        lambda: what_is_printed(lambda: tf.function(short)(number)),
        ["loss:", '"2.000"'],
    )


@cured("graph-tensor-in-format", "fewer digits", CAST)
def _():
    return fewer_digits(tf.constant(2.0))


@cured("graph-tensor-in-format", "fewer digits of an integer or float16 tensor", CAST)
def _():
    tf.function(short)(tf.constant(2.0, tf.float16))
    return fewer_digits(tf.constant(2))


@cured("leaked-graph-tensor", "returned", "Return the tensor from the function")
def _():
    kept = []
    tf.function(lambda t: kept.append(2 * t))(ONE)
    return lambda: kept[0] + 1, lambda: tf.function(lambda t: 2 * t)(ONE) + 1, 6


@cured("leaked-graph-tensor", "a variable", "assign it to a `tf.Variable` that was made outside")
def _():
    kept, variable = [], tf.Variable(0, dtype=tf.int32)
    tf.function(lambda t: kept.append(2 * t))(ONE)
    tf.function(lambda t: variable.assign(2 * t))(tf.constant(3))
    return lambda: kept[0] + 1, lambda: variable + 1, 7


@cured("leaked-graph-tensor", "a variable whose sizes change", "shape=(None, ...)")
def _():
    kept, variable = [], tf.Variable([[0.0, 0.0]], shape=(None, 2))
    keep = tf.function(lambda t: (kept.append(2 * t), variable.assign(t))[1])
    keep(X[:1]), keep(X)
    return lambda: kept[0] + 1, lambda: variable, X


@cured("leaked-graph-tensor-printed", "printed inside", "Put `tf.print` inside")
def _():
    kept = []
    tf.function(lambda t: kept.append(2 * t))(ONE)

    @tf.function
    def inside(t):
        tf.print(2 * t)

    return lambda: tf.print(kept[0]), lambda: what_is_printed(lambda: inside(ONE)), ["5"]


@cured("leaked-graph-tensor-printed", "returned", "print what comes back")
def _():
    kept = []
    tf.function(lambda t: kept.append(2 * t))(ONE)
    doubled = tf.function(lambda t: 2 * t)
    return (
        lambda: tf.print(kept[0]),
        lambda: what_is_printed(lambda: tf.print(doubled(ONE))),
        ["5"],
    )


@cured("leaked-graph-tensor-printed", "losses in a callback", "call `model(batch)` first")
def _():
    layer = Calls(lambda t: layer.add_loss(tf.reduce_sum(t)) or t)
    seen = []

    def broken(batch, logs):
        tf.print(layer.losses)

    def look(batch, logs):
        layer(X)
        seen.extend(layer.losses)

    def run(callback):
        model = keras.Sequential([layer])
        model.compile(keras.optimizers.SGD(0.0), "mse", jit_compile=False)
        callback = keras.callbacks.LambdaCallback(on_train_batch_end=callback)
        model.fit(X, X, verbose=0, callbacks=[callback])
        return seen

    return lambda: run(broken), lambda: run(look), [10]
