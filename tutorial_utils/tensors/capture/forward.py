"""The graph of an extractor: a model's forward pass that returns what its layers give."""

import functools
import warnings

import tensorflow as tf

from . import packing
from .capturing import call
from .interception import listening
from .reasons import nothing_captured
from .recorder import Recorder
from .selection import Selection


def compiled(model, training, options, traces):
    """The model's forward pass as a graph that returns path -> output.

    A partial, since TensorFlow warns of functions that are traced often, and counts by their code:
    extractors of several models would be taken for one.
    """
    forward = functools.partial(_forward, model, training, options, traces)
    return tf.function(forward, reduce_retracing=True, autograph=False)


def _forward(model, training, options, traces, x, **arguments):
    """Path -> output, or, where reduced outputs fit into one tensor, all paths -> that tensor.

    Notes in ``traces``, under these keys: the paths, whether packed, their layers, what was skipped.
    """
    selection, reduce = Selection(options["layers"]), options["reduce"]
    graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
    recorder = Recorder(
        model, selection, reduce, graph, in_turn=True, attention=options["attention"]
    )
    with listening(recorder):
        call(model, x, training, arguments)
    if recorder.error is not None:
        raise recorder.error
    selection.check(recorder.known)
    _require_tensors(recorder.values)
    if not recorder.values:
        warnings.warn(nothing_captured(model, recorder), stacklevel=2)
    values, paths = recorder.values, list(recorder.values)
    together = packing.packed(values.values()) if reduce is not None else ()
    packed = not isinstance(together, tuple)
    if packed:
        values = {"\n".join(paths): together}
    traces[tuple(values)] = paths, packed, recorder.layers, recorder.skipped
    return values


def _require_tensors(values):
    for path, value in values.items():
        for leaf in tf.nest.flatten(value):
            if isinstance(leaf, (str, bytes)):
                raise TypeError(
                    f"`reduce` gave text for {path!r}, and a graph returns only tensors; next: use"
                    " TensorFlow operations, or capture_activations, where `reduce` runs eagerly"
                )
