"""Variables that are made while a block runs, and the layers that are built in it."""

import contextlib
import contextvars
from collections.abc import Callable, Iterator

import keras
import tensorflow as tf

from ..patching.of_classes import Patch, Patches

_hearing: contextvars.ContextVar[tuple] = contextvars.ContextVar("hearing", default=())


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


@contextlib.contextmanager
def building_heard(built: Callable[[keras.Layer], None]):
    """Call ``built`` with each layer, when its ``build`` has ended, that this thread builds in the block.

    Keras locks a layer's state then, which is where it is heard: what a ``build`` assigns is done, and
    nothing has been called.

    >>> with building_heard(lambda layer: print(layer.name)):
    ...     _ = keras.Sequential([keras.layers.Dense(1, name="dense")])(tf.ones((1, 2)))
    dense
    """
    with _patches.heard_by(_hearing, built):
        yield


def _heard(lock_state):
    def locks_state(layer):
        lock_state(layer)
        for built in _hearing.get():
            built(layer)

    return locks_state


_patches = Patches(lambda: [Patch(keras.Layer, "_lock_state", _heard)])


def _has_it(variable, value):
    """Of one that has no value yet, a tensor of another shape is read."""
    return variable.shape.is_compatible_with(value.shape)
