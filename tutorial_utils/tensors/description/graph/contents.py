"""What is in a tensor, in words, when the graph runs; the twin of `contents`."""

import tensorflow as tf

from ..contents import IN_FULL
from .formatting import nested, number, rough, share, text, when
from .statistics import statistics

_small = tf.dtypes.experimental
# For these, TensorFlow has little more than a cast.
_WIDER = {
    _small.int4: tf.int8,
    _small.uint4: tf.uint8,
    _small.float8_e4m3fn: tf.float32,
    _small.float8_e5m2: tf.float32,
}
_KNOWN = {
    *(tf.bool, tf.string, tf.complex64, tf.complex128),
    *(tf.float64, tf.float32, tf.float16, tf.bfloat16),
    *(tf.int8, tf.int16, tf.int32, tf.int64, tf.uint8, tf.uint16, tf.uint32, tf.uint64),
}


def computable(numbers: tf.Tensor) -> tf.Tensor:
    """The same numbers, of a type for which TensorFlow has the operations.

    Raises:
        TypeError: There is none. Asked while tracing, because when the graph runs it is too late.
    """
    if numbers.dtype.is_quantized:
        return tf.bitcast(numbers, numbers.dtype.name.removeprefix("q"))
    if numbers.dtype in _WIDER:
        return tf.cast(numbers, _WIDER[numbers.dtype])
    if numbers.dtype not in _KNOWN:
        raise TypeError(f"TensorFlow cannot compute with {numbers.dtype.name}")
    return numbers


def contents(numbers: tf.Tensor, lists: tf.Tensor | None = None) -> tf.Tensor:
    """The end of a line, with the gap before it.

    Args:
        numbers: Dense, and :func:`computable`.
        lists: The nested lists, as text, that few elements are shown in, where they are not those of
            ``numbers``.

    >>> contents(tf.constant([1.0, 2.0, 6.0])).numpy().decode()
    '  range 1.0 … 6.0  mean 3.0  std 2.16  [1.0, 2.0, 6.0]'
    """
    size = tf.size(numbers, tf.int64)
    in_full = tf.strings.join(["  ", few_elements(numbers) if lists is None else lists])
    if numbers.dtype == tf.string:
        words = when(size > IN_FULL, _texts(numbers), in_full)
    elif numbers.dtype == tf.bool:
        words = when(size > IN_FULL, _truths(numbers, size), in_full)
    else:
        words = tf.strings.join([_numbers(numbers, size), when(size <= IN_FULL, in_full)])
    return when(tf.equal(size, 0), "  (empty: no elements)", words)


def few_elements(numbers: tf.Tensor) -> tf.Tensor:
    """A tensor of few elements as nested lists."""
    first = tf.reshape(numbers, [-1])[:IN_FULL]
    return nested(elements(first), tf.shape(numbers, tf.int64))


def elements(numbers: tf.Tensor) -> tf.Tensor:
    """Each element as text."""
    return text(numbers) if numbers.dtype == tf.string else number(numbers)


def _truths(truths, size):
    return tf.strings.join(["  True ", share(tf.math.count_nonzero(truths), tf.maximum(size, 1))])


def _numbers(numbers, size):
    found = statistics(numbers)
    low, high, mean, std = _rough(found)
    what = "|z| " if numbers.dtype.is_complex else ""
    span_and_moments = [f"  {what}range ", low, " … ", high, "  mean ", mean, "  std ", std]
    some = tf.strings.join(["  zeros ", share(found.zeros, tf.maximum(found.size, 1.0))])
    zeros = when(found.zeros < found.size, some, "  all zeros")
    summary = tf.strings.join([*span_and_moments, when(found.zeros > 0.0, zeros)])
    beyond = [_counted(found.beyond, found.size, "|z| beyond float64")]
    some_finite = found.nan + found.inf + found.beyond < found.size
    return tf.strings.join(
        [
            when(tf.logical_and(size > 2, some_finite), summary),
            _counted(found.nan, found.size, "NaN!"),
            _counted(found.inf, found.size, "Inf!"),
            *(beyond if numbers.dtype == tf.complex128 else []),
        ]
    )


def _rough(found):
    """Low, high, mean and standard deviation as texts: many operations, so of all at once."""
    low, high = tf.cast(found.low, tf.float64), tf.cast(found.high, tf.float64)
    # rounding, which differs between machines, shows in a mean that is small beside the values
    small = tf.abs(found.mean) < 1e-5 * tf.maximum(tf.abs(low), tf.abs(high))
    mean = tf.where(small, tf.zeros_like(found.mean), found.mean)
    texts = tf.unstack(rough(tf.stack([low, high, mean, found.std])))
    if found.low.dtype.is_integer:
        texts[:2] = number(found.low), number(found.high)
    return texts


def _counted(many, size, word):
    how_many = when(tf.equal(many, size), "all", tf.strings.as_string(tf.cast(many, tf.int64)))
    return when(many > 0.0, tf.strings.join(["  ", how_many, f" {word}"]))


def _texts(texts):
    lengths = tf.strings.length(texts)
    span = [tf.strings.as_string(edge(lengths)) for edge in (tf.reduce_min, tf.reduce_max)]
    first = tf.strings.reduce_join(text(tf.reshape(texts, [-1])[:1]))
    return tf.strings.join(["  lengths ", span[0], " … ", span[1], " bytes  first ", first])
