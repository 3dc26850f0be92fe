"""The numbers that tell what is in a tensor, when a graph runs; the twin of `statistics`.

A tensor is read in blocks: all passes over one find it in the processor's cache, and what is made on the
way takes no memory worth speaking of, unless it is of float64 and its squares are not.
"""

from typing import NamedTuple

import tensorflow as tf

_BLOCK = 1 << 18
_INF = float("inf")


class Statistics(NamedTuple):
    """Scalars; over the finite values, except ``size``, ``nan``, ``inf`` and ``beyond``: finite complex
    numbers whose modulus is none in float64. Of no finite value, ``low`` and ``high`` are infinite, or
    the ends of their type.

    ``low`` and ``high`` of integers are integers; everything else is float64.
    """

    size: tf.Tensor
    nan: tf.Tensor
    inf: tf.Tensor
    beyond: tf.Tensor
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
    beyond: tf.Tensor
    low: tf.Tensor
    high: tf.Tensor


def statistics(numbers: tf.Tensor) -> Statistics:
    """Range, mean, standard deviation (population), and counts of zeros, NaN and Inf.

    Args:
        numbers: Floats, integers or complex numbers, of which the modulus is taken; of any shape.

    >>> found = statistics(tf.constant([0.0, 3.0, float("nan")]))
    >>> [value.numpy().item() for value in found]
    [3.0, 1.0, 0.0, 0.0, 1.0, 0.0, 3.0, 1.5, 1.5]
    """
    flat = tf.reshape(numbers, [-1])
    size = tf.size(flat, tf.int64)
    if flat.shape.num_elements() is not None and flat.shape.num_elements() <= _BLOCK:
        found = _of_block(flat)
    else:
        found = _of_blocks(flat, size)
    mean, deviation = _moments(found, flat)
    size = tf.cast(size, tf.float64)
    equal = tf.equal(found.low, found.high)  # then free of rounding
    return Statistics(
        size,
        found.nan,
        size - found.count - found.nan - found.beyond,
        found.beyond,
        found.zeros,
        found.low,
        found.high,
        tf.where(equal, tf.cast(found.low, tf.float64), mean),
        tf.where(equal, tf.zeros_like(deviation), deviation),
    )


def _moments(found, flat):
    """Mean and standard deviation; where float64 has no room for the squares, by the largest number."""
    squares = found.squares
    moments = found.mean, tf.sqrt(squares / tf.maximum(found.count, 1.0))
    if flat.dtype not in (tf.float64, tf.complex128):
        return moments

    def by_largest():
        sizes = tf.abs(flat) if flat.dtype.is_complex else flat
        shares = tf.boolean_mask(sizes, tf.math.is_finite(sizes)) / largest
        return tf.reduce_mean(shares) * largest, tf.math.reduce_std(shares) * largest

    largest = tf.maximum(-found.low, found.high)
    room = (squares > 1e-290) & (squares < _INF)
    none = (found.low >= found.high) | (largest < 1e-307)  # smaller ones are 0 to TensorFlow
    return tf.cond(room | none, lambda: moments, by_largest)


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
    numbers = block
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
    return tf.cond(easy, lambda: _all_finite(block), lambda: _finite_part(block, numbers))


def _finite_part(block, numbers):
    beyond = tf.zeros_like(block, tf.bool)
    if numbers.dtype.is_complex:
        parts = tf.math.real(numbers), tf.math.imag(numbers)
        beyond = tf.math.is_inf(block) & ~tf.math.is_inf(parts[0]) & ~tf.math.is_inf(parts[1])
    if numbers.dtype == tf.complex64:  # float32 has no room for the modulus, and float64 has
        wide = tf.abs(tf.cast(numbers, tf.complex128))
        block, beyond = tf.where(beyond, wide, tf.cast(block, tf.float64)), tf.zeros_like(beyond)
    finite = tf.boolean_mask(block, tf.math.is_finite(block))
    nan, beyond = (
        tf.cast(tf.math.count_nonzero(these, dtype=tf.int32), tf.float64)
        for these in (tf.math.is_nan(block), beyond)
    )
    return _all_finite(tf.cast(finite, tf.float64))._replace(nan=nan, beyond=beyond)


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
    none = tf.zeros_like(count)
    return _Found(count, mean, squares, count - others, none, none, low, high)


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
        one.beyond + other.beyond,
        tf.minimum(one.low, other.low),
        tf.maximum(one.high, other.high),
    )
