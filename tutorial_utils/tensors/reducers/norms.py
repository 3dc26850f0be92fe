"""The Euclidean norm, also of numbers whose squares no float32 holds."""

import tensorflow as tf


def norm_and_rms(values: tf.Tensor) -> tf.Tensor:
    """The root of the sum of the squares of float32 values of shape (n,), and of their mean: shape (2,).

    One pass, which takes no memory; where the squares may overflow or vanish, some more, and a copy.

    >>> norm_and_rms(tf.constant([3e30, 4e30, 0.0, 0.0])).numpy()
    array([5.0e+30, 2.5e+30], dtype=float32)
    """
    # sums the squares in one operation
    total = tf.sqrt(2.0 * tf.nn.l2_loss(values))
    there = (total > 1e-15) & (total < 1e18)
    found = tf.stack([total, total / tf.sqrt(tf.cast(tf.size(values), tf.float32))])
    return tf.cond(there, lambda: found, lambda: _scaled(values))


# Not put into the graph for each tensor, since it is rarely run.
@tf.function(
    input_signature=[tf.TensorSpec([None], tf.float32)],
    autograph=False,
    experimental_attributes={"_noinline": True},
)
def _scaled(values):
    largest = tf.reduce_max(tf.abs(values))
    scale = tf.where(tf.math.is_finite(largest) & (largest > 0.0), largest, 1.0)
    squares = 2.0 * tf.nn.l2_loss(values / scale)
    many = tf.cast(tf.size(values), tf.float32)
    return scale * tf.sqrt(tf.stack([squares, squares / many]))
