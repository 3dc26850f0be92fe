"""How values leave a graph: few plain tensors, put together again only when they are asked for."""

import functools
from collections.abc import Mapping

import numpy as np
import tensorflow as tf

from ..capture import packing

_TENSOR = "a tensor"  # stands in a structure for a dense one; for others, their `tf.TypeSpec` does


class Values(Mapping):
    """Path -> value, put together when it is asked for.

    Args:
        structures, tensors: As :func:`taken_apart` gives them.
    """

    def __init__(self, structures: dict, tensors):
        self._at, start = {}, 0
        for path, structure in structures.items():
            self._at[path] = structure, start
            start += sum(map(_size, tf.nest.flatten(structure)))
        self._tensors = tensors

    def __getitem__(self, path):
        structure, at = self._at[path]
        leaves = []
        for leaf in tf.nest.flatten(structure):
            parts = [self._tensors[at + place] for place in range(_size(leaf))]
            leaves.append(_joined(leaf, parts))
            at += len(parts)
        return tf.nest.pack_sequence_as(structure, leaves)

    def __iter__(self):
        return iter(self._at)

    def __len__(self):
        return len(self._at)


def taken_apart(values: dict):
    """Path -> structure without tensors; and the tensors, as one where all are alike, or as a tuple.

    >>> structures, tensors = taken_apart({"a": tf.constant(1.0), "b": {"low": tf.constant(2.0)}})
    >>> tensors.shape
    TensorShape([2])
    >>> float(Values(structures, tensors)["b"]["low"])
    2.0
    """
    values = tf.nest.map_structure(_without_numpy, values)
    structures = {path: tf.nest.map_structure(_place, value) for path, value in values.items()}
    in_order = list(values.values())  # a dict would be flattened in the order of its keys
    parts = tf.nest.flatten(in_order, expand_composites=True)
    return structures, packing.packed(part for part in parts if tf.is_tensor(part))


def why_not_leaving(value) -> str | None:
    """Why a value can't leave a training step, or None.

    Where a step is not looked at, zeros stand for it, and there are none of a handle: of a data set say.

    >>> why_not_leaving(tf.constant(1.0)), why_not_leaving(tf.data.Dataset.range(3))
    (None, "gave variant, which can't leave a training step; next: get_activations, called eagerly")
    """
    leaves = tf.nest.flatten(value, expand_composites=True)
    dtypes = [leaf.dtype for leaf in leaves if isinstance(leaf, tf.Tensor)]
    odd = next((dtype.name for dtype in dtypes if not _has_zeros(dtype)), None)
    if odd is None:
        return None
    return f"gave {odd}, which can't leave a training step; next: get_activations, called eagerly"


def under(condition: tf.Variable, tensors):
    """What the function ``tensors`` gives, in a graph that runs it only if the condition holds.

    Otherwise, tensors of the same dtypes, of shapes as small as the graph allows.
    """
    like = None

    def wanted():
        nonlocal like
        like = tensors()
        return like

    def not_wanted():
        return tf.nest.map_structure(_placeholder, like)

    return tf.cond(condition.read_value(), wanted, not_wanted)


def _place(leaf):
    if isinstance(leaf, tf.Tensor):
        return _TENSOR
    return tf.type_spec_from_value(leaf) if tf.is_tensor(leaf) else leaf


def _size(leaf):
    """How many plain tensors stand for it."""
    if isinstance(leaf, tf.TypeSpec):
        return len(tf.nest.flatten(leaf, expand_composites=True))
    return int(isinstance(leaf, str) and leaf == _TENSOR)


def _joined(leaf, parts):
    if isinstance(leaf, tf.TypeSpec):
        return tf.nest.pack_sequence_as(leaf, parts, expand_composites=True)
    return parts[0] if parts else leaf


def _without_numpy(leaf):
    return tf.constant(leaf) if isinstance(leaf, (np.ndarray, np.generic)) else leaf


@functools.cache
def _has_zeros(dtype):
    try:
        with tf.init_scope():
            tf.zeros([0], dtype)
    except TypeError:
        return False
    return True


def _placeholder(tensor):
    dims = [] if tensor.shape.rank is None else [dim or 0 for dim in tensor.shape]
    return tf.zeros(dims, tensor.dtype)
