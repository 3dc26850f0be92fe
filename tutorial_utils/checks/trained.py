"""Small trainings that are the same each time, to be had with a learner's callback and without it.

What is right is seen without the callback, so one that changes the training is found out.
"""

import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from .attempt import Attempt, Look
from .looks import same

EPOCHS = 3


@dataclass(frozen=True)
class Training:
    """Three epochs of two batches.

    Args:
        name: Of the layer that is looked at.
        sizes: Of the input, and of each dense layer.
        place: Which of the sizes is that of the layer that is looked at.
        rows: Of the probe batch.
        biases: What one of the layer's is set to after each epoch; nothing is learnt then.
    """

    name: str
    sizes: tuple[int, ...]
    place: int = 2
    rows: int = 5
    biases: tuple[float, ...] = ()

    @property
    def probe(self) -> np.ndarray:
        return normal(self.rows, self.sizes[0])

    def model(self) -> keras.Model:
        """A model with batch normalization: it gives other numbers with ``training=True``."""
        inputs = values = keras.Input(self.sizes[:1])
        for i, size in enumerate(self.sizes[1:], 1):
            if i == self.place:
                values = keras.layers.BatchNormalization(momentum=0.7, name="scaled")(values)
                values = keras.layers.Dense(size, name=self.name)(values)
            else:
                activation = "sigmoid" if i < len(self.sizes) - 1 else None
                values = keras.layers.Dense(size, activation, name=f"dense_{i}")(values)
        model = keras.Model(inputs, values, name="judged")
        draw_weights(model)
        rate = 0.0 if self.biases else 0.02  # large numbers must not grow
        model.compile(keras.optimizers.SGD(rate), "mse", run_eagerly=True)  # no trace: quicker
        return model

    def run(self, model: keras.Model, *callbacks: keras.callbacks.Callback) -> int:
        """Train a model, and say how many epochs that were."""

        def set_bias(epoch, logs):
            bias = model.get_layer(self.name).bias
            bias.assign([0.5, self.biases[epoch], *[0.5] * (bias.shape[0] - 2)])
            model.layers[1].bias.assign(model.layers[1].bias + 1.0)

        changing = [keras.callbacks.LambdaCallback(on_epoch_end=set_bias)] if self.biases else []
        data = _batches(self.sizes[0], self.sizes[-1])
        how = {"epochs": EPOCHS, "shuffle": False, "verbose": 0}
        return len(model.fit(data, callbacks=[*changing, *callbacks], **how).epoch)


class Seen(keras.callbacks.Callback):
    """What a model gives for a probe after each epoch: a layer, the whole, the layer in training."""

    def __init__(self, training: Training):
        super().__init__()
        self.training = training
        self.layer, self.whole, self.in_training = [], [], []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.training.name)
        self.route = keras.Model(self.model.inputs, [layer.output, *self.model.outputs])

    def on_epoch_end(self, epoch, logs=None):
        layer, whole = self.route([self.training.probe])
        before = self.model.get_weights()
        in_training, _ = self.route([self.training.probe], training=True)
        self.model.set_weights(before)
        self.layer.append(layer.numpy())
        self.whole.append(whole.numpy())
        self.in_training.append(in_training.numpy())


@functools.cache
def undisturbed(training: Training) -> Seen:
    """What is seen in a training without a learner's callback."""
    seen = Seen(training)
    training.run(training.model(), seen)
    return seen


class Watched:
    """A learner's callback, and a model that was trained with it."""

    def __init__(self, attempt: Attempt, training: Training, *given: object):
        """Make the callback, and train.

        Args:
            attempt: Its answer is the callback's class.
            training: With which model and data.
            given: Arguments of the class, the probe last.

        Raises:
            NotYet: It is no class, raised, or changed the probe.
        """
        attempt.first(attempt.answer, ("not-a-class", not isinstance(attempt.answer, type)))
        self.model = training.model()
        is_broken = not np.isfinite(training.biases).all()
        facts = ["the layer is broken"] if is_broken else []
        with _functions_built() as self.built_late:
            forget = keras.callbacks.LambdaCallback(on_epoch_end=self._forget_first_epoch)
            with attempt.running(facts=lambda: facts, probe=given[-1]):
                self.callback = attempt.answer(*given)
                self.epochs = training.run(self.model, self.callback, forget)

    def _forget_first_epoch(self, epoch: int, logs: dict) -> None:
        if epoch == 0:
            self.built_late.clear()


def training_changed(model: keras.Model, other: keras.Model) -> Look:
    """Whether a model came to other weights and states than one that nobody disturbed."""
    pairs = zip(model.variables, other.variables, strict=False)
    changed = [mine.path for mine, right in pairs if not same(mine.numpy(), right.numpy())]
    where = changed[0] if changed else ""
    return "training-changed", changed, f"{where} is another after training than without your code"


def normal(rows: int, columns: int) -> np.ndarray:
    """Normal random numbers, the same each time."""
    return np.random.default_rng(rows).normal(size=(rows, columns)).astype("float32")


def draw_weights(model: keras.Model) -> None:
    """Give a model's weights normal random numbers, the same each time."""
    rng = np.random.default_rng(3)
    for weight in model.trainable_variables:
        weight.assign(rng.normal(size=weight.shape))


class Counting(keras.layers.Layer):
    """Counts how often data comes through, in a variable that is none of the model's."""

    def __init__(self, name="counting", **settings):
        super().__init__(name=name, **settings)
        self.runs = tf.Variable(0, trainable=False)

    def call(self, values):
        self.runs.assign_add(1)
        return values


@functools.cache
def _batches(columns: int, outputs: int) -> tf.data.Dataset:
    """Made once: it is what takes longest when so little is trained."""
    rows = normal(8, columns + outputs).reshape(2, 4, -1)
    return tf.data.Dataset.from_tensor_slices((rows[..., :columns], rows[..., columns:]))


@contextlib.contextmanager
def _functions_built() -> Iterator[list]:
    """Fills with the functional models, and what they are made of, that are built meanwhile."""
    built, original = [], keras.Function.__init__

    def noted(self, inputs, outputs, name=None):  # Keras reads these names
        built.append(self)
        return original(self, inputs, outputs, name)

    keras.Function.__init__ = noted
    try:
        yield built
    finally:
        keras.Function.__init__ = original
