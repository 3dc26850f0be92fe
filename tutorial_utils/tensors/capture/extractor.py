"""Layer outputs from a compiled forward pass, for when it is done more than once."""

import warnings
import weakref
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from ..reducers.named import ReducerChoice, reducer
from ..streaming.batches import Batches
from ..streaming.shards import written_shards
from .activations import Activations
from .capturing import call, capture_activations
from .forward import CannotTrace, compiled, runs_eagerly, takes
from .interception import editor
from .leaving import Values
from .reasons import require_model
from .selection import LayerChoice, Selection


class ActivationExtractor:
    """``extractor(x)`` gives the layer outputs, as :func:`get_activations` does, but compiled once.

    Args:
        model: Any Keras model, layer or `keras.Function`. Its weights are used as they are at each call.
        layers: As for :func:`get_activations`. What comes after the last wanted layer is not
            computed, except for side effects such as prints and changes of variables.
        reduce: A function of TensorFlow operations, applied to each output inside the graph, so that
            no output leaves it whole: ``tf.reduce_mean``; or a name, ``"spread"``, ``"norm"``, ``"dead"``,
            ``"quantiles"``; or a list or dict of these. Where it raises on a kind
            of tensor that it can't take, the path is skipped.
        training: Passed to the model.
        attention: As for :func:`get_activations`.

    Cost: a trace at the first call, some milliseconds a layer, then about what the compiled forward
    pass costs. New shapes are traced; the second new batch size makes the batch axis unknown, so there
    are at most two traces for any number of batch sizes; one for each, where the ``call`` needs to know
    the size. A model that can't be made a graph, for example because its ``call`` has an ``if`` on a
    tensor's value, runs eagerly, after a warning that says so. Touches what a call of the model touches,
    except that compiled it leaves ``model.losses`` as they are. As with Keras' own ``predict``, the graph is of
    the model as it was then: make another extractor after ``quantize``, ``enable_lora`` or a change of layers.

    >>> import keras, numpy as np, tensorflow as tf
    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones", name="hidden")])
    >>> largest = ActivationExtractor(model, reduce=tf.reduce_max)
    >>> float(largest(np.ones((1, 3)))["hidden"])
    3.0
    >>> largest.paths
    ['hidden']
    """

    def __init__(
        self,
        model: keras.Layer | keras.Function,
        layers: LayerChoice = None,
        reduce: ReducerChoice = None,
        training: bool | None = False,
        attention: bool = False,
    ):
        require_model(model)
        Selection(layers)  # raises for what it can't be
        self._model, self._training = model, training
        self._options = {"layers": layers, "reduce": reducer(reduce), "attention": attention}
        self._traces = {}
        self._paths = None
        # A graph shows edits that were there when it was traced, so each block that edits has its own.
        self._functions = {None: self._compiled()}, weakref.WeakKeyDictionary()

    def __call__(self, x: Any, **arguments: Any) -> Activations:
        """Run the model on one batch; takes and raises what :func:`get_activations` does."""
        found = self._eagerly(x, arguments) if self._forward is None else self._run(x, arguments)
        self._paths = list(found)
        return found

    def over(
        self, dataset: Any, batch_size: int = 32, steps: int | None = None
    ) -> Iterator[Activations]:
        """The layer outputs for one batch of a data set after the other: nothing else is kept.

        Args:
            dataset: A `tf.data.Dataset`, a `keras.utils.PyDataset`, a generator of batches, or arrays, as
                `predict` takes them; labels are left out.
            batch_size: Of arrays.
            steps: At most so many batches.

        >>> import keras, numpy as np
        >>> model = keras.Sequential([keras.layers.Rescaling(2.0, name="twice")])
        >>> [found["twice"].numpy().tolist() for found in
        ...  ActivationExtractor(model).over(np.arange(3.0), batch_size=2)]
        [[0.0, 2.0], [4.0]]
        """
        return map(self, Batches(dataset, batch_size, steps))

    def to_npz(
        self,
        dataset: Any,
        folder: str | PathLike,
        batches_in_each: int = 16,
        batch_size: int = 32,
        steps: int | None = None,
    ) -> list[Path]:
        """Write what :meth:`over` gives to files of so many batches each: path -> array, joined.

        Returns:
            The files, in order: ``00000.npz`` and so on. ``numpy.load`` reads them; what NumPy has no type for is
            written wider, bfloat16 and float8 as float32, int4 as int8.

        Raises:
            FileExistsError: The folder has such files already.
            ValueError: Outputs can't be joined: ragged ones.
        """
        found = (activations.numpy() for activations in self.over(dataset, batch_size, steps))
        return list(written_shards(found, folder, batches_in_each))

    @property
    def paths(self) -> list[str]:
        """The paths that a call gives, in its order. To know them before one, the model is traced, not run.

        Raises:
            ValueError: The model does not say what it takes, as subclassed ones do not: call it first.
            KeyError: A layer that the model does not call.
        """
        if self._paths is None:
            trace = self.trace(takes(self._model))
            form, *_ = self._trace(trace.structured_outputs)
            self._paths = list(form.structures)
        return list(self._paths)

    def trace(self, x: Any, **arguments: Any) -> tf.types.experimental.ConcreteFunction:
        """The graph that a call with such a batch runs, without running it: a concrete function.

        Raises:
            CannotTrace: The model can't be made a graph, so a call runs eagerly.
        """
        try:
            return self._forward.get_concrete_function(x, **arguments)
        except CannotTrace:
            # one whose first trace made variables and failed would give None from now on
            self._forward = self._compiled()
            raise

    @property
    def _forward(self):
        """The compiled forward pass, or None for a model that can't be made a graph."""
        edited_by = editor()
        functions = self._functions[edited_by is not None]
        if edited_by not in functions:
            functions[edited_by] = self._functions[0][None] and self._compiled()
        return functions[edited_by]

    @_forward.setter
    def _forward(self, function):
        edited_by = editor()
        self._functions[edited_by is not None][edited_by] = function

    def _compiled(self, any_size=True):
        return compiled(self._model, self._training, self._options, self._traces, any_size)

    def _run(self, x, arguments):
        for forward in self._graphs():
            try:
                found = self._by(forward, x, arguments)
            except CannotTrace as error:
                why = error
            else:
                self._forward = forward
                return found
        if not self._traces:  # as in `trace`
            self._forward = self._compiled()
        # raises what there is to raise, if the model itself is wrong
        found = self._eagerly(x, arguments)
        self._forward = None
        warnings.warn(runs_eagerly(self._model, why), stacklevel=3)
        return found

    def _graphs(self):
        """The forward passes to try. After one trace, only a size that is not known may be in the way."""
        yield self._forward
        if self._traces:
            yield self._compiled(any_size=False)

    def _by(self, forward, x, arguments):
        found = forward(x, **arguments)
        form, layers, skipped = self._trace(found)
        (tensors,) = found.values()
        return Activations(Values(form, tensors), layers, dict(skipped))

    def _trace(self, found):
        (number,) = found
        return self._traces[number]

    def _eagerly(self, x, arguments):
        with capture_activations(self._model, **self._options) as found:
            call(self._model, x, self._training, arguments)
        return found
