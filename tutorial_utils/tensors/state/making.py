"""Variables that are made while a block runs."""

import contextlib
from collections.abc import Iterator

import tensorflow as tf


@contextlib.contextmanager
def variables_made() -> Iterator[list[tuple[tf.Variable, tf.Tensor]]]:
    """A list that fills with each variable that the block makes, and the value that it was made with.

    Not with those that are made where a function is traced: their first value comes only when it runs.

    >>> with variables_made() as made:
    ...     _ = tf.Variable([1.0, 2.0]).assign_add([1.0, 1.0])
    >>> [value.numpy().tolist() for _, value in made]
    [[1.0, 2.0]]
    """
    made = []

    def noted(make, **arguments):
        variable = make(**arguments)
        with tf.init_scope():
            if tf.executing_eagerly() and variable.dtype != tf.resource:
                value = variable.read_value()
                if _has_it(variable, value):
                    made.append((variable, value))
        return variable

    with tf.variable_creator_scope(noted):
        yield made


def _has_it(variable, value):
    """Of one that has no value yet, a tensor of another shape is read."""
    return variable.shape.is_compatible_with(value.shape)
