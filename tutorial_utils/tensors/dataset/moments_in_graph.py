"""Moments in the graph, in the order of :class:`Moments`: fast where all is finite, right where it is not."""

import tensorflow as tf

from ..reducers.spread import spread_of


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
    """Moments and :func:`nonzero`: seven passes where all are finite, and more only where they are not."""
    found = tf.cast(spread_of(tf.reshape(rows, [-1])), tf.float64)
    many_nonzero = nonzero(rows)
    right = tf.reduce_all(tf.math.is_finite(found)) & (tf.shape(rows)[0] < 2**24)

    def fast():
        size = tf.cast(tf.size(rows), tf.float64)
        zeros = size - tf.reduce_sum(tf.cast(many_nonzero, tf.float64))
        mean, std, low, high = tf.unstack(found)
        nothing = tf.zeros((), tf.float64)
        return tf.stack([size, nothing, nothing, zeros, mean, std * std * size, low, high])[:, None]

    def slow():
        return of_series(tf.cast(tf.reshape(rows, [-1, 1]), tf.float64))

    return tf.cond(right, fast, slow), many_nonzero


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
