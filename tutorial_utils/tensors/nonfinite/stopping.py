"""A callback that stops training where the first NaN comes up, and says where it came from."""

import math
import warnings
from typing import Any

import keras

from ..capture.reasons import require_model
from ..capture.reducing import first_line
from ..training.train_step import TappedStep
from .finding import LOSS_IS_BAD, find_nonfinite, report_of, state_of
from .given import GivenTap
from .report import NonfiniteReport
from .total import Total
from .window import Windows

AFTER = (
    "this is after the step, and before it all was finite, gradients too: the update went too far;"
    " next: a smaller learning rate, or clipnorm="
)
AGAIN = """The model is as before that step; to repeat it, with this callback as `stop`:
  find_nonfinite(model, **stop.batch, training=True), or model.train_on_batch(**stop.batch)"""
NOT_AGAIN = (
    "the first bad step did not come up again when those since the last copy were repeated: this is the"
    " last of them, and the model is as before the first"
)


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

    Training is as without it, to the bit. Steps whose gradients overflow under loss scaling, which the
    optimizer skips, are not bad. It works compiled, under XLA, eagerly, and on the replicas of a
    ``tf.distribute`` strategy, whose batches are concatenated.

    The loss is looked at after every step; weights, the optimizer's state, and what has to be put back, after
    every 32 steps (fewer where their batches are more than 64 MB) and when an epoch ends. If something is bad
    then, those steps are repeated from the last copy, with the same batches, learning rates and seeds, up to
    the first that is bad; what a callback of yours does between steps is not, and random numbers of
    ``tf.random`` that no generator draws are others. Eagerly and on several replicas, each step is looked at
    whole, and nothing is repeated. With ``steps_per_execution`` this holds of an execution: the batch is its
    last, and what the model gets back is from before all of its steps.

    Cost: about a tenth of a millisecond in a step, and memory for a copy of all weights and of the optimizer's
    state, and for the batches. Reading the loss waits for the step.

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
        self._epoch = 0
        self._failed = False
        self._looked_at = self._tap = self._tapped = self._total = None
        self._windows = self._window = self._received = self._after = None

    def set_model(self, model):
        require_model(model)
        super().set_model(model)

    def on_train_begin(self, logs=None):
        self.report = self.batch = self.epoch = self.step = None
        if self._looked_at is not self.model:
            self._tap, self._tapped = GivenTap(self.model), TappedStep(self.model)
            self._total, self._looked_at = Total(self.model), self.model
        self._tapped.disarm()
        self._windows, self._window, self._failed = Windows(self.model), None, False

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch

    def on_train_batch_begin(self, batch, logs=None):
        self._harmless(self._prepare)

    def on_train_batch_end(self, batch, logs=None):
        self._harmless(self._look_at, batch, logs or {})

    def on_epoch_end(self, epoch, logs=None):
        self._harmless(self._look_at_all)

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
        if self._window is None:
            self._window = self._windows.new()
        self._received = None
        self._tapped.arm(self._tap, self._receive)

    def _receive(self, given):
        self._received = given

    def _look_at(self, batch, logs):
        loss = float(logs.get("loss", 0.0))
        if self._received is not None:
            self._window.add(batch, self._received)
        if self._window.is_full or not math.isfinite(loss):
            self._look_at_all(loss)

    def _look_at_all(self, loss=0.0):
        """And begin anew, from what is finite now."""
        window, self._window = self._window, None
        if window is not None and window.steps and self._is_bad(loss):
            self._look_into(window, loss)

    def _is_bad(self, loss):
        if math.isfinite(loss) and self._total.is_finite():
            return False
        weights, optimizer = (state_of(self.model, what) for what in ("weight", "optimizer"))
        self._after = report_of([*weights, *optimizer])
        return bool(self._after) or not math.isfinite(loss)  # only the sum may have been too large

    def _look_into(self, window, loss):
        bad = window.first_bad(self._is_bad)
        step = bad or window.steps[-1]
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(step.given().batch)
        self.batch = {"x": x, "y": y, "sample_weight": sample_weight}
        self.epoch, self.step = self._epoch, step.number
        found = self._found()
        if not found and self._after:
            found = NonfiniteReport(self._after, found.looked_at, (*found.notes, AFTER))
        if bad is None:
            found = NonfiniteReport(found, found.looked_at, (*found.notes, NOT_AGAIN))
        self.report = found
        self.model.stop_training = True
        print(self._message(loss, repeats=bad is not None))

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

    def _message(self, loss, repeats):
        what = self.report.first or f"the loss is {loss}, and run eagerly, all is finite"
        lines = [f"StopOnNonfinite: epoch {self.epoch}, step {self.step}: {what}"]
        lines += [note for note in self.report.notes if note != LOSS_IS_BAD]
        return "\n".join([*lines, AGAIN] if repeats else lines)
