"""Moments of parts are those of the whole, whatever the parts and their order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from tutorial_utils.tensors.dataset.moments import Moments

NUMBERS = some.floats(-1e6, 1e6) | some.sampled_from([0.0, np.nan, np.inf, -np.inf])
PARTS = some.lists(some.lists(NUMBERS, max_size=6), min_size=1, max_size=5)


def of(values):
    values = np.array(values, float)
    finite = values[np.isfinite(values)]
    mean = finite.mean() if finite.size else np.nan
    counts = finite.size, np.isnan(values).sum(), np.isinf(values).sum(), (values == 0).sum()
    extremes = finite.min(initial=np.inf), finite.max(initial=-np.inf)
    numbers = [*counts, mean, ((finite - mean) ** 2).sum(), *extremes]
    return Moments.of_parts(np.array(numbers)[None, :, None])


@settings(max_examples=200, deadline=None)
@given(PARTS, some.randoms())
def test_parts_merge_to_the_whole_in_any_order(parts, random):
    whole = of([value for part in parts for value in part])
    first, *others = [of(part) for part in random.sample(parts, len(parts))]
    side_by_side = Moments(*map(np.concatenate, zip(first, *others, strict=True))).together()
    for other in others:
        first = first.merge(other)
    assert_same(first, whole)
    assert_same(side_by_side, whole)


def assert_same(first, whole):
    for name in ("finite", "nan", "inf", "zeros", "low", "high"):
        np.testing.assert_array_equal(getattr(first, name), getattr(whole, name), err_msg=name)
    np.testing.assert_allclose(first.mean, whole.mean, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(first.squares, whole.squares, rtol=1e-9, atol=1e-3)


def test_the_deviation_survives_a_far_mean():
    values = 1e8 + np.random.default_rng(0).normal(size=1000)
    first, *others = [of(part) for part in np.split(values, 10)]
    for other in others:
        first = first.merge(other)
    np.testing.assert_allclose(first.std, values.std(), rtol=1e-6)


def test_nothing_has_no_mean_and_no_deviation():
    assert np.isnan(of([]).mean[0]) and np.isnan(of([np.nan]).std[0])
