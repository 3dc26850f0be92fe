"""How a model sees one fixed batch, without anything of it being different afterwards."""

import keras
import tensorflow as tf

from ..capture.activations import Activations
from ..capture.extractor import ActivationExtractor
from ..capture.forward import CannotTrace
from ..capture.reducing import forgiving
from ..state.unchanged import unchanged
from ..state.variables import put_back, written


class Probe:
    """``probe()`` gives the layers' outputs for its batch, in inference mode.

    What the forward pass writes (states of recurrent layers, seeds, whatever a ``call`` assigns) has its
    old value afterwards. Making one traces the model, and raises what is wrong with batch or layers.

    Args:
        model: As for :func:`get_activations`.
        batch: One batch, in the form in which the model takes it.
        layers, reduce: As for :class:`ActivationExtractor`; a reducer that raises makes the path skipped.

    >>> import keras, numpy as np
    >>> layer = keras.layers.SimpleRNN(1, stateful=True, kernel_initializer="ones", name="rnn")
    >>> model = keras.Sequential([keras.Input(batch_shape=(1, 1, 1)), layer])
    >>> probe = Probe(model, np.ones((1, 1, 1)))
    >>> [round(float(found["rnn"][0, 0]), 4) for found in (probe(), probe())]
    [0.7616, 0.7616]
    """

    def __init__(self, model: keras.Model, batch, layers=None, reduce=None):
        self._model, self._batch = model, batch
        self._extract = ActivationExtractor(model, layers, forgiving(reduce))
        self._written = None  # not known, where Python runs the model
        with unchanged(model):
            try:
                self._written = written(self._extract.trace(batch))
            except CannotTrace:
                self()  # raises what is wrong

    def __call__(self) -> Activations:
        python = self._written is None or tf.config.functions_run_eagerly()
        with unchanged(self._model) if python else put_back(self._written):
            return self._extract(self._batch)


def paths_before_a_step(model: keras.Model, layers) -> list[str] | None:
    """The paths of a training step, or None where they can't be known before one.

    Raises:
        KeyError: A layer that the model does not call.
    """
    with unchanged(model):
        try:
            return ActivationExtractor(model, layers, training=True).paths
        except (ValueError, CannotTrace):
            return None
