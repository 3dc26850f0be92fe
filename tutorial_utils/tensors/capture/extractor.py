"""Layer outputs from a compiled forward pass, for when it is done more than once."""

import functools
import warnings

import keras
import tensorflow as tf

from . import packing
from .activations import (
    Activations,
    call,
    capture_activations,
    nothing_captured,
    require_model,
)
from .interception import listening
from .recorder import Recorder
from .selection import Selection

# What a model raises that needs numbers to decide or to print, and so can't be made a graph.
_NEEDS_NUMBERS = (
    tf.errors.OperatorNotAllowedInGraphError,
    NotImplementedError,
    AttributeError,
)


class ActivationExtractor:
    """``extractor(x)`` gives the layer outputs, as :func:`get_activations` does, but compiled once.

    Args:
        model: Any Keras model or layer. Its weights are used as they are at each call.
        layers: As for :func:`get_activations`. What comes after the last wanted layer is not
            computed.
        reduce: A function of TensorFlow operations, applied to each output inside the graph, so that
            no output leaves it whole: ``tf.reduce_mean``, or :func:`spread`.
        training: Passed to the model.

    New shapes are traced; the second new batch size makes the batch axis unknown, so there are at
    most two traces for any number of batch sizes. A model that can't be made a graph, for example
    because its ``call`` has an ``if`` on a tensor's value, runs eagerly, after a warning that says so.

    >>> import keras, numpy as np, tensorflow as tf
    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="hidden")])
    >>> largest = ActivationExtractor(model, reduce=tf.reduce_max)
    >>> largest(np.ones((1, 3)))
    hidden: EagerTensor  shape=()  float32  3.0
    """

    def __init__(self, model: keras.Model, layers=None, reduce=None, training=False):
        require_model(model)
        self._model, self._layers, self._reduce = model, layers, reduce
        self._training = training
        self._traces = {}
        self._forward = _compiled(model, layers, reduce, training, self._traces)

    def __call__(self, x) -> Activations:
        """Run the model on one batch; raises as :func:`get_activations` does."""
        if self._forward is None:
            return self._eagerly(x)
        try:
            values = self._forward(x)
        except _NEEDS_NUMBERS as error:
            found = self._eagerly(x)  # raises what there is to raise, if the model itself is wrong
            self._forward = None
            warnings.warn(_runs_eagerly(self._model, error), stacklevel=2)
            return found
        paths, layers, skipped = self._traces[tuple(values)]
        if paths is not None:
            (rows,) = values.values()
            values = packing.unpacked(paths, rows)
        return Activations(values, layers, skipped)

    def _eagerly(self, x):
        with capture_activations(self._model, self._layers, self._reduce) as found:
            call(self._model, x, self._training)
        return found


def _compiled(model, layers, reduce, training, traces):
    """The model's forward pass as a graph that returns path -> output.

    A partial, since TensorFlow warns of functions that are traced often, and counts by their code:
    extractors of several models would be taken for one.
    """
    forward = functools.partial(_forward, model, layers, reduce, training, traces)
    return tf.function(forward, reduce_retracing=True, autograph=False)


def _forward(model, layers, reduce, training, traces, x):
    """Path -> output, or, where reduced outputs fit into one tensor, all paths -> that tensor.

    Notes in ``traces``, under these keys: the paths if packed, their layers and what was skipped.
    """
    selection = Selection(layers)
    graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
    recorder = Recorder(model, selection, reduce, graph, in_turn=True)
    with listening(recorder):
        call(model, x, training)
    selection.check(recorder.known)
    _require_tensors(recorder.values)
    if not recorder.values:
        warnings.warn(nothing_captured(model, recorder), stacklevel=2)
    values, paths = recorder.values, None
    together = packing.packed(values.values()) if reduce is not None else ()
    if not isinstance(together, tuple):
        paths = list(values)
        values = {"\n".join(paths): together}
    traces[tuple(values)] = paths, recorder.layers, recorder.skipped
    return values


def _require_tensors(values):
    for path, value in values.items():
        for leaf in tf.nest.flatten(value):
            if isinstance(leaf, (str, bytes)):
                raise TypeError(
                    f"`reduce` gave text for {path!r}, and a graph returns only tensors; next: use"
                    " TensorFlow operations, or capture_activations, where `reduce` runs eagerly"
                )


def _runs_eagerly(model, error):
    first = str(error).strip().splitlines()[0] if str(error).strip() else ""
    return (
        f"{model.name!r} can't be made a graph, so its activations are taken eagerly, which is"
        f" slower; tracing it raised {type(error).__name__}: {first[:200]}"
    )
