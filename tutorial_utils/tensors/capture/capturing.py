"""Two ways to see what a model's layers return as they run: one call, or whatever runs in a block."""

import contextlib
import functools
import inspect
import warnings
from collections.abc import Iterator
from typing import Any

import keras
import tensorflow as tf

from ..description import describe
from ..description.autograph import as_it_is
from ..reducers.named import ReducerChoice
from ..state.unchanged import unchanged
from ..state.writing_nothing import writes_nothing
from .activations import Activations
from .interception import listening
from .reasons import nothing_captured, require_model
from .recorder import Recorder
from .selection import LayerChoice


@as_it_is
def get_activations(
    model: keras.Layer | keras.Function,
    x: Any,
    layers: LayerChoice = None,
    reduce: ReducerChoice = None,
    training: bool | None = False,
    attention: bool = False,
    **arguments: Any,
) -> Activations:
    """Call the model on ``x`` once and return what each layer gave.

    Args:
        model: Any Keras model, layer or `keras.Function`, built or not.
        x: One batch, in the form in which the model takes it.
        layers: None for all; a path, a name, a pattern (``"block*/conv"``), a layer, a class of layers,
            a list of these, or ``(path, layer) -> bool``.
        reduce: As for :func:`capture_activations`.
        training: Passed to the model.
        attention: Also give the scores of attention layers (``MultiHeadAttention``,
            ``GroupQueryAttention``, ``Attention``, ``AdditiveAttention``), as ``"mha/scores"``: shape
            (batch, heads, queries, keys), after the softmax. Outputs stay the same to the bit; where a
            fused kernel hides the scores they are computed beside it, so no gradient flows through them.
        **arguments: What else the model's ``call`` takes, by name: ``get_activations(mha, query,
            value=value)``.

    Cost: one eager forward pass, without a compile, and some 20 microseconds for each layer, or 50 where a model
    may write something when it runs, as recurrent ones and layers of your own may; all outputs are in memory at
    once. Inside a ``tf.function`` it is part of the graph, and gives graph tensors.

    Changes nothing: what the pass writes (states, moving averages, seeds, ``add_loss``, numbers in attributes of
    layers, random numbers, and each variable that a ``call`` assigns, in whatever object it is) is put back. Not put
    back are entries of ``tf.lookup`` tables, what a ``call`` puts into lists and dicts, what it writes into
    NumPy arrays of more than a megabyte and into attributes of objects that are no layers, and the numbers that
    ``tf.random`` draws without a generator. While another thread trains the same model, don't look
    at it: what it writes meanwhile is put back, too.

    For a pass that counts, :func:`capture_activations` around ``model(x)``; inside a ``tf.function`` this one
    counts, too.

    Raises:
        KeyError: A layer that the model does not call; the message offers the closest.
        TypeError: ``model`` is no Keras 3 model.

    Errors of the model itself come through unchanged, with a note that says what it was called on.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="hidden"),
    ...                           keras.layers.ReLU(name="relu")])
    >>> get_activations(model, np.array([[1.0, 2.0], [-1.0, 0.0]]))
    2 tensors, float32
    path    shape   range       mean  std  zeros  histogram
    hidden  (2, 2)  -1.0 … 3.0  1.0   2.0         █      █
    relu    (2, 2)  0.0 … 3.0   1.5   1.5  50%    █      █
    """
    require_model(model)
    is_plain = writes_nothing(model)
    is_own = training is False and reduce is None and not callable(layers)
    if not tf.executing_eagerly() or (is_own and is_plain):
        after = contextlib.nullcontext()
    else:
        after = unchanged(model)
    recorder = Recorder.of(model, layers, reduce, attention)
    with after, _captured(recorder, only_layers=is_plain) as found:
        call(model, x, training, arguments)
    if not found:
        warnings.warn(nothing_captured(model, recorder), stacklevel=2)
    return found


def call(model, x, training, arguments):
    """``model(x)``, with a note on the error that it may raise."""
    try:
        takes = isinstance(model, keras.Layer) and _takes_training(type(model))
        return model(x, **({"training": training} if takes else {}), **arguments)
    except Exception as error:
        error.add_note(_what_was_called(model, x, arguments))
        raise


@functools.lru_cache(maxsize=256)
def _takes_training(of):
    """Layers do, but for those whose class has a ``__call__`` of its own, as `keras.utils.FeatureSpace` has."""
    parameters = inspect.signature(of.__call__).parameters.values()
    return any(one.name == "training" or one.kind is one.VAR_KEYWORD for one in parameters)


def _what_was_called(model, x, arguments):
    given = ", ".join(
        [_heads(x), *(f"{name}={_heads(value)}" for name, value in arguments.items())]
    )
    takes = _heads(getattr(model, "inputs", None) or ())
    if takes:
        return f"This was the call of {model.name!r} on: {given}; its inputs are: {takes}."
    needed = [
        name
        for name, what in inspect.signature(model.call).parameters.items()
        if what.default is what.empty and what.kind is what.POSITIONAL_OR_KEYWORD
    ][1:]
    missing = ", ".join(f"{name}=..." for name in needed if name not in arguments)
    more = f"; next: pass what else it takes by name, {missing}" if missing else ""
    return f"This was the call of {model.name!r} on: {given}{more}."


def _heads(tensors):
    """Kind, shape and dtype of each, without the numbers."""
    lines = [describe(tensor) for tensor in tf.nest.flatten(tensors)]
    return ", ".join(" ".join(line.split("  ")[:3]) for line in lines)


@as_it_is
@contextlib.contextmanager
def capture_activations(
    model: keras.Layer | keras.Function,
    layers: LayerChoice = None,
    reduce: ReducerChoice = None,
    run_eagerly: bool = False,
    attention: bool = False,
) -> Iterator[Activations]:
    """Keep what each layer of ``model`` returns while the block runs.

    Args:
        model: Any Keras model, layer or `keras.Function`, built or not. Only its own calls are kept:
            neither those of other models nor those made by other threads.
        layers: As for :func:`get_activations`.
        reduce: A function applied to each tensor at once, so that no output is kept whole:
            ``tf.reduce_mean``, ``describe`` ...; or a name, ``"spread"``, ``"norm"``, ``"dead"``,
            ``"quantiles"``; or a list or dict of these. Where it raises on a kind of tensor that it can't take
            (text, sparse, ragged, boolean ...), the path is skipped.
        run_eagerly: Also make ``predict``, ``fit`` and every ``tf.function`` inside the block run
            eagerly (``tf.config.run_functions_eagerly``, for the whole process), without which they
            run as graphs and give nothing to keep.
        attention: As for :func:`get_activations`.

    Yields:
        :class:`Activations`, filled as the block runs. Where the block is part of a ``tf.function`` or a
        ``train_step``, compiled by XLA or not, it holds graph tensors: a loss may use them, and
        gradients flow through them.

    Raises:
        KeyError: At the end of a block, for a layer that the model did not call.
        Exception: At the end of a block, what ``reduce`` raised on plain numbers, with a note of where.

    Warns where nothing was captured, and says why.

    While any block runs, ``keras.Layer.__call__`` and ``keras.Operation.__call__`` are replaced by ones
    that listen; the end of the last block puts them back, also after an exception. A layer whose class
    has a ``__call__`` of its own, which does not call Keras', is not heard.

    Cost: about 50 microseconds a layer call, and the memory of what is kept. Touches nothing else.

    >>> import keras, numpy as np, tensorflow as tf
    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="hidden")])
    >>> with capture_activations(model, reduce=tf.reduce_max) as largest:
    ...     _ = model(np.ones((1, 3))), model(np.zeros((1, 3)))
    >>> {path: float(value) for path, value in largest.items()}
    {'hidden': 3.0, 'hidden#2': 0.0}
    """
    require_model(model)
    recorder = Recorder.of(model, layers, reduce, attention)
    with _functions_run_eagerly(run_eagerly), _captured(recorder) as found:
        yield found
    if not found:
        warnings.warn(nothing_captured(model, recorder), stacklevel=3)


@contextlib.contextmanager
def _captured(recorder, only_layers=False):
    found = Activations(recorder.values, recorder.layers)
    try:
        with listening(recorder, only_layers):
            yield found
    finally:
        found.skipped.update(recorder.skipped)
    recorder.check()


@contextlib.contextmanager
def _functions_run_eagerly(wanted):
    if not wanted:
        yield
        return
    before = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(before)
