"""The layers and variables that a model holds, wherever it keeps them."""

from typing import NamedTuple

import keras
import tensorflow as tf

_HOLDERS = (
    keras.Layer,
    keras.metrics.Metric,
    keras.random.SeedGenerator,
    keras.optimizers.Optimizer,
)
_VARIABLES = (tf.Variable, keras.Variable)


class Parts(NamedTuple):
    """What a model can be followed to through attributes, lists and dicts, the nearest first.

    ``layers`` begins with the model itself. ``variables`` are weights, seeds, those of metrics and of the
    optimizer, and others' own.
    """

    layers: list
    variables: list[tf.Variable]


def parts_of(model) -> Parts:
    """Each layer and each variable of a model, once."""
    found = _reached(model)
    listed = getattr(model, "variables", [])
    listed = [*listed, *getattr(model, "metrics_variables", [])]  # of losses, too
    variables = {id(each): each for each in (*found, *listed) if isinstance(each, _VARIABLES)}
    values = [
        each.value if isinstance(each, keras.Variable) else each for each in variables.values()
    ]
    tensors = {id(value): value for value in values if isinstance(value, tf.Variable)}
    layers = [thing for thing in found if isinstance(thing, keras.Operation)]
    return Parts(layers, list(tensors.values()))


def layers_of(model) -> list:
    """As in :class:`Parts`.

    >>> model = keras.Sequential([keras.layers.LSTM(2, name="lstm")], name="model")
    >>> [layer.name for layer in layers_of(model)]
    ['model', 'lstm', 'lstm_cell']
    """
    return parts_of(model).layers


def layers_held_by(layer) -> list:
    """The layers that this one holds itself: not those that are held by one of them."""
    if isinstance(layer, keras.Sequential):  # keeps a functional copy of itself beside them
        return list(layer.layers)
    found = _reached(layer, into=lambda thing: thing is layer)
    return [thing for thing in found if isinstance(thing, keras.Operation) and thing is not layer]


def variables_of(model) -> list[tf.Variable]:
    """As in :class:`Parts`."""
    return parts_of(model).variables


def _reached(start, into=None):
    """Each thing once, the nearest first: what holds others, variables, and what these are parts of."""
    found, seen, waiting = [], set(), [start]
    while waiting:
        below = []
        for thing in waiting:
            # TensorFlow's own kinds of dict and tuple name the class of what is inside them
            kind = _KINDS[thing.__class__]
            if kind is None or (kind is not object and not len(thing)) or id(thing) in seen:
                continue
            seen.add(id(thing))
            if kind is dict:
                below.extend(thing.values())
            elif kind is list:
                below.extend(thing)  # `+=` would ask TensorFlow's own kind of tuple
            else:
                found.append(thing)
                if into is None or into(thing):
                    below.extend(_parts(thing))
        waiting = below
    return found


class _Kinds(dict):
    """Class -> ``dict`` or ``list`` for what holds others, ``object`` for what counts itself, or None.

    A model has thousands of attributes, of some hundred classes; it forgets them before they are many,
    since a notebook may make classes without end.
    """

    def __missing__(self, of: type) -> type | None:
        if len(self) > 4096:
            self.clear()
        self[of] = kind = _kind(of)
        return kind


_KINDS = _Kinds()


def _kind(of):
    if issubclass(of, dict):
        return dict
    if issubclass(of, (list, tuple, set)):
        return list
    counts = (*_HOLDERS, *_VARIABLES, keras.Operation, tf.Module, tf.random.Generator)
    return object if issubclass(of, counts) else None


def _parts(thing):
    if isinstance(thing, _VARIABLES):
        return ()
    if isinstance(thing, tf.random.Generator):
        return [thing.state]
    if isinstance(thing, keras.Sequential):
        own = [value for value in vars(thing).values() if not isinstance(value, keras.Operation)]
        return [*thing.layers, *own]
    if isinstance(thing, (keras.Model, keras.Function)) and hasattr(thing, "operations"):
        return [*thing.operations, *vars(thing).values()]
    return vars(thing).values()
