"""Take layer outputs out of the training step itself, without a trace of it on the model."""

import warnings

import keras

from .tap import Tap


class TappedStep:
    """Training functions of ``model`` that also give what taps want.

    They are made by Keras as the model's own is, out of the same ``train_step``, so they train alike:
    compiled, eagerly, by XLA, for several steps at once or on several replicas. Of several steps, the
    values are those of the last.
    """

    def __init__(self, model: keras.Model):
        self._model = model
        self._made = None  # for these taps, in the place of this function, this one
        self._is_run = False  # the `train_step` in it

    @property
    def fit(self):
        """What tells one ``fit`` of the model from the next: the History that Keras makes for each."""
        return getattr(self._model, "history", None)

    def function(self, taps: tuple[Tap, ...], own):
        """The one for these taps; the same as long as ``own``, the model's, is the same."""
        if self._made is None or self._made[:2] != (taps, own):
            self._made = taps, own, self._made_by_keras(taps)
        return self._made[2]

    def require_run(self, taps: tuple[Tap, ...]) -> None:
        """Warn where a step has ended in which ``train_step``, and so what is tapped, had no part."""
        if not self._is_run:
            self._is_run = True  # said once
            warnings.warn(_own_function(taps, self._model), stacklevel=2)

    def arm(self, tap: Tap, receive) -> None:
        """Let the next step be one that has ``tap``, and hand its values to ``receive`` if wanted.

        The model holds another training function only until the step begins, or, where an exception
        comes before it, until the first step of the next ``fit``, which is the model's own.
        """
        attributes = vars(self._model)
        if not isinstance(attributes["train_function"], _ArmedStep):
            attributes["train_function"] = _ArmedStep(self, attributes["train_function"])
        attributes["train_function"].receivers[tap] = receive

    def disarm(self) -> None:
        """Take out what was armed and never ran, because something raised in between."""
        armed = vars(self._model)["train_function"]
        if isinstance(armed, _ArmedStep):
            vars(self._model)["train_function"] = armed.own

    def _made_by_keras(self, taps):
        model, attributes = self._model, vars(self._model)
        before = {
            name: attributes[name]
            for name in ("train_step", "train_function")
            if name in attributes
        }
        attributes["train_step"] = self._noted(taps, model.train_step)
        attributes["train_function"] = None  # not `force=True`: an override may take no arguments
        try:
            model.make_train_function()
            return model.train_function
        finally:
            del attributes["train_step"]
            attributes.update(before)

    def _noted(self, taps, step):
        """A training step that has these taps, and notes that it is run."""
        self._is_run = False
        for tap in taps:
            step = tap.around(step)

        def noted(data):
            self._is_run = True
            return step(data)

        return noted


class _ArmedStep:
    """Stands in for the model's training function for one step."""

    def __init__(self, step, own):
        self.step, self.own = step, own
        self.fit = step.fit
        self.receivers = {}

    def __call__(self, iterator):
        self.step.disarm()
        if self.step.fit is not self.fit:  # that one was ended by an exception before this step
            return self.own(iterator)
        taps = tuple(self.receivers)
        for tap in taps:
            tap.begin(iterator)
        logs = dict(self.step.function(taps, self.own)(iterator))
        self.step.require_run(taps)
        for tap, receive in self.receivers.items():
            values = tap.values(logs)
            if values is not None:
                receive(values)
        return logs


def _own_function(taps, model):
    who = dict.fromkeys(getattr(tap, "who", "a callback that looks into it") for tap in taps)
    return (
        f"{', '.join(who)} sees no step: the training function of {type(model).__name__}'s own"
        " `make_train_function` does not run `train_step`; next: call self.train_step(data) in it"
    )
