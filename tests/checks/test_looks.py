"""Looks never raise, whatever they look at."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.checks.looks import array_looks, is_traced, same, shape_of


class Hostile:
    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None


THINGS = {
    "nothing-returned": None,
    "symbolic": keras.Input((2,), name="looked_at"),
    "not-called": len,
    "still-a-tensor": tf.ones(2),
    "list-of-one": [np.ones(2)],
    "a-list": (1.0, 2.0),
    "a-number": 3.0,
    "not-an-array": Hostile(),
    "numbers-as-objects": np.array([1.5, np.float32(2)], dtype=object),
    "object-array": np.array([None, 1], dtype=object),
    "": np.ones(2),
}


@pytest.mark.parametrize("diagnosis", THINGS)
def test_each_kind_is_named(diagnosis):
    named = [look[0] for look in array_looks(THINGS[diagnosis]) if look[1]]
    assert (named or [""])[0] == diagnosis


@pytest.mark.parametrize("thing", [*THINGS.values(), tf.ragged.constant([[1.0], []]), "1.0"])
def test_same_is_total(thing):
    assert same(thing, np.full(9, 0.123)) is False
    assert shape_of(thing) is None or isinstance(shape_of(thing), tuple)


@pytest.mark.parametrize(
    ("found", "wanted", "so"),
    [
        (np.float32(1.5), 1.5, True),
        ([1.0, np.nan], [1.0, np.nan], True),
        (np.ones((2, 1)), np.ones(2), False),
        (np.array(["1.0"]), [1.0], False),
        (1.0, 1.1, False),
        (tf.constant([1.0]), [1.0], True),
    ],
)
def test_same(found, wanted, so):
    assert same(found, wanted) is so


def test_a_traced_function_is_known_by_its_graphs():
    traced = tf.function(lambda t: t)
    assert is_traced(traced)
    assert not any(map(is_traced, (lambda t: traced(t), None, tf.constant(1.0))))
