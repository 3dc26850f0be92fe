"""Many small tensors as one: what leaves a graph at each step costs by the piece."""

from collections.abc import Mapping

import tensorflow as tf


class Rows(Mapping):
    """name -> row of one tensor, cut out only when it is asked for."""

    def __init__(self, names: list[str], rows: tf.Tensor):
        self._at = {name: at for at, name in enumerate(names)}
        self._rows = rows

    def __getitem__(self, name):
        return self._rows[self._at[name]]

    def __iter__(self):
        return iter(self._at)

    def __len__(self):
        return len(self._at)


def packed(values):
    """One tensor where all have one known shape and dtype, a tuple otherwise.

    Not a list: TensorFlow's data structures, through which Keras hands the logs of a step, take a list
    for a tensor in pieces.
    """
    values = tuple(values)
    if values and all(isinstance(value, tf.Tensor) for value in values):
        kinds = {
            (value.dtype, tuple(value.shape)) for value in values if value.shape.is_fully_defined()
        }
        if len(kinds) == 1 and all(value.shape.is_fully_defined() for value in values):
            return tf.stack(values)
    return values


def unpacked(names: list[str], values) -> Mapping:
    """What was packed, by name."""
    if isinstance(values, tuple):
        return dict(zip(names, values, strict=True))
    return Rows(names, values)
