"""Callbacks: the model, the data and the logs that they are given; files and summaries."""

import functools
import tempfile
from pathlib import Path

import keras
import tensorflow as tf

from . import cured
from .small import HIDDEN, X, sequential


def train(*callbacks, model=None):
    model = model or sequential()
    model.compile(keras.optimizers.SGD(0.0), "mae", run_eagerly=True)  # callbacks are, always
    model.fit(X, X[:, :1], epochs=2, verbose=0, callbacks=callbacks)


class Looks(keras.callbacks.Callback):
    """Builds its sub-model at a moment of training; sends X through it after each epoch."""

    def __init__(self, at, net=None):
        super().__init__()
        self.at, self.net, self.looks = at, net, []
        if at == "__init__":
            self.build(net or self.model)

    def build(self, model):
        self.part = keras.Model(model.inputs[0], model.get_layer("hidden").output)

    def on_train_begin(self, logs=None):
        if self.at == "on_train_begin":
            self.build(self.model)

    def on_epoch_end(self, epoch, logs=None):
        self.looks.append(self.part(X).numpy())


def looks(look, model=None):
    train(look, model=model)
    return look.looks[-1]


@functools.cache
def looks_of_one_that_is_built_when_training_begins():
    return looks(Looks("on_train_begin"))


@cured("callback-without-model", "on_train_begin", "Use `self.model` in `on_train_begin`")
def _():
    return lambda: Looks("__init__"), looks_of_one_that_is_built_when_training_begins, HIDDEN


@cured("callback-without-model", "given to __init__", "`self.net = model`")
def _():
    model = sequential()
    return lambda: Looks("__init__"), lambda: looks(Looks("__init__", model), model), HIDDEN


@cured("callback-without-model", "super().__init__() is missing", "`super().__init__()` is missing")
def _():
    class Forgets(Looks):
        def __init__(self):
            self.build(self.model)

    return Forgets, looks_of_one_that_is_built_when_training_begins, HIDDEN


@cured("callback-validation-data", "an argument of its own", "an argument of its `__init__`")
def _():
    class Validates(keras.callbacks.Callback):
        def __init__(self, data=None):
            super().__init__()
            self.data, self.found = data, []

        def on_epoch_end(self, epoch, logs=None):
            x, y = self.data or self.validation_data
            self.found.append(self.model.evaluate(x, y, verbose=0))

    def right():
        validates = Validates((X, X[:, :1]))
        train(validates)
        return validates.found

    return lambda: train(Validates()), right, [3, 3]


@cured("callback-argument-names", "a lambda", "`lambda batch, logs: ...`")
def _():
    found, of = [], keras.callbacks.LambdaCallback
    wrong = of(on_train_batch_end=lambda batch, log: None)
    right = of(on_train_batch_end=lambda batch, logs: found.append(logs["loss"]))
    return lambda: train(wrong), lambda: (train(right), found)[1], [3, 3]


@cured("callback-argument-names", "a method", "def on_train_batch_end(self, batch, logs=None)")
def _():
    class Wrong(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, log=None):
            pass

    class Right(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            found.append(logs["loss"])

    found = []
    return lambda: train(Wrong()), lambda: (train(Right()), found)[1], [3, 3]


@cured("tensorboard-missing", "without TensorBoard", "write plain values with `tf.summary.write`")
def _():
    scalar = tf.compat.v1.SummaryMetadata(plugin_data={"plugin_name": "scalars"})

    def writing(write):
        with tf.summary.create_file_writer(tempfile.mkdtemp()).as_default():
            return bool(write())

    return (
        lambda: writing(lambda: tf.summary.scalar("mean", 0.5, step=0)),
        lambda: writing(lambda: tf.summary.write("mean", 0.5, 0, scalar)),
        True,
    )


def written(path):
    tf.print("x:", tf.constant(3), output_stream=f"file://{path}")
    return Path(path).read_text().split()


@cured("unknown-output-stream", "an absolute path", 'output_stream="file://" + path')
def _():
    broken = lambda: tf.print(3, output_stream="log.txt")
    return broken, lambda: written(tempfile.mkdtemp() + "/log.txt"), ["x:", "3"]


@cured("unknown-output-stream", "a relative path", 'output_stream="file://" + path')
def _():
    def right():
        with tempfile.TemporaryDirectory(dir=".", prefix="printed-") as folder:
            return written(f"{Path(folder).name}/log.txt")

    return lambda: tf.print(3, output_stream=open("/dev/null")), right, ["x:", "3"]
