"""Moments in the graph, and of rows outside of it, are those of NumPy in float64."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as some

from tutorial_utils.tensors.dataset.moments import Moments
from tutorial_utils.tensors.dataset.moments_in_graph import of_all, of_units
from tutorial_utils.tensors.dataset.moments_of_rows import alive, of_series

ROWS = 50_000  # three blocks; some are looked at first, and more than half are not


def some_zeros():
    values = np.random.default_rng(0).normal(size=(ROWS, 3)).astype("float32")
    return np.maximum(values, 0.0)


def alive_in_one_row():
    values = some_zeros()
    values[:, 1] = 0.0
    values[ROWS - 2, 1] = -2.0
    return values


def dead():
    values = some_zeros()
    values[:, 2] = -0.0
    return values


def nan_in_one_row():
    values = some_zeros()
    values[ROWS - 2, 0] = np.nan
    return values


def far_from_zero():
    return some_zeros() + np.float32(300.0)


def one_block_dead():
    values = some_zeros()
    values[:10_000] = 0.0
    return values


def inf_in_one_row():
    values = some_zeros()
    values[ROWS - 2, 0] = -np.inf
    return values


CASES = (
    some_zeros,
    alive_in_one_row,
    dead,
    nan_in_one_row,
    far_from_zero,
    one_block_dead,
    inf_in_one_row,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
@pytest.mark.parametrize("rows", [1, 700, 21845, 21846, ROWS])
def test_counts_and_extremes_are_exact(case, rows):
    values = case()[-rows:]
    for numbers, units in (of_all(tf.constant(values)), in_numpy(values)):
        found = Moments(*(float(row[0]) for row in np.asarray(numbers)))
        finite = values[np.isfinite(values)].astype(float)
        nan, inf = np.isnan(values).sum(), np.isinf(values).sum()
        assert (found.finite, found.nan, found.inf) == (finite.size, nan, inf)
        assert found.zeros == (values == 0).sum()
        assert (found.low, found.high) == (finite.min(), finite.max())
        assert [found.mean, found.std] == pytest.approx([finite.mean(), finite.std()], rel=1e-5)
        assert np.asarray(units).tolist() == (values != 0).any(0).tolist()


def in_numpy(rows):
    return of_series(rows.reshape(-1, 1)), alive(rows)


@pytest.mark.parametrize("of_rows", [lambda rows: of_all(tf.constant(rows)), in_numpy])
def test_of_no_rows_there_are_no_values(of_rows):
    numbers, alive = of_rows(np.zeros((0, 3), "float32"))
    found = Moments(*(float(row[0]) for row in np.asarray(numbers)))
    assert (found.finite, found.nan, found.inf, found.zeros, found.squares) == (0, 0, 0, 0, 0)
    assert not np.asarray(alive).any()


@settings(max_examples=150, deadline=None)
@given(
    some.lists(
        some.floats(width=32) | some.sampled_from([0.0, -0.0, 1e20, 3e38, 1e-30]), max_size=30
    ),
    some.sampled_from(["float32", "float64"]),
)
def test_series_are_those_of_numpy_in_float64(values, dtype):
    array = np.array(values, dtype)
    found = Moments(*of_series(array[:, None])[:, 0])
    finite = array[np.isfinite(array)].astype(float)
    assert (found.finite, found.nan, found.inf) == (
        finite.size,
        np.isnan(array).sum(),
        np.isinf(array).sum(),
    )
    assert (found.low, found.high) == (finite.min(initial=np.inf), finite.max(initial=-np.inf))
    assert found.zeros == (array == 0).sum()
    if finite.size:
        largest = np.abs(finite).max()
        assert found.mean == pytest.approx(finite.mean(), rel=1e-6, abs=1e-6 * largest)
        assert found.std == pytest.approx(finite.std(), rel=1e-5, abs=1e-6 * largest)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
@pytest.mark.parametrize("rows", [0, 1, 700, ROWS])
def test_of_units_each_is_that_of_its_own_values(case, rows):
    values = case()[:rows]
    expected = [of_series(values[:, at : at + 1].astype("float64")) for at in range(3)]
    for found in (of_series(values), of_units(tf.constant(values))[0]):
        assert_units(np.asarray(found), np.concatenate(expected, 1))
    np.testing.assert_array_equal(of_units(tf.constant(values))[1], alive(values))


def assert_units(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
    exact = [0, 1, 2, 3, 6, 7]  # counts and extremes
    np.testing.assert_array_equal(found[exact], expected[exact])


@pytest.mark.parametrize("values", [[np.inf] * 4, [3e38, -3e38], [-np.inf, np.nan, 1.0]])
@pytest.mark.filterwarnings("error")
def test_nobody_hears_of_numbers_that_overflow(values):
    array = np.array(values, "float32")[:, None]
    with np.errstate(all="raise"):
        for series in (array, np.hstack([array, array])):
            assert of_series(series)[:3, 0].sum() == len(values)


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 40), some.integers(1, 1500), some.randoms())
def test_units_that_are_alive(many, units, random):
    rows = np.zeros((many, units), "float32")
    for _ in range(5 if many else 0):
        rows[random.randrange(many), random.randrange(units)] = random.choice([1.0, -2.0, np.nan])
    assert alive(rows).tolist() == (rows != 0).any(0).tolist()
