"""Numbers that a layer keeps in plain attributes are as before a look, and no tensor of a graph stays."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
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
