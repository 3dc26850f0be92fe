"""Four numbers that tell how the values of a tensor are spread: the reducer for training."""

import tensorflow as tf

NAMES = ("mean", "std", "low", "high")


def spread(t: tf.Tensor) -> tf.Tensor:
    """Mean, standard deviation, smallest and largest value, as one float32 tensor of shape (4,).

    Args:
        t: Real numbers of any shape. NaN in it makes all four NaN, Inf those that it touches, which
            is what a plot over training should show.

    >>> spread(tf.constant([0.0, 3.0])).numpy().tolist()
    [1.5, 1.5, 0.0, 3.0]
    """
    values = tf.cast(t.flat_values if isinstance(t, tf.RaggedTensor) else t, tf.float32)
    mean = tf.reduce_mean(values)
    # l2_loss sums the squares in one operation; far from zero this loses digits that a plot needs not
    count = tf.cast(tf.size(values), tf.float32)
    square = tf.maximum(2.0 * tf.nn.l2_loss(values) / count - mean * mean, 0.0)
    return tf.stack([mean, tf.sqrt(square), tf.reduce_min(values), tf.reduce_max(values)])


spread.columns = NAMES
