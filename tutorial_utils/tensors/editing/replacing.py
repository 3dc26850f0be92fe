"""A value that can stand where a layer's output stood."""

import numpy as np
import tensorflow as tf

from ..description import describe


def in_the_place_of(path: str, output, new):
    """``new`` in the structure, the shapes and the dtypes of ``output``.

    Numbers, arrays and tensors are broadcast to the output's shape and cast to its dtype.

    Raises:
        ValueError: That can't be done; names ``path``.

    >>> in_the_place_of("hidden", tf.ones((2, 2)), [0.0, 5.0]).numpy().tolist()
    [[0.0, 5.0], [0.0, 5.0]]
    """
    if not tf.nest.is_nested(output):
        return _leaf(path, output, new)
    try:
        tf.nest.assert_same_structure(output, new, check_types=False)
    except (TypeError, ValueError):
        raise ValueError(
            f"the edit of {path!r} gave {describe(new)}, and the layer returns {describe(output)};"
            " next: return the same structure"
        ) from None
    return tf.nest.map_structure(
        lambda old, leaf: _leaf(path, old, leaf), output, new, check_types=False
    )


def _leaf(path, old, new):
    if not tf.is_tensor(old):
        return new
    if not isinstance(old, tf.Tensor):  # ragged, sparse
        if isinstance(new, type(old)) and new.dtype == old.dtype:
            return new
        raise _does_not_fit(path, old, new)
    try:
        new = _as_tensor(new)
    except (TypeError, ValueError):
        raise _does_not_fit(path, old, new) from None
    if not isinstance(new, tf.Tensor) or not _casts(new.dtype, old.dtype):
        raise _does_not_fit(path, old, new)
    return _broadcast(path, old, tf.cast(new, old.dtype))


def _as_tensor(new):
    if isinstance(new, (tf.RaggedTensor, tf.SparseTensor)):
        return new
    if any(tf.is_tensor(part) for part in tf.nest.flatten(new)):
        return tf.convert_to_tensor(new)
    return tf.convert_to_tensor(np.asarray(new))  # numbers of Python keep all their digits


def _casts(dtype, to):
    return dtype == to or (_is_real(dtype) and (_is_real(to) or to.is_complex))


def _is_real(dtype):
    return dtype.is_floating or dtype.is_integer or dtype.is_bool


def _broadcast(path, old, new):
    if old.shape.rank is None or new.shape.rank is None:
        return new
    if new.shape.rank == old.shape.rank and new.shape.is_compatible_with(old.shape):
        return new
    try:
        both = tf.broadcast_static_shape(new.shape, old.shape)
    except ValueError:
        both = None
    if both is None or not both.is_compatible_with(old.shape):
        raise _does_not_fit(path, old, new)
    return tf.broadcast_to(new, tf.shape(old))


def _does_not_fit(path, old, new):
    return ValueError(
        f"the edit of {path!r} gave {describe(new)}, and the layer returns {_head(old)};"
        " next: return that shape and dtype, or what can be broadcast to it"
    )


def _head(tensor):
    return "  ".join(describe(tensor).split("  ")[:3])
