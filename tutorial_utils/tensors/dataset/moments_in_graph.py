"""Moments in the graph, in the order of :class:`Moments`: fast where all is finite, right where it is not."""

import tensorflow as tf

from ..reducers.spread import from_squares, otherwise

_LOOKED_AT_FIRST = 256  # rows
_SUMMED = 256  # rows
_AT_ONCE = 2  # blocks: more than there are cores would drive each other out of the cache

_BLOCK = 1 << 16  # values: with their signs, what the cache of a core holds


def nonzero(rows):
    """How many values of each unit are not zero."""
    return _sums(tf.cast(tf.not_equal(rows, 0.0), tf.float32))


# Neither traced for each output, of which a model may have 200, nor put into the graph for each.
_FOR_EACH_OUTPUT = {
    "input_signature": [tf.TensorSpec([None, None], tf.float32)],
    "autograph": False,
    "experimental_attributes": {"_noinline": True},
}


@tf.function(**_FOR_EACH_OUTPUT)
def of_all(rows):
    """Moments, and which units are not always zero.

    Block by block: what is in a core's cache is read again without waiting for memory. On two cores, that is
    twice as fast for an output of 100 MB as pass after pass over all of it.
    """
    values = tf.reshape(rows, [-1])
    size = tf.size(values)
    many = (size + _BLOCK - 1) // _BLOCK
    found = tf.TensorArray(tf.float32, many, element_shape=[5])

    def take_in(at, found):
        block = values[at * _BLOCK : (at + 1) * _BLOCK]  # which copies nothing
        return at + 1, found.write(at, tf.stack(_in_one_block(block)))

    _, found = tf.while_loop(
        lambda at, _: at < many, take_in, (0, found), parallel_iterations=_AT_ONCE
    )
    mean, squares, low, high, nonzero = tf.unstack(tf.cast(found.stack(), tf.float64), axis=1)
    sizes = tf.minimum(size - _BLOCK * tf.range(many), _BLOCK)
    shares = tf.cast(sizes, tf.float64) / tf.cast(size, tf.float64)
    together = tf.reduce_sum(shares * mean), tf.reduce_sum(shares * squares)
    spread, squares, right = from_squares(*together, tf.reduce_min(low), tf.reduce_max(high))
    spread, squares = tf.cast(spread, tf.float32), tf.cast(squares, tf.float32)
    many_nonzero = tf.reduce_sum(nonzero)
    moments = tf.cond(
        right,
        lambda: _in_order(spread, many_nonzero, size),
        lambda: _of_others(rows, spread, squares, many_nonzero),
    )
    return moments, _alive(rows)


def _in_one_block(values):
    """Mean, mean of the squares, extremes, and how many are not zero: six passes, one of which writes."""
    size = tf.cast(tf.size(values), tf.float32)
    return (
        tf.reduce_mean(values),
        2.0 * tf.nn.l2_loss(values) / size,  # sums the squares in one operation
        tf.reduce_min(values),
        tf.reduce_max(values),
        # the sign is found faster than what equals zero; half its square is exact, too
        2.0 * tf.nn.l2_loss(tf.sign(values)),
    )


def _alive(rows):
    """Which units are not always zero: to look at all takes as long as the moments, and some rows mostly show it."""
    many = tf.shape(rows)[0]
    looked_at = tf.range(0, many, tf.maximum(many // _LOOKED_AT_FIRST, 1))
    some = tf.reduce_max(tf.abs(tf.gather(rows, looked_at)), 0) > 0.0
    return tf.cond(tf.reduce_all(some), lambda: some, lambda: nonzero(rows) > 0.0)


# Not put into the graph for each output.
@tf.function(
    input_signature=[
        tf.TensorSpec([None, None], tf.float32),
        tf.TensorSpec([4], tf.float32),
        tf.TensorSpec([], tf.float32),
        tf.TensorSpec([], tf.float64),
    ],
    autograph=False,
    experimental_attributes={"_noinline": True},
)
def _of_others(rows, found, squares, many_nonzero):
    values = tf.reshape(rows, [-1])
    found = otherwise(values, found, squares)
    return tf.cond(
        tf.reduce_all(tf.math.is_finite(found)),
        lambda: _in_order(found, many_nonzero, tf.size(values)),
        lambda: of_series(tf.cast(values[:, None], tf.float64)),
    )


def _in_order(spread, many_nonzero, size):
    """As :class:`Moments` has them, of one series that is finite."""
    mean, std, low, high = tf.unstack(tf.cast(spread, tf.float64))
    size, nothing = tf.cast(size, tf.float64), tf.zeros((), tf.float64)
    zeros = size - many_nonzero
    return tf.stack([size, nothing, nothing, zeros, mean, std * std * size, low, high])[:, None]


@tf.function(**_FOR_EACH_OUTPUT)
def of_units(rows):
    """Moments of each column, and which of them are not always zero."""
    size = tf.cast(tf.shape(rows)[0], tf.float64)
    mean = _sums(rows) / size
    apart = rows - tf.cast(mean, tf.float32)
    rest = _sums(apart) / size  # what rounding took from the mean
    squares = _sums(apart * apart) - size * rest * rest
    low, high = (tf.cast(of(rows, 0), tf.float64) for of in (tf.reduce_min, tf.reduce_max))
    spans, many_nonzero = high - low, nonzero(rows)
    holds = (tf.maximum(-low, high) < 1e15) & ((spans > 1e-13) | (spans == 0.0))
    right = tf.reduce_all(holds & tf.math.is_finite(squares)) & (size > 0.0)

    def fast():
        constant, nothing = spans == 0.0, tf.zeros_like(low)  # free of rounding
        mean_of = tf.where(constant, low, tf.cast(tf.cast(mean, tf.float32), tf.float64) + rest)
        squares_of = tf.where(constant, nothing, tf.maximum(squares, 0.0))
        counts = nothing + size, nothing, nothing, size - many_nonzero
        return tf.stack([*counts, mean_of, squares_of, low, high])

    moments = tf.cond(right, fast, lambda: of_series(tf.cast(rows, tf.float64)))
    return moments, many_nonzero > 0.0


def _sums(rows):
    """Of each column, float64: products of matrices are several times as fast as the sum over the first axis.

    Few rows at a time, so that a sum of many does not lose the digits of each.
    """
    many, units = tf.unstack(tf.shape(rows))
    parts = tf.reshape(rows[: many - many % _SUMMED], [-1, _SUMMED, units])
    sums = tf.matmul(tf.ones([tf.shape(parts)[0], 1, _SUMMED]), parts)
    rest = rows[many - many % _SUMMED :]
    rest = tf.matmul(tf.ones([1, tf.shape(rest)[0]]), rest)[0]
    return tf.reduce_sum(tf.cast(sums, tf.float64), [0, 1]) + tf.cast(rest, tf.float64)


@tf.function(
    input_signature=[tf.TensorSpec([None, None], tf.float64)],
    autograph=False,
    experimental_attributes={"_noinline": True},
)
def of_series(series):
    """Moments of each series, finite or not: shape (8, series)."""
    finite = tf.math.is_finite(series)
    shares = tf.cast(finite, tf.float64)
    many = tf.reduce_sum(shares, 0)
    scale = tf.reduce_max(tf.where(finite, tf.abs(series), 0.0), 0)
    scale = tf.where(scale > 1e100, scale, 1.0)  # squares of larger ones may be infinite
    scaled = tf.where(finite, series / scale, 0.0)
    mean = tf.reduce_sum(scaled, 0) / many
    apart = shares * (scaled - mean)
    rest = tf.reduce_sum(apart, 0)  # what rounding took from the mean
    squares = tf.reduce_sum(apart * apart, 0) - rest * rest / tf.maximum(many, 1.0)
    return tf.stack(
        [
            many,
            tf.reduce_sum(tf.cast(tf.math.is_nan(series), tf.float64), 0),
            tf.reduce_sum(tf.cast(tf.math.is_inf(series), tf.float64), 0),
            tf.reduce_sum(tf.cast(tf.equal(series, 0.0), tf.float64), 0),
            scale * (mean + rest / many),
            tf.where(many > 0, tf.maximum(squares, 0.0) * scale * scale, 0.0),
            tf.reduce_min(tf.where(finite, series, float("inf")), 0),
            tf.reduce_max(tf.where(finite, series, float("-inf")), 0),
        ]
    )
