"""Gradients of a loss with respect to all that layers return, and all weights, in one backward pass."""

import contextlib
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..capture.capturing import call
from ..capture.interception import listening
from ..capture.reasons import require_model
from ..capture.recorder import Recorder
from ..capture.selection import LayerChoice, Selection
from ..description.autograph import as_it_is
from ..display.named_tensors import leaves
from ..state.unchanged import unchanged
from .gradients import Gradients
from .losses import LossChoice, loss_of
from .reasons import why_no_gradient_of_output, why_no_gradient_of_weight
from .sources import like, numbers, watch, with_leaves
from .weights import chosen, weights_by_path


@as_it_is
def get_gradients(
    model: keras.Layer | keras.Function,
    x: Any,
    y: Any = None,
    loss: LossChoice = None,
    layers: LayerChoice = None,
    training: bool | None = False,
    sample_weight: Any = None,
    **arguments: Any,
) -> Gradients:
    """Gradients of the loss with respect to each layer's output, each weight, and ``x``.

    Args:
        model: Any Keras model, layer or `keras.Function`, built or not.
        x: One batch, in the form in which the model takes it.
        y: Labels, as ``fit`` takes them.
        loss: None for the compiled loss, with regularization and ``add_loss``. With ``y``, what
            ``compile`` takes: a name, a `keras.losses.Loss`, or ``(y, outputs) -> loss``, averaged as Keras
            does. Without ``y``, a function that makes one number of the outputs.
        layers: As for :func:`get_activations`; also chooses their weights, and those of layers inside.
        training: Passed to the model. ``True`` gives the gradients that the next step of ``fit`` takes,
            dropout included, before clipping and without loss scaling.
        sample_weight: As ``fit`` takes it.
        **arguments: What else the model's ``call`` takes, by name.

    Returns:
        :class:`Gradients`: each has the shape and dtype of that which it is of. ``.norms()`` gives the
        norms, ``.inputs`` the gradient of ``x`` and ``.loss`` the loss.

    Cost: one eager forward pass and one backward pass; all outputs and gradients are in memory at once,
    the gradient of an embedding's table as a whole. Inside a ``tf.function``, compiled by XLA or not, it is
    part of the graph, and gives graph tensors; what runs in a loop there, as the cells of RNNs do, is
    skipped.

    The model is as before it, to the bit, also after an exception: weights, states, seeds, metrics. A model
    that was not built is built.

    Raises:
        KeyError: A layer that the model does not call; the message offers the closest.
        TypeError: ``model`` is no Keras 3 model.
        ValueError: There is no loss, or it is no scalar.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.Input((2,)),
    ...                           keras.layers.Dense(2, kernel_initializer="ones", name="hidden"),
    ...                           keras.layers.Dense(1, kernel_initializer="ones", name="out")])
    >>> get_gradients(model, np.array([[1.0, 2.0]]), np.array([[5.0]]), loss="mse", layers="hidden")
    3 gradients, float32
    path           shape   range       mean  std  histogram
    hidden         (1, 2)  2.0 … 2.0   2.0   0.0  █
    hidden/kernel  (2, 2)  2.0 … 4.0   3.0   1.0  █      █
    hidden/bias    (2,)    2.0 … 2.0   2.0   0.0  █

    Which pixels count for a class is a gradient of ``x``, and Grad-CAM one of a layer's output:

    >>> scores = get_gradients(model, np.array([[1.0, 2.0]]), loss=lambda out: tf.reduce_sum(out[:, 0]))
    >>> scores.inputs.numpy().tolist()
    [[2.0, 2.0]]
    """
    require_model(model)
    selection = Selection(layers)
    graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
    x = tf.nest.map_structure(_as_tensor, x)
    with unchanged(model), tf.GradientTape() as tape:
        watch(tape, x)
        recorder = _Watched(model, selection, graph, tape, x)
        with listening(recorder):
            outputs = call(model, x, training, arguments)
        if recorder.error is not None:
            raise recorder.error
        found = loss_of(model, loss, x, y, outputs, sample_weight, training)
        with tape.stop_recording():
            weights = dict(
                chosen(weights_by_path(model, recorder.places), recorder.places, selection)
            )
            selection.check(recorder.known)
            return _taken(tape, found, x, recorder, weights)


_ARRAYS = (np.ndarray, tf.Variable, keras.Variable)


class _Watched(Recorder):
    """Keeps outputs, each of which the tape follows: also those that no weight has come before."""

    def __init__(self, model, selection, graph, tape, x):
        super().__init__(model, selection, graph=graph)
        self._tape, self._met = tape, {}
        self._told_apart(x)

    def leave(self, layer, value):
        with contextlib.suppress(
            TypeError, ValueError
        ):  # what can't be taken apart is told by `skipped`
            value = self._told_apart(value)
            watch(self._tape, value)
        return super().leave(layer, value)

    def _told_apart(self, value):
        """With a new tensor for each that has come by: a gradient belongs to a tensor, not to a place.

        Dropout in inference and Identity return what they got. Twice in one value, it stays one.
        """
        leaves = {id(leaf): leaf for leaf in tf.nest.flatten(value) if numbers(leaf) is not None}
        own = {key: _copy(leaf) if key in self._met else leaf for key, leaf in leaves.items()}
        self._met.update({id(leaf): leaf for leaf in own.values()})  # held, so no other has its id
        return tf.nest.map_structure(lambda leaf: own.get(id(leaf), leaf), value)


def _copy(tensor):
    """Another tensor, with what this one has been marked with: by Keras with its mask, say."""
    copy = tf.identity(tensor)
    own = vars(copy)
    own.update({name: mark for name, mark in vars(tensor).items() if name not in own})
    return copy


def _as_tensor(leaf):
    """Which a tape can follow; all of them, since Keras takes no batch of which a part is a tensor."""
    return tf.convert_to_tensor(leaf) if isinstance(leaf, _ARRAYS) else leaf


def _taken(tape, loss, x, recorder, weights):
    outputs = dict(recorder.values)
    parts = {path: leaf for whole, value in outputs.items() for path, leaf in leaves(whole, value)}
    inputs = tf.nest.flatten(x)
    trained = [weight.value if weight.trainable else None for _, weight in weights.values()]
    logits = [getattr(part, "_keras_logits", None) for part in parts.values()]
    wanted = [*map(numbers, parts.values()), *map(numbers, inputs), *trained, *map(numbers, logits)]
    found = iter(_gradients(tape, loss, wanted))
    of_outputs = {path: like(part, next(found)) for path, part in parts.items()}
    of_inputs = [like(leaf, next(found)) for leaf in inputs]
    of_weights = {path: like(weight, next(found)) for path, (_, weight) in weights.items()}
    of_logits = dict(zip(parts, found, strict=True))
    skipped = dict(recorder.skipped)
    for path, part in parts.items():
        if of_outputs[path] is None:
            skipped[path] = why_no_gradient_of_output(part, of_logits[path] is not None)
    for path, (owner, weight) in weights.items():
        if of_weights[path] is None:
            skipped[path] = why_no_gradient_of_weight(weight, owner in recorder.places)
    structured = {
        path: with_leaves(value, (of_outputs[part] for part, _ in leaves(path, value)))
        for path, value in outputs.items()
    }
    return Gradients(structured, of_weights, skipped, tf.nest.pack_sequence_as(x, of_inputs), loss)


def _gradients(tape, loss, wanted):
    """One for each of ``wanted``, None for None."""
    tensors = [tensor for tensor in wanted if tensor is not None]
    found = iter(tape.gradient(loss, tensors))
    return [None if tensor is None else next(found) for tensor in wanted]
