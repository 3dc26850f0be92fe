"""A callback that looks at gradients and updates while a model trains."""

import warnings

from ..capture.selection import LayerChoice
from ..training.logger import ActivationLogger
from .tap import UpdateTap


class GradientLogger(ActivationLogger):
    """Log, weight by weight, the norms of gradients and of what the optimizer makes of them, in ``fit``.

    The numbers come out of the training step itself, with its own batches: there is no second forward pass
    and no second backward pass. Training is as it would be without it, as with :class:`ActivationLogger`:
    to the bit, except that in a compiled step the last bit of a sum may be rounded otherwise, where
    TensorFlow or XLA would have merged what is read with what follows.

    Args:
        layers: Whose weights, as for :func:`get_gradients`: with a layer, those of layers inside it.
        every, printing: As for :class:`ActivationLogger`: once an epoch, it is the first step.

    Attributes:
        history: An :class:`ActivationHistory`, whose paths are those of the weights, as in
            :func:`get_gradients`: ``"block/dense/kernel"``. Of each weight, four columns, Euclidean norms:
            ``gradient``; ``weight``, before the step; ``update``, of what the step changed; and ``ratio``,
            update by weight, for which 0.001 is a rule of thumb. ``history.skipped`` says which
            weights have none, and why.

    What the gradient is: that of the whole batch, as it is handed to ``optimizer.apply`` or
    ``apply_gradients``. So it is before the optimizer's own clipping (``clipnorm`` and the like) and weight
    decay, and after what a ``train_step`` of yours does to it; loss scaling is divided out; with
    ``gradient_accumulation_steps``, it is the step's own gradient, and of several replicas, the sum of theirs.
    The update has all of that in it: it is zero in steps that only accumulate, or that loss scaling skips.

    It works with a ``train_step`` of your own and with several optimizers: a weight that is updated twice in a
    step has two paths, ``"out/kernel"`` and ``"out/kernel#2"``. Compiled, by XLA, eagerly, on several replicas;
    beside other loggers and :class:`StopOnNonfinite`, in any order.

    Cost: a copy of the weights, and three norms of each: for twenty small weights some half a millisecond, a
    quarter of a step that takes two. Most of that is to be paid also in steps that are not looked at, except
    eagerly; what grows with the size of the weights is not.

    Raises:
        KeyError: A layer that the model does not call, as for :class:`ActivationLogger`.
        ValueError: ``every`` is none of these.

    >>> import keras, numpy as np
    >>> out = keras.layers.Dense(1, kernel_initializer="ones", use_bias=False, name="out")
    >>> model = keras.Sequential([keras.Input((1,)), out])
    >>> model.compile(keras.optimizers.SGD(0.125), "mse")
    >>> logger = GradientLogger(every="batch")
    >>> _ = model.fit(np.ones((2, 1)), np.zeros((2, 1)), epochs=2, verbose=0, callbacks=[logger])
    >>> print(logger.history.table())
    epoch  batch  layer       gradient  weight  update  ratio
    0      0      out/kernel  2.0       1.0     0.25    0.25
    1      0      out/kernel  1.5       0.75    0.1875  0.25
    """

    def __init__(
        self, layers: LayerChoice = None, every: str | int = "epoch", printing: bool = False
    ):
        super().__init__(None, layers, None, every, printing)

    def on_train_end(self, logs=None):
        if not self.history.looks and self._tap.nothing:
            warnings.warn(self._tap.nothing, stacklevel=2)
        else:
            super().on_train_end(logs)

    def _new_tap(self):
        return UpdateTap(self.model, self._layers, always=self._every == 1)
