"""The line of a tensor that has numbers only when the graph runs, made of TensorFlow operations."""

import sys
from typing import NamedTuple

import keras
import tensorflow as tf


class Leaf(NamedTuple):
    """One tensor to print: ``numbers`` is a dense tensor; ``shape`` is that of the whole, or None
    where it is that of the numbers."""

    name: str | None
    kind: str
    numbers: tf.Tensor
    shape: tf.Tensor | None = None


def printable(value, name=None):
    """The tensors in ``value`` that get their numbers at run time, in order; none for others."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from printable(item, f"{name or 'dict'}[{key!r}]")
    elif isinstance(value, (list, tuple)):
        for at, item in enumerate(value):
            yield from printable(item, f"{name or type(value).__name__}[{at}]")
    elif isinstance(value, keras.Variable):
        yield Leaf(name, "Keras variable", tf.convert_to_tensor(value.value))
    elif isinstance(value, tf.Variable):
        yield Leaf(name, "tf.Variable", tf.convert_to_tensor(value))
    else:
        leaf = _tensor(value, name)
        if leaf is not None and tf.is_symbolic_tensor(leaf.numbers):
            yield leaf


def _tensor(value, name):
    if isinstance(value, tf.RaggedTensor):
        return Leaf(name, "RaggedTensor", value.flat_values, value.bounding_shape())
    if isinstance(value, tf.SparseTensor):
        return Leaf(name, "SparseTensor", value.values, value.dense_shape)
    if isinstance(value, tf.IndexedSlices):
        return Leaf(name, "IndexedSlices", value.values)
    if isinstance(value, tf.Tensor) and value.dtype not in (tf.resource, tf.variant):
        return Leaf(name, "graph tensor", value)
    return None


def trace_time_line(leaf: Leaf, why: str) -> str:
    """What can be said before the graph runs, and ``why`` it is no more."""
    dims = leaf.numbers.shape
    known = "unknown" if dims.rank is None else str(tuple(dims.as_list()))
    return f"{_label(leaf)}  shape={known}  {leaf.numbers.dtype.name}  {why}"


def print_line(leaf: Leaf) -> None:
    """Add to the graph what prints the line at each run."""
    parts = [
        _label(leaf),
        "  shape=(",
        _dims(leaf),
        f")  {leaf.numbers.dtype.name}",
        _contents(leaf.numbers),
    ]
    tf.print(tf.strings.join(parts), output_stream=sys.stdout)


def _label(leaf):
    return leaf.kind if leaf.name is None else f"{leaf.name}: {leaf.kind}"


def _dims(leaf):
    dims = tf.shape(leaf.numbers) if leaf.shape is None else leaf.shape
    joined = tf.strings.reduce_join(tf.strings.as_string(dims), separator=", ")
    return tf.strings.join([joined, _when(tf.equal(tf.size(dims), 1), ",")])


def _contents(numbers):
    if numbers.dtype == tf.string:
        return tf.strings.join(["  ", tf.strings.format("{}", numbers, summarize=3)])
    if numbers.dtype == tf.bool:
        share = tf.reduce_mean(tf.cast(numbers, tf.float32))
        return tf.strings.join(["  True ", _number(100.0 * share), "%"])
    if numbers.dtype.is_complex:
        return _real_numbers(tf.abs(numbers), "|z| ")
    return _real_numbers(_computable(numbers))


def _computable(numbers):
    """In a type that TensorFlow can reduce: it can't do so with most small ones."""
    if numbers.dtype.is_quantized:
        numbers = tf.bitcast(numbers, numbers.dtype.name.removeprefix("q"))
    if numbers.dtype in (tf.float32, tf.float64):
        return numbers
    return tf.cast(numbers, tf.float64 if numbers.dtype.is_integer else tf.float32)


def _real_numbers(numbers, what=""):
    if numbers.shape.rank == 0:
        return tf.strings.join([f"  {what}", _number(numbers)])
    numbers = tf.reshape(numbers, [-1])
    finite = tf.boolean_mask(numbers, tf.math.is_finite(numbers))
    low, high, mean = tf.reduce_min(finite), tf.reduce_max(finite), tf.reduce_mean(finite)
    summary = [f"  {what}range ", _number(low), " … ", _number(high), "  mean ", _number(mean)]
    parts = [_when(tf.size(finite) > 0, tf.strings.join(summary))]
    parts.append(_when(tf.equal(tf.size(numbers), 0), "  (empty: no elements)"))
    for word, test in (("NaN!", tf.math.is_nan), ("Inf!", tf.math.is_inf)):
        many = tf.math.count_nonzero(test(numbers))
        parts.append(
            _when(many > 0, tf.strings.join(["  ", tf.strings.as_string(many), " ", word]))
        )
    return tf.strings.join(parts)


def _number(value):
    """4 significant digits, and never more than 4 decimals, which "%g" would give small numbers."""
    plain = tf.strings.as_string(value, precision=4, shortest=True)
    small = tf.logical_and(tf.abs(value) < 1e-3, tf.not_equal(value, 0))
    fixed = tf.strings.as_string(value, precision=4)
    trimmed = tf.strings.regex_replace(fixed, r"\.?0+$", "")
    medium = tf.logical_and(tf.abs(value) < 1.0, tf.not_equal(value, 0))
    text = tf.where(medium, trimmed, plain)
    return tf.where(small, tf.strings.as_string(value, precision=3, scientific=True), text)


def _when(condition, words):
    return tf.where(condition, words, "")
