"""Under XLA, which Keras' `fit` uses by default where there is a GPU; forced here on the CPU."""

import functools
import tempfile

import keras
import tensorflow as tf

from . import cured
from .small import Calls, X, fitted, sequential, what_is_printed

KERAS = "`compile(jit_compile=False)`"


def printing(t):
    tf.print("largest", tf.reduce_max(t))
    return t


def once(raises):
    """Raises each time what it raised the first time, when XLA compiled."""

    @functools.cache
    def first():
        try:
            raises()
        except tf.errors.InvalidArgumentError as error:
            return error

    def again():
        raise first()

    return again


@cured("print-under-xla", "a tf.function", "Leave `jit_compile=True` out")
def _():
    run = lambda xla: tf.function(printing, jit_compile=xla)(X)
    return lambda: run(True), lambda: what_is_printed(lambda: run(None)), ["largest", "4"]


def loss(y, pred):
    return tf.reduce_mean(abs(y - printing(pred)))


prints_in_fit = once(lambda: fitted(loss, xla=True))


@cured("print-under-xla", "fit", KERAS)
def _():
    right = lambda: what_is_printed(lambda: fitted(loss, xla=False))
    return prints_in_fit, right, ["largest", "7"]


@cured("print-under-xla", "a layer that prints", "`self.supports_jit = False`")
def _():
    layer = lambda **more: Calls(printing, **more)
    right = lambda: what_is_printed(lambda: fitted(layer(supports_jit=False), xla=True))
    return lambda: fitted(layer(), xla=True), right, ["largest", "7"]


@cured("print-under-xla", "predict of a sub-model", "or call it, `route(x)`")
def _():
    def route(xla):
        model = keras.Sequential(
            [keras.Input((2,)), *sequential().layers, keras.layers.Lambda(printing)]
        )
        model.compile(jit_compile=False)
        made = keras.Model(model.inputs[0], model.outputs[0])
        made.jit_compile = xla  # as by default with a GPU: the model's own setting is not passed on
        return made

    right = lambda: what_is_printed(lambda: route(True)(X))
    return lambda: route(True).predict(X, verbose=0), right, ["largest", "7"]


class Returns(keras.Sequential):
    """Its step gives the loss of the batch, and the largest score."""

    def train_step(self, data):
        x, y = data
        pred = self(x, training=True)
        return {"batch_loss": self.compute_loss(x, y, pred), "largest": tf.reduce_max(pred)}


@functools.cache
def returned():
    model = Returns(sequential().layers)
    model.compile("sgd", "mae", jit_compile=True)
    return model.fit(X, X[:, :1], verbose=0).history


@cured("print-under-xla", "returned from train_step", "or from `train_step`")
def _():
    return prints_in_fit, lambda: returned()["largest"], [7]


@cured("print-under-xla", "tf.py_function", KERAS)
def _():
    def by_python(y, pred):
        return tf.reduce_mean(tf.py_function(lambda t: t / 2, [pred], tf.float32))

    return lambda: fitted(by_python, xla=True), lambda: fitted(by_python), [2.5]


@cured("print-under-xla", "a summary", KERAS)
def _():
    scalar = tf.compat.v1.SummaryMetadata(plugin_data={"plugin_name": "scalars"})

    def run(xla):
        def summarised(y, pred):
            tf.summary.write("mean", tf.reduce_mean(pred), 0, scalar)
            return tf.reduce_mean(pred)

        with tf.summary.create_file_writer(tempfile.mkdtemp()).as_default():
            return fitted(summarised, xla=xla)

    return lambda: run(True), lambda: run(False), [5]


def kept_under(fit):
    """The last batch of two, in a variable that takes any number of rows."""
    variable = tf.Variable([[0.0]], shape=(None, 1), trainable=False)

    def keeps(y, pred):
        variable.assign(pred)
        return tf.reduce_mean(pred)

    fit(keeps)
    return variable.numpy()


keeps_in_fit = once(lambda: kept_under(lambda keeps: fitted(keeps, xla=True)))


@cured("variable-shape-under-xla", "fit", KERAS)
def _():
    return keeps_in_fit, lambda: kept_under(fitted), [[3], [7]]


@cured("variable-shape-under-xla", "a tf.function", "leave `jit_compile=True` out")
def _():
    run = lambda xla: kept_under(lambda k: tf.function(k, jit_compile=xla)(0.0, X[:, :1]))
    return lambda: run(True), lambda: run(None), X[:, :1]


@cured("variable-shape-under-xla", "returned from train_step", "in the dict of `train_step`")
def _():
    return keeps_in_fit, lambda: returned()["batch_loss"], [3]
