"""A callback that stops training where the first NaN comes up, and says where it came from."""

import math
import warnings
from typing import Any

import keras

from ..capture.reasons import require_model
from ..capture.reducing import first_line
from ..state.variables import assign, handles_of, reachable, read
from ..training.train_step import TappedStep
from .building import build_early
from .explaining import explained, said
from .finding import report_of, state_of
from .given import GivenTap, loss_in
from .report import NonfiniteReport
from .skipping import Skips
from .total import Total
from .window import Windows


class StopOnNonfinite(keras.callbacks.Callback):
    """Stop ``fit`` after the first step that leaves NaN or Inf, and say what was bad first.

    A step is bad where the loss, a weight or the optimizer's state is not finite after it; the loss is, in the
    logs of a training step of your own, what has "loss" in its name. The model then gets back all that it had
    before that step: weights, the optimizer's state, seeds; and has it when ``fit`` ends, also where Keras puts
    averages of the weights in (``use_ema``). What a model of your own makes in its very first step has nothing
    from before; the report says so. The batch is kept, so the step can be repeated. What was bad first is found
    by :func:`find_nonfinite`, eagerly, with ``training=True``, and printed with the line that repeats it.

    Attributes:
        report: The :class:`NonfiniteReport`, or None where nothing was found.
        batch: ``{"x": ..., "y": ..., "sample_weight": ...}`` of the bad step, or None.
        epoch, step: Of the bad step, counted from 0, or None.

    Training is as without it, to the bit. A step that loss scaling skips, since its gradients overflow, is not
    bad, unless they are not finite without the scale, either: that is looked at in an eager pass. It works
    compiled, under XLA, eagerly, and on the replicas of a ``tf.distribute`` strategy, whose batches are
    concatenated.

    The loss is looked at after every step; weights, the optimizer's state, and what has to be put back, after
    every 32 steps (fewer where their batches are more than 64 MB) and when an epoch ends. If something is bad
    then, those steps are repeated from the last copy, with the same batches, learning rates and seeds, up to
    the first that is bad; what a callback of yours does between steps is not, and random numbers of
    ``tf.random`` that no generator draws are others. Eagerly and on several replicas, each step is looked at
    whole, and nothing is repeated. With ``steps_per_execution`` the step and the batch are the last of an
    execution, whichever was bad, and what the model gets back is from before all of its steps; the report
    says so.

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
        self._windows = self._window = self._received = self._skips = None
        self._after = self._before = ()

    def set_model(self, model):
        require_model(model)
        super().set_model(model)

    def on_train_begin(self, logs=None):
        self.report = self.batch = self.epoch = self.step = None
        if self._looked_at is not self.model:
            self._tap = GivenTap(self.model, self._begin)
            self._tapped = TappedStep(self.model)
            self._total, self._looked_at = Total(self.model), self.model
        self._tapped.disarm()
        self._windows, self._window, self._failed = Windows(self.model), None, False
        self._skips, self._before = Skips(self.model), ()

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch

    def on_train_batch_begin(self, batch, logs=None):
        self._harmless(self._prepare)

    def on_train_batch_end(self, batch, logs=None):
        self._harmless(self._look_at, batch, logs or {})

    def on_epoch_end(self, epoch, logs=None):
        self._harmless(self._look_at_all)

    def on_train_end(self, logs=None):
        assign(self._before)  # by now Keras may have put averages in
        self._before = ()

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
        self._received = None
        self._tapped.arm(self._tap, self._receive)

    def _begin(self, iterator):
        self._harmless(self._open, iterator)

    def _open(self, iterator):
        if self._window is None:
            build_early(self.model, iterator)
            self._window = self._windows.new()

    def _receive(self, given):
        self._received = given

    def _look_at(self, batch, logs):
        loss = loss_in(logs)
        if self._window is not None and self._received is not None:
            self._window.add(batch, self._received)
        skipped = self._skips.one_more()
        full = self._window is not None and self._window.is_full
        if full or skipped or not math.isfinite(loss):
            self._look_at_all(loss, skipped)

    def _look_at_all(self, loss=0.0, skipped=False):
        """And begin anew, from what is finite now."""
        window, self._window = self._window, None
        if window is not None and window.steps and self._is_bad(window.steps[-1], loss, skipped):
            self._look_into(window, loss)

    def _is_bad(self, step, loss, skipped):
        self._after = ()
        if math.isfinite(loss) and self._total.is_finite():
            return skipped and self._skips.are_bad(_by_name(step))
        weights, optimizer = (state_of(self.model, what) for what in ("weight", "optimizer"))
        self._after = report_of([*weights, *optimizer])
        return bool(self._after) or not math.isfinite(loss)  # only the sum may have been too large

    def _look_into(self, window, loss):
        metrics = read(handles_of(self.model, [one.value for one in self.model.metrics_variables]))
        bad = window.first_bad(lambda step, loss: self._is_bad(step, loss, self._skips.one_more()))
        step, made = bad or window.steps[-1], window.made_since()
        self._before = read(reachable(self.model))
        self.batch, self.epoch, self.step = _by_name(step), self._epoch, step.number
        self.report = explained(self.model, self.batch, self._after, bad is not None, made)
        assign(metrics)  # the epoch's logs tell what was, up to the end of `fit`
        self.model.stop_training = True
        again = bad is not None and not made and self.model.steps_per_execution == 1
        where = f"StopOnNonfinite: epoch {self.epoch}, step {self.step}: "
        print(where + said(self.report, loss, again))


def _by_name(step):
    x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(step.given().batch)
    return {"x": x, "y": y, "sample_weight": sample_weight}
