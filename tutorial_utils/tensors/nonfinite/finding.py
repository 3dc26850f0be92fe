"""Which of input, label, weight, output, loss, gradient and optimizer's state was bad first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import keras
import tensorflow as tf

from ..capture.capturing import call
from ..capture.interception import listening
from ..capture.reasons import require_model
from ..capture.recorder import Recorder
from ..capture.selection import LayerChoice, Selection
from ..display.named_tensors import leaves
from ..gradients.losses import LossChoice, loss_of, needs_no_labels
from ..gradients.taking import get_gradients
from ..gradients.weights import weights_by_path
from ..state.unchanged import unchanged
from .counting import count, counted
from .given import rate_of
from .report import Finding, NonfiniteReport

NO_LOSS = "loss and gradients were not looked at: pass y, or loss="
LOSS_IS_BAD = "gradients were not taken, since the loss is not finite"


def find_nonfinite(
    model: keras.Layer | keras.Function,
    x: Any,
    y: Any = None,
    loss: LossChoice = None,
    layers: LayerChoice = None,
    training: bool | None = False,
    sample_weight: Any = None,
    **arguments: Any,
) -> NonfiniteReport:
    """What is NaN or infinite when a model works on a batch, and what of it came first.

    Looked at are, in this order: the input, the label (and the weights of samples), the model's weights,
    each layer's output, the loss, the gradients from the loss backwards, and the optimizer's state.

    Args:
        model: Any Keras model, layer or `keras.Function`, built or not.
        x, y, loss, sample_weight: As for :func:`get_gradients`. Without ``y`` and ``loss``, neither loss
            nor gradients are looked at, but where the model's own loss needs no labels.
        layers: Whose outputs and gradients are looked at, as for :func:`get_activations`. Weights are
            looked at whatever it is.
        training: Passed to the model; ``True`` is what ``fit`` does.
        **arguments: What else the model's ``call`` takes, by name.

    Returns:
        A :class:`NonfiniteReport`, which is false where all is finite. ``.first`` says what was bad first:
        which path and call, how many of how many values, and the index of the first. It displays as a table.

    Cost: an eager forward pass, that keeps nothing but counts; with a loss, another one and a backward
    pass, as :func:`get_gradients`. An Inf that is meant, as in masks, is reported, too.

    The model is as before it, to the bit, also after an exception.

    Raises: as :func:`get_gradients` does.

    >>> import keras, numpy as np
    >>> root = keras.layers.Lambda(lambda t: tf.sqrt(t), name="root")
    >>> model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones", name="sum"), root])
    >>> find_nonfinite(model, np.array([[1.0, 3.0], [2.0, -5.0]]))
    first: the output of 'root' has 1 NaN in 2, the first at [1, 0]
    what    path  NaN  of  first at
    output  root  1    2   [1, 0]
    loss and gradients were not looked at: pass y, or loss=

    The root of zero is finite, and its gradient is not:

    >>> find_nonfinite(model, np.array([[1.0, -1.0]]), loss=tf.reduce_sum).first.path
    'sum'
    """
    require_model(model)
    notes, selection = [], Selection(layers)
    with unchanged(model):
        recorder = Recorder(model, selection, reduce=counted)
        with listening(recorder):
            outputs = call(model, x, training, arguments)
        if recorder.error is not None:
            raise recorder.error
        selection.check(recorder.known)
        losses = []
        if loss is None and y is None and not needs_no_labels(model):
            notes.append(NO_LOSS)
        else:
            losses = [
                _counted("loss", "", loss_of(model, loss, x, y, outputs, sample_weight, training))
            ]
    findings = [
        *_all_counted("input", x),
        *_all_counted("label", y),
        *_all_counted("label", sample_weight, "sample_weight"),
        *state_of(model, "weight", recorder.places),
        *_outputs(recorder.values),
        *losses,
    ]
    if any(one.count for one in losses):
        notes.append(LOSS_IS_BAD)
    elif losses:
        gradients = get_gradients(model, x, y, loss, layers, training, sample_weight, **arguments)
        findings += _backwards(gradients)
    findings += state_of(model, "optimizer")
    return report_of(findings, notes)


def report_of(looked_at: Iterable[Finding], notes=()) -> NonfiniteReport:
    """The report of all that was looked at, finite or not."""
    looked_at = list(looked_at)
    return NonfiniteReport(
        [one for one in looked_at if one.count], Counter(one.what for one in looked_at), notes
    )


def state_of(model, what, places=()) -> Iterator[Finding]:
    """The model's weights, or the optimizer's variables; ``places`` as for :func:`weights_by_path`."""
    if what == "weight":
        for path, (_, weight) in weights_by_path(model, dict(places)).items():
            yield _counted(what, path, weight.value)
    else:
        for variable in getattr(getattr(model, "optimizer", None), "variables", ()):
            yield _counted(what, variable.path, variable.value)
        if rate_of(model) is None and (rate := _scheduled_rate(model)) is not None:
            yield _counted(what, "learning_rate", rate)


def _scheduled_rate(model):
    """What a schedule gives for the next step, or None."""
    rate = getattr(getattr(model, "optimizer", None), "learning_rate", None)
    if isinstance(rate, float):  # of a function
        return tf.constant(rate)
    return rate if tf.is_tensor(rate) and rate.dtype.is_floating else None


def _counted(what, path, tensor):
    return Finding(what, path, count(counted(tensor)))


def _all_counted(what, value, name=""):
    for path, leaf in leaves(name, value):
        if leaf is not None:
            yield _counted(what, path, leaf)


def _outputs(values):
    for whole, value in values.items():
        for path, numbers in leaves(whole, value):
            if tf.is_tensor(numbers):
                yield Finding("output", path, count(numbers))


def _backwards(gradients):
    """From the loss to the input: of each layer's output, then of its weights."""
    weights = dict(gradients.weights)
    for path, value in reversed(gradients.outputs.items()):
        yield from _all_counted("gradient", value, path)
        for own in [weight for weight in weights if weight.rpartition("/")[0] == path]:
            yield from _all_counted("gradient", weights.pop(own), own)
    for path, value in weights.items():
        yield from _all_counted("gradient", value, path)
    yield from _all_counted("gradient", gradients.inputs, "input")
