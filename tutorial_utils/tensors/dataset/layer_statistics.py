"""The statistics of one layer's output over all batches so far."""

from collections.abc import Mapping

import numpy as np

from .moments import Moments
from .sketch import QuantileSketch

_BATCHES_AT_ONCE = 32
_AT_ONCE = 1 << 15  # sampled values that may wait, too
_BITS, _BITS_OF_A_UNIT = 7, 4  # of which there may be thousands


class LayerStatistics:
    """Of all values of a layer's output, or of each of its units.

    Numbers are Python's own for a layer, and arrays of shape (units,) for units. Mean, deviation, extremes
    and quantiles are those of the finite values; NaN where there are none.

    Args:
        moments, sketch: Of the same series.
        alive: Of the units: a unit is a place on the last axis.
        sampled: Whether the sketch has only a sample of the values.
        per_unit: Whether the series are the units.
    """

    def __init__(
        self,
        moments: Moments,
        sketch: QuantileSketch,
        alive: np.ndarray,
        sampled: bool,
        per_unit: bool,
    ):
        self.per_unit = per_unit
        self._sampled = sampled
        self._moments, self._sketch, self._alive = moments, sketch, alive
        self._waiting, self._values_waiting = [], 0

    @property
    def moments(self) -> Moments:
        """Of all batches so far."""
        self._take_in()
        return self._moments

    @property
    def sketch(self) -> QuantileSketch:
        """Of all batches so far."""
        self._take_in()
        return self._sketch

    @property
    def alive(self) -> np.ndarray:
        """Shape (units,): whether a unit ever gave something else than zero."""
        self._take_in()
        return self._alive

    @classmethod
    def empty(cls, found: Mapping, per_unit: bool) -> "LayerStatistics":
        """Of nothing, for a layer of which :class:`BatchStatistics` gave this."""
        units, series = found["alive"].size, found["moments"].shape[1]
        nothing = Moments.of_parts(np.zeros((0, 8, series)))
        sketch = QuantileSketch(series, _BITS_OF_A_UNIT if per_unit else _BITS)
        return cls(nothing, sketch, np.zeros(units, bool), False, per_unit)

    def add_batch(self, found: Mapping[str, np.ndarray]) -> None:
        """Add what :class:`BatchStatistics` gave, as arrays.

        Raises:
            ValueError: Units differ in number.
        """
        self._require_alike(found["moments"].shape[1])
        self._waiting.append(found)
        self._values_waiting += found["sample"].size
        if self._values_waiting > _AT_ONCE or len(self._waiting) >= _BATCHES_AT_ONCE:
            self._take_in()

    def merge(self, other: "LayerStatistics") -> None:
        """Add the values that the other is of.

        Raises:
            ValueError: Units differ in number.
        """
        self._require_alike(other.series)
        self._moments = self.moments.merge(other.moments)
        self._sketch.merge(other.sketch)
        self._see_alive(other.alive)
        self._sampled |= other.sampled

    @property
    def sampled(self) -> bool:
        """Whether the quantiles are those of a sample of the values."""
        self._take_in()
        return self._sampled

    @property
    def units(self) -> int:
        """How many there are; 0 where their number changes from batch to batch."""
        return self.alive.size

    @property
    def dead(self) -> int:
        """How many units gave nothing but zero."""
        return int((~self.alive).sum())

    @property
    def size(self) -> int | np.ndarray:
        """How many values there were."""
        return self._plain(self.moments.size)

    @property
    def nan(self) -> int | np.ndarray:
        """How many values were NaN."""
        return self._plain(self.moments.nan)

    @property
    def inf(self) -> int | np.ndarray:
        """How many values were infinite."""
        return self._plain(self.moments.inf)

    @property
    def zeros(self) -> int | np.ndarray:
        """How many values were zero."""
        return self._plain(self.moments.zeros)

    @property
    def mean(self) -> float | np.ndarray:
        """Of the finite values."""
        return self._plain(self.moments.mean)

    @property
    def std(self) -> float | np.ndarray:
        """Of the population of finite values."""
        return self._plain(self.moments.std)

    @property
    def low(self) -> float | np.ndarray:
        """The smallest finite value."""
        return self._plain(self._or_nan(self.moments.low))

    @property
    def high(self) -> float | np.ndarray:
        """The largest finite value."""
        return self._plain(self._or_nan(self.moments.high))

    def quantile(self, share: float) -> float | np.ndarray:
        """The smallest value that at least this share of the finite values is not above.

        Within 0.4 % (of units, 3.1 %) of a value that has exactly this rank in the sample, if ``sampled``, or
        else in all.

        Raises:
            ValueError: It is not between 0 and 1.
        """
        if not 0 <= share <= 1:
            raise ValueError(f"{share} is no share of the values; next: 0.5 for the median, 0 to 1")
        found = np.clip(self.sketch.quantile(share), self.moments.low, self.moments.high)
        found = self.moments.low if share <= 0 else self.moments.high if share >= 1 else found
        return self._plain(self._or_nan(found))

    def of_all_units(self) -> "LayerStatistics":
        """Those of the layer, from those of its units."""
        blocks, counts = self.sketch.to_arrays()
        sketch = QuantileSketch.from_arrays(blocks, counts.sum(1, keepdims=True))
        return LayerStatistics(
            self.moments.together(), sketch, self.alive, self.sampled, per_unit=False
        )

    @property
    def series(self) -> int:
        """How many numbers each attribute is: 1, or the units."""
        return self._sketch.series

    def _take_in(self):
        """What waits: several batches at once cost little more than one."""
        waiting, self._waiting, self._values_waiting = self._waiting, [], 0
        if not waiting:
            return
        moments = np.stack([found["moments"] for found in waiting])
        sizes = moments[:, [0, 1, 2]].sum(1).max(1, initial=0)
        self._moments = self._moments.merge(Moments.of_parts(moments))
        for found in waiting:
            self._see_alive(found["alive"])
        samples = {}  # of those that stand for as many values
        for found, size in zip(waiting, sizes, strict=True):
            sample = found["sample"]
            self._sampled |= bool(size > len(sample))
            if len(sample):
                samples.setdefault(size / len(sample), []).append(sample)
        for weight, alike in samples.items():
            self._sketch.add(np.concatenate(alike), weight)

    def _require_alike(self, series):
        if self.series != series:
            raise ValueError(
                f"statistics of {self.series} units can't be merged with those of {series}; next: merge"
                " those of one and the same layer, or take them with per='layer'"
            )

    def _see_alive(self, alive):
        # where their number changes, there are no units that could be told apart
        alike = alive.shape == self._alive.shape
        self._alive = self._alive | alive if alike else np.zeros(0, bool)

    def _or_nan(self, numbers):
        return np.where(self.moments.finite > 0, numbers, np.nan)

    def _plain(self, numbers):
        return numbers if self.per_unit else numbers[0].item()
