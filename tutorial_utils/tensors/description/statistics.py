"""The numbers that tell what is in an array, in one pass that stays in the processor's cache."""

from typing import NamedTuple

import numpy as np

# 2**16 float32 values are 256 KB: several passes over one block cost little more than one.
_BLOCK = 1 << 16


class Statistics(NamedTuple):
    """What :func:`statistics` found; over the finite values, except ``size``, ``nan`` and ``inf``.

    ``low`` and ``high`` are Python ints for integer arrays, so that large ones stay exact.
    """

    size: int
    nan: int
    inf: int
    zeros: int
    low: float | int | None
    high: float | int | None
    mean: float
    std: float


def statistics(array: np.ndarray) -> Statistics:
    """Range, mean, standard deviation (population), and counts of zeros, NaN and Inf.

    Args:
        array: Real numbers of any shape: floats (also ``bfloat16`` and ``float8``), integers or
            booleans. What float64 has no room for is counted as Inf.

    >>> statistics(np.array([0.0, 3.0, np.nan]))
    Statistics(size=3, nan=1, inf=0, zeros=1, low=0.0, high=3.0, mean=1.5, std=1.5)
    """
    flat = np.ravel(array, order="K")
    whole = flat.dtype.kind in "iu" or "int" in flat.dtype.name
    exact = int if whole else float
    low = high = None
    nan = inf = zeros = count = 0
    mean = squares = 0.0
    with np.errstate(all="ignore"):
        for start in range(0, flat.size, _BLOCK):
            block = flat[start : start + _BLOCK]
            if not whole:
                block = _as_hardware_float(block)
            smallest, largest = block.min(), block.max()
            if not (whole or (np.isfinite(smallest) and np.isfinite(largest))):
                block, block_nan, block_inf = _finite(block)
                nan, inf = nan + block_nan, inf + block_inf
                if not block.size:
                    continue
                smallest, largest = block.min(), block.max()
            low = exact(smallest) if low is None else min(low, exact(smallest))
            high = exact(largest) if high is None else max(high, exact(largest))
            zeros += int(np.count_nonzero(block == 0))
            count, mean, squares = _join(count, mean, squares, *_moments(block))
    std = float(np.sqrt(squares / count)) if count else float("nan")
    if count and low == high:
        std, mean = 0.0, float(low)  # free of rounding
    elif count and not 1e-290 < squares < float("inf"):
        mean, std = _moments_by(max(abs(low), abs(high)), flat)
    return Statistics(flat.size, nan, inf, zeros, low, high, mean if count else float("nan"), std)


def _as_hardware_float(block):
    """NumPy has no fast loops for half precision and none at all for some 8-bit floats."""
    if block.dtype in (np.float32, np.float64):
        return block
    return block.astype(np.float64 if block.itemsize > 4 else np.float32)


def _moments_by(largest, flat):
    """Mean and standard deviation of what float64 has no room for the squares of."""
    found = statistics(_as_hardware_float(flat) / largest)
    return found.mean * largest, found.std * largest


def _finite(block):
    nan = int(np.count_nonzero(np.isnan(block)))
    finite = block[np.isfinite(block)]
    return finite, nan, block.size - finite.size - nan


def _moments(block):
    """Count, mean and sum of squared deviations; in float64 where float32 has no room for them."""
    if block.dtype.kind != "f":
        block = block.astype(np.float64)
    centre = block.mean()
    apart = block - centre
    rest, squares = float(apart.sum()), float(np.dot(apart, apart))
    if block.dtype == np.float32 and _no_room(block, squares):
        return _moments(block.astype(np.float64))
    count = block.size
    squares = max(squares - rest * rest / count, 0.0) if np.isfinite(squares) else squares
    return count, float(centre) + rest / count, squares


def _no_room(block, squares):
    if squares < 1e-30:
        return block.min() != block.max()
    return not np.isfinite(squares)


def _join(count, mean, squares, more, its_mean, its_squares):
    """Moments of two blocks together (Chan, Golub and LeVeque, 1979)."""
    total = count + more
    apart = its_mean - mean
    return (
        total,
        mean + apart * more / total,
        squares + its_squares + apart * (apart * (count * more / total)),
    )
