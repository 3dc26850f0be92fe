"""Moments in the graph are those of NumPy, also where a part of the rows does not tell."""

import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.dataset.moments import Moments
from tutorial_utils.tensors.dataset.moments_in_graph import BLOCK, of_block, of_blocks

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
    values[: BLOCK // 6] = 0.0
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
@pytest.mark.parametrize("rows", [1, 700, BLOCK // 3, BLOCK // 3 + 1, ROWS])
def test_counts_and_extremes_are_exact(case, rows):
    values = case()[-rows:]
    for moments_of in (of_block, of_blocks) if values.size <= BLOCK else (of_blocks,):
        numbers, alive = moments_of(tf.constant(values))
        found = Moments(*(row.item() for row in numbers.numpy()))
        finite = values[np.isfinite(values)].astype(float)
        nan, inf = np.isnan(values).sum(), np.isinf(values).sum()
        assert (found.finite, found.nan, found.inf) == (finite.size, nan, inf)
        assert found.zeros == (values == 0).sum()
        assert (found.low, found.high) == (finite.min(), finite.max())
        assert [found.mean, found.std] == pytest.approx([finite.mean(), finite.std()], rel=1e-5)
        assert alive.numpy().tolist() == (values != 0).any(0).tolist()


@pytest.mark.parametrize("moments_of", [of_block, of_blocks])
def test_of_no_rows_there_are_no_values(moments_of):
    numbers, alive = moments_of(tf.zeros((0, 3)))
    found = Moments(*(row.item() for row in numbers.numpy()))
    assert (found.finite, found.nan, found.inf, found.zeros, found.squares) == (0, 0, 0, 0, 0)
    assert not alive.numpy().any()
