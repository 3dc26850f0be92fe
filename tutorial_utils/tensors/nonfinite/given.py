"""A training step that also gives what it was made with: its batch, and the learning rate."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import keras
import tensorflow as tf

from ..capture.leaving import Values, taken_apart
from ..training.replicas import reduced_together

_KEY = "what was given in trace "


class Given(NamedTuple):
    """The learning rate is None where no variable holds it, eagerly, and on several replicas."""

    batch: Any
    rate: tf.Tensor | None = None


class GivenTap:
    """A tap of the training step, for :class:`TappedStep`: its values are functions that give :class:`Given`.

    It leaves a compiled step in one tensor, which is quicker than as many as it has; XLA can't do that.

    Args:
        model: That is trained.
        begin: Called before each step, with the iterator of batches.
    """

    who = "StopOnNonfinite"  # warns

    def __init__(self, model: keras.Model, begin: Callable[[Any], None]):
        self._model, self.begin = model, begin
        self._forms = []  # of each graph: in which form the batch leaves it
        self._eager = None

    def around(self, step: Callable) -> Callable:
        """A step that does what ``step`` does, and gives its batch among its logs."""

        def given(data):
            context = tf.distribute.get_replica_context()
            if context.num_replicas_in_sync > 1:
                logs = step(data)
                return {**logs, **context.merge_call(self._of_all_replicas, args=(data,))}
            rate = None if tf.executing_eagerly() else rate_of(self._model)
            used = None if rate is None else rate.read_value()  # before the step
            return {**step(data), **self._leaving(Given(data, used))}

        return given

    def values(self, logs: dict) -> Callable[[], Given] | None:
        """Takes out of the logs what :meth:`around` put there."""
        found, self._eager = self._eager, None
        for key in [key for key in logs if key.startswith(_KEY)]:
            unpack, form = self._forms[int(key.removeprefix(_KEY))]
            tensors = logs.pop(key)
            return lambda: unpack(form, tensors)
        return None if found is None else lambda: found

    def _leaving(self, given):
        if tf.executing_eagerly():
            self._eager = given
            return {}
        by_xla = self._model.jit_compile or tf.distribute.in_cross_replica_context()
        (unpack, form), tensors = (_in_parts if by_xla else _in_one)(given)
        if (unpack, form) not in self._forms:
            self._forms.append((unpack, form))
        return {f"{_KEY}{self._forms.index((unpack, form))}": tensors}

    def _of_all_replicas(self, strategy, data):
        leaves = [strategy.experimental_local_results(leaf) for leaf in tf.nest.flatten(data)]
        many = max(map(len, leaves))  # of what is no tensor, there is one
        parts = zip(*(leaf if len(leaf) == many else leaf * many for leaf in leaves), strict=True)
        batches = [tf.nest.pack_sequence_as(data, part) for part in parts]
        return self._leaving(Given(reduced_together(batches, None)))


def loss_in(logs: dict) -> float:
    """The loss that a step tells; where none has that name, the first with it in its name that is not finite.

    >>> loss_in({"loss": 1.5, "dice_loss": 1.0}), loss_in({"a_loss": 1.0, "b_loss": float("inf")}), loss_in({})
    (1.5, inf, 0.0)
    """
    if "loss" in logs:
        return float(logs["loss"])
    losses = [float(value) for name, value in logs.items() if "loss" in name]
    return next((loss for loss in losses if not math.isfinite(loss)), 0.0)


def rate_of(model: keras.Model) -> tf.Variable | None:
    """The variable that holds the learning rate, if one does, and no schedule."""
    rate = getattr(getattr(model, "optimizer", None), "learning_rate", None)
    is_one = isinstance(rate, keras.Variable) and hasattr(rate.value, "handle")
    return rate.value if is_one else None


def _in_one(given):
    """What has any structure as one tensor, in a graph."""
    specs = tf.nest.map_structure(_spec, given)
    leaves = [leaf for leaf in tf.nest.flatten(given, expand_composites=True) if leaf is not None]
    return (_out_of_one, specs), tf.raw_ops.OptionalFromValue(components=leaves)


def _out_of_one(specs, tensor):
    parts = [part for part in tf.nest.flatten(specs, expand_composites=True) if part is not None]
    types, shapes = [part.dtype for part in parts], [part.shape for part in parts]
    found = iter(
        tf.raw_ops.OptionalGetValue(optional=tensor, output_types=types, output_shapes=shapes)
    )
    leaves = [
        None if part is None else next(found)
        for part in tf.nest.flatten(specs, expand_composites=True)
    ]
    return tf.nest.pack_sequence_as(specs, leaves, expand_composites=True)


def _spec(leaf):
    return None if leaf is None else tf.type_spec_from_value(leaf)


def _in_parts(given):
    form, tensors = taken_apart({"given": given})
    return (_out_of_parts, form), tensors


def _out_of_parts(form, tensors):
    return Values(form, tensors)["given"]
