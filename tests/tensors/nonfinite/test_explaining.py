"""What is said of a bad step is true of it."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.nonfinite.stopping import StopOnNonfinite

from .. import zoo
from . import planted
from .fitting import FIT, Restless, still, values

L = keras.layers


def test_an_update_that_goes_too_far():
    """All is finite before the step, the gradients too."""
    model, x, y = planted.model_of(optimizer=keras.optimizers.SGD(3e38))
    stop = StopOnNonfinite()
    model.fit(x, y, callbacks=[stop], **FIT)
    assert stop.report.first[:2] == ("weight", "hidden/kernel")
    assert "a smaller learning rate" in stop.report.notes[-1]
    assert np.isfinite(model.get_weights()[0]).all()


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_several_steps_at_once(at, capsys):
    """Which of them was bad is not known, and not said."""
    model, x, y = planted.model_of(optimizer=still(), steps_per_execution=4)
    x, y = np.tile(x, (8, 1)), np.tile(y, (8, 1))
    y[(4 + at) * 4] = np.nan
    stop, restless = StopOnNonfinite(), Restless()
    model.fit(x, y, callbacks=[restless, stop], **FIT)
    assert (stop.epoch, stop.step, len(restless.kept)) == (0, 7, 2)
    assert stop.report.first.what == ("label" if at == 3 else "weight")
    for now, old in zip(values(model), restless.kept[1], strict=True):
        np.testing.assert_array_equal(now, old)
    said = capsys.readouterr().out
    assert "up to 4 steps ran together" in said and "steps_per_execution=1" in said
    assert "went too far" not in said and "before that step" not in said


def test_nothing_is_said_of_gradients_that_were_not_looked_at(capsys):
    """Labels that there are no classes for: eagerly, the loss raises; XLA makes NaN of them."""
    model = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="softmax", name="out")])
    model.compile("sgd", "sparse_categorical_crossentropy", jit_compile=True)
    stop = StopOnNonfinite()
    model.fit(zoo.rows(8, 4), np.arange(8) % 4, callbacks=[stop], **FIT)
    said = capsys.readouterr().out
    assert "outside the valid range" in said
    assert "gradients too" not in said and "learning rate" not in said


def test_the_gradient_of_a_loss_that_layers_add(capsys):
    """The norm of zero is finite, and its gradient is not."""

    class Distance(L.Layer):
        def call(self, pair):
            self.add_loss(tf.reduce_mean(tf.norm(pair[0] - pair[1], axis=1)))
            return pair[1]

    inputs = keras.Input((4,))
    same = L.Dense(4, kernel_initializer="identity", name="same")(inputs)
    model = keras.Model(inputs, Distance(name="distance")([inputs, same]))
    model.compile("sgd")
    stop = StopOnNonfinite()
    model.fit(zoo.rows(4, 4), callbacks=[stop], **FIT)
    assert stop.report.first[:2] == ("gradient", "same")
    assert "gradients too" not in capsys.readouterr().out


class RunsOut(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 0.01 * (1.0 - tf.cast(step, tf.float32) / 4.0) ** 0.5


@pytest.mark.parametrize(("rate", "step"), [(RunsOut(), 5), (lambda: float("inf"), 0)])
def test_a_rate_that_is_not_finite(rate, step, capsys):
    model, x, y = planted.model_of(optimizer=keras.optimizers.SGD(rate))
    stop = StopOnNonfinite()
    model.fit(np.tile(x, (8, 1)), np.tile(y, (8, 1)), callbacks=[stop], **FIT)
    assert stop.step == step
    assert stop.report.first[:2] == ("optimizer", "learning_rate")
    assert "too far" not in capsys.readouterr().out


class OwnStep(keras.Model):
    """A step without a compiled loss."""

    def __init__(self):
        super().__init__(name="own_step")
        self.out = L.Dense(1, kernel_initializer="ones", name="out")

    def call(self, x):
        return tf.sqrt(self.out(x))

    def train_step(self, data):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self(data[0], training=True))
        self.optimizer.apply_gradients(
            zip(tape.gradient(loss, self.trainable_weights), self.trainable_weights, strict=True)
        )
        return {"mine": loss}


def test_a_train_step_of_ones_own():
    model = OwnStep()
    model.compile("sgd")
    x = np.concatenate([np.ones((4, 3)), -np.ones((4, 3))]).astype("float32")
    stop = StopOnNonfinite()
    model.fit(x, np.ones((8, 1)), callbacks=[stop], **FIT)
    assert stop.step == 1
    assert "loss and gradients were not looked at" in stop.report.notes[0]
    assert np.isfinite(model.out.kernel.numpy()).all()
