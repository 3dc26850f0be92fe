"""A callback that looks at activations while a model trains."""

import warnings

import keras

from ..capture.extractor import ActivationExtractor
from ..capture.reduction import spread
from .history import ActivationHistory
from .train_step import TappedStep


class ActivationLogger(keras.callbacks.Callback):
    """Look at the layers' outputs at every epoch, or every few batches, of ``fit``.

    Args:
        x: A probe batch: how does the model see *this* now? It is run, compiled once, in inference
            mode. ``None``: how does it see the batches that it is trained on? Then the values come
            out of the training step itself, with ``training=True`` and no second forward pass; it
            works where printing cannot, under XLA.
        layers: As for :func:`get_activations`.
        every: ``"epoch"``, ``"batch"``, or a number of batches. Once an epoch, a probe is looked at
            when the epoch ends, and of the real batches the first. With ``steps_per_execution``, what
            is counted is executions, and the values are those of the last step of one; on several
            replicas, they are the mean of the replicas' values.
        reduce: What to keep of each output: a function of TensorFlow operations. ``spread`` keeps mean,
            standard deviation, smallest and largest value; ``None`` keeps it all.
        printing: Also print the looks, as a table.

    Attributes:
        history: An :class:`ActivationHistory`: ``history.numpy()``, ``history.rows()``,
            ``history.table()``.

    The model is left as it was, also when ``fit`` is ended by an exception.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones", name="out")])
    >>> model.compile(keras.optimizers.SGD(0.5), "mse")
    >>> probe = ActivationLogger(x=np.array([[1.0], [3.0]]))
    >>> _ = model.fit(np.ones((2, 1)), np.zeros((2, 1)), epochs=2, verbose=0, callbacks=[probe])
    >>> print(probe.history.table())
    epoch  batch  layer  mean  std  low   high
    0      0      out    -1.0  0.0  -1.0  -1.0
    1      0      out    2.0   1.0  1.0   3.0
    """

    def __init__(self, x=None, layers=None, every="epoch", reduce=spread, printing=False):
        super().__init__()
        self._x, self._layers, self._reduce, self._printing = x, layers, reduce, printing
        self._every = _batches_between_looks(every)
        self.history = ActivationHistory()
        self._tapped = self._extract = None
        self._epoch = self._batch = self._batches = 0

    def on_train_begin(self, logs=None):
        self._batches = 0
        self._looks_before = len(self.history)
        if self._x is None:
            self._tapped = TappedStep(self.model, self._layers, self._reduce)
        elif self._extract is None:
            self._extract = ActivationExtractor(self.model, self._layers, self._reduce)

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch, self._new_epoch = epoch, True

    def on_train_batch_begin(self, batch, logs=None):
        self._batches += 1
        if self._tapped is not None and self._due(self._new_epoch):
            self._batch = batch
            self._tapped.arm(self._record)
        self._new_epoch = False

    def on_train_batch_end(self, batch, logs=None):
        self._batch = batch
        if self._extract is not None and self._due(at_epoch=False):
            self._record(self._extract(self._x))

    def on_epoch_end(self, epoch, logs=None):
        if self._extract is not None and self._every is None:
            self._record(self._extract(self._x))

    def on_train_end(self, logs=None):
        self._tapped = None
        if len(self.history) == self._looks_before:
            warnings.warn(
                f"ActivationLogger recorded nothing in this fit of {self._batches} batches;"
                " next: a smaller `every`, and one logger of the real batches in a fit",
                stacklevel=2,
            )

    def plot(self, **options):
        """All layers' spread over the looks: see :func:`plot_spread`."""
        from .plots import plot_spread

        return plot_spread(self.history, **options)

    def _due(self, at_epoch):
        return at_epoch if self._every is None else self._batches % self._every == 0

    def _record(self, values):
        self.history.add(self._epoch, self._batch, values)
        if self._printing:
            print(self.history.last().table())


def _batches_between_looks(every):
    """``every`` as a number, None for once an epoch."""
    if every == "epoch":
        return None
    if every == "batch":
        return 1
    if isinstance(every, int) and not isinstance(every, bool) and every > 0:
        return every
    raise ValueError(
        f"every={every!r} is not known; next: 'epoch', 'batch', or a number of batches"
    )
