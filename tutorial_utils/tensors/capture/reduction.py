"""Four numbers that tell how the values of a tensor are spread: the reducer for training."""

import tensorflow as tf

from ..describe import describe
from ..describe.graph.contents import computable

NAMES = ("mean", "std", "low", "high")


def spread(t: tf.Tensor) -> tf.Tensor:
    """Mean, standard deviation (population), smallest and largest value.

    Args:
        t: Numbers of any shape and type. Of complex numbers, the modulus counts; of True and False, 1
            and 0; of sparse and ragged tensors, the values that are stored.

    Returns:
        A float32 tensor of shape (4,). NaN in ``t`` makes all four NaN, Inf those that it touches, which
        is what a plot over training should show. An empty tensor gives NaN.

    Raises:
        TypeError: ``t`` has no numbers.

    Four passes, which take no memory; two more, with a copy of the tensor, where the mean is more than ten
    times the deviation, and its digits would be lost.

    >>> spread(tf.constant([0.0, 3.0])).numpy().tolist()
    [1.5, 1.5, 0.0, 3.0]
    """
    return _spread(tf.reshape(_numbers(t), [-1]))


def _numbers(t):
    values = t.flat_values if isinstance(t, tf.RaggedTensor) else t
    values = values.values if isinstance(t, tf.SparseTensor) else values
    values = tf.convert_to_tensor(values)
    if values.dtype in (tf.string, tf.resource, tf.variant):
        raise TypeError(
            f"`spread` needs numbers, and this is: {describe(t)}; next: choose `layers`"
        )
    values = computable(values)
    return tf.cast(tf.abs(values) if values.dtype.is_complex else values, tf.float32)


# A function of its own, because tracing a branch is slow and a model may have 200 outputs.
@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)], autograph=False)
def _spread(values):
    low, high, mean = tf.reduce_min(values), tf.reduce_max(values), tf.reduce_mean(values)
    # l2_loss sums the squares in one operation
    squares = 2.0 * tf.nn.l2_loss(values) / tf.cast(tf.size(values), tf.float32)
    variance = squares - mean * mean
    largest = tf.maximum(-low, high)
    has_room = tf.math.is_finite(squares) & (largest > 1e-15)
    in_one_pass = (has_room & (variance > 0.01 * squares)) | ~tf.math.is_finite(largest)
    constant = tf.equal(low, high) & tf.math.is_finite(largest)  # then free of rounding
    mean, std = tf.cond(
        in_one_pass | constant,
        lambda: (mean, tf.sqrt(variance)),
        lambda: _off_centre(values, mean, largest),
    )
    found = [tf.where(constant, low, mean), tf.where(constant, 0.0, std), low, high]
    touched = tf.math.is_nan(mean) & tf.math.is_nan(squares)
    nothing = tf.equal(tf.size(values), 0)
    return tf.where(touched | nothing, float("nan"), tf.stack(found))


def _off_centre(values, mean, largest):
    """In two passes, of values that are far from zero, or whose squares float32 has no room for."""
    scale = tf.where((largest < 1e15) & (largest > 1e-15), 1.0, largest)
    scaled = values / scale
    centre = tf.where(tf.math.is_finite(mean), mean / scale, tf.reduce_mean(scaled))
    apart = scaled - centre
    rest = tf.reduce_mean(apart)  # what rounding took from the centre
    variance = tf.maximum(tf.reduce_mean(tf.square(apart)) - rest * rest, 0.0)
    return scale * (centre + rest), scale * tf.sqrt(variance)


spread.columns = NAMES
