"""The numbers that tell what is in a tensor, when a graph runs; the twin of `statistics`.

A tensor is read in blocks: all passes over one find it in the processor's cache, and what is made on the
way takes no memory worth speaking of.
"""

from typing import NamedTuple

import tensorflow as tf

_BLOCK = 1 << 18
_INF = float("inf")


class Statistics(NamedTuple):
    """Scalars; over the finite values, except ``size``, ``nan`` and ``inf``. Of no finite value, ``low``
    and ``high`` are infinite, or the ends of their type.

    ``low`` and ``high`` of integers are integers; everything else is float64.
    """

    size: tf.Tensor
    nan: tf.Tensor
    inf: tf.Tensor
    zeros: tf.Tensor
    low: tf.Tensor
    high: tf.Tensor
    mean: tf.Tensor
    std: tf.Tensor


class _Found(NamedTuple):
    """What is known of the blocks so far, or of one; ``squares`` are those of the deviations."""

    count: tf.Tensor
    mean: tf.Tensor
    squares: tf.Tensor
    zeros: tf.Tensor
    nan: tf.Tensor
    low: tf.Tensor
    high: tf.Tensor


def statistics(numbers: tf.Tensor) -> Statistics:
    """Range, mean, standard deviation (population), and counts of zeros, NaN and Inf.

    Args:
        numbers: Floats, integers or complex numbers, of which the modulus is taken; of any shape.

    >>> found = statistics(tf.constant([0.0, 3.0, float("nan")]))
    >>> [value.numpy().item() for value in found]
    [3.0, 1.0, 0.0, 1.0, 0.0, 3.0, 1.5, 1.5]
    """
    flat = tf.reshape(numbers, [-1])
    size = tf.size(flat, tf.int64)
    if flat.shape.num_elements() is not None and flat.shape.num_elements() <= _BLOCK:
        found = _of_block(flat)
    else:
        found = _of_blocks(flat, size)
    size = tf.cast(size, tf.float64)
    equal = tf.equal(found.low, found.high)  # then free of rounding
    deviation = tf.sqrt(found.squares / tf.maximum(found.count, 1.0))
    return Statistics(
        size,
        found.nan,
        size - found.count - found.nan,
        found.zeros,
        found.low,
        found.high,
        tf.where(equal, tf.cast(found.low, tf.float64), found.mean),
        tf.where(equal, tf.zeros_like(deviation), deviation),
    )


def _of_blocks(flat, size):
    def further(start, so_far):
        return start + _BLOCK, _joined(so_far, _of_block(flat[start : start + _BLOCK]))

    nothing = _of_block(flat[:0])
    _, found = tf.while_loop(
        lambda start, _: start < size,
        further,
        (tf.constant(0, tf.int64), nothing),
        parallel_iterations=1,
    )
    return found


def _of_block(block):
    if block.dtype.is_integer:
        whole = tf.cast(block, tf.uint64 if block.dtype == tf.uint64 else tf.int64)
        found = _all_finite(tf.cast(block, tf.float64))
        return found._replace(low=tf.reduce_min(whole), high=tf.reduce_max(whole))
    if block.dtype.is_complex:
        block = tf.abs(block)
    if block.dtype not in (tf.float32, tf.float64):
        block = tf.cast(block, tf.float32)
    low, high, total = tf.reduce_min(block), tf.reduce_max(block), tf.reduce_sum(block)
    largest = tf.maximum(-low, high)
    # NaN and Inf show in the sum, and float32 has no room for squares of what is larger or smaller
    easy = tf.math.is_finite(total)
    if block.dtype == tf.float32:
        easy &= (largest < 1e15) & ((largest > 1e-15) | tf.equal(low, high))
    return tf.cond(easy, lambda: _all_finite(block), lambda: _finite_part(block))


def _finite_part(block):
    nan = tf.math.count_nonzero(tf.math.is_nan(block), dtype=tf.int32)
    finite = tf.boolean_mask(block, tf.math.is_finite(block))
    return _all_finite(tf.cast(finite, tf.float64))._replace(nan=tf.cast(nan, tf.float64))


def _all_finite(block):
    count = tf.size(block)
    some = tf.cast(tf.maximum(count, 1), block.dtype)
    centre = tf.reduce_sum(block) / some
    apart = block - centre
    rest = tf.reduce_sum(apart) / some  # what rounding took from the centre
    squares = 2.0 * tf.nn.l2_loss(apart)
    squares -= tf.where(tf.math.is_finite(squares), rest * rest * some, tf.zeros_like(rest))
    exact = [
        count,
        centre + rest,
        tf.maximum(squares, 0.0),
        tf.math.count_nonzero(block, dtype=tf.int32),
    ]
    count, mean, squares, others = (tf.cast(value, tf.float64) for value in exact)
    low, high = tf.reduce_min(block), tf.reduce_max(block)
    low, high = tf.cast(low, tf.float64), tf.cast(high, tf.float64)
    return _Found(count, mean, squares, count - others, tf.zeros_like(count), low, high)


def _joined(one, other):
    """Moments of two blocks together (Chan, Golub and LeVeque, 1979)."""
    count = one.count + other.count
    apart = other.mean - one.mean
    part = other.count / tf.maximum(count, 1.0)
    return _Found(
        count,
        one.mean + apart * part,
        one.squares + other.squares + (one.count * part * apart) * apart,  # of none: 0, not 0 * inf
        one.zeros + other.zeros,
        one.nan + other.nan,
        tf.minimum(one.low, other.low),
        tf.maximum(one.high, other.high),
    )
