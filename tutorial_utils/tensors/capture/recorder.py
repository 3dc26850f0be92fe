"""Keep what the layers of one model return, under their paths."""

import weakref

import tensorflow as tf

from ..reducers.named import ReducerChoice, reducer
from . import reducing
from .naming import Follower
from .reasons import SYMBOLIC, UNREADABLE, why_not
from .reducing import first_line
from .selection import LayerChoice, Selection


class Recorder(Follower):
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

    edits = False

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
        super().__init__(model, in_others=in_others)
        self.values, self.layers = {}, {}
        self.symbolic_calls = 0
        self.error = None
        self.attention = attention
        self._selection: Selection = selection
        self._reduce = reduce
        self._graph = graph
        self._in_turn = in_turn and reduce is not None and graph is not None
        self._seen = {}
        self._missed = {}

    @classmethod
    def of(cls, model, layers: LayerChoice, reduce: ReducerChoice, attention: bool) -> "Recorder":
        """What keeps as :func:`capture_activations` is asked to, where it is asked."""
        graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
        return cls(model, Selection(layers), reducer(reduce), graph, attention=attention)

    def check(self) -> None:
        """When the pass has ended: raise what there is to raise."""
        if self.error is not None:
            raise self.error
        if self.known:
            self._selection.check(self.known)

    def leave(self, layer, value):
        call = self._calls.end()
        if call.path == "":
            self.root_calls += 1
            self.symbolic_calls += self._why_not(value) == SYMBOLIC
        elif call.path is not None:
            kept = self._keep(call.plain, call.path, layer, value, weakref.ref(layer))
            if kept and self._in_turn and isinstance(value, tf.Tensor):
                return _after(self.values[kept], value)
        return value

    def scores(self, layer, scores, why):
        call = self._calls.last
        if call is None or call.layer is not layer or call.path is None:
            return
        path = f"{call.path}/scores" if call.path else "scores"
        if self.attention and scores is not None:
            self._keep(path, self._calls.numbered(path), layer, scores, _no_layer)
        elif scores is None and self._wants(path, layer):
            self._missed.setdefault(self._calls.numbered(path), why)

    @property
    def places(self) -> dict:
        """Path without numbers of calls -> layer, of all that was called, kept or not."""
        return self._calls.places

    @property
    def skipped(self) -> dict[str, str]:
        """The calls that were wanted but could not be kept, each with the reason."""
        unheard = {
            path: why for path, (layer, why) in self.unheard.items() if self._wants(path, layer)
        }
        missed = {path: why for path, why in self._missed.items() if path not in self._seen}
        return {**missed, **unheard}

    @property
    def known(self) -> list[str]:
        """The paths of all calls, also of those that were not wanted."""
        return list({**self._seen, **self._missed, **self.unheard})

    def _keep(self, plain, path, layer, value, whose):
        """The path under which the value is now, or None."""
        wanted = self._wants(path, layer)
        if why := self._why_not(value):
            if wanted:
                self._missed.setdefault(path, why)
            return None
        path = self._calls.numbered(plain)  # differs from that on entry where a layer calls itself
        self._calls.count(plain)
        if not wanted or self._put(path, value):
            self._seen[path] = None
        if path not in self.values:
            return None
        self.layers[path] = whose
        return path

    def _why_not(self, value):
        try:
            return why_not(value, self._graph)
        except (
            Exception
        ) as error:  # `tf.nest` can't sort some keys, say, and the model never asks it to
            return UNREADABLE.format(type(error).__name__, first_line(error))

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
