"""The sketch keeps its bound on any numbers, and merges to the same counts in any order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tutorial_utils.tensors.dataset.sketch import QuantileSketch

NUMBERS = some.lists(
    some.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False), min_size=1
)
SHARES = some.floats(0.0, 1.0)


def sketch_of(*parts, **options):
    sketch = QuantileSketch(**options)
    for part in parts:
        sketch.add(np.array(part))
    return sketch


@settings(max_examples=200, deadline=None)
@given(NUMBERS, SHARES, some.sampled_from([4, 7]))
def test_a_quantile_is_within_the_bound_of_the_value_of_its_rank(numbers, share, bits):
    sketch = sketch_of(numbers, bits=bits)
    (found,) = sketch.quantile(share)
    exact = np.quantile(np.array(numbers), share, method="inverted_cdf")
    assert sketch.relative_error < {4: 0.032, 7: 0.004}[bits]
    assert abs(found - exact) <= sketch.relative_error * abs(exact)


@settings(max_examples=100, deadline=None)
@given(some.lists(NUMBERS, min_size=1, max_size=4), some.randoms())
def test_parts_merge_to_the_whole_in_any_order(parts, random):
    whole = sketch_of(*parts)
    sketches = [sketch_of(part) for part in random.sample(parts, len(parts))]
    for other in sketches[1:]:
        sketches[0].merge(other)
    for one, other in zip(sketches[0].to_arrays(), whole.to_arrays(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_zero_is_exact_and_so_is_the_sign():
    sketch = sketch_of([-0.0, 0.0, 0.0, -4.0, 4.0])
    assert [sketch.quantile(share)[0] for share in (0.0, 0.5)] == pytest.approx([-4.0, 0.0], 0.004)
    assert sketch.quantile(0.5)[0] == 0.0


def test_what_is_not_finite_is_left_out():
    sketch = sketch_of([np.nan, np.inf, -np.inf, 2.0])
    assert sketch.quantile(0.0) == sketch.quantile(1.0) == pytest.approx(2.0, 0.004)


def test_nothing_counted_has_no_quantile():
    assert np.isnan(QuantileSketch(2).quantile(0.5)).all()
    assert np.isnan(sketch_of([np.nan]).quantile(0.5)).all()


def test_series_side_by_side_are_apart():
    values = np.array([[1.0, np.nan, -8.0], [3.0, 0.0, 1e300], [5.0, np.inf, 1e-300]])
    together = sketch_of(values, series=3).quantile(0.5)
    alone = [sketch_of(column).quantile(0.5)[0] for column in values.T]
    np.testing.assert_array_equal(together, alone)


def test_a_value_may_stand_for_several():
    sketch = sketch_of([1.0, 2.0])
    sketch.add(np.array([4.0]), weight=2.5)
    assert sketch.quantile(0.4)[0] == pytest.approx(2.0, 0.004)
    assert sketch.quantile(0.5)[0] == pytest.approx(4.0, 0.004)


def test_it_comes_back_from_its_arrays():
    sketch = sketch_of([1.0, -2.0, 1e-30], bits=5)
    again = QuantileSketch.from_arrays(*sketch.to_arrays())
    again.merge(sketch)
    sketch.merge(sketch_of([1.0, -2.0, 1e-30], bits=5))
    np.testing.assert_array_equal(again.to_arrays()[1], sketch.to_arrays()[1])


def test_its_memory_does_not_grow_with_the_stream():
    sketch, random = QuantileSketch(), np.random.default_rng(0)
    sizes = []
    for _ in range(20):
        sketch.add(random.normal(size=1000))
        sizes.append(sketch.to_arrays()[1].nbytes)
    assert sizes[-1] < 64 * 1024 and sizes[-1] <= sizes[9] + 4096
