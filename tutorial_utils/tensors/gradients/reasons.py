"""Why there is no gradient."""

from .sources import numbers

_NOT_TRAINABLE = "is not trainable"
_NOT_CALLED = "belongs to a layer that was not called"
_NO_NUMBERS = "is {dtype}, and only floating point numbers have a gradient"
_NOT_CONNECTED = (
    "does not reach the loss, or only through what has no gradient: tf.stop_gradient, a cast to whole"
    " numbers, an argmax, NumPy"
)
_PAST_IT = (
    "is passed by: Keras keeps the logits on what a softmax or sigmoid returns, and its cross-entropies take"
    " those; next: look at the weights, or leave the activation out and give the loss from_logits=True"
)


def why_no_gradient_of_output(part, logits_reach_the_loss: bool = False) -> str:
    """Of a part of what a layer returned.

    >>> import tensorflow as tf
    >>> why_no_gradient_of_output(tf.constant(3))
    'is int32, and only floating point numbers have a gradient'
    """
    if numbers(part) is not None:
        return _PAST_IT if logits_reach_the_loss else _NOT_CONNECTED
    dtype = getattr(part, "dtype", None)
    return _NO_NUMBERS.format(dtype=type(part).__name__ if dtype is None else dtype.name)


def why_no_gradient_of_weight(weight, called: bool) -> str:
    """Of a weight, of a layer that was called or not."""
    if not weight.trainable:
        return _NOT_TRAINABLE
    return _NOT_CONNECTED if called else _NOT_CALLED
