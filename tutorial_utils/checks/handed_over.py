"""What a learner's code was handed over, and whether it left that as it was."""

import copy
from collections.abc import Iterator

import numpy as np

from ..tensors import describe


class HandedOver:
    """Copies of arguments: arrays, containers, variables, and the variables of models and layers.

    Seeds are left out: a layer that draws numbers counts its draws, which is what it is for.
    """

    def __init__(self, arguments: dict[str, object]):
        """Copy them before the learner's code runs.

        Args:
            arguments: By the name under which the learner's code gets each.
        """
        self._arguments = arguments
        self._settings = {name: _settings(argument) for name, argument in arguments.items()}
        self._before = {
            where: (what, _copied(what))
            for name, argument in arguments.items()
            for where, what in _parts(name, argument)
        }

    def changed(self) -> tuple[str, str] | None:
        """The name of the first thing that is another now, and what it is now."""
        for where, (what, before) in self._before.items():
            if not _is_as(what, before):
                return where, describe(what) if not isinstance(what, (list, dict)) else repr(what)
        for name, argument in self._arguments.items():
            for setting, values in _settings(argument).items():
                if values != self._settings[name][setting]:
                    return f"`{setting}` of `{name}` or of a layer in it", "not what it was"
        now = {where for name, arg in self._arguments.items() for where, _ in _parts(name, arg)}
        if new := sorted(now ^ self._before.keys()):
            return new[0], "not what it was: layers or weights were added, or are gone"
        return None


def _parts(name: str, argument: object) -> Iterator[tuple[str, object]]:
    variables = getattr(argument, "variables", None)
    if isinstance(argument, (np.ndarray, list, dict, set)) or _is_variable(argument):
        yield name, argument
    elif isinstance(variables, (list, tuple)):
        for variable in variables:
            path = getattr(variable, "path", getattr(variable, "name", "a variable"))
            if "seed_generator" not in path:
                yield f"{path} of `{name}`", variable


def _settings(argument: object) -> dict[str, list]:
    """Of a model and its layers, or of a layer: which, whether each may learn, what it computes."""
    if not isinstance(getattr(argument, "variables", None), (list, tuple)):
        return {}
    parts = [argument, *getattr(argument, "layers", ())]
    return {
        "layers": parts,
        "trainable": [bool(part.trainable) for part in parts],
        "call": [getattr(part, "call", None) for part in parts],
        "activation": [getattr(part, "activation", None) for part in parts],
    }


def _is_variable(argument: object) -> bool:
    return hasattr(argument, "assign") and hasattr(argument, "numpy")


def _copied(what: object) -> object:
    if isinstance(what, np.ndarray):
        return what.copy()
    return np.array(what.numpy()) if _is_variable(what) else copy.copy(what)


def _is_as(what: object, before: object) -> bool:
    if isinstance(before, np.ndarray):
        now = what.numpy() if _is_variable(what) else what
        equal_nan = before.dtype.kind in "fc"
        return bool(now.dtype == before.dtype and np.array_equal(now, before, equal_nan=equal_nan))
    try:
        return bool(what == before)
    except ValueError:  # lists of arrays have no one truth
        return len(what) == len(before) and all(a is b for a, b in zip(what, before, strict=True))
