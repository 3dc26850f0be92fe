"""Layers that run where Python does not see them are named, with the reason."""

import threading

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.gradients.taking import get_gradients

L = keras.layers
X = np.ones((2, 3), "float32")


class Hides(keras.Model):
    """Calls `b` in the way that `how` says, and `idle` never."""

    def __init__(self, how):
        super().__init__(name="hides")
        self.a, self.b, self.c, self.idle = (
            L.Dense(3, name=name) for name in ("a", "b", "c", "idle")
        )
        for layer in (self.a, self.b, self.c, self.idle):
            layer.build((None, 3))
        self.built, self._how = True, HOW[how](self.b)

    def call(self, x):
        return self.c(self._how(self.a(x)))


def in_a_thread(layer):
    def call(x):
        found = []
        thread = threading.Thread(target=lambda: found.append(layer(x)))
        thread.start()
        thread.join()
        return found[0]

    return call


HOW = {
    "plainly": lambda layer: lambda x: layer(x),
    "function": tf.function,
    "by XLA": lambda layer: tf.function(layer, jit_compile=True),
    "one trace": lambda layer: tf.function(layer).get_concrete_function(tf.TensorSpec((None, 3))),
    "thread": in_a_thread,
}
IN_A_GRAPH = "runs a tf.function that can call it: in a graph that was traced earlier"
WHY = {
    "function": IN_A_GRAPH,
    "by XLA": IN_A_GRAPH,
    "one trace": IN_A_GRAPH,
    "thread": "was called by another thread",
}


def looked_at(model, **options):
    return get_activations(model, X, **options)


def by_a_block(model, **options):
    with capture_activations(model, **options) as found:
        model(X)
    return found


LOOKS = [looked_at, by_a_block]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("how", WHY)
def test_it_is_named_each_time(how, look):
    model = Hides(how)
    model(X)
    for _ in range(2):
        found = look(model)
        assert list(found) == ["a", "c"]
        assert WHY[how] in found.skipped["b"]
    asked = None
    with pytest.warns(UserWarning, match="nothing was captured.*'b'"):
        asked = look(model, layers="b")
    assert list(asked.skipped) == ["b"]


@pytest.mark.parametrize("how", ["function", "by XLA"])
def test_by_an_extractor_and_with_gradients(how):
    model = Hides(how)
    model(X)
    assert WHY[how] in ActivationExtractor(model)(X).skipped["b"]
    assert WHY[how] in get_gradients(model, X, loss=tf.reduce_sum).skipped["b"]


def test_run_eagerly_it_is_seen():
    model = Hides("function")
    model(X)
    with capture_activations(model, run_eagerly=True) as found:
        model(X)
    assert list(found) == ["a", "b", "c"] and not found.skipped


def test_what_is_not_called_at_all_is_not_named():
    model = Hides("plainly")
    found = get_activations(model, X)
    assert list(found) == ["a", "b", "c"] and not found.skipped


class UsesAFunction(keras.Model):
    """Of its own, in which there is no layer; `aux` is called in training alone."""

    def __init__(self):
        super().__init__(name="uses_a_function")
        self.a, self.aux = L.Dense(3, name="a"), L.Dense(3, name="aux")
        self.a.build((None, 3))
        self.aux.build((None, 3))
        self.built, self.less = True, tf.function(lambda x: x - 1.0)

    def call(self, x, training=None):
        x = self.a(self.less(x))
        return self.aux(x) if training else x


def test_a_layer_that_is_not_called_is_not_taken_for_one_that_a_function_calls():
    model = UsesAFunction()
    model(X)
    assert get_activations(model, X).skipped == {}
    assert list(get_activations(model, X, training=True)) == ["a", "aux"]


def test_the_function_of_a_stranger_names_nothing():
    model = Hides("plainly")
    other = tf.function(lambda x: x + 1.0)
    before = type(other).__call__
    with capture_activations(model) as found:
        model(other(X))
    assert list(found) == ["a", "b", "c"] and not found.skipped
    assert type(other).__call__ is before
