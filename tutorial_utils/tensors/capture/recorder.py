"""Keep what the layers of one model return, under their paths."""

import weakref
from typing import NamedTuple

import tensorflow as tf

from . import reducing
from .naming import Names
from .reasons import SYMBOLIC, why_not
from .selection import Selection


class _Running(NamedTuple):
    """A call that has not ended; None for paths where it is no part of the model."""

    layer: object
    bare: str | None = None  # without numbers of calls
    plain: str | None = None  # with those of its callers
    path: str | None = None  # with its own


class Recorder:
    """Listens to layer calls and keeps the outputs of those that belong to ``model``.

    Args:
        model: Calls inside a call of it are kept, and calls of its own layers outside of any other.
        selection: Which of these.
        reduce: Applied to each tensor of an output at once; None keeps it whole.
        graph: The graph whose tensors may be kept, or None to keep eager tensors.
        in_turn: In a graph, reduce each output before the next layer runs. TensorFlow would otherwise
            run ahead, and hold the outputs that wait for their reduction.
        attention: Also keep the scores of attention layers, as ``"path of the layer/scores"``.
        in_others: Also keep the calls of its own layers that another model makes, as a training step
            does that calls a sub-model.

    Attributes:
        error: What `reduce` or a test in `layers` raised, first of all, with a note that says where.
            To be raised when the pass has ended: inside of it, Keras would sign it with the name of
            the user's model.

    A path is made of the names of the layers that call each other; ``#2`` marks a second call of a
    layer, ``@2`` a second layer of the same name.
    """

    def __init__(
        self,
        model,
        selection,
        reduce=None,
        graph=None,
        in_turn=False,
        attention=False,
        in_others=False,
    ):
        self.values, self.layers = {}, {}
        self.root_calls = self.symbolic_calls = self.calls_elsewhere = 0
        self.error = None
        self.attention = attention
        self._model = model
        self._own = dict(_own_layers(model, ()))
        self._selection: Selection = selection
        self._reduce = reduce
        self._graph = graph
        self._in_others = in_others
        self._in_turn = in_turn and reduce is not None and graph is not None
        self._running = []
        self._names = Names()
        self._times = {}
        self._seen = {}
        self._missed = {}

    def enter(self, layer):
        self._running.append(self._begun(layer))

    def fail(self, layer):
        self._running.pop()

    def leave(self, layer, value):
        call = self._running.pop()
        if call.path == "":
            self.root_calls += 1
            self.symbolic_calls += why_not(value, self._graph) == SYMBOLIC
        elif call.path is not None:
            kept = self._keep(call.plain, call.path, layer, value, weakref.ref(layer))
            if kept and self._in_turn and isinstance(value, tf.Tensor):
                return _after(self.values[kept], value)
        return value

    def scores(self, layer, scores, why):
        call = self._running[-1] if self._running else None
        if call is None or call.layer is not layer or call.path is None:
            return
        path = f"{call.path}/scores" if call.path else "scores"
        if self.attention and scores is not None:
            self._keep(path, self._numbered(path), layer, scores, _no_layer)
        elif scores is None and self._wants(path, layer):
            self._missed.setdefault(self._numbered(path), why)

    def elsewhere(self, layer):
        self.calls_elsewhere += layer is self._model

    @property
    def skipped(self) -> dict[str, str]:
        """The calls that were wanted but could not be kept, each with the reason."""
        return {path: why for path, why in self._missed.items() if path not in self._seen}

    @property
    def known(self) -> list[str]:
        """The paths of all calls, also of those that were not wanted."""
        return list({**self._seen, **self._missed})

    def _begun(self, layer):
        caller = self._running[-1] if self._running else None
        if caller is None or caller.path is None:
            if layer is self._model:
                return _Running(layer, "", "", "")
            if id(layer) not in self._own or not (caller is None or self._in_others):
                return _Running(layer)
            bare = plain = self._own_path(layer)
        else:
            name = self._names.of(layer, caller.bare, caller.layer)
            bare, plain = (f"{at}/{name}" if at else name for at in (caller.bare, caller.path))
        return _Running(layer, bare, plain, self._numbered(plain))

    def _own_path(self, layer):
        path = ""
        for part in self._own[id(layer)]:
            name = self._names.of(part, path)
            path = f"{path}/{name}" if path else name
        return path

    def _numbered(self, plain):
        times = self._times.get(plain, 0)
        return f"{plain}#{times + 1}" if times else plain

    def _keep(self, plain, path, layer, value, whose):
        """The path under which the value is now, or None."""
        wanted = self._wants(path, layer)
        if why := why_not(value, self._graph):
            if wanted:
                self._missed.setdefault(path, why)
            return None
        path = self._numbered(plain)  # differs from that on entry where a layer calls itself
        self._times[plain] = self._times.get(plain, 0) + 1
        if not wanted or self._put(path, value):
            self._seen[path] = None
        if path not in self.values:
            return None
        self.layers[path] = whose
        return path

    def _put(self, path, value):
        try:
            self.values[path] = (
                value if self._reduce is None else reducing.reduced(value, self._reduce)
            )
            return True
        except Exception as error:
            self._missed[path] = reducing.why_not(self._reduce, error)
            if reducing.is_ordinary(value) and not isinstance(error, reducing.Unreducible):
                self._raise_later(error, reducing.note(self._reduce, path, value))
            return False

    def _wants(self, path, layer):
        try:
            return self._selection.wants(path, layer)
        except Exception as error:
            self._raise_later(error, f"This was raised by `layers`, asked about {path!r}.")
            return False

    def _raise_later(self, error, note):
        if self.error is None:
            error.add_note(note)
            self.error = error


def _no_layer():
    """In the place of a reference to a layer, for what is no layer's output."""


def _after(reduced, value):
    """``value``, to be used only when ``reduced`` is there."""
    tensors = [
        leaf for leaf in tf.nest.flatten(reduced) if tf.is_tensor(leaf)
    ]  # or numbers, or None
    with tf.control_dependencies(tensors):
        later = tf.identity(value)
    # Keras writes masks onto tensors; one that has such marks goes on as it is
    return later if vars(value).keys() <= vars(later).keys() else value


def _own_layers(model, above):
    """The layers that a model lists, with those of models among them: id -> the way there."""
    for layer in getattr(model, "layers", ()):
        way = (*above, layer)
        yield id(layer), way
        yield from _own_layers(layer, way)
