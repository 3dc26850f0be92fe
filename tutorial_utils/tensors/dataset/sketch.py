"""Quantiles of a stream: values are counted in buckets whose width is a part of the value itself.

The idea and its guarantee are those of DDSketch (Masson, Rim and Lee, "DDSketch: a fast and
fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12(12), 2019). The buckets here are
the leading bits of a float64, sign, exponent and some of the mantissa, so that no logarithm is taken.
"""

import numpy as np

_MANTISSA = 52  # bits
_BLOCKS = 1 << 12  # sign and exponent


class QuantileSketch:
    """Counts of finite numbers, for one series or for several side by side.

    Args:
        series: How many, of which each has its own quantiles.
        bits: Of the mantissa: a bucket is as wide as ``2 ** -bits`` of its value.

    Attributes:
        relative_error: How far a quantile may be from the value it stands for, as a part of it: 0.4 % for
            7 bits, 3.1 % for 4.

    Memory: ``8 * 2 ** bits`` bytes a series for each power of two, and sign, that occurs, which is 1 KB for
    7 bits; of the powers there are 2,048 at most, and some 30 in a layer's output.

    >>> sketch = QuantileSketch()
    >>> sketch.add(np.arange(1.0, 1001.0))
    >>> sketch.quantile(0.5).round(1)
    array([501.])
    """

    def __init__(self, series: int = 1, bits: int = 7):
        self.relative_error = 2.0 ** -(bits + 1)
        self._bits, self._in_a_block = bits, 1 << bits
        self._slots = np.full(_BLOCKS, -1)  # of each block, its place in the counts
        self._counts = np.zeros((0, series, self._in_a_block))

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
        bits = (values + 0.0).view(np.int64) >> (_MANTISSA - self._bits)  # the sum makes -0.0 a 0.0
        finite = np.isfinite(values)
        if not finite.all():
            rows, columns = np.nonzero(finite)
            bits = bits[rows, columns]
        else:
            columns = np.arange(values.shape[1])
        blocks = (bits >> self._bits) & (_BLOCKS - 1)
        slots = self._slots[blocks]
        if slots.size and slots.min() < 0:
            self._make_room_for(blocks)
            slots = self._slots[blocks]
        places = (slots * self.series + columns) * self._in_a_block + (
            bits & (self._in_a_block - 1)
        )
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

        Within ``relative_error`` of a value that was counted, which has exactly this rank. NaN where
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
        return np.where(total > 0, _middles(blocks, self._bits)[at], np.nan)

    def to_arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """The blocks that are in use, and their counts: shape (blocks, series, buckets)."""
        blocks = np.flatnonzero(self._slots >= 0)
        return blocks, self._counts[self._slots[blocks]]

    @classmethod
    def from_arrays(cls, blocks: np.ndarray, counts: np.ndarray) -> "QuantileSketch":
        """What :meth:`to_arrays` gave."""
        sketch = cls(counts.shape[1], counts.shape[2].bit_length() - 1)
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
        within = np.arange(self._in_a_block)
        bits = [
            (negative[:, None] << self._bits) + within[::-1],
            (positive[:, None] << self._bits) + within,
        ]
        flat = [
            np.moveaxis(part, 1, 2).reshape(part.shape[0] * part.shape[2], self.series)
            for part in counts
        ]
        return np.concatenate([part.reshape(-1) for part in bits]), np.concatenate(flat)


def _middles(buckets, bits):
    """The value in the middle of each bucket; 0 for that of 0, which no other value shares but the tiniest."""
    dropped = _MANTISSA - bits
    edges = buckets.astype(np.int64) << dropped
    middles = (edges | 1 << (dropped - 1)).view(np.float64)
    return np.where(edges.view(np.float64) == 0, 0.0, middles)
