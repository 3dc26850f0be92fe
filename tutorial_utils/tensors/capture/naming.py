"""What a layer call is called: the names of the layers that call each other, and which call it is."""

import functools
import re
from typing import NamedTuple

import keras

from ..state.parts import layers_held_by, parts_of
from .reasons import BY_ANOTHER_THREAD, why_in_a_graph

_AUTOMATIC = re.compile(r"_\d+$")
_NUMBERED = re.compile(r"[#@]\d+$")  # what a name that somebody gave may end with, too


class Running(NamedTuple):
    """A call that has not ended; None for paths where it is no part of the model."""

    layer: object
    bare: str | None = None  # without numbers of calls
    plain: str | None = None  # with those of its callers
    path: str | None = None  # with its own


class Calls:
    """The calls that run now, each under its path in ``model``.

    Args:
        model: Calls inside a call of it have a path, and calls of its own layers outside of any other.
        count_all: Numbers go on from call to call of the model; otherwise each outermost call starts
            with the first.
        in_others: Calls of its own layers have a path also where another model makes them, as a training
            step does that calls a sub-model.

    Attributes:
        places: Path without numbers of calls -> layer, of all that was ever called.
    """

    def __init__(self, model, count_all=True, in_others=False):
        self.places = {}
        self._model, self._count_all, self._in_others = model, count_all, in_others
        self._running = []
        self._names = Names()
        self._times = {}

    @functools.cached_property
    def _own(self):
        """Needed only where a layer is called outside of the model."""
        return dict(_own_layers(self._model, ()))

    @property
    def last(self) -> Running | None:
        """The innermost call."""
        return self._running[-1] if self._running else None

    def begin(self, layer) -> None:
        if not self._running and not self._count_all:
            self._times.clear()
        call = self._begun(layer)
        self._running.append(call)
        if call.bare is not None:
            self.places.setdefault(call.bare, layer)

    def end(self) -> Running:
        return self._running.pop()

    def numbered(self, plain: str) -> str:
        """The path of the next call that :meth:`count` will count."""
        times = self._times.get(plain, 0)
        return f"{plain}#{times + 1}" if times else plain

    def count(self, plain: str) -> None:
        self._times[plain] = self._times.get(plain, 0) + 1

    def path_inside(self, layer, caller_path: str) -> str:
        """The path that a call of a layer would have in the call that has this one, of those in ``places``."""
        name = self._names.of(layer, caller_path, self.places[caller_path])
        return f"{caller_path}/{name}" if caller_path else name

    def _begun(self, layer):
        caller = self.last
        if caller is None or caller.path is None:
            if layer is self._model:
                return Running(layer, "", "", "")
            if id(layer) not in self._own or not (caller is None or self._in_others):
                return Running(layer)
            bare = plain = self._own_path(layer)
        else:
            name = self._names.of(layer, caller.bare, caller.layer)
            bare, plain = (f"{at}/{name}" if at else name for at in (caller.bare, caller.path))
        return Running(layer, bare, plain, self.numbered(plain))

    def _own_path(self, layer):
        path = ""
        for part in self._own[id(layer)]:
            name = self._names.of(part, path)
            path = f"{path}/{name}" if path else name
        return path


class Follower:
    """A listener that knows the path of each call of ``model``; what a call gives is for who inherits.

    Attributes:
        root_calls, calls_elsewhere: How often the model was called, here and by other threads.
    """

    def __init__(self, model, **which):
        self.root_calls = self.calls_elsewhere = 0
        self._model = model
        self._calls = Calls(model, **which)
        self._elsewhere = {}  # id -> layer
        self._graphs = {}  # path of a call, without numbers -> the functions that ran in it

    def enter(self, layer):
        self._calls.begin(layer)

    def fail(self, layer):
        self._calls.end()

    def elsewhere(self, layer):
        self.calls_elsewhere += layer is self._model
        self._elsewhere[id(layer)] = layer

    def graph(self, function):
        call = self._calls.last
        if call is not None and call.bare is not None:
            self._graphs.setdefault(call.bare, {})[id(function)] = function

    @property
    def unheard(self) -> dict[str, tuple[object, str]]:
        """Path -> layer, and why no call of it was heard, of those held by a layer that was."""
        if not (self._elsewhere or self._graphs):
            return {}
        places = self._calls.places
        heard = {id(layer) for layer in places.values()}
        found = {}
        for caller, layer in list(places.items()):
            graphs = [(parts_of(each), each) for each in self._graphs.get(caller, {}).values()]
            for held in layers_held_by(layer):
                if id(held) in heard or isinstance(held, keras.layers.InputLayer):
                    continue
                why = BY_ANOTHER_THREAD if id(held) in self._elsewhere else None
                for parts, function in graphs:
                    if why is None and _leads_to(parts, held):
                        why = why_in_a_graph(function)
                if why is not None:
                    found[self._calls.path_inside(held, caller)] = held, why
        return found


def _leads_to(parts, layer):
    """Whether a layer is among what a function can be followed to, or its weights are."""
    if any(each is layer for each in parts.layers):
        return True
    known = {id(variable) for variable in parts.variables}
    return any(id(weight.value) in known for weight in layer.weights)


def _own_layers(model, above):
    """The layers that a model lists, with those of models among them: id -> the way there."""
    for layer in getattr(model, "layers", ()):
        way = (*above, layer)
        yield id(layer), way
        yield from _own_layers(layer, way)


class Names:
    """Names, one for each layer of a caller; ``@2`` marks a second layer of the same name.

    It is kept from first to last call, so a layer has one name however often it is called.
    """

    def __init__(self):
        self._met = {}  # (caller's path, name) -> id -> which it is of that name, and the layer

    def of(self, layer, caller_path: str, caller=None) -> str:
        name = lasting_name(layer, caller)
        met = self._met.setdefault((caller_path, name), {})
        at, _ = met.setdefault(id(layer), (len(met), layer))  # held, so no other has its id
        return f"{name}@{at + 1}" if at or _NUMBERED.search(name) else name


def lasting_name(layer, caller=None) -> str:
    """The name, without the number that Keras adds where nobody could give one.

    That number counts all that the process has made so far: it differs from run to run.
    """
    unnamed = (
        not isinstance(layer, keras.Layer)
        or isinstance(layer, keras.layers.StackedRNNCells)
        or isinstance(caller, (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention))
    )
    if not unnamed:
        return layer.name
    stem = _AUTOMATIC.sub("", layer.name)
    return stem if stem.replace("_", "") == type(layer).__name__.lower() else layer.name
