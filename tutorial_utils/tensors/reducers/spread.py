"""Four numbers that tell how the values of a tensor are spread: the reducer for training."""

import tensorflow as tf

from .numbers import real_numbers

NAMES = ("mean", "std", "low", "high")
# Of which float32 does not hold the digits.
_WIDE = {tf.int32, tf.uint32, tf.int64, tf.uint64, tf.float64}


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

    Four passes, which take no memory; three more, and a copy of the tensor, where the mean is more than ten
    times the deviation, and its digits would be lost: twice the time. Of int32, int64 and float64, it is all
    computed in float64.

    >>> spread(tf.constant([0.0, 3.0])).numpy().tolist()
    [1.5, 1.5, 0.0, 3.0]
    """
    values = tf.reshape(real_numbers(t, "spread"), [-1])
    if values.dtype in _WIDE:
        return _of_wide(tf.cast(values, tf.float64))
    return spread_of(tf.cast(values, tf.float32))


@tf.function(input_signature=[tf.TensorSpec([None], tf.float64)], autograph=False)
def _of_wide(values):
    low, high, mean = tf.reduce_min(values), tf.reduce_max(values), tf.reduce_mean(values)
    apart = values - mean
    std = tf.sqrt(tf.reduce_mean(apart * apart))
    constant = tf.equal(low, high) & tf.math.is_finite(high)  # then free of rounding
    mean, std = tf.where(constant, low, mean), tf.where(constant, tf.zeros((), tf.float64), std)
    found = tf.cast(tf.stack([mean, std, low, high]), tf.float32)
    has_nan = tf.reduce_any(tf.math.is_nan(values)) | tf.equal(tf.size(values), 0)
    return tf.where(has_nan, float("nan"), found)


# A function of its own, because tracing a branch is slow and a model may have 200 outputs. What is small
# costs by the operation, so there are few outside the branch that is rarely taken.
@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)], autograph=False)
def spread_of(values: tf.Tensor) -> tf.Tensor:
    """:func:`spread` of float32 values of shape (n,)."""
    found, squares, right = in_one_pass(values)
    return tf.cond(right, lambda: found, lambda: otherwise(values, found, squares))


def in_one_pass(values: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """:func:`spread` of values of shape (n,), the mean of their squares, and whether the spread is right.

    It is not where digits are lost, and where anything is NaN or Inf or too small to be squared; then
    :func:`otherwise` is.
    """
    low, high, mean = tf.reduce_min(values), tf.reduce_max(values), tf.reduce_mean(values)
    # l2_loss sums the squares in one operation
    squares = 2.0 * tf.nn.l2_loss(values) / tf.cast(tf.size(values), tf.float32)
    return from_squares(mean, squares, low, high)


def from_squares(mean, squares, low, high) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """As :func:`in_one_pass`, from the mean, the mean of the squares, and the extremes."""
    variance = squares - mean * mean
    right = variance > tf.maximum(0.01 * squares, 1e-30)
    return tf.stack([mean, tf.sqrt(variance), low, high]), squares, right


# Not put into the graph for each tensor: 200 copies of it would take 200 MB.
@tf.function(
    input_signature=[
        tf.TensorSpec([None], tf.float32),
        tf.TensorSpec([4], tf.float32),
        tf.TensorSpec([], tf.float32),
    ],
    autograph=False,
    experimental_attributes={"_noinline": True},
)
def otherwise(values: tf.Tensor, found: tf.Tensor, squares: tf.Tensor) -> tf.Tensor:
    """:func:`spread`, right for all values, from what :func:`in_one_pass` gave."""
    mean, _, low, high = tf.unstack(found)
    largest = tf.maximum(-low, high)
    room = (largest < 1e15) & (largest > 1e-13)  # for squares, in float32
    mean, std = tf.cond(
        room, lambda: _in_two_passes(values, mean), lambda: _scaled(values, largest)
    )
    constant = tf.equal(low, high) & tf.math.is_finite(largest)  # then free of rounding
    mean, std = tf.where(constant, low, mean), tf.where(constant, 0.0, std)
    # On some devices, the smallest and the largest value are blind to NaN. The mean of the squares is not, and
    # is NaN only where there is one, or no value: Inf is added to no number but positive ones.
    return tf.where(tf.math.is_nan(squares), float("nan"), tf.stack([mean, std, low, high]))


def _in_two_passes(values, centre):
    apart = values - centre
    rest = tf.reduce_mean(apart)  # what rounding took from the centre
    squares = 2.0 * tf.nn.l2_loss(apart) / tf.cast(tf.size(apart), tf.float32)
    return centre + rest, tf.sqrt(tf.maximum(squares - rest * rest, 0.0))


def _scaled(values, largest):
    scale = tf.where(tf.math.is_finite(largest) & (largest > 0.0), largest, 1.0)
    scaled = values / scale
    mean, std = _in_two_passes(scaled, tf.reduce_mean(scaled))
    mean, std = scale * mean, scale * std
    infinite = tf.math.is_inf(largest)
    return tf.where(infinite, tf.reduce_mean(values), mean), tf.where(infinite, float("nan"), std)


spread.columns = NAMES
