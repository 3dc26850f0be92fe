"""What a Python object refers to, by its class: where variables may hang."""

import functools
import sys
import types
import weakref
from collections import ChainMap, UserDict, deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import tensorflow as tf

Referents = Callable[[Any], Iterable]

# Instances of their classes hold no variables of a user's, but in the containers below. Ours, among them,
# stands in a model's place for its training function, and would lead from there to all that looks.
_OURS = __name__.partition(".")[0]
_LIBRARIES = {"keras", "tensorflow", "numpy", _OURS, *sys.stdlib_module_names}

_CONTAINERS: list[tuple[tuple[type, ...], Referents]] = [
    ((dict, types.MappingProxyType, UserDict, ChainMap), lambda each: each.values()),
    ((list, tuple, set, frozenset, deque), lambda each: each),
]
_OTHERS: list[tuple[tuple[type, ...], Referents]] = [
    ((np.ndarray,), lambda array: array.ravel().tolist() if array.dtype == object else ()),
    ((type,), lambda one: () if is_of_a_library(one) else (*vars(one).values(), *one.__bases__)),
    ((types.FunctionType,), lambda function: _of_function(function)),
    ((types.MethodType,), lambda method: (method.__self__, method.__func__)),
    ((functools.partial,), lambda part: (part.func, *part.args, *part.keywords.values())),
    ((tf.types.experimental.PolymorphicFunction,), lambda function: (function.python_function,)),
    ((tf.types.experimental.ConcreteFunction,), lambda function: function.variables),
    ((staticmethod, classmethod), lambda method: (method.__func__,)),
    ((property,), lambda each: (each.fget, each.fset)),
    ((weakref.ref,), lambda reference: (reference(),)),
    # A SavedModel is the first of these.
    (
        (tf.__internal__.tracking.AutoTrackable, types.SimpleNamespace),
        lambda each: vars(each).values(),
    ),
]


def referents(of: type) -> Referents | None:
    """Of an object of this class, what gives the objects that it refers to; None where that is none.

    >>> part = functools.partial(print, 1, end="")
    >>> list(referents(functools.partial)(part)), referents(int)
    ([<built-in function print>, 1, ''], None)
    """
    for classes, inside in (*_CONTAINERS, *_OTHERS):
        if issubclass(of, classes):
            return inside
    return None if is_of_a_library(of) else attributes_of(of)


def referents_of_containers(of: type) -> Referents | None:
    """As :func:`referents`, where the class is one of lists, sets and dicts; None for all others."""
    return next((inside for classes, inside in _CONTAINERS if issubclass(of, classes)), None)


def attributes_of(of: type) -> Referents:
    """As :func:`referents`, of any object: what its attributes, its slots and its class hold."""
    known = [one for one in of.__mro__ if not is_of_a_library(one)]
    slots = [
        slot
        for one in known
        for slot in vars(one).values()
        if isinstance(slot, types.MemberDescriptorType)
    ]

    def inside(each):
        found = list(vars(each).values()) if of.__dictoffset__ else []
        for slot in slots:
            try:
                found.append(slot.__get__(each))
            except AttributeError:  # nothing is in it yet
                continue
        return [*found, *known[:1]]

    return inside


def _of_function(function):
    """What its code can get at: what it closes over, its defaults, and the names of its module that it uses."""
    known = function.__globals__
    if known.get("__name__", "").partition(".")[0] in _LIBRARIES:
        return ()
    found = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    for cell in function.__closure__ or ():
        try:
            found.append(cell.cell_contents)
        except ValueError:  # nothing is in it yet
            continue
    names = _names_in(function.__code__)
    used = [known[name] for name in names if name in known]
    modules = [
        vars(one) for one in used if isinstance(one, types.ModuleType) and not _is_library(one)
    ]
    return [*found, *used, *(each[name] for each in modules for name in names if name in each)]


@functools.lru_cache(maxsize=4096)
def _names_in(code: types.CodeType) -> frozenset[str]:
    """Also in the functions that are written inside it."""
    inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
    return frozenset(code.co_names).union(*map(_names_in, inner))


def _is_library(module):
    return module.__name__.partition(".")[0] in _LIBRARIES


def is_of_a_library(one: type) -> bool:
    """Whether a class is Keras', TensorFlow's, NumPy's, Python's or our own."""
    return one.__module__.partition(".")[0] in _LIBRARIES
