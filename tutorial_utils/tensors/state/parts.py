"""The layers and variables that a model holds, wherever it keeps them."""

import functools

import keras
import tensorflow as tf

_HOLDERS = (
    keras.Layer,
    keras.metrics.Metric,
    keras.random.SeedGenerator,
    keras.optimizers.Optimizer,
)


def layers_of(model) -> list:
    """The model and every layer that can be reached through attributes, lists and dicts, outermost first.

    >>> model = keras.Sequential([keras.layers.LSTM(2, name="lstm")], name="model")
    >>> [layer.name for layer in layers_of(model)]
    ['model', 'lstm', 'lstm_cell']
    """
    return [thing for thing in _reached(model) if isinstance(thing, keras.Operation)]


def layers_held_by(layer) -> list:
    """The layers that this one holds itself: not those that are held by one of them."""
    if isinstance(layer, keras.Sequential):  # keeps a functional copy of itself beside them
        return list(layer.layers)
    found = _reached(layer, into=lambda thing: thing is layer)
    return [thing for thing in found if isinstance(thing, keras.Operation) and thing is not layer]


def variables_of(model) -> list[tf.Variable]:
    """What the model can be followed to: weights, seeds, metrics, the optimizer's, and others' own."""
    found = [thing for thing in _reached(model) if not isinstance(thing, _HOLDERS)]
    listed = getattr(model, "variables", [])
    listed = [*listed, *getattr(model, "metrics_variables", [])]  # of losses, too
    values = [
        part.value if isinstance(part, keras.Variable) else part for part in (*found, *listed)
    ]
    tensors = {id(value): value for value in values if isinstance(value, tf.Variable)}
    return list(tensors.values())


def _reached(start, into=None):
    """Each thing once, the nearest first: what holds others, variables, and what these are parts of."""
    found, waiting = {}, [start]
    while waiting:
        below = []
        for thing in waiting:
            if isinstance(thing, (str, int, float, bool, type(None))):
                continue
            if isinstance(thing, dict):
                below.extend(thing.values())
            elif isinstance(thing, (list, tuple, set)):
                below.extend(thing)  # `+=` would ask TensorFlow's own kind of tuple
            elif _counts(type(thing)) and id(thing) not in found:
                found[id(thing)] = thing
                if into is None or into(thing):
                    below.extend(_parts(thing))
        waiting = below
    return list(found.values())


@functools.lru_cache(maxsize=4096)  # a model has thousands of attributes, of some hundred types
def _counts(kind: type) -> bool:
    return issubclass(
        kind,
        (*_HOLDERS, keras.Operation, tf.Module, tf.random.Generator, tf.Variable, keras.Variable),
    )


def _parts(thing):
    if isinstance(thing, (tf.Variable, keras.Variable)):
        return ()
    if isinstance(thing, tf.random.Generator):
        return [thing.state]
    if isinstance(thing, keras.Sequential):
        own = [value for value in vars(thing).values() if not isinstance(value, keras.Operation)]
        return [*thing.layers, *own]
    if isinstance(thing, (keras.Model, keras.Function)) and hasattr(thing, "operations"):
        return [*thing.operations, *vars(thing).values()]
    return vars(thing).values()
