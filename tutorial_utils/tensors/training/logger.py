"""A callback that looks at activations while a model trains."""

import numbers
import warnings
from typing import TYPE_CHECKING, Any

import keras

from ..capture.reasons import require_model
from ..capture.reducing import first_line
from ..capture.selection import LayerChoice, Selection
from ..reducers.named import ReducerChoice, reducer
from ..reducers.spread import spread
from . import exporting
from .history import ActivationHistory
from .probe import Probe, paths_before_a_step
from .tap import Tap
from .train_step import TappedStep

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class ActivationLogger(keras.callbacks.Callback):
    """Look at the layers' outputs at every epoch, or every few batches, of ``fit``.

    Training is as it would be without it: losses, weights, states and random numbers, to the bit. Two
    exceptions, both without a probe, in a compiled step: a value that is read has to exist where TensorFlow or
    XLA would have merged it with what follows, so the last bit of a sum may be rounded otherwise; and numbers
    that ``tf.random`` draws without a generator begin anew where one ``fit`` of a model has a logger and the
    other has not, since they belong to the step's graph.

    Args:
        probe: A fixed batch: how does the model see *this* now? It is run in inference mode; what
            that writes (states, seeds) is put back. ``None``: how does it see the batches that it is
            trained on? Then the values come out of the training step itself, with ``training=True``.
        layers: As for :func:`get_activations`.
        reduce: What to keep of each output: ``"spread"``, ``"norm"``, ``"dead"``, ``"quantiles"``, a list
            or dict of these, or a function of TensorFlow operations, that gives a number, a dict of
            numbers, or a tensor. The keys of a dict, or the attribute ``columns`` of the
            function, are the columns of the history's table. ``spread`` keeps mean, standard deviation,
            smallest and largest value; ``None`` keeps the whole output. Where it raises, the path is
            skipped. A function with an operation that may fail when it runs (a slice, ``reshape``,
            ``top_k``, an assertion, Python) is applied after the step, to whole outputs that it gives.
        every: ``"epoch"``, ``"batch"``, or a number of batches. Once an epoch, a probe is looked at
            when the epoch ends, and of the real batches the first. With ``steps_per_execution``, what
            is counted is executions, and the values are those of the last step of one.
        printing: Also print the looks, as a table.
        into_logs: Also put the numbers of an epoch's last look into its logs, as ``"layer/column"``: so Keras'
            History, and the callbacks that come after this one (CSVLogger, TensorBoard, EarlyStopping), have
            them as they have the loss.

    Attributes:
        history: An :class:`ActivationHistory`: ``history.numpy()``, ``history.rows()``,
            ``history.table()``, ``history.skipped``. The logger displays as it does.

    Cost: a probe is traced before training starts, once for each ``compile``, and a look is a compiled forward pass. Of the
    real batches there is no second forward pass and no second graph: the training step's own has the
    values in addition, computed only when they are wanted. It works where printing cannot, under XLA. In
    a ``train_step`` of your own, calls of the model's layers are seen also inside another model; a step
    that calls none of them is warned of.

    On several replicas, values are those of the whole batch: ``spread`` combines the replicas' moments
    and extremes; for any other ``reduce``, whole outputs are first concatenated on one device, along the
    first axis and in the batch's order. A scalar output becomes a vector, with a place for each replica.

    Raises:
        KeyError: A layer that the model does not call: before anything is trained, except where steps
            run eagerly and the model does not say what it takes; then after the first.
        ValueError: ``every`` is none of these.

    A look that fails is left out, with a warning, and training goes on. The model is left as it was, also
    when ``fit`` is ended by an exception.

    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones", name="out")])
    >>> model.compile(keras.optimizers.SGD(0.5), "mse")
    >>> logger = ActivationLogger(probe=np.array([[1.0], [3.0]]))
    >>> _ = model.fit(np.ones((2, 1)), np.zeros((2, 1)), epochs=2, verbose=0, callbacks=[logger])
    >>> print(logger.history.table())
    epoch  batch  layer  mean  std  low   high
    0      0      out    -1.0  0.0  -1.0  -1.0
    1      0      out    2.0   1.0  1.0   3.0
    """

    def __init__(
        self,
        probe: Any = None,
        layers: LayerChoice = None,
        reduce: ReducerChoice = spread,
        every: str | int = "epoch",
        printing: bool = False,
        into_logs: bool = False,
    ):
        super().__init__()
        Selection(layers)  # raises for what it can't be
        reduce = reducer(reduce)
        self._batch, self._layers, self._reduce, self._printing = probe, layers, reduce, printing
        self._every, self._into_logs = _batches_between_looks(every), into_logs
        self.history = ActivationHistory(getattr(reduce, "columns", ()))
        self._looked_at = self._traced_for = self._probe = self._tap = self._step = None
        self._epoch = self._batch_number = self._batches = 0

    def set_model(self, model):
        require_model(model)
        super().set_model(model)

    def on_train_begin(self, logs=None):
        self._batches = 0
        self._has_seen = False
        if self._step is not None:
            self._step.disarm()
        # `compile` drops it, as what was traced of the model before it may be out of date
        function = self.model.train_function
        is_new = self._looked_at is not self.model
        if is_new or (self._batch is not None and self._traced_for is not function):
            self._prepare()
            self._looked_at, self._traced_for = self.model, function

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch, self._new_epoch = epoch, True

    def on_train_batch_begin(self, batch, logs=None):
        self._batches += 1
        if self._tap is not None:
            self._batch_number = batch
            self._tap.want(self._due(self._new_epoch))
            self._step.arm(self._tap, self._record)
        self._new_epoch = False

    def on_train_batch_end(self, batch, logs=None):
        self._batch_number = batch
        if self._batch is not None and self._due(at_epoch=False):
            self._look()

    def on_epoch_end(self, epoch, logs=None):
        if self._batch is not None and self._every is None:
            self._look()
        looks = self.history.looks
        if self._into_logs and logs is not None and looks and looks[-1].epoch == epoch:
            exporting.into_logs(logs, self.history.columns_of(looks[-1]))

    def on_train_end(self, logs=None):
        if not self._has_seen:
            warnings.warn(
                f"{type(self).__name__} recorded nothing in this fit of {self._batches} batches;"
                " next: a smaller `every`",
                stacklevel=2,
            )

    def __repr__(self):
        return repr(self.history)

    def _repr_html_(self):
        return self.history._repr_html_()

    def plot(self, **options: Any) -> "Figure":
        """All layers over the looks: see :func:`plot_spread`."""
        from .history_plot import plot_spread

        return plot_spread(self.history, **options)

    def _prepare(self):
        self._probe = self._tap = self._step = None
        if self._batch is not None:
            if self.model.built:  # or else training makes its weights first
                self._prepare_probe()
            return
        if self.model.run_eagerly and self._layers is not None:
            paths_before_a_step(self.model, self._layers)  # raises for unknown ones
        self._tap = self._new_tap()
        self.history.skipped = self._tap.skipped
        self._step = TappedStep(self.model)

    def _prepare_probe(self):
        try:
            self._probe = self._new_probe()
        except KeyError:  # a layer that the model does not call
            raise
        except Exception as error:
            self._could_not_look(error)

    def _due(self, at_epoch):
        return at_epoch if self._every is None else self._batches % self._every == 0

    def _new_tap(self):
        return Tap(self.model, self._layers, self._reduce, always=self._every == 1)

    def _new_probe(self):
        return Probe(self.model, self._batch, self._layers, self._reduce)

    def _look(self):
        try:
            if self._probe is None:
                self._probe = self._new_probe()
            found = self._probe()
        except Exception as error:
            self._could_not_look(error)
            return
        self.history.skipped.update(found.skipped)
        self._record(found)

    def _could_not_look(self, error):
        """Said in place of a look, since the training is not to end by it."""
        self._has_seen = True  # or else a smaller `every` would be advised
        why = f"{type(error).__name__}: {first_line(error)}"
        warnings.warn(f"{type(self).__name__} could not look at its probe: {why}", stacklevel=3)

    def _record(self, values):
        if values:
            self.history.add(self._epoch, self._batch_number, values)
            if self._printing:
                print(self.history.last().table())
        elif not self._has_seen and self.history.skipped:  # else its source has said why
            path, why = next(iter(self.history.skipped.items()))
            warnings.warn(f"{type(self).__name__} sees nothing: {path} {why}", stacklevel=2)
        self._has_seen = True


def _batches_between_looks(every):
    """``every`` as a number, None for once an epoch."""
    if every == "epoch":
        return None
    if every == "batch":
        return 1
    if isinstance(every, numbers.Integral) and not isinstance(every, bool) and every > 0:
        return int(every)
    raise ValueError(
        f"every={every!r} is not known; next: 'epoch', 'batch', or a number of batches"
    )
