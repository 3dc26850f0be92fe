"""What was seen while training: one look after the other, as arrays or as a table."""

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from ..capture.activations import Activations
from ..description import describe
from ..description.formatting import rough
from ..display.bars import sparkline
from ..display.table import Table, as_html, as_text, ends
from .columns import columns_of
from .exporting import dataframe, write_csv, write_summaries


class Look(NamedTuple):
    """The values of one moment; ``epoch`` and ``batch`` count from 0, as Keras does."""

    epoch: int
    batch: int
    values: Mapping


class ActivationHistory:
    """All looks in order. Values stay tensors until they are asked for, so that training goes on.

    Args:
        columns: The names of the numbers in a value, where it is a vector of as many. A dict of numbers
            has its keys for columns, a single number the column ``"value"``.

    Attributes:
        looks: Each :class:`Look`.
        skipped: path -> why there is no value.

    It displays as a table of all layers at the last look. Numbers that are shown are rounded, those of
    :meth:`rows` and :meth:`numpy` are not.

    >>> history = ActivationHistory()
    >>> history.add(0, 9, {"hidden": {"mean": tf.constant(0.5), "zeros": tf.constant(0.25)}})
    >>> history.add(1, 9, {"hidden": {"mean": tf.constant(1.5), "zeros": tf.constant(0.0)}})
    >>> history.numpy()["hidden"]["mean"]
    array([0.5, 1.5], dtype=float32)
    >>> print(history.table())
    epoch  batch  layer   mean  zeros
    0      9      hidden  0.5   0.25
    1      9      hidden  1.5   0.0
    >>> history
    2 looks, the last in epoch 1 after batch 9
    layer   mean  zeros  mean in all looks
    hidden  1.5   0.0    ▁█
    """

    def __init__(self, columns: Iterable[str] = ()):
        self.looks: list[Look] = []
        self.columns = tuple(columns)
        self.skipped: dict[str, str] = {}

    def add(self, epoch: int, batch: int, values: Mapping) -> None:
        """A look: path -> what was kept of that layer's output, a tensor or a structure of tensors."""
        self.looks.append(Look(epoch, batch, values))

    def __len__(self):
        return len(self.looks)

    def last(self) -> "ActivationHistory":
        """A history of the last look alone."""
        last = ActivationHistory(self.columns)
        last.looks, last.skipped = self.looks[-1:], self.skipped
        return last

    @property
    def paths(self) -> list[str]:
        """All layer paths, in the order in which they came up."""
        return list(dict.fromkeys(path for look in self.looks for path in look.values))

    def numpy(self) -> dict:
        """Layer path -> array whose first axis is the looks; for structures, a structure of arrays.

        Where shape or structure changes from look to look, as that of whole outputs may, an object array.
        """
        return {
            path: _stacked([look.values[path] for look in self.looks if path in look.values])
            for path in self.paths
        }

    def rows(self) -> list[dict]:
        """One dict for each look and layer: epoch, batch, layer, and the value's columns.

        A layer that returned a structure has a row for each part: ``"layer['key']"``, ``"layer[0]"``.
        """
        return [
            {"epoch": look.epoch, "batch": look.batch, "layer": path, **columns}
            for look in self.looks
            for path, columns in self.columns_of(look)
        ]

    def series(self) -> dict[str, dict[str, list]]:
        """Column -> layer -> its numbers, look by look; NaN where a look has none. Text is left out."""
        found = {}
        for at, look in enumerate(self.looks):
            for path, columns in self.columns_of(look):
                for name, value in columns.items():
                    if isinstance(value, (int, float)):
                        of_layer = found.setdefault(name, {}).setdefault(path, [])
                        of_layer += [float("nan")] * (at - len(of_layer)) + [value]
        for layers in found.values():
            for of_layer in layers.values():
                of_layer += [float("nan")] * (len(self.looks) - len(of_layer))
        return found

    def table(self) -> str:
        """The rows as text, all of them."""
        rows = self.rows()
        if not rows:
            return "no looks yet"
        head = tuple(dict.fromkeys(name for row in rows for name in row))
        cells = [tuple(_cell(row.get(name, "")) for name in head) for row in rows]
        return _aligned([head, *cells])

    def to_csv(self, file: str | PathLike) -> None:
        """Write :meth:`rows` to a file of comma-separated values, with all digits.

        Raises:
            ValueError: Whole outputs were kept, which are no cells.
        """
        write_csv(self.rows(), file)

    def to_dataframe(self) -> Any:
        """:meth:`rows` as a `pandas.DataFrame`.

        Raises:
            ModuleNotFoundError: pandas is not installed.
        """
        return dataframe(self.rows())

    def to_tensorboard(self, folder: str | PathLike) -> None:
        """Write files that TensorBoard shows: each number as a scalar ``"layer/column"``, each array as a histogram.

        The step is the epoch where each look has its own, and the number of the look otherwise.
        """
        write_summaries(self, folder)

    def __repr__(self):
        return as_text(self._overview())

    def _repr_html_(self):
        return as_html(self._overview())

    def _overview(self):
        notes = tuple(f"{path}: skipped, it {why}" for path, why in self.skipped.items())
        if not self.looks:
            return Table((), [], "no looks yet", 0, notes)
        last, shown = self.looks[-1], self.series()
        rows, more = ends(self.columns_of(last))
        names = list(dict.fromkeys(name for _, columns in rows for name in columns))
        main = next((name for name in ("std", *names) if name in shown), None)
        over = [f"{main} in all looks"] if main and len(self) > 1 else []
        cells = [
            (
                path,
                *(_cell(columns.get(name, "")) for name in names),
                *(sparkline(shown[main][path]) if path in shown[main] else "" for _ in over),
            )
            for path, columns in rows
        ]
        title = f"{len(self)} look{'s' * (len(self) > 1)}, the last in epoch {last.epoch}"
        title += f" after batch {last.batch}"
        return Table(("layer", *names, *over), cells, title, more, notes)

    def columns_of(self, look: Look) -> list[tuple[str, dict]]:
        """(path, column -> number, text or array) of all layers in a look."""
        return [
            part
            for path, value in look.values.items()
            for part in columns_of(path, value, self.columns)
        ]


def _stacked(values):
    arrays = [Activations({"": value}).numpy()[""] for value in values]
    try:
        return tf.nest.map_structure(_one_array, *arrays)
    except (TypeError, ValueError):
        stacked = np.empty(len(arrays), object)
        stacked[:] = arrays
        return stacked


def _one_array(*arrays):
    """Raises ValueError where their shapes differ."""
    return np.stack(arrays)


def _aligned(lines):
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cell(value):
    if isinstance(value, str):
        return value
    return rough(value) if isinstance(value, (int, float)) else describe(value)
