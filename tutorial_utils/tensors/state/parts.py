"""The layers and variables that a model holds, wherever it keeps them."""

from typing import Any, NamedTuple

import keras
import tensorflow as tf

from .random_numbers import GENERATORS
from .referents import Referents, attributes_of, is_of_a_library, referents, referents_of_containers

_HOLDERS = (
    keras.Layer,
    keras.metrics.Metric,
    keras.random.SeedGenerator,
    keras.optimizers.Optimizer,
)
_VARIABLES = (tf.Variable, keras.Variable)
_COUNT = (*_HOLDERS, *_VARIABLES, keras.Operation, tf.Module, tf.random.Generator, *GENERATORS)


class Parts(NamedTuple):
    """What a model can be followed to, the nearest first.

    ``layers`` begins with the model itself. ``variables`` are weights, seeds, those of metrics and of the
    optimizer, and others' own. ``generators`` are those of random numbers that NumPy and Python make.
    """

    layers: list
    variables: list[tf.Variable]
    generators: list[Any]


def parts_of(model) -> Parts:
    """Each layer and each variable of a model, once.

    Followed are attributes, slots, classes, containers, and what functions and methods close over or use of
    their module, also of objects that are nothing of Keras'.
    """
    found = _reached(model, _EVERYWHERE)
    listed = getattr(model, "variables", [])
    listed = [*listed, *getattr(model, "metrics_variables", [])]  # of losses, too
    variables = {id(each): each for each in (*found, *listed) if isinstance(each, _VARIABLES)}
    values = [
        each.value if isinstance(each, keras.Variable) else each for each in variables.values()
    ]
    tensors = {id(value): value for value in values if isinstance(value, tf.Variable)}
    layers = [thing for thing in found if isinstance(thing, keras.Operation)]
    generators = [thing for thing in found if isinstance(thing, GENERATORS)]
    return Parts(layers, list(tensors.values()), generators)


def layers_of(model) -> list:
    """Each layer that hangs on attributes, lists and dicts of the model and of its layers, once.

    >>> model = keras.Sequential([keras.layers.LSTM(2, name="lstm")], name="model")
    >>> [layer.name for layer in layers_of(model)]
    ['model', 'lstm', 'lstm_cell']
    """
    return [thing for thing in _reached(model, _NEAR) if isinstance(thing, keras.Operation)]


def layers_held_by(layer) -> list:
    """The layers that this one holds itself: not those that are held by one of them."""
    if isinstance(layer, keras.Sequential):  # keeps a functional copy of itself beside them
        return list(layer.layers)
    found = _reached(layer, _NEAR, into=lambda thing: thing is layer)
    return [thing for thing in found if isinstance(thing, keras.Operation) and thing is not layer]


def variables_of(model) -> list[tf.Variable]:
    """As in :class:`Parts`."""
    return parts_of(model).variables


def _reached(start, kinds, into=None):
    """Once each: what counts itself, the nearest first, on the way through what does not."""
    found, seen, waiting = [], set(), [start]
    while waiting:
        below = []
        for thing in waiting:
            try:
                # TensorFlow's own kinds of dict and tuple name the class of what is inside them
                kind = kinds[thing.__class__]
                if kind is None or id(thing) in seen:
                    continue
                counts, inside, has_length = kind
                if counts:
                    found.append(thing)
                elif has_length and not len(thing):
                    continue  # as most are
                seen.add(id(thing))
                if not counts or into is None or into(thing):
                    below.extend(inside(thing))  # `+=` would ask TensorFlow's own kind of tuple
            except (
                Exception
            ):  # a proxy of what is gone, a class of a user's that raises: it leads nowhere
                continue
        waiting = below
    return found


class _Kind(NamedTuple):
    """What is done with the objects of a class: whether they are found, and what gives what is in them."""

    counts: bool
    inside: Referents
    has_length: bool = False


class _Kinds(dict):
    """Class -> :class:`_Kind`, or None where such objects lead nowhere.

    A model has thousands of attributes, of some hundred classes; it forgets them before they are many,
    since a notebook may make classes without end.
    """

    def __init__(self, kind_of):
        super().__init__()
        self._kind_of = kind_of

    def __missing__(self, of: type):
        if len(self) > 4096:
            self.clear()
        self[of] = kind = self._kind_of(of)
        return kind


def _near(of):
    if issubclass(of, _COUNT):
        return _Kind(True, _parts)
    inside = referents_of_containers(of)
    return None if inside is None else _Kind(False, inside, has_length=True)


def _everywhere(of):
    near = _near(of)
    if near is None:
        inside = referents(of)
        return None if inside is None else _Kind(False, inside)
    if not near.counts or is_of_a_library(of):
        return near
    others = attributes_of(of)
    return _Kind(True, lambda thing: [*_parts(thing), *others(thing)])


_NEAR, _EVERYWHERE = _Kinds(_near), _Kinds(_everywhere)


def _parts(thing):
    if isinstance(thing, (*_VARIABLES, *GENERATORS)):
        return ()
    if isinstance(thing, tf.random.Generator):
        return [thing.state]
    if isinstance(thing, keras.Sequential):
        own = [value for value in vars(thing).values() if not isinstance(value, keras.Operation)]
        return [*thing.layers, *own]
    if isinstance(thing, (keras.Model, keras.Function)) and hasattr(thing, "operations"):
        return [*thing.operations, *vars(thing).values()]
    return vars(thing).values()
