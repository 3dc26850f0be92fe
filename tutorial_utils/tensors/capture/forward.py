"""The graph of an extractor: a model's forward pass that returns what its layers give."""

import contextlib
import functools
import warnings

import keras
import tensorflow as tf

from ..state.attributes import attributes_put_back
from ..state.parts import layers_of
from ..state.unchanged import losses_put_back
from .capturing import call
from .interception import listening
from .leaving import taken_apart
from .reasons import nothing_captured
from .recorder import Recorder
from .reducing import TEXT, first_line, text_marked
from .selection import Selection


class CannotTrace(Exception):
    """Raised from what running the model raised while a graph was made of it.

    No class of its own tells such errors from others: ``if`` on a tensor, ``float(tensor)`` and
    ``range(tensor.shape[0])`` raise different ones. What the model raises eagerly, too, is its own fault.

    Attributes:
        error: What was raised. A `tf.function` takes the cause from exceptions that pass it.
    """

    def __init__(self, error: Exception):
        super().__init__(str(error))
        self.error = error


def compiled(model, training, options, traces, any_size=True):
    """The model's forward pass as a graph that returns path -> output.

    A partial, since TensorFlow warns of functions that are traced often, and counts by their code:
    extractors of several models would be taken for one.

    Args:
        traces: Filled by each trace: see :func:`_forward`.
        any_size: From the second new batch size on, one graph serves all; else each has its own.
    """
    forward = functools.partial(_forward, model, training, options, traces)
    return tf.function(forward, reduce_retracing=any_size, autograph=False)


def _forward(model, training, options, traces, x, **arguments):
    """The number of a form -> what the outputs are taken apart into.

    Notes in ``traces``, under that number: the form, the layers, what was skipped.
    """
    selection, reduce = Selection(options["layers"]), text_marked(options["reduce"])
    graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
    recorder = Recorder(
        model, selection, reduce, graph, in_turn=True, attention=options["attention"]
    )
    _run(model, x, training, arguments, recorder)
    selection.check(recorder.known)
    _require_tensors(recorder.values)
    if not recorder.values:
        warnings.warn(nothing_captured(model, recorder), stacklevel=2)
    # whole outputs as they are: gradients are asked for with respect to them
    form, tensors = taken_apart(recorder.values, together=reduce is not None)
    # two traces that TensorFlow puts into one graph, under a condition, have to give the same
    number = next((key for key, known in traces.items() if known[0] == form), str(len(traces)))
    traces[number] = form, recorder.layers, recorder.skipped
    return {number: tensors}


def _run(model, x, training, arguments, recorder):
    """Call the model; where that is traced, nothing of the trace stays on it."""
    traced = not tf.executing_eagerly()
    try:
        with _put_back(layers_of(model) if traced else ()), listening(recorder):
            call(model, x, training, arguments)
        if recorder.error is not None:
            raise recorder.error
    except Exception as error:
        if traced:
            raise CannotTrace(error) from error
        raise


@contextlib.contextmanager
def _put_back(layers):
    """Without the tensors of a graph that layers keep when they are called in one."""
    with losses_put_back(layers), attributes_put_back(layers, unless=lambda: True):
        yield


def _require_tensors(values):
    for path, value in values.items():
        if any(leaf is TEXT for leaf in tf.nest.flatten(value)):
            raise TypeError(
                f"`reduce` gave text for {path!r}, and a graph returns only tensors; next: use"
                " TensorFlow operations, or capture_activations, where `reduce` runs eagerly"
            )


def takes(model):
    """What to trace a model with: its inputs, in the structure in which it takes them.

    Raises:
        ValueError: It does not say.
    """
    inputs = getattr(model, "inputs", None)
    if not inputs:
        raise ValueError(
            f"{model.name!r} does not say what it takes, so its paths are known only after a call;"
            " next: extractor(x), then extractor.paths"
        )
    if isinstance(model, keras.Model) and hasattr(model, "input"):  # a Sequential may have none
        inputs = model.input
    single = isinstance(inputs, list) and len(inputs) == 1
    return tf.nest.map_structure(_spec, inputs[0] if single else inputs)


def _spec(tensor):
    kind = tf.SparseTensorSpec if tensor.sparse else tf.TensorSpec
    return kind(tensor.shape, tensor.dtype)


def runs_eagerly(model, why: CannotTrace) -> str:
    """The warning for a model that can't be made a graph."""
    cause = why.error
    notes = " ".join(getattr(cause, "__notes__", [])[:1])
    return (
        f"{model.name!r} can't be made a graph, so its activations are taken eagerly, which is"
        f" slower; tracing it raised {type(cause).__name__}: {first_line(cause)} {notes}".rstrip()
    )
