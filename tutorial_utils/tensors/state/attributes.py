"""The numbers that layers keep in plain attributes, put back."""

import contextlib
import numbers
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from .referents import is_of_a_library

_TENSORS = (tf.Tensor, tf.RaggedTensor, tf.SparseTensor, tf.IndexedSlices)
_NUMBERS = (type(None), numbers.Number, str, bytes, np.ndarray, np.generic, *_TENSORS)
_ABSENT = object()
_COPIED = 1 << 20  # bytes: of larger arrays, copies would take long


@contextlib.contextmanager
def attributes_put_back(layers, unless: Callable[[], bool] = lambda: False):
    """After the block, attributes of these layers that held a number, a text, a tensor or a tuple of these do again.

    A tensor of a graph would be of no use where the block has ended, and ``self.steps += 1`` is a trace. Looked
    at are layers of classes that are not Keras' own, if they are built; a tensor in an attribute that is new is
    taken away. NumPy arrays that are written in place are put back, if they are small. What is in lists and
    dicts is not followed.

    Yields a function for a layer that has just been built: it adds that one.

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
    before, arrays = [], []

    def note(layer):
        if is_of_a_library(type(layer)):
            return
        attributes = vars(layer)
        before.append((attributes, dict(attributes)))
        # not `isinstance`, which asks a proxy of what is gone
        held = [value for value in attributes.values() if issubclass(type(value), np.ndarray)]
        arrays.extend((each, each.copy()) for each in held if each.nbytes <= _COPIED)

    for layer in layers:
        if getattr(layer, "built", False):
            note(layer)
    try:
        yield note
    finally:
        something_stays = bool(before) and unless()
        counts = _is_of_a_graph if something_stays else _is_a_number
        for array, content in [] if something_stays else arrays:
            if array.tobytes() != content.tobytes():
                array[...] = content
        for attributes, old in before:
            for name, value in list(attributes.items()):
                was = old.get(name, _ABSENT)
                if value is was or not counts(value):
                    continue
                if _is_a_number(was):
                    attributes[name] = was
                elif was is _ABSENT and isinstance(value, _TENSORS):
                    del attributes[name]


def _is_a_number(value):
    if isinstance(value, tuple):
        return all(map(_is_a_number, value))
    return isinstance(value, _NUMBERS)


def _is_of_a_graph(value):
    if not _is_a_number(value):
        return False
    leaves = tf.nest.flatten(value, expand_composites=True)
    return any(isinstance(leaf, tf.Tensor) and tf.is_symbolic_tensor(leaf) for leaf in leaves)
