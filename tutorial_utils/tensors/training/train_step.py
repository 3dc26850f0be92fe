"""Take layer outputs out of the training step itself, without a trace of it on the model."""

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

    def function(self, taps: tuple[Tap, ...], own):
        """The one for these taps; the same as long as ``own``, the model's, is the same."""
        if self._made is None or self._made[:2] != (taps, own):
            self._made = taps, own, self._made_by_keras(taps)
        return self._made[2]

    def arm(self, tap: Tap, receive) -> None:
        """Let the next step be one that has ``tap``, and hand its values to ``receive`` if wanted.

        The model holds another training function only until the step begins.
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
        step = model.train_step
        for tap in taps:
            step = tap.around(step)
        attributes["train_step"] = step
        try:
            model.make_train_function(force=True)
            return model.train_function
        finally:
            del attributes["train_step"]
            attributes.update(before)


class _ArmedStep:
    """Stands in for the model's training function for one step."""

    def __init__(self, step, own):
        self.step, self.own = step, own
        self.receivers = {}

    def __call__(self, iterator):
        self.step.disarm()
        logs = dict(self.step.function(tuple(self.receivers), self.own)(iterator))
        for tap, receive in self.receivers.items():
            values = tap.values(logs)
            if values is not None:
                receive(values)
        return logs
