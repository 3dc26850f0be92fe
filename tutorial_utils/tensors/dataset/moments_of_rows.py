"""Moments of arrays, in the order of :class:`Moments`: fast where all is finite, right where it is not."""

import numpy as np

from .moments import Moments

_BLOCK = 1 << 16  # values, which the cache of a core holds
_ONES = np.ones(_BLOCK, np.float32)
_WIDTH = 1 << 9  # values


def of_series(series: np.ndarray) -> np.ndarray:
    """Shape (8, series), of values of shape (n, series): float32 or float64, finite or not.

    >>> of_series(np.array([[0.0], [3.0], [np.nan]]))[:, 0].tolist()
    [2.0, 1.0, 0.0, 1.0, 1.5, 4.5, 0.0, 3.0]
    """
    with np.errstate(all="ignore"):  # of the caller, who may have asked for errors
        return _of_array(series)


def _of_array(series):
    if series.dtype != np.float32:
        return _of_any(series)
    rows = max(_BLOCK // max(series.shape[1], 1), 1)
    blocks = [series[at : at + rows] for at in range(0, max(len(series), 1), rows)]
    parts = [_of_block(block) for block in blocks]
    return parts[0] if len(parts) == 1 else np.stack(Moments.of_parts(np.stack(parts)))


def alive(rows: np.ndarray) -> np.ndarray:
    """Of rows of shape (n, units), which units are not always zero.

    >>> alive(np.array([[0.0, 0.0], [0.0, np.nan]])).tolist()
    [False, True]
    """
    return _along_rows(np.logical_or, rows != 0, False)


def _of_block(block):
    fast = _of_one(block[:, 0]) if block.shape[1] == 1 else _of_units(block)
    return _of_any(block) if fast is None else fast


def _of_one(values):
    """None where squares overflow or vanish, or something is not finite, or there is nothing."""
    many = len(values)
    low, high = (values.min(), values.max()) if many else (np.nan, np.nan)
    if not _have_squares(low, high):
        return None
    ones = _ONES[:many]  # a product with them is a sum, and several times as fast
    mean = np.dot(values, ones) / np.float32(many)
    apart = values - mean
    rest = float(np.dot(apart, ones)) / many  # what rounding took from the mean
    squares = max(float(np.dot(apart, apart)) - many * rest * rest, 0.0)
    if high == low:  # then free of rounding
        mean, rest, squares = low, 0.0, 0.0
    zeros = many - np.count_nonzero(values != 0)
    found = (many, 0, 0, zeros, float(mean) + rest, squares, low, high)
    return np.array(found, np.float64)[:, None]


def _of_units(rows):
    """As :func:`_of_one`, of each column."""
    low = _along_rows(np.minimum, rows, np.inf)
    high = _along_rows(np.maximum, rows, -np.inf)
    if not (rows.size and np.all(_have_squares(low, high))):
        return None
    many = len(rows)
    mean = (_sums(rows) / many).astype(np.float32)
    apart = rows - mean
    rest = _sums(apart) / many
    squares = np.maximum(_sums(apart * apart) - many * rest * rest, 0.0)
    constant = high == low
    mean, squares = np.where(constant, low, mean + rest), np.where(constant, 0.0, squares)
    nothing = np.zeros(len(low))
    zeros = many - _sums((rows != 0).astype(np.float32))
    return np.stack([nothing + many, nothing, nothing, zeros, mean, squares, low, high])


def _have_squares(low, high):
    """Whether float32 holds the squares of what is between them; also False for NaN."""
    spans = high - low
    return (np.maximum(-low, high) < 1e15) & ((spans > 1e-13) | (spans == 0))


def _sums(rows):
    """Of each column, float64; of few rows at a time, so that a sum of many does not lose the digits of each."""
    wide, left = _side_by_side(rows)
    sums = (_ONES[: len(wide)] @ wide).reshape(-1, rows.shape[1])
    return sums.sum(0, np.float64) + left.sum(0, np.float64)


def _along_rows(function, rows, of_nothing):
    """As ``function.reduce(rows, 0)``."""
    wide, left = _side_by_side(rows)
    found = function.reduce(wide, 0, initial=of_nothing).reshape(-1, rows.shape[1])
    found = function.reduce(found, 0, initial=of_nothing)
    return function(found, function.reduce(left, 0, initial=of_nothing))


def _side_by_side(rows):
    """Several rows as one, since NumPy is slow along a first axis where the other is short; and what is left."""
    many, units = rows.shape
    beside = max(_WIDTH // max(units, 1), 1)
    whole = many - many % beside
    return rows[:whole].reshape(whole // beside, beside * units), rows[whole:]


def _of_any(series):
    series = series.astype(np.float64)
    finite = np.isfinite(series)
    many = finite.sum(0)
    scale = np.where(finite, np.abs(series), 0.0).max(0, initial=0.0)
    scale = np.where(scale > 1e100, scale, 1.0)  # squares of larger ones may be infinite
    scaled = np.where(finite, series, 0.0) / scale
    some = np.maximum(many, 1)
    mean = scaled.sum(0) / some
    apart = np.where(finite, scaled - mean, 0.0)
    rest = apart.sum(0)  # what rounding took from the mean
    squares = np.maximum((apart * apart).sum(0) - rest * rest / some, 0.0)
    return np.stack(
        [
            many,
            np.isnan(series).sum(0),
            np.isinf(series).sum(0),
            (series == 0.0).sum(0),
            np.where(many > 0, scale * (mean + rest / some), np.nan),
            squares * scale * scale,
            np.where(finite, series, np.inf).min(0, initial=np.inf),
            np.where(finite, series, -np.inf).max(0, initial=-np.inf),
        ]
    )
