"""Training with any logger is training without it: a property of all kinds of models.

To the bit, except where XLA compiles a step whose own batches are looked at: a value that is read has to
exist where XLA would have merged it with what follows, so a logger of the real batches may change how a sum
is rounded, and nothing else. `draws` shows it.

The suite takes a sample. ``WHOLE_ZOO=1`` takes every kind of model that there is, in every way to train it.
"""

import os
import random

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import wild, zoo

L = keras.layers
RESTLESS = {}


def restless(make):
    """A kind of model whose forward pass changes something, also in inference mode."""
    RESTLESS[make.__name__] = make
    return make


@restless
def stateful():
    layers = [L.LSTM(3, stateful=True, return_sequences=True, name="lstm")]
    layers += [L.GRU(2, stateful=True, name="gru")]
    return keras.Sequential([keras.Input(batch_shape=(2, 3, 2)), *layers]), zoo.rows(2, 3, 2)


class Counts(L.Layer):
    """Assigns to a weight, to a variable that Keras does not list, to one that it only writes."""

    def build(self, shape):
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False, name="calls")
        self.own = tf.Variable(1.0, trainable=False)
        self.last = tf.Variable(tf.zeros(shape[1:]), trainable=False)
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")

    def call(self, x):
        self.calls.assign_add(1.0)
        self.own.assign(self.own * 1.5)
        self.last.assign(tf.reduce_mean(x, axis=0))
        self.scale.assign(self.scale * 0.75)  # trainable, too
        self.add_loss(0.1 * tf.reduce_mean(x) * self.calls)
        return x * self.scale + self.own / (self.own + 1.0)


@restless
def assigns():
    layers = [Counts(name="counts"), L.BatchNormalization(name="norm"), L.Dense(1, name="head")]
    return keras.Sequential([keras.Input((3,)), *layers]), zoo.rows(4, 3)


class Draws(L.Layer):
    """Random numbers of every source that a reader might use, also in inference mode."""

    def __init__(self, **options):
        super().__init__(**options)
        self.seeds = keras.random.SeedGenerator(3)
        self.generator = tf.random.Generator.from_seed(4)

    def call(self, x):
        x += keras.random.normal((3,), seed=self.seeds) + keras.random.uniform((3,))
        return x + self.generator.normal((3,))


@restless
def draws():
    layers = [Draws(name="draws"), L.Dropout(0.5, name="drop"), L.GaussianNoise(0.1, name="noise")]
    return keras.Sequential([keras.Input((3,)), *layers, L.Dense(1, name="head")]), zoo.rows(4, 3)


class DrawsWithoutVariable(L.Layer):
    def call(self, x):
        return x + tf.random.normal((3,))


@restless
def draws_without_variable():
    layers = [DrawsWithoutVariable(name="draws"), L.Dense(1, name="head")]
    return keras.Sequential([keras.Input((3,)), *layers]), zoo.rows(4, 3)


class DrawsInPython(L.Layer):
    def call(self, x):
        return x + float(np.random.normal()) + random.random()


@restless
def draws_in_python():
    layers = [DrawsInPython(name="draws"), L.Dense(1, name="head")]
    return keras.Sequential([keras.Input((3,)), *layers]), zoo.rows(4, 3)


class Undecided(keras.Model):
    """Can't be made a graph."""

    def __init__(self):
        super().__init__(name="undecided")
        self.counts, self.head = Counts(name="counts"), L.Dense(1, name="head")

    def call(self, x):
        x = self.counts(x)
        noise = np.random.normal() + random.random()
        return self.head(x if tf.reduce_sum(x) > noise else -x)


@restless
def undecided():
    return Undecided(), zoo.rows(4, 3)


@restless
def normalises_weights():
    layers = [L.SpectralNormalization(L.Dense(3, name="dense"), name="spectral")]
    return keras.Sequential([keras.Input((3,)), *layers, L.Dense(1, name="head")]), zoo.rows(4, 3)


WAYS = {
    "graph": {"jit_compile": False},
    "xla": {"jit_compile": True},
    "eager": {"run_eagerly": True},
}
SAMPLE = [
    ("functional_with_dicts", "graph"),
    ("layer_returning_structures", "graph"),
    ("masked", "graph"),
    ("stateful", "graph"),
    ("assigns", "graph"),
    ("draws", "graph"),
    ("draws_without_variable", "graph"),
    ("normalises_weights", "graph"),
    ("dropout_and_batch_normalization", "xla"),
    ("assigns", "eager"),
    ("undecided", "eager"),
    ("draws_in_python", "eager"),
]
# What Keras itself can't do, with or without a logger.
ONLY_EAGER = {"subclassed_with_if_on_a_value", "undecided"}
NOT_BY_XLA = {"sparse_input", "sparse_output", "ragged_input", "text_input"}
# XLA draws other numbers each time for TensorFlow's own operations, with and without a logger.
NEVER = (
    {(kind, way) for kind in ONLY_EAGER for way in ("graph", "xla")}
    | {(kind, "xla") for kind in NOT_BY_XLA}
    | {("draws_without_variable", "xla")}
    | {("quantized_to_float8", "eager")}  # Keras' own gradient of it raises there
)
UNTRAINABLE = {*wild.UNTRAINABLE, "dict_and_scalar"}  # a scalar has no batch axis
KINDS = {
    **{name: make for name, make in wild.KINDS.items() if name not in UNTRAINABLE},
    **zoo.KINDS,
    **RESTLESS,
}
WHOLE = [(kind, way) for kind in KINDS for way in WAYS if (kind, way) not in NEVER]
CASES = WHOLE if os.environ.get("WHOLE_ZOO") else SAMPLE


def probes(x):
    return [
        ActivationLogger(probe=x),
        ActivationLogger(probe=x, every="batch"),
        ActivationLogger(probe=x, every=2, reduce=None),
    ]


def real_batches():
    return [
        ActivationLogger(every="batch"),
        ActivationLogger(reduce=None),
        ActivationLogger(reduce=lambda t: {"mean": tf.reduce_mean(tf.cast(t, tf.float32))}),
    ]


def trained(kind, way, loggers):
    """Losses and what training leaves behind, from the same start; and the loggers."""
    keras.utils.set_random_seed(1)
    model, x = KINDS[kind]()
    y = tf.nest.map_structure(_targets, model(x))
    loss = tf.nest.map_structure(lambda _: "mse", y)
    model.compile(keras.optimizers.SGD(0.01, momentum=0.9), loss=loss, **WAYS[way])
    data = tf.data.Dataset.from_tensors((as_data(x), as_data(y))).repeat(3)
    looking = loggers(x)
    keras.utils.set_random_seed(2)
    history = model.fit(data, epochs=2, verbose=0, callbacks=looking).history
    return [np.array(losses) for losses in history.values()] + left_behind(model), looking


def _targets(y):
    """Far from what the model gives, so that rounding is small beside the gradients."""
    return tf.cast(np.random.default_rng(3).normal(size=y.shape), tf.float32)


def left_behind(model):
    """All variables that the model leads to, with optimizer and metrics, and what comes next at random."""
    variables = tf.train.TrackableView(model).descendants()
    kinds = tf.Variable, keras.Variable
    found = [part.numpy() for part in variables if isinstance(part, kinds)]
    found += [np.asarray(variable) for variable in model.metrics_variables]
    drawn = [keras.random.uniform(()), tf.random.uniform(()), np.random.normal(), random.random()]
    return [*found, *map(np.asarray, drawn)]


def as_data(structure):
    """A list is a tensor to tf.data, a tuple a structure."""
    return tuple(structure) if isinstance(structure, list) else structure


def assert_equal_but_for_rounding(found, expected):
    if found.dtype.kind != "f":
        np.testing.assert_array_equal(found, expected)
    else:
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("kind", "way"), CASES)
def test_training_is_as_without_a_logger(kind, way):
    plain, _ = trained(kind, way, lambda x: [])
    probed, looking = trained(kind, way, probes)
    real, more = trained(kind, way, lambda x: real_batches())
    assert len(plain) == len(probed) == len(real) > 5
    for expected, found, also in zip(plain, probed, real, strict=True):
        np.testing.assert_array_equal(found, expected)
        if way != "eager":  # what reads a layer in a compiled step can change what is merged there
            assert_equal_but_for_rounding(also, expected)
        else:
            np.testing.assert_array_equal(also, expected)
    np.testing.assert_array_equal(real[-4:], plain[-4:])  # what comes next at random
    assert [len(logger.history) for logger in (*looking, *more)] == [2, 6, 3, 6, 2, 2]
    assert more[0].history.paths == more[1].history.paths
