"""Quantiles of a stream: values are counted in buckets whose width is a part of the value itself.

The idea and its guarantee are those of DDSketch (Masson, Rim and Lee, "DDSketch: a fast and
fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12(12), 2019). The buckets here are
the leading bits of a float64, sign, exponent and seven of the mantissa, so that no logarithm is taken.
"""

import numpy as np

_MANTISSA_BITS = 7
_DROPPED_BITS = 52 - _MANTISSA_BITS
_IN_A_BLOCK = 1 << _MANTISSA_BITS
_BLOCKS = 1 << 12  # sign and exponent

RELATIVE_ERROR = 1 / (2 << _MANTISSA_BITS)
"""How far a quantile may be from the value it stands for, as a part of it."""


class QuantileSketch:
    """Counts of finite numbers, for one series or for several side by side.

    Args:
        series: How many, of which each has its own quantiles.

    Memory: 1 KB a series for each power of two, and sign, that occurs; at most 4 MB a series.

    >>> sketch = QuantileSketch()
    >>> sketch.add(np.arange(1.0, 1001.0))
    >>> sketch.quantile(0.5).round(1)
    array([501.])
    """

    def __init__(self, series: int = 1):
        self._slots = np.full(_BLOCKS, -1)  # of each block, its place in the counts
        self._counts = np.zeros((0, series, _IN_A_BLOCK))

    @property
    def series(self) -> int:
        """How many there are."""
        return self._counts.shape[1]

    def add(self, values: np.ndarray, weight: float = 1.0) -> None:
        """Count values.

        Args:
            values: Shape (n,), or (n, series). What is not finite is left out.
            weight: For how many values each of them stands.
        """
        values = np.asarray(values, np.float64).reshape(len(values), -1)
        bits = (values + 0.0).view(np.int64) >> _DROPPED_BITS  # the sum makes -0.0 a 0.0
        finite = np.isfinite(values)
        if not finite.all():
            rows, columns = np.nonzero(finite)
            bits = bits[rows, columns]
        else:
            columns = np.arange(values.shape[1])
        blocks = (bits >> _MANTISSA_BITS) & (_BLOCKS - 1)
        slots = self._slots[blocks]
        if slots.size and slots.min() < 0:
            self._make_room_for(blocks)
            slots = self._slots[blocks]
        places = (slots * self.series + columns) * _IN_A_BLOCK + (bits & (_IN_A_BLOCK - 1))
        places, counts = places.reshape(-1), self._counts.reshape(-1)
        if places.size * 4 > counts.size:
            counts += weight * np.bincount(places, minlength=counts.size)
        else:
            np.add.at(counts, places, weight)

    def merge(self, other: "QuantileSketch") -> None:
        """Count what the other has counted; the order of merges changes no count."""
        blocks = np.flatnonzero(other._slots >= 0)
        self._make_room_for(blocks)
        self._counts[self._slots[blocks]] += other._counts[other._slots[blocks]]

    def quantile(self, share: float) -> np.ndarray:
        """The smallest value that at least this share of all is not above, for each series.

        Within :data:`RELATIVE_ERROR` of a value that was counted, which has exactly this rank. NaN where
        nothing was counted.
        """
        blocks, counts = self._in_order()
        if not len(blocks):
            return np.full(self.series, np.nan)
        below = np.cumsum(counts, axis=0)
        total = below[-1]
        # a share of a sum of weights is rounded; the last value that it may reach is the largest
        reached = below >= np.minimum(share * total, total) * (1 - 1e-12)
        reached &= below > 0
        at = reached.argmax(0)
        return np.where(total > 0, _middles(blocks)[at], np.nan)

    def to_arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """The blocks that are in use, and their counts: shape (blocks, series, buckets)."""
        blocks = np.flatnonzero(self._slots >= 0)
        return blocks, self._counts[self._slots[blocks]]

    @classmethod
    def from_arrays(cls, blocks: np.ndarray, counts: np.ndarray) -> "QuantileSketch":
        """What :meth:`to_arrays` gave."""
        sketch = cls(counts.shape[1])
        sketch._slots[blocks] = np.arange(len(blocks))
        sketch._counts = np.array(counts, np.float64)
        return sketch

    def _make_room_for(self, blocks):
        new = np.unique(blocks[self._slots[blocks] < 0])
        self._slots[new] = len(self._counts) + np.arange(len(new))
        room = np.zeros((len(new), *self._counts.shape[1:]))
        self._counts = np.concatenate([self._counts, room])

    def _in_order(self):
        """The bits of each bucket from the smallest to the largest value; counts (buckets, series)."""
        used = np.flatnonzero(self._slots >= 0)
        half = _BLOCKS >> 1
        negative, positive = used[used >= half][::-1], used[used < half]
        low, high = self._counts[self._slots[negative]], self._counts[self._slots[positive]]
        counts = [low[:, :, ::-1], high]
        within = np.arange(_IN_A_BLOCK)
        bits = [
            (negative[:, None] << _MANTISSA_BITS) + within[::-1],
            (positive[:, None] << _MANTISSA_BITS) + within,
        ]
        flat = [np.moveaxis(part, 1, 2).reshape(-1, self.series) for part in counts]
        return np.concatenate([part.reshape(-1) for part in bits]), np.concatenate(flat)


def _middles(buckets):
    """The value in the middle of each bucket; 0 for that of 0, which no other value shares but the tiniest."""
    edge = (buckets.astype(np.int64) << _DROPPED_BITS).view(np.float64)
    middle = (buckets.astype(np.int64) << _DROPPED_BITS | 1 << (_DROPPED_BITS - 1)).view(np.float64)
    return np.where(edge == 0, 0.0, middle)
