"""The statistics of all layers over a data set: a mapping that merges, is saved, and displays as a table."""

import copy
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike

import numpy as np

from ..description.formatting import rough, share
from ..display.table import Table, as_html, as_text, ends
from .layer_statistics import LayerStatistics
from .saving import loaded, saved

_HEAD = ("path", "values", "range", "mean", "std", "median", "zeros", "dead", "not finite")
_REASONS = 5


class ActivationStatistics(Mapping[str, LayerStatistics]):
    """Layer path -> what its output was like over all batches: :class:`LayerStatistics`.

    Of a layer that returned a structure, each part has its own path: ``"lstm[1]"``, ``"block['key']"``.
    A new one is empty: to be filled by :func:`activation_statistics`.

    Statistics of parts of a data set are merged by ``a + b`` or ``a.merge(b)``: exact in counts and
    extremes, within the rounding of float64 in mean and deviation, within the sketch's bound in quantiles,
    whatever the order.

    Args:
        per: ``"layer"`` or ``"unit"``: whether each number is of a whole output, or of each place on its
            last axis.

    Attributes:
        batches: How many batches it is of.
        skipped: path -> why there is none.

    >>> mine = ActivationStatistics()
    >>> mine
    no batches yet
    """

    def __init__(self, per: str = "layer"):
        if per not in ("layer", "unit"):
            raise ValueError(f"per={per!r} is not known; next: 'layer' or 'unit'")
        self.per = per
        self.batches = 0
        self.skipped: dict[str, str] = {}
        self._layers: dict[str, LayerStatistics] = {}

    def __getitem__(self, path: str) -> LayerStatistics:
        return self._layers[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)

    def __add__(self, other: "ActivationStatistics") -> "ActivationStatistics":
        together = copy.deepcopy(self)
        together.merge(other)
        return together

    def merge(self, other: "ActivationStatistics") -> None:
        """Add the batches that the other is of. A layer that only one of them has is kept as it is.

        Raises:
            ValueError: One is of layers and the other of units, or units differ in number.
        """
        self._require_alike(other)
        for path, layer in other.items():
            if path in self._layers:
                self._layers[path].merge(layer)
            else:
                self._layers[path] = copy.deepcopy(layer)
        self.batches += other.batches
        self.skipped.update(other.skipped)

    def add(self, numbers: Mapping[str, Iterable[Mapping]], batches: int) -> None:
        """Add what :class:`BatchStatistics` gave for so many batches: path -> dicts."""
        for path, found in numbers.items():
            for part in found:
                if path not in self._layers:
                    self._layers[path] = LayerStatistics.empty(part, self.per == "unit")
                self._layers[path].add_batch(part)
        self.batches += batches

    def to_dicts(self) -> list[dict]:
        """A row of plain data for each layer, or each unit of each: the numbers, and some quantiles."""
        return [row for path, layer in self.items() for row in _rows(path, layer)]

    def save(self, file: str | PathLike) -> None:
        """Write all to one file, in NumPy's format `npz`, which :meth:`load` reads."""
        saved(file, self)

    @classmethod
    def load(cls, file: str | PathLike) -> "ActivationStatistics":
        """Read what :meth:`save` wrote.

        Raises:
            ValueError: The file holds something else.
        """
        about, layers = loaded(file)
        statistics = cls(about["per"])
        statistics.batches, statistics.skipped = about["batches"], about["skipped"]
        statistics._layers = layers
        return statistics

    def __repr__(self):
        """A table of at most 80 columns: 20 layers, the others counted."""
        return as_text(self._table())

    def _repr_html_(self):
        return as_html(self._table())

    def _table(self):
        notes = [f"{path}: skipped, it {why}" for path, why in self.skipped.items()]
        notes = [
            *notes[:_REASONS],
            *[f"… {len(notes) - _REASONS} more skipped"][: len(notes) > _REASONS],
        ]
        if not self.batches:
            return Table((), [], "no batches yet", 0, tuple(notes))
        shown, more = ends(self.items())
        title = f"{self.batches} batch{'es' * (self.batches != 1)}"
        title += ", of all units" if self.per == "unit" else ""
        rows = [_cells(path, layer.of_all_units()) for path, layer in shown]
        return Table(_HEAD, rows, title, more, tuple(notes)).without_empty_columns()

    def _require_alike(self, other):
        if self.per != other.per:
            raise ValueError(
                f"statistics by {self.per} can't be merged with those by {other.per}; next: make both"
                f" with per={self.per!r}"
            )


def _rows(path, layer):
    numbers = {
        name: np.atleast_1d(getattr(layer, name))
        for name in ("size", "mean", "std", "low", "high", "zeros", "nan", "inf")
    }
    for percent in (1, 25, 50, 75, 99):
        numbers[f"{percent}%"] = np.atleast_1d(layer.quantile(percent / 100))
    for at in range(layer.series):
        row = {name: values[at].item() for name, values in numbers.items()}
        if layer.per_unit:
            yield {"layer": path, "unit": at, **row, "dead": not layer.alive[at]}
        else:
            yield {"layer": path, **row, "units": layer.units, "dead": layer.dead}


def _cells(path, layer):
    dead = f"{layer.dead} of {layer.units}" if layer.dead else ""
    zeros = share(layer.zeros, layer.size) if layer.zeros else ""
    bad = [
        f"{share(many, layer.size)} {word}"
        for many, word in ((layer.nan, "NaN"), (layer.inf, "Inf"))
        if many
    ]
    if layer.size == layer.nan + layer.inf:
        return path, str(layer.size), "", "", "", "", zeros, dead, " ".join(bad)
    span = f"{rough(layer.low)} … {rough(layer.high)}"
    median = float(f"{layer.quantile(0.5):.1e}")  # no digits that the sketch does not know
    numbers = (rough(number) for number in (layer.mean, layer.std, median))
    return path, str(layer.size), span, *numbers, zeros, dead, " ".join(bad)
