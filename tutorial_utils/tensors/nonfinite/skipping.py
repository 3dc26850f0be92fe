"""Steps that loss scaling skips, and which of them are bad."""

from typing import Any

import keras

from .finding import find_nonfinite


class Skips:
    """Whether loss scaling has skipped a step, told by its scale, which is halved then.

    Keras' ``LossScaleOptimizer`` takes gradients that are not finite for those that its scale has made too
    large, and leaves the weights alone.
    """

    def __init__(self, model: keras.Model):
        optimizer = getattr(model, "optimizer", None)
        self._model = model
        self._optimizer = (
            optimizer if isinstance(optimizer, keras.optimizers.LossScaleOptimizer) else None
        )
        self._scale = self._now()

    def one_more(self) -> bool:
        """Whether there was one since this was asked last."""
        before, self._scale = self._scale, self._now()
        return self._scale < before

    def are_bad(self, batch: dict[str, Any]) -> bool:
        """Whether the loss or a gradient of this batch is not finite without the scale, either."""
        try:
            found = find_nonfinite(self._model, **batch, training=True)
        except Exception:  # a `train_step` of one's own may take another loss, of other data
            return False
        return any(one.what in ("loss", "gradient") for one in found)

    def _now(self):
        if self._optimizer is None:
            return 0.0
        built = self._optimizer.built
        return float(self._optimizer.dynamic_scale if built else self._optimizer.initial_scale)
