"""A model of a learner's class, trained for an epoch, and what it keeps of each batch."""

import functools

import keras
import numpy as np
import tensorflow as tf

from ..looks import is_symbolic, is_tensor
from .trained import draw_weights, normal, state_of


class KeepsScores(keras.Model):
    """Keeps the scores of a batch in `last_scores`, in a way that works where nothing is traced."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores, self.of_a_second_pass = y_pred, self(x)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


class TrainedModel(keras.callbacks.Callback):
    """A model of a kind, trained for an epoch and then evaluated on other data, as validation does.

    It notes the model's `last_scores` after each batch, after validation and after a call, and its
    loss.
    """

    def __init__(self, kind: type, rows: int, size: int, is_traced: bool = False):
        """Make two models of the kind, and train one of them.

        Args:
            kind: Its class.
            rows: How many there are to train on.
            size: How many of them are in a batch.
            is_traced: Whether TensorFlow traces the training step.
        """
        super().__init__()
        data, labels = _rows(rows)
        batches, of_validation = _batches(rows, size)
        self.seen, self.of_a_second_pass = [], []
        inputs, small = keras.Input((4,)), keras.regularizers.L2(0.01)
        hidden = keras.layers.Dense(5, kernel_regularizer=small, name="hidden")(inputs)
        scaled = keras.layers.BatchNormalization(name="scaled")(hidden)
        outputs = keras.layers.Dense(10, name="scores")(scaled)
        model, self.beside = kind(inputs, outputs), kind(inputs, outputs)
        draw_weights(model)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        how = {"run_eagerly": not is_traced, "jit_compile": False}  # XLA fixes a variable's size
        model.compile(keras.optimizers.SGD(0.5, name="sgd"), loss, **how)
        model.fit(batches, verbose=0, shuffle=False, callbacks=[self])
        self.state = state_of(model)
        model.run_eagerly = True  # one trace less: TensorFlow counts them, and warns in later cells
        model.evaluate(of_validation, verbose=0)
        self.seen_after_validation = self._now()
        batch = data, labels, model(data), np.arange(rows)  # Keras does not name them either
        self.seen_after_call = self._now()
        self.loss = float(np.sum(model.compute_loss(*batch)))
        self.loss_by_keras = float(keras.Model.compute_loss(model, *batch))

    @property
    def is_shared(self) -> bool:
        """Whether another model of the kind has the same variable."""
        return getattr(self.beside, "last_scores", None) is self.model.last_scores

    def on_train_begin(self, logs=None):
        self.before = self._now()

    def on_train_batch_end(self, batch, logs=None):
        self.seen.append(self._now())
        self.of_a_second_pass.append(getattr(self.model, "of_a_second_pass", None))

    def _now(self) -> object:
        kept = getattr(self.model, "last_scores", None)
        return np.array(kept) if is_tensor(kept) and not is_symbolic(kept) else kept


def _rows(count: int) -> tuple[np.ndarray, np.ndarray]:
    return normal(count, 4), np.arange(count) % 10


@functools.cache
def _batches(rows: int, size: int) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    """Those of the training, and one of other rows; made once, since that takes long."""
    data, labels = _rows(rows)
    training, other = (data, labels), (-data[:size], labels[:size])
    return tuple(tf.data.Dataset.from_tensor_slices(each).batch(size) for each in (training, other))


@functools.cache
def keeping_scores(rows: int, size: int) -> TrainedModel:
    """What a right answer keeps of so many rows; run once, since every answer is compared with it."""
    return TrainedModel(KeepsScores, rows, size)
