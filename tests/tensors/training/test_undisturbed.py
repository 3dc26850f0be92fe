"""Training with any logger is training without it: a property of all kinds of models, to the bit."""

import random

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import zoo

L = keras.layers
KINDS = {name: make for name, make in zoo.KINDS.items() if "application" not in name}
RESTLESS = {}
ONLY_EAGER = {
    "subclassed_with_if_on_a_value",
    "undecided",
}  # Keras itself can't train it in a graph


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


def loggers(x):
    """Every batch and every epoch, the real batches and a probe, all in one fit."""
    return [
        ActivationLogger(every="batch"),
        ActivationLogger(reduce=None),
        ActivationLogger(probe=x, every="batch"),
        ActivationLogger(probe=x, every=2, reduce=None),
        ActivationLogger(reduce=lambda t: {"mean": tf.reduce_mean(tf.cast(t, tf.float32))}),
    ]


def trained(make, way, with_loggers):
    """What training gives and leaves behind, from the same start; and the loggers."""
    keras.utils.set_random_seed(1)
    model, x = make()
    y = model(x)
    model.compile(
        keras.optimizers.Adam(0.01), loss=tf.nest.map_structure(lambda _: "mse", y), **WAYS[way]
    )
    data = tf.data.Dataset.from_tensors((as_data(x), as_data(y))).repeat(3)
    looking = loggers(x) if with_loggers else []
    keras.utils.set_random_seed(2)
    history = model.fit(data, epochs=2, verbose=0, callbacks=looking).history
    return history, left_behind(model), looking, model, x


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


def assert_undisturbed(make, way):
    plain = trained(make, way, with_loggers=False)
    again = trained(make, way, with_loggers=True)
    assert again[0] == plain[0]
    assert len(again[1]) == len(plain[1]) > 4
    for found, expected in zip(again[1], plain[1], strict=True):
        np.testing.assert_array_equal(found, expected)
    return again[2:]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_model(kind):
    way = "eager" if kind in ONLY_EAGER else "graph"
    looking, model, x = assert_undisturbed(KINDS[kind], way)
    expected = list(get_activations(model, x) if way == "eager" else ActivationExtractor(model)(x))
    assert [logger.history.paths for logger in looking] == [expected] * len(looking)
    assert [len(logger.history) for logger in looking] == [6, 2, 6, 3, 2]


# XLA draws other numbers each time for TensorFlow's own operations, with and without a logger.
NEVER = {("draws_without_variable", "xla")} | {
    (kind, way) for kind in ONLY_EAGER for way in WAYS if way != "eager"
}
RESTLESS_WAYS = sorted({(kind, way) for kind in RESTLESS for way in WAYS} - NEVER)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("kind", "way"), RESTLESS_WAYS)
def test_models_that_change_when_they_are_called(kind, way):
    assert_undisturbed(RESTLESS[kind], way)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("way", ["eager", "xla"])
@pytest.mark.parametrize(
    "kind", ["functional", "dropout_and_batch_normalization", "recurrent", "masked", "attention"]
)
def test_other_ways_to_train(kind, way):
    assert_undisturbed(KINDS[kind], way)
