"""Numbers that a layer keeps in plain attributes are as before a look, and no tensor of a graph stays."""

import collections
import fractions

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import zoo

L = keras.layers


class Averages(L.Layer):
    """Keeps a mean of its inputs, their number and their last, without variables."""

    def __init__(self):
        super().__init__(name="averages")
        self.mean, self.calls, self.lazy = 0.0, 0, None

    def call(self, x):
        self.mean = 0.9 * self.mean + tf.reduce_mean(x)
        self.calls += 1
        self.last = x
        self.lazy = self.lazy or [1]
        return x * self.mean


def made():
    model = keras.Sequential([keras.Input((3,)), L.Dense(3, name="dense"), Averages()])
    model.compile("sgd", "mse", run_eagerly=True)
    averages = model.layers[1]
    averages.mean, averages.calls = 0.0, 0
    del averages.last
    return model, averages


def state(layer):
    return float(layer.mean), layer.calls


def test_of_a_look():
    model, averages = made()
    get_activations(model, zoo.rows(2, 3))
    assert state(averages) == (0.0, 0)
    assert not hasattr(averages, "last")
    model(zoo.rows(2, 3))
    before, last = state(averages), averages.last
    assert before[1] == 1
    get_activations(model, zoo.rows(4, 3))
    assert state(averages) == before and averages.last is last


ARRAYS = {
    "counts": lambda: np.zeros(3),
    "one number": lambda: np.array(1),
    "NaN": lambda: np.full(2, np.nan),
    "objects": lambda: np.array([1.5, 2.5], object),
    "a view": lambda: np.arange(6.0)[::2],
}


class Histogram(L.Layer):
    def __init__(self, array):
        super().__init__(name="histogram")
        self.seen = array

    def call(self, x):
        self.seen[...] = np.nan_to_num(self.seen.astype(float)) + 1
        return x


@pytest.mark.parametrize("kind", ARRAYS)
def test_of_an_array_that_is_written_in_place(kind):
    array = ARRAYS[kind]()
    model = keras.Sequential([keras.Input((3,)), Histogram(array)])
    model(zoo.rows(2, 3))
    before = array.copy()
    get_activations(model, zoo.rows(2, 3))
    assert model.layers[0].seen is array
    np.testing.assert_array_equal(array, before)
    model(zoo.rows(2, 3))
    assert (array != before).all()


@pytest.mark.parametrize("every", [1, "epoch"])
def test_training_goes_on_beside_a_probe(every):
    x, y = zoo.rows(4, 3), zoo.rows(4, 3)
    found = []
    for callbacks in ([], [ActivationLogger(x, every=every)]):
        keras.utils.set_random_seed(0)
        model, averages = made()
        run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0, callbacks=callbacks)
        found.append((run.history["loss"], state(averages)))
    assert found[0] == found[1]


class Remembers(L.Layer):
    """Keeps what it has seen in an attribute, anew in each call."""

    def __init__(self, first, add):
        super().__init__(name="remembers")
        self.built, self.seen, self.add = True, first, add

    def call(self, x):
        self.seen = self.add(self.seen, x)
        return x


Pair = collections.namedtuple("Pair", "one two")
KEPT = {
    "tuple": ((tf.zeros(3),), lambda seen, x: (seen[0] + x[0],)),
    "namedtuple": (Pair(0, tf.zeros(3)), lambda seen, x: Pair(seen.one + 1, seen.two + x[0])),
    "sparse": (tf.sparse.eye(3), lambda seen, x: seen * 2.0),
    "ragged": (tf.ragged.constant([[1.0]]), lambda seen, x: seen * x[0, 0]),
    "fraction": (fractions.Fraction(1, 2), lambda seen, x: seen / 2),
    "tensor": (tf.zeros(3), lambda seen, x: seen + x[0]),
}


@pytest.mark.parametrize(("first", "add"), KEPT.values(), ids=KEPT)
def test_of_a_look_and_of_a_trace(first, add):
    layer, x = Remembers(first, add), tf.ones((1, 3))
    first = layer.seen  # of a tuple, Keras makes another
    get_activations(layer, x)
    assert layer.seen is first
    if not isinstance(first, fractions.Fraction):
        ActivationExtractor(layer)(x)
        assert layer.seen is first
    layer(x)  # lives


class Lazy(L.Layer):
    """Makes its variable when it is first called, and remembers that it has."""

    def __init__(self):
        super().__init__(name="lazy")
        self.ready = False
        self.built = True

    def call(self, x):
        if not self.ready:
            self.made = tf.Variable(2.0)
            self.ready = True
        return x * self.made


def test_what_says_that_something_was_made_stays():
    layer = Lazy()
    get_activations(layer, np.ones((1, 2), "float32"))
    assert layer.ready
    first = layer.made
    get_activations(layer, np.ones((1, 2), "float32"))
    assert layer.made is first
