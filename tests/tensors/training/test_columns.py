import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.training.columns import columns_of

VECTOR = tf.constant([1.0, 2.0])

VALUES = {
    "a number": (tf.constant(2.5), {"a": {"value": 2.5}}),
    "a whole number": (tf.constant(3), {"a": {"value": 3}}),
    "a truth value": (tf.constant(True), {"a": {"value": True}}),
    "text": (tf.constant("caf\u00e9"), {"a": {"value": "caf\u00e9"}}),
    "text of Python's own": ("words", {"a": {"value": "words"}}),
    "a dict of numbers": (
        {"zeros": tf.constant(0.5), "largest": 2},
        {"a": {"zeros": 0.5, "largest": 2}},
    ),
    "a tuple": (
        (tf.constant(1.0), tf.constant(2.0)),
        {"a[0]": {"value": 1.0}, "a[1]": {"value": 2.0}},
    ),
    "a dict of dicts": (
        {"one": {"mean": tf.constant(1.0)}, "two": {"mean": tf.constant(2.0)}},
        {"a['one']": {"mean": 1.0}, "a['two']": {"mean": 2.0}},
    ),
}


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_of_value(kind):
    value, expected = VALUES[kind]
    assert dict(columns_of("a", value)) == expected


def test_a_vector_has_the_columns_that_it_was_given_and_no_others():
    assert dict(columns_of("a", VECTOR, ("low", "high"))) == {"a": {"low": 1.0, "high": 2.0}}
    for names in ((), ("one",), ("one", "two", "three")):
        ((path, found),) = columns_of("a", VECTOR, names)
        assert path == "a" and list(found) == ["value"]
        np.testing.assert_array_equal(found["value"], [1.0, 2.0])
    inside = columns_of("a", {"x": VECTOR, "y": (VECTOR,)}, ("low", "high"))
    assert [path for path, _ in inside] == ["a['x']", "a['y'][0]"]
