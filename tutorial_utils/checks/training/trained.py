"""Small trainings that are the same each time, to be had with a learner's callback and without it.

What is right is seen without the callback, so one that changes the training is found out.
"""

import functools
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from ..attempt import Look
from ..looks import same


@dataclass(frozen=True)
class Training:
    """Some epochs of a few batches.

    Args:
        name: Of the layer that is looked at.
        sizes: Of the input, and of each dense layer.
        place: Which of the sizes is that of the layer that is looked at.
        rows: Of the probe batch.
        biases: What one of the layer's is set to after each epoch; the last one stays.
        epochs: How many there are, if nobody stops.
        batches: How many there are in each.
    """

    name: str
    sizes: tuple[int, ...]
    place: int = 2
    rows: int = 5
    biases: tuple[float, ...] = ()
    epochs: int = 3
    batches: int = 2

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
        model = keras.Model(inputs, values, name="a_model")
        draw_weights(model)
        model.compile(keras.optimizers.SGD(0.02, name="sgd"), "mse", run_eagerly=True)
        model.make_train_function()  # without a trace: quicker
        model.run_eagerly = False  # so one that is turned on is seen
        return model

    def run(self, model: keras.Model, *callbacks: keras.callbacks.Callback) -> int:
        """Train a model, and say how many epochs that were."""

        def set_bias(number):
            bias = model.get_layer(self.name).bias
            bias.assign([0.5, number, *[0.5] * (bias.shape[0] - 2)])

        numbers = [*self.biases, *self.epochs * self.biases[-1:]]
        setting = keras.callbacks.LambdaCallback(
            on_train_batch_begin=lambda batch, logs: set_bias(0.5),  # else all weights break
            on_epoch_end=lambda epoch, logs: set_bias(numbers[epoch]),
        )
        callbacks = [setting, *callbacks] if self.biases else callbacks
        data = _batches(self.batches, self.sizes[0], self.sizes[-1])
        how = {"epochs": self.epochs, "shuffle": False, "verbose": 0}
        return len(model.fit(data, callbacks=list(callbacks), **how).epoch)


class Seen(keras.callbacks.Callback):
    """After each epoch: what a layer, the whole, the layer in training give for a probe; the state."""

    def __init__(self, training: Training):
        super().__init__()
        self.training = training
        self.layer, self.whole, self.in_training, self.states = [], [], [], []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.training.name)
        self.route = keras.Model(self.model.inputs, [layer.output, *self.model.outputs])

    def on_epoch_end(self, epoch, logs=None):
        layer, whole = self.route([self.training.probe])
        self.states.append(state_of(self.model))
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


def state_of(model: keras.Model) -> dict[str, np.ndarray]:
    """Weights, statistics, and what the optimizer keeps, by path."""
    return {each.path: each.numpy() for each in (*model.weights, *model.optimizer.variables)}


def training_changed(state: dict[str, np.ndarray], right: dict[str, np.ndarray]) -> Look:
    """Whether a model came to another state than one that nobody disturbed."""
    changed = [path for path in right if not same(state.get(path), right[path])]
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
def _batches(count: int, columns: int, outputs: int) -> tf.data.Dataset:
    """Made once: it is what takes longest when so little is trained."""
    rows = normal(4 * count, columns + outputs).reshape(count, 4, -1)
    return tf.data.Dataset.from_tensor_slices((rows[..., :columns], rows[..., columns:]))
