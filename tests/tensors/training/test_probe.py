import random

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.reducers.spread import spread
from tutorial_utils.tensors.training.probe import Probe

from .. import zoo
from . import test_undisturbed
from .reducers import only_wide
from .test_undisturbed import left_behind

KINDS = {name: make for name, make in zoo.KINDS.items() if "application" not in name}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", test_undisturbed.RESTLESS)
def test_looking_again_finds_and_leaves_the_same(kind):
    model, x = test_undisturbed.RESTLESS[kind]()
    model(x)
    before = variables(model)
    probe = Probe(model, x)
    first, second = probe(), probe()
    for found, expected in zip(variables(model), before, strict=True):
        np.testing.assert_array_equal(found, expected)
    if "without_variable" not in kind and kind != "undecided":
        for path in first:
            np.testing.assert_array_equal(first[path], second[path])


def variables(model):
    return left_behind(model)[:-4]


def test_a_graph_is_made_once_and_before_the_first_look():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return spread(t)

    model, x = zoo.KINDS["functional"]()
    probe = Probe(model, x, "b", reduce)
    assert len(traces) == 1
    probe(), probe()
    assert len(traces) == 1


def test_variables_that_are_only_read_cost_nothing():
    model, x = zoo.KINDS["recurrent"]()
    assert Probe(model, x)._written == []


def test_it_has_the_weights_of_the_moment():
    model, x = zoo.KINDS["functional"]()
    probe = Probe(model, x)
    probe()
    model.set_weights([weights + 1.0 for weights in model.get_weights()])
    np.testing.assert_allclose(probe()["b"], get_activations(model, x)["b"], rtol=1e-6)


def test_a_reducer_that_raises_makes_the_path_skipped():
    model, x = zoo.KINDS["functional"]()
    found = Probe(model, x, reduce=only_wide)()
    assert list(found) == ["a"]
    assert found.skipped == {"b": "can't be reduced: only_wide raised ValueError: too narrow"}
    text = Probe(model, x, reduce=lambda t: "words")()
    assert not text and "it gave text, and a graph returns only tensors" in text.skipped["a"]


def test_what_is_wrong_is_said_when_it_is_made():
    model, x = zoo.KINDS["functional"]()
    with pytest.raises(KeyError, match="the closest: 'b'"):
        Probe(model, x, "bb")
    with pytest.raises(ValueError, match="expected shape"):
        Probe(model, np.zeros((4, 7), "float32"))
    undecided, x = test_undisturbed.RESTLESS["undecided"]()
    undecided(x)
    with pytest.raises(KeyError, match="no layer call 'nowhere'"):
        Probe(undecided, x, "nowhere")


def test_random_numbers_of_keras_are_drawn_as_if_it_had_not_looked():
    class Noisy(keras.layers.Layer):
        def call(self, x):
            return x + keras.random.normal((3,))

    def drawn(look):
        keras.utils.set_random_seed(7)
        model = keras.Sequential([keras.Input((3,)), Noisy(name="noisy")])
        keras.utils.set_random_seed(8)
        if look:
            Probe(model, zoo.rows(2, 3))()
        return model(zoo.rows(2, 3)).numpy()

    np.testing.assert_array_equal(drawn(look=True), drawn(look=False))


def test_a_reducer_that_gives_no_tensor_is_no_reason_to_end_anything():
    model, x = zoo.KINDS["functional"]()
    for given in (None, 3.5):
        found = Probe(model, x, reduce=lambda t, given=given: given)()
        assert list(found) == ["a", "b"] and not found.skipped
        assert [None if value is None else float(value) for value in found.values()] == [given] * 2


class DrawsFromItsOwn(keras.Model):
    """Draws in Python: from the generators of all, and from one that it holds."""

    def __init__(self):
        super().__init__(name="draws")
        self.dense, self.own = keras.layers.Dense(1, name="dense"), np.random.default_rng(5)

    def call(self, x):
        return self.dense(x) + np.random.rand() + random.random() + self.own.random()


@pytest.mark.parametrize("eager", [True, False])
def test_random_numbers_of_python_are_drawn_as_if_it_had_not_looked(eager):
    def drawn(looks):
        keras.utils.set_random_seed(7)
        model = DrawsFromItsOwn()
        model(zoo.rows(2, 3))
        if looks:
            probe = Probe(model, zoo.rows(2, 3))
            probe(), probe()
        return np.random.rand(), random.random(), model.own.random()

    tf.config.run_functions_eagerly(eager)
    try:
        assert drawn(looks=True) == drawn(looks=False)
    finally:
        tf.config.run_functions_eagerly(False)
