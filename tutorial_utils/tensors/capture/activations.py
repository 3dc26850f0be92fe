"""The outputs of a model's layers: the mapping that holds them, and two ways to fill it eagerly."""

import contextlib
import warnings
from collections.abc import Mapping
from typing import NamedTuple

import keras
import tensorflow as tf

from ..describe import describe
from .interception import listening
from .recorder import Recorder
from .selection import Selection, unknown


class Call(NamedTuple):
    """One layer call: where it was made, the layer (None when it is gone), what it returned."""

    path: str
    layer: keras.Layer | None
    value: object


class Activations(Mapping):
    """Layer path -> what the layer returned, in the order in which the calls ended.

    A path is made of the names of the layers that call each other, without the model's own:
    ``"block/dense"``; a second call is ``"dense#2"``. Values are TensorFlow tensors or structures of
    them, so gradients can be taken; only they are kept, not the model.

    Attributes:
        skipped: path -> why this call's output could not be kept.
    """

    def __init__(self, values, layers, skipped):
        self._values = values
        self._layers = layers
        self.skipped = skipped

    def __getitem__(self, path):
        try:
            return self._values[path]
        except KeyError:
            why = self.skipped.get(path)
            raise KeyError(f"{path!r} {why}" if why else unknown(path, self._values)) from None

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __repr__(self):
        lines = [describe(value, path) for path, value in self._values.items()]
        lines += [f"{path}: skipped, it {why}" for path, why in self.skipped.items()]
        return "\n".join(lines) or "Activations: none"

    @property
    def calls(self) -> list[Call]:
        """All calls in order, each with its layer."""
        return [Call(path, self._layers[path](), value) for path, value in self._values.items()]

    def of(self, layer: keras.Layer) -> list:
        """What this very layer returned, call by call, wherever it was called from."""
        return [call.value for call in self.calls if call.layer is layer]

    def numpy(self) -> dict:
        """The same with NumPy arrays; ragged tensors become object arrays, sparse ones dense."""
        return {path: tf.nest.map_structure(_array, value) for path, value in self._values.items()}


def _array(leaf):
    if isinstance(leaf, tf.SparseTensor):
        leaf = tf.sparse.to_dense(tf.sparse.reorder(leaf))
    return leaf.numpy() if hasattr(leaf, "numpy") else leaf


def get_activations(model: keras.Model, x, layers=None, training=False) -> Activations:
    """Call the model on ``x`` once, eagerly, and return what each layer gave.

    Args:
        model: Any Keras model or layer, built or not.
        x: One batch, in the form in which the model takes it.
        layers: None for all; a path, a name, a pattern (``"block*/conv"``), a layer, a list of
            these, or ``(path, layer) -> bool``.
        training: Passed to the model. ``True`` updates BatchNormalization's statistics.

    Raises:
        KeyError: A layer that the model does not call; the message offers the closest.
        TypeError: ``model`` is no Keras model.

    Errors of the model itself come through unchanged, with a note that says what it was called on.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="hidden"),
    ...                           keras.layers.ReLU(name="relu")])
    >>> get_activations(model, np.array([[1.0, 2.0], [-1.0, 0.0]]))
    hidden: EagerTensor  shape=(2, 2)  float32  range -1.0 … 3.0  mean 1.0  std 2.0  [[3.0, 3.0], [-1.0, -1.0]]
    relu: EagerTensor  shape=(2, 2)  float32  range 0.0 … 3.0  mean 1.5  std 1.5  zeros 50%  [[3.0, 3.0], [0.0, 0.0]]
    """
    with capture_activations(model, layers) as found:
        call(model, x, training)
    return found


def call(model, x, training):
    """``model(x)``, with a note on the error that it may raise."""
    try:
        return model(x, training=training)
    except Exception as error:
        error.add_note(_what_was_called(model, x))
        raise


def _what_was_called(model, x):
    takes = _heads(getattr(model, "inputs", None) or ())
    expected = f"; its inputs are: {takes}" if takes else ""
    return f"This was the call of {model.name!r} on: {_heads(x)}{expected}."


def _heads(tensors):
    """Kind, shape and dtype of each, without the numbers."""
    lines = [describe(tensor) for tensor in tf.nest.flatten(tensors)]
    return ", ".join(" ".join(line.split("  ")[:3]) for line in lines)


@contextlib.contextmanager
def capture_activations(model: keras.Model, layers=None, reduce=None, run_eagerly=False):
    """Keep what each layer of ``model`` returns while the block runs.

    Args:
        model: Any Keras model or layer, built or not. Only its own calls are kept: neither those of
            other models nor those made by other threads.
        layers: As for :func:`get_activations`.
        reduce: A function applied to each tensor at once, so that no output is kept whole:
            ``tf.reduce_mean``, ``describe`` ...
        run_eagerly: Also make ``predict``, ``fit`` and every ``tf.function`` inside the block run
            eagerly (``tf.config.run_functions_eagerly``, for the whole process), without which they
            run as graphs and give nothing to keep.

    Yields:
        :class:`Activations`, filled as the block runs.

    Raises:
        KeyError: At the end of a block, for a layer that the model did not call.

    Warns where nothing was captured, and says why.

    >>> import keras, numpy as np, tensorflow as tf
    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="hidden")])
    >>> with capture_activations(model, reduce=tf.reduce_max) as largest:
    ...     _ = model(np.ones((1, 3))), model(np.zeros((1, 3)))
    >>> largest
    hidden: EagerTensor  shape=()  float32  3.0
    hidden#2: EagerTensor  shape=()  float32  0.0
    """
    require_model(model)
    selection = Selection(layers)
    recorder = Recorder(model, selection, reduce)
    found = Activations(recorder.values, recorder.layers, {})
    with _functions_run_eagerly(run_eagerly), listening(recorder):
        yield found
    found.skipped.update(recorder.skipped)
    if recorder.known:
        selection.check(recorder.known)
    if not found:
        warnings.warn(nothing_captured(model, recorder), stacklevel=3)


def require_model(model) -> None:
    if not isinstance(model, keras.Layer):
        raise TypeError(
            f"a Keras 3 model or layer is needed, and this is: {describe(model)};"
            " next: pass the model itself"
        )


def nothing_captured(model, recorder) -> str:
    """Why there are no activations, and what to do."""
    if recorder.skipped:
        path, why = next(iter(recorder.skipped.items()))
        reason = f"its layers were called but could not be kept; the first, {path!r}, {why}"
    elif recorder.known:
        reason = f"`layers` chose none of its {len(recorder.known)} layer calls"
    elif recorder.root_calls:
        reason = "it was called, but it calls no layers"
    else:
        reason = (
            "no call of it was seen: predict, fit and tf.function run a graph that was traced"
            " earlier, in which Python no longer takes part;"
            " next: call model(x), or capture_activations(..., run_eagerly=True)"
        )
    return f"nothing was captured from {model.name!r}: {reason}"


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
