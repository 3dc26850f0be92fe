"""Reducers of a learner's that fail, for the tests of whoever has to live with one."""

import tensorflow as tf


def only_wide(t):
    """Takes what has three columns or more."""
    if t.shape[-1] < 3:
        raise ValueError("too narrow")
    return tf.reduce_mean(t)
