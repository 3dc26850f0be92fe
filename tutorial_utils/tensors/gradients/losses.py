"""What gradients are taken of: the compiled loss, another one, or a number made of the outputs."""

import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

import keras
import tensorflow as tf

# What `compile` makes of its argument `loss` has no public name.
from keras.src.trainers.compile_utils import CompileLoss

from ..description import describe

LossChoice: TypeAlias = str | keras.losses.Loss | Callable[..., Any] | list | dict | None


def loss_of(model, loss: LossChoice, x, y, outputs, sample_weight=None, training=False):
    """The loss as a scalar tensor.

    Args:
        loss: None for the compiled one, with regularization and ``add_loss``. With ``y``, what
            ``compile`` takes, as Keras averages it: a name, a `keras.losses.Loss`, or
            ``(y, outputs) -> loss``. Without ``y``, ``outputs -> scalar``.

    Raises:
        ValueError: There is no loss, or it is no scalar.

    >>> outputs = tf.constant([[1.0], [3.0]])
    >>> float(loss_of(None, "mse", None, tf.zeros((2, 1)), outputs))
    5.0
    >>> float(loss_of(None, tf.reduce_max, None, None, outputs))
    3.0
    """
    if loss is None:
        return _compiled(model, x, y, outputs, sample_weight, training)
    if y is not None:
        names = getattr(model, "output_names", None)
        return _scalar(CompileLoss(loss, output_names=names)(y, outputs, sample_weight))
    if isinstance(loss, keras.losses.Loss) or not callable(loss):
        raise ValueError(
            f"loss={loss!r} compares outputs with labels, and there is no y; next: pass y, or, as loss,"
            " a function that makes one number of the outputs"
        )
    return _scalar(loss(outputs))


def needs_no_labels(model) -> bool:
    """Whether a model has a loss without labels: of ``add_loss``, which has been called, or of its own."""
    if not getattr(model, "compiled", False) or getattr(model, "loss", None) is not None:
        return False
    return type(model).compute_loss is not keras.Model.compute_loss or bool(model.losses)


def _compiled(model, x, y, outputs, sample_weight, training):
    own = getattr(type(model), "compute_loss", None)
    if own is None or (own is keras.Model.compute_loss and not model.compiled):
        raise ValueError(
            f"there is no loss: {model.name!r} was not compiled; next: pass loss=, a loss's name with y,"
            " or a function that makes one number of the outputs"
        )
    takes = inspect.signature(model.compute_loss).parameters
    given = {"x": x, "y": y, "y_pred": outputs, "sample_weight": sample_weight}
    if "training" in takes:  # one of a reader's own may be older than this argument
        given["training"] = training
    try:
        found = model.compute_loss(**given)
    except Exception as error:
        if y is None:
            error.add_note("This was raised by the compiled loss, without labels; next: pass y.")
        raise
    return _scalar(found)


def _scalar(value):
    if value is None:
        raise ValueError("the loss gave None; next: return one number from it, or pass loss=")
    value = tf.convert_to_tensor(value)
    if value.shape.rank:
        raise ValueError(
            f"a loss is one number, and this one gave: {describe(value)}; next: tf.reduce_sum or"
            " tf.reduce_mean of it"
        )
    return value
