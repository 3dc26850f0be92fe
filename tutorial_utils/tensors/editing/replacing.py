"""A value that can stand where a layer's output stood."""

import re

import numpy as np
import tensorflow as tf

from ..description import describe

_NEXT = "next: return that shape and dtype, or what can be broadcast to it"
_FOUND = re.compile(r"\[(the edit of .*" + re.escape(_NEXT) + r")\]")


def in_the_place_of(path: str, output, new):
    """``new`` in the structure, the shapes and the dtypes of ``output``.

    Numbers, arrays and tensors are broadcast to the output's shape and cast to its dtype.

    Raises:
        ValueError: That can't be done; names ``path``. Where a graph knows the shapes only as it runs,
            `tf.errors.InvalidArgumentError`, of which :func:`as_value_error` makes one; compiled by XLA,
            TensorFlow's own, in which a node is named ``edit_of_`` and the path.

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


def as_value_error(error: Exception) -> ValueError | None:
    """What :func:`in_the_place_of` would have raised, if a graph had known the shapes before it ran."""
    if not isinstance(error, tf.errors.InvalidArgumentError):
        return None
    found = _FOUND.search(error.message)
    if found is None:
        return None
    gave, new, returns, old, then = found[1].split("] [")
    new, old = (shape.replace(" ", ", ") for shape in (new, old))
    return ValueError(f"{gave} ({new}) {returns} ({old}); {then}")


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
    known = old.shape.is_fully_defined() and new.shape.is_fully_defined()
    if known and new.shape == old.shape:
        return new
    try:
        both = tf.broadcast_static_shape(new.shape, old.shape)
    except ValueError:
        both = None
    if both is None or not both.is_compatible_with(old.shape):
        raise _does_not_fit(path, old, new)
    size = tf.shape(old)
    if not known:
        # A graph is simplified as if a broadcast could not fail, checks of its size included, unless it
        # knows nothing of that size.
        size = tf.raw_ops.PlaceholderWithDefault(input=size, shape=size.shape)
        with tf.control_dependencies([_require_fit(path, size, tf.shape(new))]):
            new = tf.identity(new)
    # XLA leaves the check out, and has one of its own here, which names the operation.
    fitted = tf.broadcast_to(new, size, name="edit_of_" + re.sub(r"\W", "_", path))
    fitted.set_shape(both)
    return fitted


def _require_fit(path, old, new):
    """The check of a shape, as the graph runs."""
    ones = tf.ones([tf.maximum(tf.size(old) - tf.size(new), 0)], new.dtype)
    aligned = tf.concat([ones, new], 0)
    aligned = aligned[tf.size(aligned) - tf.size(old) :]
    fits = tf.reduce_all(tf.equal(aligned, old) | tf.equal(aligned, 1))
    return tf.debugging.Assert(
        fits & (tf.size(new) <= tf.size(old)),
        [f"the edit of {path} gave shape", new, "and the layer returns shape", old, _NEXT],
        summarize=-1,
    )


def _does_not_fit(path, old, new):
    return ValueError(
        f"the edit of {path!r} gave {describe(new)}, and the layer returns {_head(old)}; {_NEXT}"
    )


def _head(tensor):
    return "  ".join(describe(tensor).split("  ")[:3])
