"""Print the lines of tensors that have numbers only when the graph runs."""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import keras
import tensorflow as tf

from ..contents import IN_FULL
from . import formatting
from .contents import computable, contents, elements, few_elements
from .xla import outside_xla


class Leaf(NamedTuple):
    """One tensor to print.

    Attributes:
        name: Put in front of its line, or None.
        kind: What it is.
        value: The tensor itself.
        numbers: All its numbers, as a dense tensor.
    """

    name: str | None
    kind: str
    value: object
    numbers: tf.Tensor


class Failed(NamedTuple):
    """What raised when it was asked for its parts: its line says so while tracing."""

    name: str | None
    value: object


def printable(value, name: str | None = None, around: tuple = ()) -> Iterator[Leaf | Failed]:
    """The tensors in ``value`` that get their numbers at run time, in order; none for others.

    Args:
        value, name: As for `show`.
        around: The containers that this is in; it may be one of them.
    """
    try:
        if any(value is outer for outer in around):
            return
        if isinstance(value, (dict, list, tuple)):
            for place, item in _items(value, name):
                yield from printable(item, place, (*around, value))
        else:
            yield from _leaves(value, name)
    except Exception:
        yield Failed(name, value)


def _items(container, name):
    """(name with the place, item) of each."""
    if isinstance(container, dict):
        items, of = list(container.items()), name or "dict"
    else:
        items, of = list(enumerate(container)), name or type(container).__name__
    return [(f"{of}[{key!r}]", item) for key, item in items]


def _leaves(value, name):
    if isinstance(value, keras.Variable):
        yield Leaf(name, "Keras variable", value, tf.convert_to_tensor(value.value))
    elif isinstance(value, tf.Variable):
        yield Leaf(name, "tf.Variable", value, tf.convert_to_tensor(value))
    else:
        leaf = _tensor(value, name)
        if leaf is not None and tf.is_symbolic_tensor(leaf.numbers):
            yield leaf


def _tensor(value, name):
    if isinstance(value, tf.RaggedTensor):
        return Leaf(name, "RaggedTensor", value, value.flat_values)
    if isinstance(value, tf.SparseTensor):
        return Leaf(name, "SparseTensor", value, value.values)
    if isinstance(value, tf.IndexedSlices):
        return Leaf(name, "IndexedSlices", value, value.values)
    if isinstance(value, tf.Tensor) and value.dtype not in (tf.resource, tf.variant):
        return Leaf(name, "graph tensor", value, value)
    return None


def trace_time_line(leaf: Leaf, why: str) -> str:
    """What can be said before the graph runs, and ``why`` it is no more."""
    dims = leaf.value.shape
    known = "unknown" if dims.rank is None else str(tuple(dims.as_list()))
    return f"{_label(leaf)}  shape={known}  {leaf.numbers.dtype.name}  {why}"


def print_line(leaf: Leaf) -> None:
    """Add to the graph what prints the line at each run."""
    numbers = computable(tf.stop_gradient(leaf.numbers))  # of types that a branch can take
    outside_xla(lambda: tf.print(_line(leaf, numbers), output_stream=sys.stdout))


def _line(leaf, numbers):
    dims, note, lists = _composite(leaf.value, numbers)
    if dims is None:
        dims = formatting.shape(tf.shape(numbers, tf.int64))
    dtype = f"  {leaf.numbers.dtype.name}"
    line = [_label(leaf), "  shape=", dims, dtype, note, contents(numbers, lists)]
    return tf.strings.join(line)


def _label(leaf):
    return leaf.kind if leaf.name is None else f"{leaf.name}: {leaf.kind}"


def _composite(value, numbers):
    """Shape, note and nested lists, as texts, where they are not those of the numbers."""
    if isinstance(value, tf.RaggedTensor):
        return _ragged(value, numbers)
    if isinstance(value, tf.SparseTensor):
        stored = formatting.number(tf.size(numbers, tf.int64))
        note = tf.strings.join(["  ", stored, " of ", _product(value.dense_shape), " stored"])
        return formatting.shape(value.dense_shape), note, None
    if isinstance(value, tf.IndexedSlices):
        rows = tf.shape(numbers)[0]
        of = "of a larger tensor"
        if value.dense_shape is not None:
            of = tf.strings.join(["of a tensor of shape ", formatting.shape(value.dense_shape)])
        unit = formatting.when(tf.equal(rows, 1), " row ", " rows ")
        return None, tf.strings.join(["  ", formatting.number(rows), unit, of]), None
    return None, "", None


def _product(sizes):
    """In full as long as int64 has room for it."""
    roughly = tf.reduce_prod(tf.cast(sizes, tf.float64))
    exact, rounded = formatting.number(tf.reduce_prod(sizes)), formatting.number(roughly)
    return formatting.when(roughly < 2.0**62, exact, rounded)


def _ragged(value, numbers):
    lengths = value.row_lengths()
    span = [formatting.number(edge(lengths)) for edge in (tf.reduce_min, tf.reduce_max)]
    note = tf.strings.join(["  row lengths ", span[0], " … ", span[1]])
    few = tf.logical_and(tf.size(numbers) <= IN_FULL, tf.size(lengths) <= IN_FULL)
    lists = tf.cond(few, lambda: _ragged_lists(value, numbers), lambda: few_elements(numbers))
    return _ragged_shape(value), formatting.when(tf.size(lengths) > 0, note), lists


def _ragged_shape(value):
    """As of eager ones: a ragged axis has no size."""
    between = value.shape[1 : value.ragged_rank + 1].as_list()
    inner = tf.strings.as_string(tf.shape(value.flat_values)[1:])
    parts = [formatting.number(value.nrows())[None], tf.constant([str(d) for d in between]), inner]
    joined = tf.strings.reduce_join(tf.concat(parts, 0), separator=", ")
    return tf.strings.join(["(", joined, ")"])


def _ragged_lists(value, numbers):
    texts = value.with_flat_values(elements(numbers))
    for _ in range(value.shape.rank):
        joined = tf.strings.reduce_join(texts, axis=-1, separator=", ")
        texts = tf.strings.join(["[", joined, "]"])
    return texts
