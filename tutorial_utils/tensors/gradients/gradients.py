"""Gradients by path: the mapping that holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

import tensorflow as tf

from ..capture.selection import unknown
from ..display.named_tensors import leaves, table_of_tensors
from ..display.table import as_html, as_text
from ..reducers.norms import norm_and_rms
from .sources import numbers

_NAMED = 3  # of many paths that have no gradient for the same reason


class Gradients(Mapping[str, Any]):
    """Path -> gradient of the loss: first of what layers returned, in the order of the calls, then of weights.

    Paths of outputs are those of :class:`Activations`, a weight's path ends in its own name:
    ``"block/dense/kernel"``. A gradient has the shape and dtype of that which it is of, and its structure;
    it is None where there is none, and ``skipped`` says why.

    Args:
        outputs, weights: Path -> gradient.
        skipped: Path -> why there is no gradient; for a part of a structure, ``"lstm[1]"``.
        inputs: The gradient of what the model was called on.
        loss: The loss.

    Attributes:
        outputs, weights, skipped, inputs, loss: as given.

    It displays as :class:`Activations` does.

    >>> Gradients({"hidden": tf.constant([[3.0, 4.0]])}, {"hidden/kernel": None},
    ...           {"hidden/kernel": "is not trainable"})
    1 gradient, float32
    path    shape   range      mean  std  histogram
    hidden  (1, 2)  3.0 … 4.0  3.5   0.5  █      █
    none for hidden/kernel: it is not trainable
    """

    def __init__(
        self,
        outputs: Mapping[str, Any],
        weights: Mapping[str, Any],
        skipped: Mapping[str, str] | None = None,
        inputs: Any = None,
        loss: tf.Tensor | None = None,
    ):
        self.outputs, self.weights = dict(outputs), dict(weights)
        self.skipped = dict(skipped or {})
        self.inputs, self.loss = inputs, loss
        self._all = {**self.outputs, **self.weights}

    def __getitem__(self, path: str) -> Any:
        try:
            return self._all[path]
        except KeyError:
            why = self.skipped.get(path)
            raise KeyError(f"{path!r} {why}" if why else unknown(path, self._all)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __repr__(self):
        """A table of at most 80 columns: 20 gradients, the others counted, and which there are none of."""
        return as_text(self._table())

    def _repr_html_(self):
        return as_html(self._table())

    def norms(self) -> dict[str, Any]:
        """Path -> Euclidean norm, for each that is not None; of a structure, one for each part.

        Floats; in a graph, float32 scalars.

        >>> Gradients({"hidden": tf.constant([[3.0, 4.0]]), "cut": None}, {}).norms()
        {'hidden': 5.0}
        """
        found = {path: norm(leaf) for path, leaf in self._leaves()}
        if not found or not tf.executing_eagerly():
            return found
        return dict(zip(found, tf.stack(list(found.values())).numpy().tolist(), strict=True))

    def numpy(self) -> dict[str, Any]:
        """The same with NumPy arrays; ragged and sparse gradients as the numbers that are stored."""
        return {path: tf.nest.map_structure(_array, value) for path, value in self._all.items()}

    def _leaves(self):
        return [
            (path, leaf)
            for whole, value in self._all.items()
            for path, leaf in leaves(whole, value)
            if leaf is not None
        ]

    def _table(self):
        found = dict(self._leaves())
        if not found and not self.skipped:
            return table_of_tensors({})._replace(title="Gradients: none")
        table = table_of_tensors(found)
        title = table.title.replace("tensor", "gradient", 1)
        return table._replace(title=title, notes=_notes(self.skipped))


def norm(gradient) -> tf.Tensor:
    """The Euclidean norm of a tensor of any kind, as a float32 scalar."""
    values = numbers(gradient)
    values = tf.abs(values) if values.dtype.is_complex else values
    return norm_and_rms(tf.reshape(tf.cast(values, tf.float32), [-1]))[0]


def _array(leaf):
    return None if leaf is None else numbers(leaf).numpy()


def _notes(skipped):
    paths = {}
    for path, why in skipped.items():
        paths.setdefault(why, []).append(path)
    return tuple(f"none for {_some(those)}: it {why}" for why, those in paths.items())


def _some(paths):
    more = len(paths) - _NAMED
    return ", ".join(paths[:_NAMED]) + (f" and {more} more" if more > 0 else "")
