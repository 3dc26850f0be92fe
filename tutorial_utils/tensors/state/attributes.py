"""The numbers that layers keep in plain attributes, put back."""

import contextlib
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from .referents import is_of_a_library

_NUMBERS = (type(None), bool, int, float, complex, str, bytes, np.ndarray, np.generic, tf.Tensor)
_ABSENT = object()


@contextlib.contextmanager
def attributes_put_back(layers, unless: Callable[[], bool] = lambda: False):
    """After the block, attributes of these layers that held a number, a text or a tensor hold it again.

    A tensor of a graph would be of no use where the block has ended, and ``self.steps += 1`` is a trace. Looked
    at are layers of classes that are not Keras' own, if they are built; a tensor in an attribute that is new is
    taken away. What is in lists and dicts is not followed.

    Args:
        unless: Asked when the block has ended. Where something was made that stays, only tensors of a graph are
            taken away: an attribute may say that it is there.

    >>> class Counter:
    ...     __module__, built, calls = "mine", True, 0
    >>> counter = Counter()
    >>> counter.calls = 2
    >>> with attributes_put_back([counter]):
    ...     counter.calls += 1; counter.last = tf.constant(1.0)
    >>> vars(counter)
    {'calls': 2}
    """
    before = [
        (vars(layer), dict(vars(layer)))
        for layer in layers
        if not is_of_a_library(type(layer)) and getattr(layer, "built", False)
    ]
    try:
        yield
    finally:
        counts = _is_of_a_graph if unless() else _is_a_number
        for attributes, old in before:
            for name, value in list(attributes.items()):
                was = old.get(name, _ABSENT)
                if value is was or not counts(value):
                    continue
                if isinstance(was, _NUMBERS):
                    attributes[name] = was
                elif was is _ABSENT and isinstance(value, tf.Tensor):
                    del attributes[name]


def _is_a_number(value):
    return isinstance(value, _NUMBERS)


def _is_of_a_graph(value):
    return isinstance(value, tf.Tensor) and tf.is_symbolic_tensor(value)
