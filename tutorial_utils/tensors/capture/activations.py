"""The outputs of a model's layers: the mapping that holds them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import keras
import tensorflow as tf

from ..display.named_tensors import table_of_tensors
from ..display.table import as_html, as_text
from .leaving import Values, array_of
from .selection import unknown


class Call(NamedTuple):
    """One layer call: where it was made, what returned, and the layer.

    The layer is None when it is gone, and for scores of attention, which no layer returned.
    """

    path: str
    layer: keras.Layer | None
    value: Any


class Activations(Mapping[str, Any]):
    """Layer path -> what the layer returned, in the order in which the calls ended.

    A path is made of the names of the layers that call each other, without the model's own:
    ``"block/dense"``; a second call of a layer is ``"dense#2"``, a second layer of the same name
    ``"dense@2"``. Operations of a functional model (``keras.ops.relu``, ``*``) are named by their kind:
    ``"relu"``, ``"multiply"``. Values are TensorFlow tensors or structures of them; only they are kept,
    not the model.

    It is a structure of tensors as a dict is: ``tape.gradient(loss, activations)`` gives gradients by
    the same paths (None for what depends on no variable and on no watched input, and for what the loss
    does not use), `tf.nest` and `tf.function` take it, and it can be pickled. What these make of it
    knows no layers any more.

    Args:
        values: A mapping from path to value, or pairs.
        layers: path -> function that gives the layer, or None.
        skipped: path -> why this call's output could not be kept.

    Attributes:
        skipped: as given.

    >>> with tf.GradientTape() as tape:
    ...     found = Activations({"hidden": tf.Variable([1.0, 2.0])})
    ...     loss = tf.reduce_sum(found["hidden"] ** 2)
    >>> tape.gradient(loss, found)
    1 tensor, float32
    path    shape  range      mean  std  histogram
    hidden  (2,)   2.0 … 4.0  3.0   1.0  █      █
    """

    # TensorFlow makes another one from pairs, and warns of mappings that do not say they allow it
    __supported_by_tf_nest__ = True

    def __init__(
        self,
        values: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        layers: Mapping[str, Callable[[], keras.Layer | None]] | None = None,
        skipped: dict[str, str] | None = None,
    ):
        self._values = values if isinstance(values, Mapping) else dict(values)
        self._layers = {} if layers is None else layers
        self.skipped = {} if skipped is None else skipped

    def __getitem__(self, path: str) -> Any:
        try:
            return self._values[path]
        except KeyError:
            why = self.skipped.get(path)
            raise KeyError(f"{path!r} {why}" if why else unknown(path, self._values)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self):
        """A table of at most 80 columns: 20 tensors, the others counted, and what was skipped."""
        if not self and not self.skipped:
            return "Activations: none"
        return as_text(table_of_tensors(self._values, self.skipped))

    def _repr_html_(self):
        return as_html(table_of_tensors(self._values, self.skipped))

    def __reduce__(self):
        return Activations, (dict(self._values), None, dict(self.skipped))

    @property
    def calls(self) -> list[Call]:
        """All calls in order, each with its layer."""
        return [Call(path, self._layer(path), value) for path, value in self._values.items()]

    def of(self, layer: keras.Layer) -> list[Any]:
        """What this very layer returned, call by call, wherever it was called from."""
        return [call.value for call in self.calls if call.layer is layer]

    def numpy(self, copy: bool = True) -> dict[str, Any]:
        """The same with NumPy arrays.

        Args:
            copy: False allows arrays that share memory with the tensors, and must not be written.

        Ragged tensors whose rows differ in length become object arrays. Sparse ones become
        dense, which may need far more memory.
        """
        if isinstance(self._values, Values):
            return self._values.numpy(copy)
        return tf.nest.map_structure(array_of, dict(self._values))

    def _layer(self, path):
        return self._layers[path]() if path in self._layers else None
