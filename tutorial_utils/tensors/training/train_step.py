"""Take layer outputs out of the training step itself: they leave it as logs, so also under XLA."""

import warnings

import keras
import tensorflow as tf

from ..capture import packing
from ..capture.interception import listening
from ..capture.reasons import nothing_captured
from ..capture.recorder import Recorder
from ..capture.selection import Selection

_KEY = "activations of this step"


class TappedStep:
    """A training function of ``model`` that also gives the outputs of its layers for that batch.

    It is made by Keras as the model's own is, out of the same ``train_step``, so it trains alike:
    compiled, eagerly, by XLA, for several steps at once or on several replicas. Of several steps,
    the values are those of the last; of several replicas, their mean.
    """

    def __init__(self, model: keras.Model, layers=None, reduce=None):
        self._model = model
        self._paths = []
        self._train = self._made_by_keras(layers, reduce)

    def arm(self, receive) -> None:
        """Let the next step be a tapped one, and hand path -> output to ``receive`` after it.

        The model holds the tapped function only until the step begins. If something raises before
        that, the function takes itself out when a later ``fit`` comes to it.
        """
        attributes = vars(self._model)
        own = attributes["train_function"]
        if isinstance(own, _ArmedStep):
            own = own.own
        attributes["train_function"] = _ArmedStep(self, own, receive)

    def run(self, iterator, receive):
        logs = dict(self._train(iterator))
        receive(packing.unpacked(list(self._paths), logs.pop(_KEY)))
        return logs

    def disarm(self, own) -> None:
        vars(self._model)["train_function"] = own

    def _made_by_keras(self, layers, reduce):
        model, attributes = self._model, vars(self._model)
        before = {
            name: attributes[name]
            for name in ("train_step", "train_function")
            if name in attributes
        }
        attributes["train_step"] = self._tapped(model.train_step, layers, reduce)
        try:
            model.make_train_function(force=True)
            return model.train_function
        finally:
            del attributes["train_step"]
            attributes.update(before)

    def _tapped(self, train_step, layers, reduce):
        def tapped(data):
            selection = Selection(layers)
            graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
            recorder = Recorder(self._model, selection, reduce, graph)
            with listening(recorder):
                logs = train_step(data)
            selection.check(recorder.known)
            if not recorder.values:
                warnings.warn(nothing_captured(self._model, recorder), stacklevel=2)
            self._paths[:] = recorder.values
            values = tuple(recorder.values.values())
            return {**logs, _KEY: values if reduce is None else packing.packed(values)}

        return tapped


class _ArmedStep:
    """Stands in for the model's training function for one step."""

    def __init__(self, tapped, own, receive):
        self.tapped, self.own, self.receive = tapped, own, receive

    def __call__(self, iterator):
        self.tapped.disarm(self.own)
        return self.tapped.run(iterator, self.receive)
