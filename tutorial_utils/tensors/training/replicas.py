"""The outputs of several replicas as that of the whole batch."""

import contextlib

import tensorflow as tf

from ..capture.reducing import reduced
from ..reducers.spread import spread


def reduced_together(parts: list, reduce):
    """What ``reduce`` gives for the whole batch, of which each replica had a part.

    Args:
        parts: A layer's output on each replica, in the order of the batch: tensors or structures.
        reduce: ``spread`` is taken on each replica and combined, so that only its numbers move between
            devices; for any other reducer, and for None, outputs are concatenated first.
    """
    if len(parts) == 1:
        return parts[0] if reduce is None else reduced(parts[0], reduce)
    if reduce is spread:
        return tf.nest.map_structure(_spread_together, *parts)
    whole = tf.nest.map_structure(_concatenated, *parts)
    return whole if reduce is None else reduced(whole, reduce)


def combined_spread(spreads: tf.Tensor, sizes: tf.Tensor) -> tf.Tensor:
    """The :func:`spread` of all values, from that of each part.

    Args:
        spreads: Shape (parts, 4).
        sizes: Shape (parts,): how many values each part has. Empty parts count for nothing.

    >>> two = [[1.0, 2.0], [3.0, 6.0, 9.0]]
    >>> parts = tf.stack([spread(tf.constant(part)) for part in two])
    >>> combined_spread(parts, tf.constant([2, 3])).numpy().astype(float).round(4).tolist()
    [4.2, 2.9257, 1.0, 9.0]
    >>> spread(tf.constant(two[0] + two[1])).numpy().astype(float).round(4).tolist()
    [4.2, 2.9257, 1.0, 9.0]
    """
    full, size = sizes > 0, tf.reduce_sum(sizes)
    share = tf.cast(sizes / tf.maximum(size, 1), spreads.dtype)
    mean, std, low, high = tf.unstack(spreads, axis=1)
    centre = tf.reduce_sum(tf.where(full, share * mean, 0.0))
    square = tf.reduce_sum(tf.where(full, share * (std**2 + (mean - centre) ** 2), 0.0))
    lowest = tf.reduce_min(tf.where(full, low, tf.float32.max))
    highest = tf.reduce_max(tf.where(full, high, tf.float32.min))
    together = tf.stack([centre, tf.sqrt(square), lowest, highest])
    return tf.where(size > 0, together, spreads[0])


def _spread_together(*parts):
    if not tf.is_tensor(parts[0]):
        return parts[0]
    spreads, sizes = [], []
    for part in parts:
        with _where(part):
            spreads.append(spread(part))
            sizes.append(_size(part))
    return combined_spread(tf.stack(spreads), tf.stack(sizes))


def _size(part):
    """How many values :func:`spread` is of."""
    part = part.flat_values if isinstance(part, tf.RaggedTensor) else part
    return tf.size(part.values if isinstance(part, tf.SparseTensor) else part)


def _where(part):
    device = getattr(part, "device", "")
    return tf.device(device) if device else contextlib.nullcontext()


def _concatenated(*parts):
    first = parts[0]
    if isinstance(first, tf.SparseTensor):
        return tf.sparse.concat(0, list(parts))
    if not tf.is_tensor(first):
        return first
    return tf.stack(parts) if first.shape.rank == 0 else tf.concat(parts, 0)
