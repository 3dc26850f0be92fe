"""What was seen while training: one look after the other, as arrays or as a table."""

from typing import NamedTuple

import numpy as np
import tensorflow as tf

from ..capture.reduction import NAMES
from ..describe import describe
from ..describe.formatting import rough


class Look(NamedTuple):
    """The values of one moment; ``epoch`` and ``batch`` count from 0, as Keras does."""

    epoch: int
    batch: int
    values: dict


class ActivationHistory:
    """All looks in order. Values stay tensors until they are asked for, so that training goes on.

    Args:
        columns: The names of the numbers in each value, where it is a vector of them.

    >>> history = ActivationHistory()
    >>> history.add(0, 9, {"hidden": tf.constant([0.5, 1.0, -1.0, 2.0])})
    >>> history.add(1, 9, {"hidden": tf.constant([0.25, 2.0, -4.0, 3.0])})
    >>> history.numpy()["hidden"].shape
    (2, 4)
    >>> print(history.table())
    epoch  batch  layer   mean  std  low   high
    0      9      hidden  0.5   1.0  -1.0  2.0
    1      9      hidden  0.25  2.0  -4.0  3.0
    """

    def __init__(self, columns=NAMES):
        self.looks: list[Look] = []
        self.columns = tuple(columns)

    def add(self, epoch: int, batch: int, values: dict) -> None:
        self.looks.append(Look(epoch, batch, values))

    def __len__(self):
        return len(self.looks)

    def last(self) -> "ActivationHistory":
        """A history of the last look alone."""
        last = ActivationHistory(self.columns)
        last.looks = self.looks[-1:]
        return last

    @property
    def paths(self) -> list[str]:
        """All layer paths, in the order in which they came up."""
        return list(dict.fromkeys(path for look in self.looks for path in look.values))

    def numpy(self) -> dict:
        """Layer path -> array whose first axis is the looks, for values that are tensors.

        Where the shape changes from look to look, as that of whole outputs may, an object array.
        """
        return {
            path: _stacked([look.values[path] for look in self.looks if path in look.values])
            for path in self.paths
        }

    def rows(self) -> list[dict]:
        """One dict for each look and layer: epoch, batch, layer, and the value or its columns."""
        return [
            {"epoch": look.epoch, "batch": look.batch, "layer": path, **self._columns(value)}
            for look in self.looks
            for path, value in look.values.items()
        ]

    def table(self) -> str:
        """The rows as text."""
        return _as_text(self.rows())

    def _columns(self, value):
        if tf.is_tensor(value) and value.shape == (len(self.columns),):
            return dict(zip(self.columns, value.numpy().tolist(), strict=True))
        return {"value": value.numpy() if hasattr(value, "numpy") else value}


def _stacked(values):
    arrays = [tf.nest.map_structure(np.asarray, value) for value in values]
    if all(isinstance(array, np.ndarray) and array.shape == arrays[0].shape for array in arrays):
        return np.stack(arrays)
    stacked = np.empty(len(arrays), object)
    stacked[:] = arrays
    return stacked


def _as_text(rows):
    if not rows:
        return "no looks yet"
    head = list(dict.fromkeys(name for row in rows for name in row))
    lines = [head, *([_cell(row.get(name, "")) for name in head] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cell(value):
    if isinstance(value, str):
        return value
    return rough(value) if isinstance(value, (int, float)) else describe(value)
