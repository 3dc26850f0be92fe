"""Moments in the graph are those of NumPy, also where a part of the rows does not tell."""

import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.dataset.moments import Moments
from tutorial_utils.tensors.dataset.moments_in_graph import of_all

ROWS = 5000  # of which some are looked at first, and more than half are not


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


CASES = (some_zeros, alive_in_one_row, dead, nan_in_one_row, far_from_zero)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_counts_and_extremes_are_exact(case):
    values = case()
    numbers, alive = of_all(tf.constant(values))
    found = Moments(*(row.item() for row in numbers.numpy()))
    finite = values[np.isfinite(values)].astype(float)
    assert (found.finite, found.nan, found.inf) == (finite.size, values.size - finite.size, 0)
    assert found.zeros == (values == 0).sum()
    assert (found.low, found.high) == (finite.min(), finite.max())
    assert [found.mean, found.std] == pytest.approx([finite.mean(), finite.std()], rel=1e-5)
    assert alive.numpy().tolist() == (values != 0).any(0).tolist()
