"""Training stops at the first step that is bad, says what was bad first, and is otherwise as without it."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.nonfinite import window
from tutorial_utils.tensors.nonfinite.stopping import StopOnNonfinite
from tutorial_utils.tensors.state.parts import variables_of
from tutorial_utils.tensors.training.logger import ActivationLogger

from ..training.test_undisturbed import WAYS, trained
from . import planted
from .fitting import FIT, Restless, good_then_bad, values

L = keras.layers


CASES = [(place, "graph", "plain") for place in planted.PLACES]
CASES += [(planted.in_a_gradient, "xla", "plain"), (planted.in_the_label, "eager", "plain")]
CASES += [(planted.in_the_optimizer, "eager", "plain")]
CASES += [(place, "graph", "scaled") for place in planted.PLACES]
CASES += [(planted.in_a_gradient, way, "both") for way in ("xla", "eager")]
CASES += [(place, "graph", "averaged") for place in (planted.in_the_label, planted.in_a_weight)]


class SpoilsLater(keras.callbacks.Callback):
    """Takes what is bad from the start out of the model, and puts it back before the third step."""

    def on_train_begin(self, logs=None):
        self.bad = []
        for variable in variables_of(self.model):
            if variable.dtype.is_floating and not np.isfinite(variable.numpy()).all():
                self.bad.append((variable, variable.numpy()))
                variable.assign(np.ones_like(variable.numpy()))

    def on_train_batch_begin(self, batch, logs=None):
        for variable, value in self.bad if batch == 2 else ():
            variable.assign(value)


@pytest.mark.parametrize(
    ("plant", "way", "optimizer"), CASES, ids=lambda case: getattr(case, "__name__", case)
)
def test_the_step_the_place_the_batch_and_the_weights_from_before(plant, way, optimizer, capsys):
    model, x, y, (what, path, first) = good_then_bad(plant, optimizer, **WAYS[way])
    stop, kept = StopOnNonfinite(), {}
    keep = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: kept.update({batch: values(model)})
    )
    model.fit(x, y, epochs=2, callbacks=[SpoilsLater(), keep, stop], **FIT)
    assert (stop.epoch, stop.step) == (0, 2)
    assert stop.report.first[:2] == (what, path)
    assert stop.report.first.count.first == first
    assert list(kept) == [0, 1, 2]
    for now, old in zip(values(model), kept[2], strict=True):
        np.testing.assert_array_equal(now, old)
    np.testing.assert_array_equal(stop.batch["x"], x[8:])
    np.testing.assert_array_equal(stop.batch["y"], y[8:])
    said = capsys.readouterr().out
    assert said.startswith(f"StopOnNonfinite: epoch 0, step 2: {stop.report.first}")
    assert "find_nonfinite(model, **stop.batch, training=True)" in said
    if optimizer in ("plain", "averaged"):  # the others skip it
        model.train_on_batch(**stop.batch)
        assert not all(np.isfinite(value).all() for value in values(model))


def test_large_weights_are_not_bad():
    """The sum of which is no float32 any more."""
    model, x, y = planted.model_of(optimizer=keras.optimizers.SGD(0.0))
    model.get_layer("hidden").kernel.assign(np.full((3, 2), 3e38))
    stop = StopOnNonfinite()
    model.fit(0.0 * x, y, callbacks=[stop], **FIT)
    assert stop.report is None


def test_steps_that_loss_scaling_skips_are_not_bad():
    layers = [
        keras.Input((3,)),
        L.Dense(1, dtype="mixed_float16", name="a", kernel_initializer="ones"),
    ]
    model = keras.Sequential([*layers, L.Activation("linear", dtype="float32", name="out")])
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.01), initial_scale=1e9)
    model.compile(optimizer, "mse")
    stop = StopOnNonfinite()
    model.fit(np.full((4, 3), 100.0), np.ones((4, 1)), callbacks=[stop], **FIT)
    assert float(optimizer.dynamic_scale) < 1e9
    assert stop.report is None


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("dropout_and_batch_normalization", "graph"),
        ("assigns", "graph"),
        ("dropout_and_batch_normalization", "xla"),
    ],
)
def test_training_is_as_without_it(kind, way):
    plain, _ = trained(kind, way, lambda x: [])
    found, (stop,) = trained(kind, way, lambda x: [StopOnNonfinite()])
    assert stop.report is None
    for one, other in zip(found, plain, strict=True):
        np.testing.assert_array_equal(one, other)


def test_beside_a_logger_and_in_a_second_fit():
    model, x, y, expected = good_then_bad(planted.in_the_label)
    stop, logger = StopOnNonfinite(), ActivationLogger(every="batch")
    model.fit(x[:8], y[:8], callbacks=[logger, stop], **FIT)
    assert (stop.report, len(logger.history)) == (None, 2)
    model.fit(x, y, callbacks=[stop, logger], **FIT)
    assert (stop.step, stop.report.first.what) == (2, expected[0])
    assert len(logger.history) == 5
    assert model.train_function.__class__.__name__ != "_ArmedStep"


class Remembers(L.Layer):
    """Has a weight that is NaN from the first large batch on, and that no loss depends on."""

    def build(self, shape):
        self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False, name="seen")

    def call(self, x):
        self.seen.assign_add(tf.where(tf.reduce_max(x) > 9.0, np.nan, 1.0))
        return x


@pytest.mark.parametrize(
    ("bad", "way", "most", "made"),
    [(6, "graph", 16, 18), (18, "graph", 16, 20), (6, "xla", 32, 20), (3, "eager", 32, 4)],
)
def test_a_bad_weight_that_the_loss_does_not_show(bad, way, most, made, monkeypatch, capsys):
    """The steps since the last look are repeated: dropout, the rate, the batches are those of then."""
    monkeypatch.setattr(window, "MOST_STEPS", most)
    keras.utils.set_random_seed(0)
    layers = [L.Dense(4, name="a"), L.Dropout(0.5, name="drop"), Remembers(name="remembers")]
    model = keras.Sequential([keras.Input((3,)), *layers, L.BatchNormalization(name="norm")])
    model.compile(keras.optimizers.Adam(), "mse", **WAYS[way])
    x = np.random.default_rng(0).normal(size=(20, 4, 3)).astype("float32")
    x[bad] *= 1e3
    stop, restless = StopOnNonfinite(), Restless()
    model.fit(x.reshape(80, 3), np.ones((80, 4)), callbacks=[restless, stop], **FIT)
    assert (stop.epoch, stop.step) == (0, bad)
    np.testing.assert_array_equal(stop.batch["x"], x[bad])
    for now, old in zip(values(model), restless.kept[bad], strict=True):
        np.testing.assert_array_equal(now, old)
    assert len(restless.kept) == made  # steps, until a look found it


@pytest.mark.parametrize("bad", [0, 2, 4, 6])
def test_the_logs_tell_the_loss_that_was(bad, tmp_path):
    """Of an epoch whose first step is bad, too: the loss was no 0.0, which would be the best ever."""
    model, x, y = planted.model_of(optimizer="adam")
    x, y = np.tile(x, (4, 1)), np.tile(y, (4, 1))
    batches = iter(range(100))

    def data():
        while True:
            yield x[:4], y[:4] * (np.nan if next(batches) == bad else 1.0)

    stop = StopOnNonfinite()
    run = model.fit(data(), steps_per_epoch=4, epochs=3, verbose=0, callbacks=[stop])
    assert (stop.epoch, stop.step) == divmod(bad, 4)
    assert np.isnan(run.history["loss"][-1]) and len(run.history["loss"]) == bad // 4 + 1
    assert np.isfinite(float(model.train_on_batch(x[:4], y[:4])))


class OtherNames(keras.Model):
    """Its step gives no `loss`, and its gradients stay finite."""

    def __init__(self):
        super().__init__(name="other_names")
        self.out = L.Dense(1, name="out")

    def call(self, x):
        return self.out(x)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x) - y) ** 2)
        self.optimizer.apply(
            tape.gradient(loss, self.trainable_variables), self.trainable_variables
        )
        return {"mse": loss, "log_loss": tf.reduce_mean(tf.math.log(x))}


def test_a_loss_of_another_name():
    model = OtherNames()
    model.compile("sgd")
    x = np.ones((12, 3), "float32")
    x[5] = -1.0
    stop = StopOnNonfinite()
    model.fit(x, np.ones((12, 1)), epochs=2, callbacks=[stop], **FIT)
    assert (stop.epoch, stop.step) == (0, 1)


@pytest.mark.parametrize("scaled", [False, True])
def test_averages_are_not_put_in_when_fit_ends(scaled):
    optimizer = keras.optimizers.Adam(0.1, use_ema=True, ema_momentum=0.5)
    model, x, y = planted.model_of(
        optimizer=keras.optimizers.LossScaleOptimizer(optimizer) if scaled else optimizer
    )
    x, y = np.tile(x, (6, 1)), np.tile(y, (6, 1))
    y[18] = np.nan
    stop, restless = StopOnNonfinite(), Restless()
    model.fit(x, y, callbacks=[stop, restless], **FIT)
    assert stop.step == 4
    assert np.any(restless.kept[4][0] != restless.kept[3][0])
    for now, old in zip(values(model), restless.kept[4], strict=True):
        np.testing.assert_array_equal(now, old)


@pytest.mark.parametrize("raises", [False, True])
def test_a_bad_step_that_does_not_come_up_again(raises, monkeypatch, capsys):
    """Neither a finite repetition nor one that raises is taken for the bad step."""
    model, x, y = planted.model_of()
    stop, restless, left = StopOnNonfinite(), Restless(), [3]

    def is_bad(self, step, loss, skipped):
        left[0] -= 1  # the first two steps are looked at alone, the third with those up to the end
        if left[0] < 0 and raises:
            raise RuntimeError("lost")
        return left[0] == 0

    monkeypatch.setattr(StopOnNonfinite, "_is_bad", is_bad)
    data = np.tile(x, (6, 1)), np.tile(y, (6, 1))
    model.fit(*data, epochs=2, callbacks=[restless, stop], **FIT)
    assert (stop.epoch, stop.step, len(restless.kept)) == (0, 5, 6)
    assert "did not come up again" in stop.report.notes[-1]
    for now, old in zip(values(model), restless.kept[2], strict=True):
        np.testing.assert_array_equal(now, old)
    said = capsys.readouterr().out
    assert "this is the last of them" in said and "The model is as before that step" not in said


def test_a_look_that_fails_lets_the_training_go_on(monkeypatch):
    def fails(model):
        raise RuntimeError("lost")

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="out")])
    model.compile("sgd", "mse")
    monkeypatch.setattr(window, "reachable", fails)
    stopper, four = StopOnNonfinite(), np.ones((4, 2))
    with pytest.warns(
        UserWarning, match="StopOnNonfinite looks no more.*RuntimeError: lost"
    ) as told:
        run = model.fit(four, four[:, :1], batch_size=2, epochs=2, verbose=0, callbacks=[stopper])
    assert len(run.history["loss"]) == 2 and stopper.report is None
    assert len([one for one in told if "looks no more" in str(one.message)]) == 1
