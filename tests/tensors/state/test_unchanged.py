import contextlib
import random

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.gradients.taking import get_gradients
from tutorial_utils.tensors.state.parts import variables_of
from tutorial_utils.tensors.state.unchanged import unchanged

from .. import zoo
from ..training.test_undisturbed import RESTLESS

L = keras.layers


def values(model):
    return [variable.numpy().copy() for variable in variables_of(model)]


@pytest.mark.parametrize("kind", ["stateful", "assigns", "draws", "draws_in_python"])
def test_a_model_that_changes_when_it_is_called(kind):
    model, x = RESTLESS[kind]()
    model(x)
    before, losses = values(model), [float(loss) for loss in model.losses]
    numbers = random.getstate(), np.random.get_state()[1].tolist()
    with contextlib.suppress(KeyboardInterrupt), unchanged(model):
        model(x, training=True)
        if kind != "draws_in_python":
            assert any(map(np.any, map(np.not_equal, values(model), before)))
        raise KeyboardInterrupt
    for now, old in zip(values(model), before, strict=True):
        np.testing.assert_array_equal(now, old)
    assert [float(loss) for loss in model.losses] == losses
    assert (random.getstate(), np.random.get_state()[1].tolist()) == numbers


def test_training_in_the_block():
    model, x = zoo.KINDS["dropout_and_batch_normalization"]()
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, zoo.rows(4, 1), verbose=0)
    before = values(model)
    with unchanged(model):
        model.fit(x, zoo.rows(4, 1), verbose=0)
    for now, old in zip(values(model), before, strict=True):
        np.testing.assert_array_equal(now, old)


def test_a_model_that_is_built_in_the_block():
    """Its variables have the values that they were made with."""
    layers = [
        L.BatchNormalization(momentum=0.5, name="norm"),
        L.LSTM(2, name="lstm", stateful=True),
    ]
    model = keras.Sequential(layers)
    with unchanged(model):
        model(tf.ones((2, 3, 4)), training=True)
    assert model.built
    for weight, expected in (("moving_mean", 0.0), ("moving_variance", 1.0), ("gamma", 1.0)):
        assert np.all(getattr(layers[0], weight).numpy() == expected)
    assert np.all(layers[1].states[0].numpy() == 0.0)
    assert np.any(layers[1].cell.kernel.numpy())


def test_in_a_graph_and_under_xla():
    model, x = RESTLESS["stateful"]()
    model(x)
    before = values(model)

    @tf.function(jit_compile=True)
    def looked_at(x):
        with unchanged(model):
            return model(x)

    first, second = looked_at(x), looked_at(x)
    np.testing.assert_array_equal(first, second)
    for now, old in zip(values(model), before, strict=True):
        np.testing.assert_array_equal(now, old)


def test_random_numbers_that_keras_draws_without_a_seed():
    keras.utils.set_random_seed(1)
    keras.random.normal(())
    with unchanged():
        inside = keras.random.normal(())
    assert float(keras.random.normal(())) == float(inside)


def test_a_model_that_a_function_builds_is_left_built():
    model = keras.Sequential([keras.layers.Dense(1, name="a")])
    function = tf.function(lambda x: model(x), autograph=False)
    with unchanged(model):
        inside = function(tf.ones((1, 3)))
    np.testing.assert_array_equal(function(tf.ones((1, 3))), inside)


class BuildsInside(keras.Model):
    """Its attention is built when it is first called, with seeds that Python draws."""

    def __init__(self):
        super().__init__()
        self.mha, self.drop = L.MultiHeadAttention(1, 2, name="mha"), None

    def build(self, shape):
        self.drop = L.Dropout(0.5, name="drop")

    def call(self, x):
        return self.drop(self.mha(x, x))


@pytest.mark.parametrize("seed", [0, 1])
def test_models_that_are_built_by_a_look_are_those_that_a_call_builds(seed):
    """The second has weights of its own, not those of the first once more."""
    x = tf.ones((1, 2, 3))

    def two(call):
        keras.utils.set_random_seed(seed)
        models = [BuildsInside(), BuildsInside()]
        for model in models:
            call(model)
        return [weight.numpy() for model in models for weight in model.weights], random.random()

    def looked_at(model):
        with unchanged(model):
            model(x)

    called, drawn = two(lambda model: model(x))
    found, drawn_then = two(looked_at)
    half = len(found) // 2
    assert any(map(np.any, map(np.not_equal, found[:half], found[half:])))
    for one, other in zip(found, called, strict=True):
        np.testing.assert_array_equal(one, other)
    assert drawn == drawn_then


def test_built_by_a_look_that_fails():
    class Fails(keras.Model):
        def __init__(self):
            super().__init__()
            self.norm = L.BatchNormalization(momentum=0.5)
            self.own = None

        def build(self, shape):
            self.own = tf.Variable(tf.zeros((0, 3)), shape=(None, 3), trainable=False)

        def call(self, x, training=None):
            self.own.assign(tf.concat([self.own, x], 0))
            self.norm(x, training=training)
            raise RuntimeError("late")

    model = Fails()
    with pytest.raises(RuntimeError, match="late"), unchanged(model):
        model(tf.ones((2, 3)), training=True)
    assert model.own.shape[0] is None and model.own.numpy().shape == (0, 3)
    np.testing.assert_array_equal(model.norm.moving_mean, np.zeros(3))


class Assigns(L.Layer):
    """Its `build` gives its weight numbers, as one does that loads them."""

    def build(self, shape):
        self.scale = self.add_weight(shape=(3,), initializer="zeros", name="scale")
        self.scale.assign([7.0, 8.0, 9.0])

    def call(self, x):
        return x * self.scale


class Starts(L.Layer):
    """Its first call sets its weight from the data, and notes that it has."""

    def __init__(self):
        super().__init__(name="starts")
        self.started = False

    def build(self, shape):
        self.scale = self.add_weight(shape=(3,), initializer="ones", name="scale")

    def call(self, x):
        if not self.started and not isinstance(x, keras.KerasTensor):
            self.scale.assign(tf.reduce_max(x, 0))
            self.started = True
        return x / self.scale


@pytest.mark.parametrize(("kind", "bare"), [(Assigns, False), (Assigns, True), (Starts, True)])
def test_built_by_a_look_it_is_as_built_by_a_call(kind, bare):
    x = tf.constant([[1.0, 2.0, 3.0]])
    plain, found = (kind() if bare else keras.Sequential([kind()]) for _ in range(2))
    for _ in range(2):
        with unchanged(found):
            found(10.0 * x)
    np.testing.assert_array_equal(found(x), plain(x))
    np.testing.assert_array_equal(found.weights[0], plain.weights[0])


class MakesForItself(L.Layer):
    def __init__(self):
        super().__init__(name="makes")
        self.built, self.calls = True, 0

    def call(self, x):
        self.calls += 1
        total = tf.Variable(0.0)
        total.assign_add(np.random.rand())
        return x + total * random.random()


def test_a_variable_for_one_call_alone_changes_nothing():
    layer, x = MakesForItself(), tf.ones((1, 2))
    numbers = random.getstate(), np.random.get_state()[1].tolist()
    with unchanged(layer):
        layer(x)
    assert layer.calls == 0
    assert (random.getstate(), np.random.get_state()[1].tolist()) == numbers


def keras_ones(shape, dtype=None):
    return keras.random.normal(shape, dtype=dtype)


def numpy_ones(shape, dtype=None):
    return np.random.normal(size=shape).astype("float32")


class Own:
    def __init__(self):
        self.generator = np.random.default_rng(1)

    def __call__(self, shape, dtype=None):
        return self.generator.normal(size=shape).astype("float32")


@pytest.mark.parametrize("draws_before", [0, 1])
@pytest.mark.parametrize("make", [lambda: keras_ones, lambda: numpy_ones, Own])
def test_the_next_model_has_other_weights(make, draws_before):
    x, found = tf.ones((1, 3)), []
    for look in (contextlib.nullcontext, unchanged):
        keras.utils.set_random_seed(0)
        initializer = make()
        for _ in range(draws_before):
            keras.random.normal(())
        models = [keras.Sequential([L.Dense(2, kernel_initializer=initializer)]) for _ in range(2)]
        for model in models:
            with look(*([model] if look is unchanged else [])):
                model(x)
        found.append([model.get_weights()[0] for model in models])
    for plain, looked_at in zip(*found, strict=True):
        np.testing.assert_array_equal(plain, looked_at)
    assert np.any(found[0][0] != found[0][1])


class Block(L.Layer):
    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def build(self, shape):
        self.scale = self.add_weight(shape=(3,), initializer="ones", name="scale")

    def call(self, x, training=None):
        return self.norm(x * self.scale, training=training)


class Shares(keras.Model):
    """The second of its blocks is built when the first has called the layer of both."""

    def __init__(self):
        super().__init__(name="shares")
        self.norm = L.BatchNormalization(momentum=0.5, name="norm")
        self.one, self.two = Block(self.norm), Block(self.norm)

    def build(self, shape):
        self.scale = self.add_weight(shape=(3,), initializer="ones", name="scale")

    def call(self, x, training=None):
        return self.two(self.one(x, training=training), training=training)


def test_a_layer_of_two_blocks_is_put_back_though_one_is_built_late():
    model = Shares()
    with unchanged(model):
        model(tf.ones((2, 3)), training=True)
    np.testing.assert_array_equal(model.norm.moving_mean, np.zeros(3))


class SetsInside(L.Layer):
    """Its `build` builds another layer, and gives that one its weights."""

    def build(self, shape):
        self.inner = L.Dense(2, name="inner")
        self.inner.build(shape)
        self.inner.set_weights([np.full((3, 2), 5.0), np.full(2, 6.0)])

    def call(self, x):
        return self.inner(x)


def test_what_a_build_assigns_to_a_layer_inside_stays():
    layer = SetsInside()
    with unchanged(layer):
        layer(tf.ones((1, 3)))
    np.testing.assert_array_equal(layer.inner.kernel, np.full((3, 2), 5.0))


class CountsCalls(L.Layer):
    def __init__(self):
        super().__init__(name="counts")
        self.calls = 0

    def call(self, x):
        self.calls += 1
        return x + random.random()


def test_the_metrics_that_a_loss_makes_are_nothing_that_a_layer_says_it_has():
    inputs, counts = keras.Input((3,)), CountsCalls()
    middle = counts(inputs)
    model = keras.Model(inputs, [L.Dense(1, name=name)(middle) for name in "ab"])
    model.compile("sgd", ["mse", "mse"])
    counts.calls, numbers = 10, random.getstate()
    x, y = zoo.rows(4, 3), zoo.rows(4, 1)
    for _ in range(2):
        get_gradients(model, x, [y, y])
        assert counts.calls == 10
        assert random.getstate() == numbers
