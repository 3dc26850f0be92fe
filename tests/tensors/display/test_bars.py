import numpy as np
import pytest

from tutorial_utils.tensors.display.bars import histogram, sparkline


def heights(bars):
    return [" ▁▂▃▄▅▆▇█".index(bar) for bar in bars]


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "int64", "uint8", "bool"])
def test_bars_are_as_high_as_numpy_counts(dtype):
    random = np.random.default_rng(0)
    array = np.clip(random.normal(60, 20, 200_001), 0, 120).astype(dtype)
    counts, _ = np.histogram(array.astype("float64"), bins=8)
    found = heights(histogram(array, array.min(), array.max()))
    expected = [0 if not many else min(int(8 * many / counts.max()), 7) + 1 for many in counts]
    assert np.abs(np.array(found) - expected).max() <= (dtype == "float16")
    assert max(found) == 8


def test_nothing_rare_and_much_can_be_told_apart():
    array = np.array([0.0] * 1000 + [1.0])
    assert histogram(array, 0.0, 1.0) == "█      ▁"


def test_the_widest_range_and_what_is_not_finite():
    array = np.array([-1.7e308, 1.7e308, np.nan, np.inf])
    assert histogram(array, -1.7e308, 1.7e308, bins=2) == "██"
    assert histogram(np.array([3.0, 3.0]), 3.0, 3.0) == "█"


def test_sparklines():
    assert sparkline([1, 2, 3, 4, 5, 6, 7, 8]) == "▁▂▃▄▅▆▇█"
    assert sparkline([5.0, 5.0, np.inf]) == "▁▁×"
    assert sparkline([np.nan]) == "×"
    assert sparkline([]) == ""
