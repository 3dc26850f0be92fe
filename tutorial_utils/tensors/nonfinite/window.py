"""A few steps of training that can be repeated: the model from before them, and what each was made with."""

import contextlib
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import keras
import tensorflow as tf

from ..state.variables import assign, handles_of, reachable, read
from .given import Given, loss_in, rate_of
from .total import traced_here

MOST_STEPS = 32
MOST_BYTES = 64 << 20  # of batches that are kept at a time
_STEPS_THAT_MAKE_VARIABLES = 2  # what is not built early is made while the first one is traced


class Step(NamedTuple):
    """A step's number in its epoch, and what gives that which it was made with."""

    number: int
    given: Callable[[], Given]


class Window:
    """The steps since a moment that everything was finite.

    Args:
        model: That is trained.
        before: Its variables and their values, as :func:`.variables.read` gives them.
        most: How many steps fit in.

    Attributes:
        steps: Each :class:`Step`.
    """

    def __init__(self, model: keras.Model, before: list, most: int):
        self.steps: list[Step] = []
        self._model, self._before, self._most = model, before, most

    def add(self, number: int, given: Callable[[], Given]) -> None:
        """A step that was made just now, with what ``given()`` gives."""
        if not self.steps and self._most > 1:
            self._most = max(1, min(self._most, MOST_BYTES // max(_bytes(given().batch), 1)))
        self.steps.append(Step(number, given))

    @property
    def is_full(self) -> bool:
        return len(self.steps) >= self._most

    def back(self) -> None:
        """Give the model what it had before the first step."""
        assign(self._before)

    def made_since(self) -> list[str]:
        """The paths of weights, and of variables of the optimizer, that were not there before the first step."""
        known = {id(handle) for handle, _ in self._before}
        optimizer = getattr(self._model, "optimizer", None)
        now = (*self._model.weights, *(optimizer.variables if optimizer is not None else ()))
        return [one.path for one in now if not {*_handles(self._model, one)} & known]

    def first_bad(self, is_bad) -> Step | None:
        """Repeat the steps up to the first bad one, and leave the model as it was before that.

        Args:
            is_bad: Of a step and the loss that it gave, with the model as it is after the step.

        Returns:
            The bad step, which is not repeated where it is alone. None where all ran and none was bad, or
            where one raised; then the model is as before the first.
        """
        self.back()
        if len(self.steps) == 1:
            return self.steps[0]
        with contextlib.suppress(Exception):  # what ran in `fit` may not run here
            for step in self.steps:
                given = step.given()
                if given.rate is not None:
                    rate_of(self._model).assign(given.rate)
                before = read([(handle, value.dtype) for handle, value in self._before])
                logs = self._model.train_function(iter([given.batch]))
                if is_bad(step, loss_in(logs)):
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
        self._model, self._made, self._read = model, 0, None

    def new(self) -> Window:
        self._made += 1
        early = self._made <= _STEPS_THAT_MAKE_VARIABLES
        if self._made <= _STEPS_THAT_MAKE_VARIABLES + 1:
            self._read = _Reading(reachable(self._model))
        most = 1 if early or not self._repeats else MOST_STEPS
        return Window(self._model, self._read(), most)

    @property
    def _repeats(self):
        model = self._model
        alone = model.distribute_strategy.num_replicas_in_sync == 1
        return alone and not model.run_eagerly and model.steps_per_execution == 1


class _Reading:
    """As :func:`.variables.read`, for the same variables again and again: compiled at the second time."""

    def __init__(self, handles: list):
        self._handles, self._times, self._function = handles, 0, None

    def __call__(self) -> list:
        self._times += 1
        if self._times == 1:
            return read(self._handles)
        if self._function is None:
            self._function = traced_here(lambda: [value for _, value in read(self._handles)])
        handles = [handle for handle, _ in self._handles]
        return list(zip(handles, self._function(), strict=True))


def _handles(model, variable):
    return [id(handle) for handle, _ in handles_of(model, [variable.value])]


def _bytes(data: Any) -> int:
    leaves = tf.nest.flatten(data, expand_composites=True)
    return sum(leaf.dtype.size * math.prod(leaf.shape) for leaf in leaves if tf.is_tensor(leaf))
