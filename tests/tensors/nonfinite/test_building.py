"""A first step that is bad leaves nothing behind, though it makes variables."""

import keras
import numpy as np
import pytest

from tutorial_utils.tensors.nonfinite.stopping import StopOnNonfinite

from .. import zoo
from ..training.test_undisturbed import WAYS
from .fitting import FIT, values

L = keras.layers


def unbuilt(optimizer="adam", **options):
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [L.Dense(4, name="a"), L.Dropout(0.5, name="drop"), L.Dense(1, name="b")], name="m"
    )
    model.compile(optimizer, "mse", metrics=["mae"], **options)
    return model


def functional(optimizer="adam", **options):
    keras.utils.set_random_seed(3)
    inputs = keras.Input((3,))
    model = keras.Model(inputs, L.Dense(1, name="b")(L.Dense(4, name="a")(inputs)), name="m")
    model.compile(optimizer, "mse", metrics=["mae"], **options)
    return model


ADAPTIVE = {
    "adam": lambda: keras.optimizers.Adam(name="o"),
    "momentum": lambda: keras.optimizers.SGD(0.1, momentum=0.9, name="o"),
    "scaled": lambda: keras.optimizers.LossScaleOptimizer(
        keras.optimizers.Adagrad(0.1, name="i"), name="o"
    ),
    "averaged": lambda: keras.optimizers.RMSprop(0.1, use_ema=True, name="o"),
}


@pytest.mark.parametrize("way", ["graph", "xla", "eager"])
@pytest.mark.parametrize("optimizer", ADAPTIVE)
@pytest.mark.parametrize("make", [unbuilt, functional])
def test_the_very_first_step_is_bad(make, optimizer, way, capsys):
    """What training makes then has a value from before it; a fit on good data goes on from there."""
    x, y = np.ones((8, 3), "float32"), np.ones((8, 1), "float32")
    bad = y.copy()
    bad[0] = np.nan
    plain, model = (make(ADAPTIVE[optimizer](), **WAYS[way]) for _ in range(2))
    stop = StopOnNonfinite()
    model.fit(x, bad, callbacks=[stop], **FIT)
    assert (stop.epoch, stop.step, stop.report.first.what) == (0, 0, "label")
    assert "The model is as before that step" in capsys.readouterr().out
    assert all(np.isfinite(value).all() for value in values(model))
    model.fit(x, y, callbacks=[stop], **FIT)
    plain.fit(x, y, **FIT)
    assert stop.report is None
    for one, other in zip(model.weights, plain.weights, strict=True):
        assert one.path == other.path
    paths = [[one.path for one in each.optimizer.variables] for each in (model, plain)]
    assert paths[0] == paths[1]
    if optimizer != "scaled":  # that one has another scale by now
        for one, other in zip(values(model), values(plain), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5 if way == "xla" else 0)


@pytest.mark.parametrize("way", ["graph", "xla", "eager"])
@pytest.mark.parametrize("make", [unbuilt, functional])
def test_training_from_the_start_is_as_without_it(make, way):
    """Though it builds early what the first step would build."""
    found = []
    for callbacks in ([], [StopOnNonfinite()]):
        model = make(**WAYS[way])
        run = model.fit(zoo.rows(40, 3), zoo.rows(40, 1), epochs=2, callbacks=callbacks, **FIT)
        found.append([*run.history["loss"], *values(model)])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


class CallsMoreInTraining(keras.Model):
    def __init__(self):
        super().__init__(name="more")
        self.d, self.aux, self.o = L.Dense(3), L.Dense(3), L.Dense(1)

    def call(self, x, training=None):
        x = self.d(x)
        return self.o(x + self.aux(x) if training else x)


class BuildsItsOwn(keras.Model):
    def __init__(self):
        super().__init__(name="builds")
        self.d, self.o = L.Dense(3), L.Dense(1)

    def build(self, shape):
        self.scale = self.add_weight(shape=(3,), initializer="ones", name="scale")

    def call(self, x):
        return self.o(self.d(x) * self.scale)


@pytest.mark.parametrize("way", ["graph", "eager"])
@pytest.mark.parametrize("kind", [CallsMoreInTraining, BuildsItsOwn])
def test_a_built_model_that_gets_more_weights_in_its_first_step(kind, way):
    found = []
    for callbacks in ([], [StopOnNonfinite()]):
        keras.utils.set_random_seed(1)
        model = kind()
        if kind is BuildsItsOwn:
            model.build((None, 3))
        else:
            model(zoo.rows(4, 3))
        model.compile("adam", "mse", **WAYS[way])
        run = model.fit(zoo.rows(8, 3), zoo.rows(8, 1), epochs=2, callbacks=callbacks, **FIT)
        found.append([*run.history["loss"], *values(model)])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


class Assigns(L.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=shape[1:], initializer="zeros", name="scale")
        self.scale.assign([7.0, 8.0, 9.0])

    def call(self, x):
        return x * self.scale


@pytest.mark.parametrize("way", ["graph", "xla", "eager"])
def test_what_a_build_assigns_is_lost_where_it_is_lost_without_it(way):
    found = []
    for callbacks in ([], [StopOnNonfinite()]):
        model = keras.Sequential([Assigns(name="assigns")])
        model.compile(keras.optimizers.SGD(0.01), "mse", **WAYS[way])
        x = zoo.rows(8, 3)
        found.append([*model.fit(x, x, callbacks=callbacks, **FIT).history["loss"], *values(model)])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_a_first_step_makes_in_a_model_of_ones_own_is_said_to_stay(capsys):
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = L.Dense(1, name="out")

        def call(self, x):
            return self.out(x)

    model = Own()
    model.compile("sgd", "mse")
    stop = StopOnNonfinite()
    model.fit(np.ones((4, 3)), np.full((4, 1), np.nan), callbacks=[stop], **FIT)
    said = capsys.readouterr().out
    assert stop.report.first.what == "label"
    assert "were made in this very step" in said and "The model is as before" not in said
    assert not np.isfinite(model.get_weights()[0]).all()  # as it says
