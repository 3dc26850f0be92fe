"""What gradients are taken with respect to: the numbers of a tensor of any kind, watched and put together."""

from collections.abc import Iterator, Mapping

import tensorflow as tf


def with_leaves(value, leaves: Iterator):
    """A structure like this one, of these leaves, in the order of :func:`~tutorial_utils.tensors.display.named_tensors.leaves`.

    >>> with_leaves({"b": 1, "a": (2, 3)}, iter("xyz"))
    {'b': 'x', 'a': ('y', 'z')}
    """
    if isinstance(value, Mapping):
        return {key: with_leaves(item, leaves) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        items = [with_leaves(item, leaves) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return next(leaves)


def numbers(leaf) -> tf.Tensor | None:
    """The dense tensor that holds the numbers of a leaf, or None where it can have no gradient.

    Of ragged tensors the flat values, of sparse ones those that are stored.
    """
    if isinstance(leaf, tf.RaggedTensor):
        leaf = leaf.flat_values
    elif isinstance(leaf, tf.SparseTensor):
        leaf = leaf.values
    if not isinstance(leaf, tf.Tensor):
        return None
    return leaf if leaf.dtype.is_floating or leaf.dtype.is_complex else None


def watch(tape: tf.GradientTape, value) -> None:
    for leaf in tf.nest.flatten(value):
        if (tensor := numbers(leaf)) is not None:
            tape.watch(tensor)


def like(leaf, gradient):
    """The gradient of a leaf's numbers, in the form of the leaf."""
    if gradient is None:
        return None
    gradient = tf.convert_to_tensor(gradient)  # of lookups, it comes in slices
    if isinstance(leaf, tf.RaggedTensor):
        return leaf.with_flat_values(gradient)
    if isinstance(leaf, tf.SparseTensor):
        return tf.SparseTensor(leaf.indices, gradient, leaf.dense_shape)
    return gradient
