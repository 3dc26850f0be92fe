"""What a learner's callback makes of a training, and what it keeps."""

import contextlib
from collections.abc import Iterator

import keras
import numpy as np

from ..attempt import Attempt, Look
from ..looks import is_number, is_symbolic, is_tensor
from .trained import Training, normal, state_of, training_changed, undisturbed


class Watched:
    """A learner's callback, and a model that was trained with it and with another of its class."""

    def __init__(self, attempt: Attempt, training: Training, by_name: bool = False):
        """Make the callbacks, and train.

        Args:
            attempt: Its answer is the callback's class, which takes a probe.
            training: With which model and data.
            by_name: The class takes the layer's name before the probe.

        Raises:
            NotYet: It is no class, raised, or changed the probe.
        """
        attempt.first(attempt.answer, ("not-a-class", not isinstance(attempt.answer, type)))
        self.training, self.plain, self.model = training, undisturbed(training), training.model()
        self.asked_to_stop: list[bool] = []
        probe, other_probe = training.probe, normal(training.rows + 1, training.sizes[0])
        with _functions_built() as self.built_late, attempt.running(facts=self._facts, probe=probe):
            self.callback = attempt.answer(*[training.name] * by_name, probe)
            self.beside = attempt.answer(*["dense_1"] * by_name, other_probe)
            between = keras.callbacks.LambdaCallback(self._forget_first_epoch, self._note_stop)
            self.ran = training.run(self.model, self.callback, between, self.beside)
        self.state = state_of(self.model)

    def _forget_first_epoch(self, epoch: int, logs: dict) -> None:
        if epoch == 1:
            self.built_late.clear()

    def _note_stop(self, epoch: int, logs: dict) -> None:
        self.asked_to_stop.append(self.model.stop_training)

    def _facts(self) -> list[str]:
        is_finite = all(np.isfinite(weight).all() for weight in self.model.get_weights())
        return [] if is_finite else ["the layer is broken"]

    @property
    def is_whole(self) -> bool:
        """Whether all epochs ran."""
        return self.ran == self.training.epochs

    def numbers(self, attempt: Attempt, name: str) -> list[float]:
        """What the callback keeps in a list of numbers.

        Raises:
            NotYet: It is no list, holds something else, or is the other callback's, too.
        """
        kept = getattr(self.callback, name, None)
        is_list = isinstance(kept, (list, tuple, np.ndarray)) and not is_number(kept)
        attempt.first(
            kept,
            ("overwritten", is_number(kept)),
            ("nothing-kept", not is_list or len(kept) == 0, f"`{name}` is {kept!r}"),
        )
        for one in kept:
            attempt.first(
                one,
                ("symbolic", is_symbolic(one)),
                ("still-a-tensor", is_tensor(one)),
                ("not-reduced", isinstance(one, np.ndarray) and one.ndim),
                ("not-a-number", not is_number(one), f"`{name}` holds {one!r}"),
            )
        is_shared = getattr(self.beside, name, None) is kept
        attempt.first(None, ("shared-list", is_shared, f"one `{name}` for two objects"))
        return [float(one) for one in kept]

    def training_changed(self) -> Look:
        """Whether the model is another than one that nobody disturbed for as many epochs."""
        if self.model.run_eagerly:
            return "training-changed", True, "after training, `run_eagerly` of the model is True"
        return training_changed(self.state, self.plain.states[self.ran - 1])


@contextlib.contextmanager
def _functions_built() -> Iterator[list]:
    """Fills with the functional models, and what they are made of, that are built meanwhile."""
    built, original = [], keras.Function.__init__

    def noted(self, inputs, outputs, name=None):  # Keras reads these names
        built.append(self)
        return original(self, inputs, outputs, name)

    keras.Function.__init__ = noted
    try:
        yield built
    finally:
        keras.Function.__init__ = original
