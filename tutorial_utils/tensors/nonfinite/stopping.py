"""A callback that stops training where the first NaN comes up, and says where it came from."""

import math
import warnings
from typing import Any

import keras

from ..capture.reasons import require_model
from ..capture.reducing import first_line
from ..state.variables import assign, reachable, read
from ..training.train_step import TappedStep
from .check import Check
from .finding import LOSS_IS_BAD, find_nonfinite, report_of, state_of
from .report import NonfiniteReport

AFTER = (
    "this is after the step, and before it all was finite, gradients too: the update went too far;"
    " next: a smaller learning rate, or clipnorm="
)
AGAIN = """The model is as before that step; to repeat it, with this callback as `stop`:
  find_nonfinite(model, **stop.batch, training=True), or model.train_on_batch(**stop.batch)"""
_STEPS_THAT_MAKE_VARIABLES = 2  # what is made while the first one is traced


class StopOnNonfinite(keras.callbacks.Callback):
    """Stop ``fit`` after the first step that leaves NaN or Inf, and say what was bad first.

    A step is bad where the loss, a weight or the optimizer's state is not finite after it. The model then
    gets back all that it had before that step: weights, the optimizer's state, seeds; and the batch is
    kept, so the step can be repeated. What was bad first is found by :func:`find_nonfinite`, eagerly, with
    ``training=True``, and printed with the line that repeats it.

    Attributes:
        report: The :class:`NonfiniteReport`, or None where nothing was found.
        batch: ``{"x": ..., "y": ..., "sample_weight": ...}`` of the bad step, or None.
        epoch, step: Of the bad step, counted from 0, or None.

    Training is as without it. Steps whose gradients overflow under loss scaling, which the optimizer skips,
    are not bad. It works compiled, under XLA, eagerly, and on the replicas of a ``tf.distribute`` strategy,
    whose batches are concatenated. With ``steps_per_execution``, the batch is the last of an execution, and
    what the model gets back is from before all of its steps.

    Cost: in each step, the sum of all weights and of the optimizer's state, and a copy of them, for which
    there has to be memory. Reading the sum waits for the step.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, name="out")])
    >>> model.compile("sgd", "mse")
    >>> stop = StopOnNonfinite()
    >>> x, y = np.ones((6, 1)), np.array([[1.0], [1.0], [1.0], [np.nan], [1.0], [1.0]])
    >>> _ = model.fit(x, y, batch_size=2, shuffle=False, verbose=0, callbacks=[stop])
    StopOnNonfinite: epoch 0, step 1: the label has 1 NaN in 2, the first at [1, 0]
    The model is as before that step; to repeat it, with this callback as `stop`:
      find_nonfinite(model, **stop.batch, training=True), or model.train_on_batch(**stop.batch)
    >>> stop.batch["y"].numpy().tolist(), bool(np.isnan(model.get_weights()[0]).any())
    ([[1.0], [nan]], False)
    """

    def __init__(self):
        super().__init__()
        self.report: NonfiniteReport | None = None
        self.batch: dict[str, Any] | None = None
        self.epoch: int | None = None
        self.step: int | None = None
        self._epoch = self._steps = 0
        self._failed = False
        self._looked_at = self._check = self._tapped = None
        self._handles = self._before = self._checked = None

    def set_model(self, model):
        require_model(model)
        super().set_model(model)

    def on_train_begin(self, logs=None):
        self.report = self.batch = self.epoch = self.step = None
        if self._looked_at is not self.model:
            self._check, self._tapped = Check(self.model), TappedStep(self.model)
            self._looked_at = self.model
        self._tapped.disarm()
        self._steps, self._failed = 0, False

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch

    def on_train_batch_begin(self, batch, logs=None):
        self._harmless(self._prepare)

    def on_train_batch_end(self, batch, logs=None):
        self._harmless(self._look_at, batch, logs or {})

    def _harmless(self, look, *given):
        """A look that fails says so, once, and lets the training go on."""
        if self._failed:
            return
        try:
            look(*given)
        except Exception as error:
            self._failed = True
            why = f"{type(error).__name__}: {first_line(error)}"
            warnings.warn(f"StopOnNonfinite looks no more in this fit: {why}", stacklevel=3)

    def _prepare(self):
        if self._steps < _STEPS_THAT_MAKE_VARIABLES:
            self._handles = reachable(self.model)
        self._steps += 1
        self._before, self._checked = read(self._handles), None
        self._tapped.arm(self._check, self._receive)

    def _look_at(self, batch, logs):
        loss = float(logs.get("loss", 0.0))
        checked, before = self._checked, self._before
        self._before = self._checked = None
        if checked is not None and not (math.isfinite(loss) and math.isfinite(checked.sum)):
            self._look(batch, loss, checked.data, before)

    def _receive(self, checked):
        self._checked = checked

    def _look(self, step, loss, data, before):
        after = report_of([*state_of(self.model, "weight"), *state_of(self.model, "optimizer")])
        if math.isfinite(loss) and not after:  # only the sum was too large
            return
        assign(before)
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        self.batch = {"x": x, "y": y, "sample_weight": sample_weight}
        self.epoch, self.step = self._epoch, step
        found = self._found()
        if not found and after:
            found = NonfiniteReport(after, found.looked_at, (*found.notes, AFTER))
        self.report = found
        self.model.stop_training = True
        print(self._message(loss))

    def _found(self):
        try:
            return find_nonfinite(self.model, **self.batch, training=True)
        except (
            Exception
        ) as error:  # a `train_step` of one's own may take another loss, of other data
            note = f"loss and gradients were not looked at: {type(error).__name__}: {first_line(error)}"
        try:
            found = find_nonfinite(self.model, self.batch["x"], training=True)
        except Exception:
            return NonfiniteReport((), {}, (note,))
        return NonfiniteReport(found, found.looked_at, (note,))

    def _message(self, loss):
        what = self.report.first or f"the loss is {loss}, and run eagerly, all is finite"
        lines = [f"StopOnNonfinite: epoch {self.epoch}, step {self.step}: {what}"]
        lines += [note for note in self.report.notes if note != LOSS_IS_BAD]
        return "\n".join([*lines, AGAIN])
