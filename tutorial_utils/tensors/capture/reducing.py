"""Apply a reducer to what a layer returned, and say what it was about when it raises."""

import functools
import math

import tensorflow as tf

from ..description import describe

_ORDINARY = {
    tf.dtypes.as_dtype(name)
    for name in (
        *("bfloat16", "float16", "float32", "float64", "int8", "int16", "int32", "int64"),
        *("uint8", "uint16", "uint32", "uint64"),
    )
}


_LARGEST_TRIAL = 2**20  # elements
TEXT = object()


def reduced(value, reduce):
    """``reduce`` of each tensor of a structure; ragged and sparse ones go in as they are.

    Raises what ``reduce`` raises: in a graph, too, where some operations refuse a kind of tensor only
    when they run, which would be in the middle of the user's program.
    """
    if isinstance(value, tf.Tensor):
        return _reduced_tensor(value, reduce)
    return tf.nest.map_structure(
        lambda leaf: _reduced_tensor(leaf, reduce) if tf.is_tensor(leaf) else leaf, value
    )


def _reduced_tensor(tensor, reduce):
    odd = isinstance(tensor, tf.Tensor) and not is_ordinary(tensor)
    if odd and tf.is_symbolic_tensor(tensor):
        _try(reduce, tensor)
    return reduce(tensor)


def _try(reduce, tensor):
    """Run it once on zeros of the same kind, where these can be made."""
    shape = [2 if size is None else size for size in tensor.shape] if tensor.shape.rank else []
    if tensor.dtype in (tf.variant, tf.resource) or math.prod(shape) > _LARGEST_TRIAL:
        return
    with tf.init_scope():
        text = tensor.dtype == tf.string
        zeros = (
            tf.zeros(shape, tf.string) if text else tf.cast(tf.zeros(shape, tf.int8), tensor.dtype)
        )
        reduce(zeros)


class Unreducible(Exception):
    """Raised from what a forgiving reducer raised: the path is skipped, whatever it was."""


def forgiving(reduce):
    """``reduce`` for looks that may not end what they look at, or None where it is None."""
    if reduce is None:
        return None

    def attempt(t):
        try:
            return require_tensors(reduce(t))
        except Exception as error:
            raise Unreducible from error

    return _named_as(reduce, attempt)


def text_marked(reduce):
    """``reduce`` that gives :data:`TEXT` for each text, or None where it is None: outputs may have text, too."""
    if reduce is None:
        return None

    def marked(t):
        return tf.nest.map_structure(lambda leaf: TEXT if _is_text(leaf) else leaf, reduce(t))

    return _named_as(reduce, marked)


def require_tensors(value, of=None):
    """``value``, which a graph must be able to return; text in the output that it is of goes on as it is."""
    if not tf.executing_eagerly() and _has_text(value) and not _has_text(of):
        raise TypeError("it gave text, and a graph returns only tensors")
    return value


def _has_text(value):
    return any(map(_is_text, tf.nest.flatten(value)))


def _is_text(leaf):
    return isinstance(leaf, (str, bytes))


def _named_as(reduce, function):
    return functools.update_wrapper(function, reduce) if hasattr(reduce, "__name__") else function


def is_ordinary(value) -> bool:
    """Whether all is dense tensors of plain real numbers, which any reducer should take."""
    if isinstance(value, tf.Tensor):
        return value.dtype in _ORDINARY
    leaves = [leaf for leaf in tf.nest.flatten(value) if tf.is_tensor(leaf)]
    return all(isinstance(leaf, tf.Tensor) and leaf.dtype in _ORDINARY for leaf in leaves)


def name(reduce) -> str:
    return getattr(reduce, "__name__", type(reduce).__name__)


def why_not(reduce, error) -> str:
    """For the list of what was skipped."""
    error = error.__cause__ if isinstance(error, Unreducible) else error
    return f"can't be reduced: {name(reduce)} raised {type(error).__name__}: {first_line(error)}"


def note(reduce, path, value) -> str:
    """For the error of a reducer that should have taken this."""
    head = "  ".join(describe(value).split("  ")[:3])
    return f"This was raised by `reduce`, {name(reduce)}, on the output of {path!r}: {head}."


def first_line(error) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else ""
