"""What a layer returns never ends a look, or the training that is looked at."""

import enum

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.gradients.taking import get_gradients
from tutorial_utils.tensors.training.logger import ActivationLogger

L = keras.layers
X = np.ones((2, 3), "float32")


class Returns(L.Layer):
    """Something that the model reads, and `tf.nest` can't."""

    def __init__(self, make):
        super().__init__(name="c")
        self.make = make

    def call(self, x):
        return self.make(x)


class Color(enum.Enum):
    RED, BLUE = 1, 2


UNREADABLE = {
    "keys of two kinds": (lambda x: {1: x, "a": 2.0 * x}, lambda found: found["a"]),
    "enum": (lambda x: {Color.RED: x, Color.BLUE: x}, lambda found: found[Color.RED]),
    "none and text": (lambda x: {None: x, "a": x}, lambda found: found["a"]),
}


class Reads(keras.Model):
    def __init__(self, kind):
        super().__init__(name="reads")
        make, self.read = UNREADABLE[kind]
        self.c, self.d = Returns(make), L.Dense(3, name="d")
        self.d.build((None, 3))
        self.built = True

    def call(self, x):
        return self.d(self.read(self.c(x)))


@pytest.mark.parametrize("layers", [None, "d"])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_output_that_cannot_be_taken_apart_is_skipped(kind, layers):
    model = Reads(kind)
    found = get_activations(model, X, layers=layers)
    np.testing.assert_array_equal(found["d"], model(X))
    gradients = get_gradients(model, X, loss=tf.reduce_sum, layers=layers)
    assert gradients["d"].shape == (2, 3)
    for each in (found, gradients):
        why = each.skipped.get("c", "")
        assert ("can't be taken apart: TypeError" in why) == (layers is None)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_training_goes_on_beside_one(kind):
    found = []
    for callbacks in ([], [ActivationLogger()], [ActivationLogger(X)]):
        keras.utils.set_random_seed(0)
        model = Reads(kind)
        model.compile("sgd", "mse")
        run = model.fit(X, X, epochs=2, verbose=0, callbacks=callbacks)
        found.append(run.history["loss"])
        assert all(logger.history.paths == ["d"] for logger in callbacks)
    assert found[0] == found[1] == found[2]
