"""Little pictures of numbers, made of eight block characters, which any terminal and page can show."""

from collections.abc import Sequence

import numpy as np

_BLOCKS = "▁▂▃▄▅▆▇█"
_NOT_FINITE = "×"
_AT_ONCE = 1 << 16  # values, so that what is made on the way stays in the processor's cache


def histogram(array: np.ndarray, low: float, high: float, bins: int = 8) -> str:
    """How the finite values spread over ``bins`` equal parts of ``low`` … ``high``.

    Args:
        array: Real numbers of any shape. One pass, and no copy of it.
        low, high: The smallest and the largest finite value.
        bins: The number of bars.

    Returns:
        One character for each part. The highest bar is the fullest part; the lowest block stands for
        few values, a space for none. Where all values are equal, one full bar.

    >>> histogram(np.array([0.0, 0.1, 0.2, 1.0, np.nan]), 0.0, 1.0, bins=4)
    '█  ▃'
    """
    low, high = float(low), float(high)
    if low == high:
        return _BLOCKS[-1]
    counts = np.zeros(bins, np.int64)
    flat = np.ravel(array, order="K")
    for start in range(0, flat.size, _AT_ONCE):
        block = flat[start : start + _AT_ONCE].astype(np.float64)
        block = block[np.isfinite(block)]
        # halves, because the range of float64 is wider than float64
        place = (block / 2 - low / 2) / (high / 2 - low / 2) * bins
        counts += np.bincount(np.clip(place, 0, bins - 1).astype(np.intp), minlength=bins)
    return "".join(" " if not many else _block(many / counts.max()) for many in counts)


def sparkline(series: Sequence[float]) -> str:
    """How a number went over time: the lowest block is its smallest value, the highest its largest.

    A value that is NaN or infinite is a ``×``; where all are equal, all blocks are low.

    >>> sparkline([0.0, 0.5, float("nan"), 1.0])
    '▁▅×█'
    """
    values = np.asarray(series, np.float64)
    finite = values[np.isfinite(values)]
    if not finite.size:
        return _NOT_FINITE * values.size
    low, high = finite.min(), finite.max()
    span = high / 2 - low / 2
    shares = (values / 2 - low / 2) / span if span else np.where(np.isfinite(values), 0.0, values)
    return "".join(_block(part) if np.isfinite(part) else _NOT_FINITE for part in shares)


def _block(part):
    return _BLOCKS[min(int(part * len(_BLOCKS)), len(_BLOCKS) - 1)]
