"""How many values of a batch are sampled for the quantiles, and which."""

import numbers
import zlib
from typing import Any

import numpy as np
import tensorflow as tf

_IN_ALL, _FEWEST, _MOST, _ROWS = 1 << 14, 1 << 7, 1 << 10, 1 << 5
_UNKNOWN = 64  # batches, where nobody knows how many there are


def values_sampled(sample: int | str | None, per: str, batches: int | None) -> int | None:
    """How many values, or rows of units, to sample of each batch; None for all.

    Raises:
        ValueError: ``sample`` is no number of values, ``"auto"`` or None.

    >>> values_sampled("auto", "layer", 64), values_sampled("auto", "unit", 64), values_sampled(10, "layer", None)
    (256, 32, 10)
    """
    if sample == "auto":
        in_each = _IN_ALL // max(batches or _UNKNOWN, 1)
        return _ROWS if per == "unit" else min(max(in_each, _FEWEST), _MOST)
    if sample is not None and not (isinstance(sample, numbers.Integral) and sample > 0):
        raise ValueError(
            f"sample={sample!r} is no number of values; next: at least 1, 'auto', or None for all"
        )
    return sample


def sample_drawn(batch: Any, number: int) -> int:
    """Which sample is drawn: another for each batch, and for each part of a data set that is looked at by itself.

    Args:
        batch: Its first example counts.
        number: That of the batch.

    >>> x = np.array([[1.0], [2.0]])
    >>> sample_drawn(x, 0) == sample_drawn(x[:1], 0), sample_drawn(x, 0) == sample_drawn(x[1:], 0)
    (True, False)
    """
    first, *_ = tf.nest.flatten(batch, expand_composites=True)
    example = np.asarray(first)[:1] if np.ndim(first) else np.asarray(first)
    # of text, the bytes are places in memory
    content = repr(example).encode() if example.dtype == object else example.tobytes()
    return zlib.crc32(content, number) >> 1
