"""Moments in the graph, in the order of :class:`Moments`: fast where all is finite, right where it is not."""

import tensorflow as tf

from ..reducers.spread import in_one_pass, otherwise

_EXACT = 2**24  # up to which float32 counts to the last
_LOOKED_AT_FIRST = 1024  # rows


def nonzero(rows):
    """How many values of each unit are not zero: of more than 2 ** 24, not to the last, but never 0.

    By a product of matrices, which is several times as fast as the sum over the first axis.
    """
    ones = tf.ones([1, tf.shape(rows)[0]])
    return tf.matmul(ones, tf.cast(tf.not_equal(rows, 0.0), tf.float32))[0]


def of_finite(values, nonzero):
    """Moments of small outputs, float32 of shape (series, n): not finite where they are, or are huge."""
    size = tf.shape(values)[1]
    mean = tf.reduce_mean(values, 1)
    apart = values - mean[:, None]
    rest = tf.reduce_mean(apart, 1)  # what rounding took from the mean
    squares = tf.reduce_sum(apart * apart, 1) - tf.cast(size, tf.float32) * rest * rest
    zeros = size - tf.reduce_sum(tf.cast(nonzero, tf.int32), 1)
    nothing = tf.zeros_like(zeros)
    low, high = tf.reduce_min(values, 1), tf.reduce_max(values, 1)
    squares = tf.maximum(squares, 0.0)
    numbers = (size + nothing, nothing, nothing, zeros, mean + rest, squares, low, high)
    return tf.stack([tf.cast(number, tf.float64) for number in numbers])


# Neither traced for each output, of which a model may have 200, nor put into the graph for each.
@tf.function(
    input_signature=[tf.TensorSpec([None, None], tf.float32)],
    autograph=False,
    experimental_attributes={"_noinline": True},
)
def of_all(rows):
    """Moments, and which units are not always zero: six passes, and more only where these are not enough."""
    values = tf.reshape(rows, [-1])
    found, squares, right = in_one_pass(values)
    many_nonzero, alive = _counted(rows, values)

    def fast():
        return _in_order(found, many_nonzero, tf.size(values))

    def slow():
        return _of_others(rows, found, squares, many_nonzero)

    return tf.cond(right, fast, slow), alive


def _counted(rows, values):
    """How many values are not zero, float64; and which units have one.

    To tell the units apart takes as long as all the moments. Mostly, some of the rows show that all are alive.
    """
    many_rows = tf.shape(rows)[0]
    looked_at = tf.range(0, many_rows, tf.maximum(many_rows // _LOOKED_AT_FIRST, 1))
    some = tf.reduce_max(tf.abs(tf.gather(rows, looked_at)), 0) > 0.0

    def together():
        # the sign is found faster than what equals zero; half its square is exact up to here, too
        return tf.cast(2.0 * tf.nn.l2_loss(tf.sign(values)), tf.float64), some

    def by_unit():
        many = nonzero(rows)
        return tf.reduce_sum(tf.cast(many, tf.float64)), many > 0.0

    return tf.cond(tf.reduce_all(some) & (tf.size(rows) < _EXACT), together, by_unit)


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
    right = tf.reduce_all(tf.math.is_finite(found)) & (tf.shape(rows)[0] < _EXACT)
    return tf.cond(
        right,
        lambda: _in_order(found, many_nonzero, tf.size(values)),
        lambda: of_series(tf.cast(values[:, None], tf.float64)),
    )


def _in_order(spread, many_nonzero, size):
    """As :class:`Moments` has them, of one series that is finite."""
    mean, std, low, high = tf.unstack(tf.cast(spread, tf.float64))
    size, nothing = tf.cast(size, tf.float64), tf.zeros((), tf.float64)
    zeros = size - many_nonzero
    return tf.stack([size, nothing, nothing, zeros, mean, std * std * size, low, high])[:, None]


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
