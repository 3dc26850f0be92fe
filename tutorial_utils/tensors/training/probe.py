"""How a model sees one fixed batch, without anything of it being different afterwards."""

import contextlib

import keras

from ..capture.activations import Activations
from ..capture.extractor import NEEDS_NUMBERS, ActivationExtractor
from ..capture.reducing import forgiving
from ..state.random_numbers import random_numbers_put_back
from ..state.variables import put_back, reachable, written


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
        self._batch = batch
        self._extract = ActivationExtractor(model, layers, forgiving(reduce))
        self._needs_python = False
        with random_numbers_put_back():
            try:
                self._written = written(self._extract.trace(batch))
            except NEEDS_NUMBERS:
                self._written, self._needs_python = reachable(model), True
                self()  # raises what is wrong

    def __call__(self) -> Activations:
        python = random_numbers_put_back() if self._needs_python else contextlib.nullcontext()
        with python, put_back(self._written):
            return self._extract(self._batch)
