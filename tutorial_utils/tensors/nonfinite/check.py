"""A training step that also says whether all is finite after it, and gives the batch that it was made with."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import keras
import tensorflow as tf

from ..training.leaving import Values, taken_apart
from ..training.replicas import reduced_together

_KEY = "what was checked in trace "


class Checked(NamedTuple):
    """What leaves a step.

    Attributes:
        data: What the step was called with.
        sum: Of all weights and the optimizer's variables, which is finite only if all of them are; where
            they are huge, it may not be, and all of them are.
    """

    data: Any
    sum: tf.Tensor


class Check:
    """A tap of the training step, for :class:`TappedStep`."""

    def __init__(self, model: keras.Model):
        self._model = model
        self._structures = []  # of each graph: what leaves it
        self._eager = None

    def around(self, step: Callable) -> Callable:
        """A step that does what ``step`` does, and gives a :class:`Checked` among its logs."""

        def checked(data):
            logs = step(data)
            values = {"data": data, "sum": self._sum()}
            context = tf.distribute.get_replica_context()
            if context.num_replicas_in_sync > 1:
                return {**logs, **context.merge_call(self._of_all_replicas, args=(values,))}
            return {**logs, **self._leaving(values)}

        return checked

    def values(self, logs: dict) -> Checked | None:
        """Takes out of the logs what :meth:`around` put there."""
        found, self._eager = self._eager, None
        for key in [key for key in logs if key.startswith(_KEY)]:
            found = Values(self._structures[int(key.removeprefix(_KEY))], logs.pop(key))
        return Checked(**found) if isinstance(found, Mapping) else None

    def _sum(self):
        optimizer = getattr(self._model, "optimizer", None)
        variables = [*self._model.weights, *(optimizer.variables if optimizer is not None else ())]
        sums = [
            tf.reduce_sum(tf.cast(variable.value, tf.float32))
            for variable in variables
            if tf.as_dtype(variable.dtype).is_floating
        ]
        return tf.add_n(sums) if sums else tf.zeros(())

    def _leaving(self, values):
        if tf.executing_eagerly():
            self._eager = values
            return {}
        structures, tensors = taken_apart(values)
        if structures not in self._structures:
            self._structures.append(structures)
        return {f"{_KEY}{self._structures.index(structures)}": tensors}

    def _of_all_replicas(self, strategy, values):
        leaves = [strategy.experimental_local_results(leaf) for leaf in tf.nest.flatten(values)]
        many = max(map(len, leaves))  # of what is no tensor, there is one
        parts = zip(*(leaf if len(leaf) == many else leaf * many for leaf in leaves), strict=True)
        parts = [tf.nest.pack_sequence_as(values, part) for part in parts]
        batches = [part["data"] for part in parts]
        return self._leaving({"data": reduced_together(batches, None), "sum": parts[0]["sum"]})
