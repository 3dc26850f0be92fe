import math

import ml_dtypes
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorial_utils.tensors.comparison.difference import difference

NAN, INF = float("nan"), float("inf")


def test_largest_relative_and_cosine():
    found = difference(np.array([3.0, -4.0]), np.array([3.0, -3.0], "float16"))
    assert found.largest == 1.0
    assert found.relative == 0.25
    assert found.cosine == pytest.approx(21 / (5 * math.sqrt(18)), abs=1e-4)
    assert found.exceeds(0.2)
    assert not found.exceeds(0.25)


@pytest.mark.parametrize(
    ("a", "b", "largest", "relative"),
    [
        ([0.0, 0.0], [0.0, 0.0], 0.0, 0.0),
        ([0.0], [1e-9], 1e-9, INF),
        ([NAN, 1.0], [NAN, 1.0], 0.0, 0.0),
        ([NAN, 1.0], [2.0, 1.0], NAN, NAN),
        ([INF, 2.0], [INF, 1.0], 1.0, 0.5),
        ([INF, 2.0], [-INF, 2.0], INF, INF),
        ([INF, 2.0], [5.0, 2.0], INF, INF),
        ([1e308, 1.0], [1e308, 2.0], 1.0, 1e-308),
        ([], [], 0.0, 0.0),
        ([True, False], [True, True], 1.0, 1.0),
        ([1, 2], [1, 4], 2.0, 1.0),
        ([3 + 4j], [0j], 5.0, 1.0),
        (["a", "b"], ["a", "c"], 0.5, 0.5),
    ],
)
def test_odd_values(a, b, largest, relative):
    found = difference(np.array(a), np.array(b))
    np.testing.assert_equal((found.largest, found.relative), (largest, relative))
    assert found.exceeds(1e-4) == (not relative <= 1e-4)
    assert found.why == ""


def test_low_precision():
    a = tf.constant([1.0, 2.0], tf.bfloat16)
    assert difference(a, a.numpy().astype(ml_dtypes.bfloat16)).largest == 0.0
    assert difference(a, tf.constant([1.0, 2.5])).relative == 0.25


RAGGED = tf.ragged.constant([[1.0], [2.0, 3.0]])
SPARSE = tf.sparse.from_dense([[0.0, 4.0], [5.0, 0.0]])


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (tf.zeros((2, 3)), tf.zeros((3, 2)), "shapes (2, 3) and (3, 2)"),
        (RAGGED, RAGGED.to_tensor(), "ragged and dense"),
        (RAGGED, tf.ragged.constant([[1.0], [2.0]]), "rows of other lengths"),
        (RAGGED, tf.ragged.constant([[1.0, 2.0], [3.0]]), "rows of other lengths"),
        (SPARSE, tf.sparse.from_dense(tf.zeros((2, 3))), "shapes (2, 2) and (2, 3)"),
    ],
)
def test_what_cannot_be_compared(a, b, why):
    found = difference(a, b)
    assert found.why == why
    assert found.exceeds(1e9)


def test_ragged_and_sparse():
    assert difference(RAGGED, RAGGED).largest == 0.0
    assert difference(RAGGED, RAGGED * 2.0).largest == 3.0
    backwards = tf.SparseTensor([[1, 0], [0, 1]], [5.0, 4.0], [2, 2])
    assert difference(SPARSE, backwards).largest == 0.0


@pytest.mark.parametrize(
    "kind",
    [
        lambda values: tf.RaggedTensor.from_row_lengths(values, [500, 500]),
        lambda values: tf.RaggedTensor.from_nested_row_lengths(values, [[1, 1], [500, 500]]),
        lambda values: tf.SparseTensor([[0, at] for at in range(1000)], values, [1, 30_000]),
    ],
)
def test_row_lengths_and_places_are_no_values(kind):
    """They are far larger than the values, which are each other's negatives."""
    values = tf.fill([1000], 1e-2)
    assert difference(kind(values), kind(-values))[1:3] == (2.0, -1.0)


def test_of_sparse_ones_what_is_not_stored_is_zero():
    """As for what they are when dense, whatever is stored where."""
    rng = np.random.default_rng(0)
    a, b = (rng.normal(size=(3, 4, 5)) * (rng.random((3, 4, 5)) < 0.3) for _ in range(2))
    found = difference(*map(tf.sparse.from_dense, (a, b)))
    assert found[:3] == pytest.approx(difference(a, b)[:3])
    nothing = tf.sparse.from_dense(np.zeros((3, 4, 5)))
    assert difference(tf.sparse.from_dense(a), nothing)[:2] == (np.abs(a).max(), 1.0)
    assert difference(nothing, nothing).largest == 0.0
    large = [tf.SparseTensor([[at, at]], [3.0], [2**40, 2**40]) for at in (5, 6)]
    assert difference(*large).largest == 3.0
    words = [tf.SparseTensor([[0], [at]], ["a", "b"], [9]) for at in (1, 2)]
    assert difference(*words).largest == pytest.approx(2 / 3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0.5, 2.0))
def test_of_itself_nothing_and_of_a_multiple_its_factor(values, factor):
    a = np.array(values)
    assert difference(a, a)[:2] == (0.0, 0.0)
    found = difference(a, a * factor)
    if np.any(np.abs(a) > 1e-3):
        assert found.relative == pytest.approx(abs(factor - 1), abs=1e-9)
        assert found.cosine == pytest.approx(1.0)
