"""A few steps of training that can be repeated: the model from before them, and what each was made with."""

import contextlib
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import keras
import tensorflow as tf

from ..state.variables import assign, reachable, read

MOST_STEPS = 32
MOST_BYTES = 64 << 20  # of batches that are kept at a time
_STEPS_THAT_MAKE_VARIABLES = 2  # what is made while the first one is traced


class Step(NamedTuple):
    """A step's number in its epoch, what gives its batch, and the learning rate, for :func:`assign`."""

    number: int
    batch: Callable[[], Any]
    rate: list


class Window:
    """The steps since a moment that everything was finite.

    Args:
        model: That is trained.
        handles: Of its variables; they are read here, and not copied unless a step writes them.
        most: How many steps fit in.

    Attributes:
        steps: Each :class:`Step`.
    """

    def __init__(self, model: keras.Model, handles: list, most: int):
        self.steps: list[Step] = []
        self._model, self._handles, self._most = model, handles, most
        self._before, self._rate = read(handles), _rate_of(model)

    def add(self, number: int, batch: Callable[[], Any]) -> None:
        """A step that was made just now, with the batch that ``batch()`` gives."""
        if not self.steps and self._most > 1:
            self._most = max(1, min(self._most, MOST_BYTES // max(_bytes(batch()), 1)))
        self.steps.append(Step(number, batch, read(self._rate)))

    @property
    def is_full(self) -> bool:
        return len(self.steps) >= self._most

    def back(self) -> None:
        """Give the model what it had before the first step."""
        assign(self._before)

    def first_bad(self, is_bad) -> Step | None:
        """Repeat the steps up to the first bad one, and leave the model as it was before that.

        Args:
            is_bad: Of the loss that a step gave, with the model as it is after the step.

        Returns:
            The bad step, which is not repeated where it is alone. None where all ran and none was bad, or
            where one raised; then the model is as before the first.
        """
        self.back()
        if len(self.steps) == 1:
            return self.steps[0]
        with contextlib.suppress(Exception):  # what ran in `fit` may not run here
            for step in self.steps:
                assign(step.rate)
                before = read(self._handles)
                logs = self._model.train_function(iter([step.batch()]))
                if is_bad(float(logs.get("loss", 0.0))):
                    assign(before)
                    return step
        self.back()
        return None


class Windows:
    """Makes the windows of one ``fit``, each as long as steps of it can be repeated.

    That is one step where steps draw random numbers of Python's, where several run at once, and where a batch
    is in parts on several replicas; and while there may still be variables to come.
    """

    def __init__(self, model: keras.Model):
        self._model, self._made, self._handles = model, 0, None

    def new(self) -> Window:
        self._made += 1
        if self._made <= _STEPS_THAT_MAKE_VARIABLES + 1:
            self._handles = reachable(self._model)
        early = self._made <= _STEPS_THAT_MAKE_VARIABLES
        return Window(self._model, self._handles, 1 if early or not self._repeats else MOST_STEPS)

    @property
    def _repeats(self):
        model = self._model
        alone = model.distribute_strategy.num_replicas_in_sync == 1
        return alone and not model.run_eagerly and model.steps_per_execution == 1


def _rate_of(model):
    """Of the variable that holds the learning rate, if one does, and no schedule: (handle, dtype)."""
    rate = getattr(getattr(model, "optimizer", None), "learning_rate", None)
    if not isinstance(rate, keras.Variable) or not hasattr(rate.value, "handle"):
        return []
    return [(rate.value.handle, tf.as_dtype(rate.dtype))]


def _bytes(data: Any) -> int:
    leaves = tf.nest.flatten(data, expand_composites=True)
    return sum(leaf.dtype.size * math.prod(leaf.shape) for leaf in leaves if tf.is_tensor(leaf))
