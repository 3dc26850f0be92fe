"""Keep what the layers of one model return, under their paths."""

import weakref

import keras
import tensorflow as tf

from .selection import Selection

TRACED = (
    "ran only while a graph was traced (in predict, in fit or in a tf.function), without numbers;"
    " next: call the model itself, or capture_activations(..., run_eagerly=True)"
)
INNER_GRAPH = (
    "runs in a loop or branch inside the graph, from which no value can be taken out;"
    " next: get_activations, which runs eagerly"
)
NO_TENSOR = "returned no tensor"


class Recorder:
    """Listens to layer calls and keeps the outputs of those that belong to ``model``.

    Args:
        model: Calls inside a call of it are kept, and calls of its own layers outside of any other.
        selection: Which of these.
        reduce: Applied to each tensor of an output at once; None keeps it whole.
        graph: The graph whose tensors may be kept, or None to keep eager tensors.
        in_turn: In a graph, reduce each output before the next layer runs. TensorFlow would otherwise
            run ahead, and hold the outputs that wait for their reduction.

    A path is made of the names of the layers that call each other; ``#2`` marks a second call.
    """

    def __init__(self, model, selection: Selection, reduce=None, graph=None, in_turn=False):
        self.values = {}
        self.layers = {}
        self.root_calls = 0
        self._model = model
        self._own = dict(_own_layers(model, ""))
        self._selection = selection
        self._reduce = reduce
        self._graph = graph
        self._in_turn = in_turn and reduce is not None and graph is not None
        self._running = []  # (path without and with call number); None: no part of the model
        self._times = {}
        self._seen = {}
        self._missed = {}

    def enter(self, layer):
        plain = self._path(layer)
        self._running.append((plain, plain and self._numbered(plain)))

    def fail(self, layer):
        self._running.pop()

    def leave(self, layer, value):
        plain, path = self._running.pop()
        if plain == "":
            self.root_calls += 1
        elif plain is not None:
            kept = self._keep(plain, path, layer, value)
            if kept and self._in_turn and isinstance(value, tf.Tensor):
                return _after(self.values[kept], value)
        return value

    @property
    def skipped(self) -> dict[str, str]:
        """The calls that were wanted but could not be kept, each with the reason."""
        return {path: why for path, why in self._missed.items() if path not in self._seen}

    @property
    def known(self) -> list[str]:
        """The paths of all calls, also of those that were not wanted."""
        return list({**self._seen, **self._missed})

    def _path(self, layer):
        caller = self._running[-1][1] if self._running else None
        if caller is None:
            if layer is self._model:
                return ""
            return None if self._running else self._own.get(id(layer))
        return f"{caller}/{layer.name}" if caller else layer.name

    def _numbered(self, plain):
        times = self._times.get(plain, 0)
        return f"{plain}#{times + 1}" if times else plain

    def _keep(self, plain, path, layer, value):
        wanted = self._selection.wants(path, layer)
        why = _why_not(value, self._graph)
        if why is not None:
            if wanted:
                self._missed.setdefault(path, why)
            return None
        path = self._numbered(plain)  # differs from that on entry where a layer calls itself
        self._times[plain] = self._times.get(plain, 0) + 1
        self._seen[path] = None
        if wanted:
            self.values[path] = value if self._reduce is None else _reduced(value, self._reduce)
            self.layers[path] = weakref.ref(layer)
        return path if wanted else None


def _after(reduced, value):
    """``value``, to be used only when ``reduced`` is there."""
    with tf.control_dependencies(tf.nest.flatten(reduced)):
        later = tf.identity(value)
    # Keras writes masks onto tensors; one that has such marks goes on as it is
    return later if vars(value).keys() <= vars(later).keys() else value


def _own_layers(model, path):
    """The layers that a model lists, with those of models among them."""
    for layer in getattr(model, "layers", ()):
        inside = f"{path}/{layer.name}" if path else layer.name
        yield id(layer), inside
        yield from _own_layers(layer, inside)


def _why_not(value, graph):
    """Why an output can't be kept, or None: its tensors must exist where the values are wanted."""
    if isinstance(value, tf.Tensor):
        return _why_not_tensor(value, graph)
    leaves = tf.nest.flatten(value, expand_composites=True)
    tensors = [leaf for leaf in leaves if isinstance(leaf, (tf.Tensor, keras.KerasTensor))]
    if not tensors:
        return NO_TENSOR
    return next(filter(None, (_why_not_tensor(leaf, graph) for leaf in tensors)), None)


def _why_not_tensor(tensor, graph):
    if isinstance(tensor, keras.KerasTensor):
        return TRACED
    if not tf.is_symbolic_tensor(tensor):
        return None
    if graph is None:
        return TRACED
    return None if tensor.graph is graph else INNER_GRAPH


def _reduced(value, reduce):
    if isinstance(value, tf.Tensor):
        return reduce(value)
    return tf.nest.map_structure(lambda leaf: reduce(leaf) if tf.is_tensor(leaf) else leaf, value)
