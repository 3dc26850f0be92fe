"""The path of each weight: that of the layer that owns it, and its own name."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import keras

from ..capture.naming import Names
from ..state.parts import layers_held_by


def weights_by_path(model, places: Mapping[str, object]) -> dict[str, tuple[str, keras.Variable]]:
    """Path -> path of the layer that owns the weight, and the weight; each weight once.

    Args:
        model: Any Keras model, layer or `keras.Function`.
        places: Path -> layer, of those that were called. Others are named by who holds them.

    >>> inputs = keras.Input((3,))
    >>> block = keras.Sequential([keras.layers.Dense(2, name="dense")], name="block")
    >>> list(weights_by_path(keras.Model(inputs, block(inputs)), {}))
    ['block/dense/kernel', 'block/dense/bias']
    """
    found, taken, names = {}, set(), Names()
    for path, layer in _owners(model, places):
        inner = {id(weight) for held in layers_held_by(layer) for weight in _weights(held)}
        for weight in _weights(layer):
            if id(weight) in taken or id(weight) in inner:
                continue
            taken.add(id(weight))
            at = _joined(path, names.of(weight, path))
            while at in places:  # where a layer inside has the name of the weight
                at = _joined(path, names.of(_Named(weight.name), path))
            found[at] = path, weight
    return found


def chosen(weights, places: Mapping[str, object], selection) -> Iterator[tuple]:
    """Of what :func:`weights_by_path` gave, those of layers that are selected, or are inside such a layer."""
    for path, (owner, weight) in weights.items():
        parts = owner.split("/") if owner else []
        above = ["/".join(parts[: at + 1]) for at in range(len(parts))]
        # of each, whether it is wanted or not: a wish that is met is no mistake
        met = [selection.wants(at, places[at]) for at in above if at in places]
        if any(met) or selection.takes_all:
            yield path, (owner, weight)


def _weights(layer):
    return getattr(layer, "weights", ())  # operations have none


def _owners(model, places) -> Iterator[tuple[str, object]]:
    """Each layer once, with its path: in the order of the calls, then those that nobody called."""
    called = {id(layer): path for path, layer in reversed(places.items())}
    paths, names, waiting = {id(model): ("", model)}, Names(), [("", model)]
    while waiting:
        path, layer = waiting.pop(0)
        for held in layers_held_by(layer):
            if id(held) not in paths:
                name = names.of(held, path, layer)
                at = called.get(id(held)) or _joined(path, name)
                paths[id(held)] = at, held
                waiting.append((at, held))
    order = {path: at for at, path in enumerate(places)}
    return iter(sorted(paths.values(), key=lambda found: order.get(found[0], len(order))))


class _Named(NamedTuple):
    """Takes a name, so that the next has another."""

    name: str


def _joined(path, name):
    return f"{path}/{name}" if path else name
