"""Run a model as if some of its layers gave something else."""

import contextlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import keras

from ..capture.interception import listening
from ..capture.reasons import call_is_a_graph, require_model
from ..description.autograph import as_it_is
from ..state.parts import layers_of
from .compiled import functions_set_aside
from .editor import Editor
from .known import require_known
from .replacing import as_value_error


@as_it_is
@contextlib.contextmanager
def edit_activations(
    model: keras.Layer | keras.Function,
    edits: Mapping[str, Callable[[Any], Any]],
) -> Iterator[None]:
    """While the block runs, layers of ``model`` give what functions make of their outputs.

    Args:
        model: Any Keras model, layer or `keras.Function`, built or not. Only its own calls are edited:
            neither those of other models nor those made by other threads. Those are what makes the calls
            on several replicas of a ``tf.distribute`` strategy, so ``fit``, ``evaluate`` and ``predict`` of
            such a model raise in the block, before the first step.
        edits: Which layer -> function of its output. Layers are chosen as by ``layers`` of
            :func:`get_activations`: by path, name, pattern, layer or class; a path without a number means
            every call, ``"dense#2"`` the second in one call of the model. A function gets what the layer
            returned, a tensor or a structure, and returns a tensor, an array or a number, which is
            broadcast to the output's shape and cast to its dtype. Of several that meet one call, each
            gets what the one before it gave.

    It holds for calls of the model, ``predict``, ``evaluate`` and ``fit``, compiled by XLA or not, for
    :func:`get_activations` and its like, compiled extractors too, and for a ``tf.function`` that is traced
    in the block, where functions have to be made of TensorFlow operations. Recorders see what the edits
    gave. Blocks nest: the inner one gets what the outer one gave. ``fit``, ``predict`` and extractors that
    another thread runs meanwhile are not edited. A ``tf.function`` of your own is as it was traced,
    whichever thread calls it: before the block or by another thread, it does not see the edits.

    After the block, also after an exception, all of it is as before: layers, and what ``fit`` and
    ``predict`` had compiled; graphs that were traced in the block give unedited values.

    Raises:
        KeyError: A layer that the model does not call, before anything runs; of a subclassed model that
            does not say what it takes, for a name that it has in another place, at the end of the block.
        ValueError: What a function gave can't stand where the output stood; or ``fit``, ``evaluate`` or
            ``predict`` would run on several replicas. Where a graph knows a shape only as it runs, the block
            makes it of TensorFlow's InvalidArgumentError; compiled by XLA, it stays one, with the shapes and
            a node ``edit_of_hidden``, for the path.

    Warns where the block saw no call of the model.

    Cost: what the functions cost, and, inside the block, a trace of its own for ``fit``, ``predict`` and
    each extractor.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="hidden"),
    ...                           keras.layers.Dense(1, kernel_initializer="ones", name="out")])
    >>> x = np.ones((1, 3), "float32")
    >>> with edit_activations(model, {"hidden": lambda t: t * [0.0, 1.0]}):  # without the first unit
    ...     print(model(x).numpy(), model.predict(x, verbose=0))
    [[3.]] [[3.]]
    >>> print(model(x).numpy())
    [[6.]]

    Activation patching: which layer decides? Give each in turn what it gave for another input.

    >>> from tutorial_utils import get_activations
    >>> other = get_activations(model, np.zeros((1, 3), "float32"))
    >>> for path in other:
    ...     with edit_activations(model, {path: lambda t: other[path]}):
    ...         print(path, model(x).numpy())
    hidden [[0.]]
    out [[0.]]
    """
    require_model(model)
    require_known(model, edits)
    editor = Editor(model, edits.items())
    try:
        with functions_set_aside(layers_of(model)), listening(editor):
            yield
    except Exception as error:
        if editor.raised_by is not None:
            error.add_note(f"An edit raised in this block: that of {editor.raised_by!r}.")
        does_not_fit = as_value_error(error)
        if does_not_fit is not None:
            raise does_not_fit from error
        raise
    finally:
        editor.end()
    if editor.known:
        editor.check()
    else:
        warnings.warn(_nothing_edited(model, editor), stacklevel=3)


def _nothing_edited(model, editor):
    if editor.calls_elsewhere:
        reason = "it was called by another thread, and a block holds for its own; next: open the block there"
    elif editor.root_calls and call_is_a_graph(model):
        reason = (
            "its `call` is a tf.function, so a graph ran, in which Python takes no part;"
            " next: tf.config.run_functions_eagerly(True) before the call, and False after it"
        )
    elif editor.root_calls:
        reason = "it was called, but it calls no layers"
    else:
        reason = (
            "no call of it was seen: a tf.function runs a graph that was traced earlier; next: call"
            " model(x), predict or fit, or trace that function inside the block"
        )
    return f"nothing was edited in {model.name!r}: {reason}"
