"""Reducers by name give the numbers of NumPy, eagerly and in a graph, wherever `reduce` is taken."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as some

from tutorial_utils.tensors import (
    ActivationExtractor,
    ActivationLogger,
    capture_activations,
    get_activations,
    spread,
)
from tutorial_utils.tensors.reducers.named import NAMED, dead, norm, quantiles, reducer

X = np.random.default_rng(0).normal(size=(6, 3)).astype("float32")


def floats(found):
    return {name: float(value) for name, value in found.items()}


@settings(max_examples=60, deadline=None)
@given(some.lists(some.floats(-1e6, 1e6, width=32, allow_subnormal=False), min_size=1, max_size=40))
def test_quantiles_are_those_of_numpy(numbers):
    found = floats(quantiles(tf.constant(numbers, tf.float32)))
    for name, value in found.items():
        share = int(name[:-1]) / 100
        exact = np.quantile(np.float32(numbers), share, method="inverted_cdf")
        assert value == exact, name


@pytest.mark.parametrize("shape", [(4,), (5, 3), (2, 4, 4, 3)])
def test_norms_and_zeros_are_those_of_numpy(shape):
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    x[x < 0.3] = 0.0
    x[..., 0] = 0.0
    found = floats(norm(x)) | floats(dead(x))
    units = (x == 0).reshape(-1, shape[-1] if len(shape) > 1 else 1).all(0)
    expected = {
        "norm": np.sqrt((x**2).sum()),
        "rms": np.sqrt((x**2).mean()),
        "zeros": (x == 0).mean(),
        "dead": units.mean(),
    }
    assert found == pytest.approx(expected, rel=1e-5)


def test_many_values_are_sampled_evenly():
    found = floats(quantiles(tf.range(200_000.0)))
    assert found == pytest.approx(
        {"1%": 2e3, "25%": 5e4, "50%": 1e5, "75%": 1.5e5, "99%": 1.98e5}, rel=1e-2
    )


@pytest.mark.parametrize(
    "shape", [(32, 32, 32, 64), (64, 64, 64, 64), (100, 50, 50, 64), (2, 99999)]
)
def test_the_sample_has_all_places_of_each_axis(shape):
    values = np.arange(shape[-1]) + np.random.default_rng(0).uniform(0, 0.5, shape)
    found = floats(quantiles(tf.constant(values, tf.float32)))
    exact = np.quantile(values, [0.01, 0.25, 0.5, 0.75, 0.99])
    assert list(found.values()) == pytest.approx(list(exact), abs=0.01 * shape[-1])


@pytest.mark.parametrize("kind", ["few", "many"])
def test_nan_makes_quantiles_nan(kind):
    values = np.linspace(1.0, 0.0, 10 if kind == "few" else 200_001, dtype="float32")
    values[7] = np.nan
    assert np.isnan(list(floats(quantiles(tf.constant(values))).values())).all()


TINY, HUGE = 1e-23 * np.ones(100), 3e19 * np.ones(100)


@pytest.mark.parametrize(
    "values",
    [TINY, HUGE, 3e38 * np.ones(100), np.r_[TINY, 1.0], np.zeros(3), np.r_[1.0, np.inf]],
    ids=["squares vanish", "squares overflow", "the largest", "one counts", "zeros", "infinite"],
)
@pytest.mark.parametrize("way", ["eager", "graph", "XLA"])
def test_norms_of_numbers_whose_squares_float32_does_not_hold(values, way):
    ways = {"eager": norm, "graph": tf.function(norm), "XLA": tf.function(norm, jit_compile=True)}
    found = floats(ways[way](tf.constant(values, tf.float32)))
    total, mean = np.sum(values**2), np.mean(values**2)
    expected = {"norm": np.float32(total**0.5), "rms": np.float32(mean**0.5)}
    assert found == pytest.approx(expected, rel=1e-5, abs=0.0)


@pytest.mark.parametrize("values", [[np.nan, 1.0], [np.nan] * 3])
def test_nan_makes_norms_nan(values):
    assert np.isnan(list(floats(norm(tf.constant(values))).values())).all()


def test_no_values_are_neither_dead_nor_alive():
    assert np.isnan(list(floats(dead(tf.zeros((0, 3)))).values())).all()


def test_no_values_have_no_quantiles():
    assert all(np.isnan(value) for value in floats(quantiles(tf.zeros([0]))).values())


@pytest.mark.parametrize("name", NAMED)
def test_a_name_is_taken_wherever_a_function_is(name):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="a")])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    expected = tf.nest.map_structure(np.asarray, NAMED[name](model(X)))
    with capture_activations(model, reduce=name) as captured:
        model(X)
    logger = ActivationLogger(probe=X, reduce=name)
    model.fit(X, X[:, :2], verbose=0, callbacks=[logger])
    found = [
        ActivationExtractor(model, reduce=name)(X)["a"],
        get_activations(model, X, reduce=name)["a"],
        captured["a"],
        logger.history.looks[0].values["a"],
    ]
    for one in found:
        tf.nest.map_structure(
            lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5), one, expected
        )


def test_several_reducers_are_one_and_their_columns_are_told_apart():
    both = reducer(["spread", "dead", tf.reduce_max])
    assert list(both(tf.constant(X))) == [
        *("mean", "std", "low", "high"),
        *("zeros", "dead"),
        "reduce_max",
    ]
    nested = reducer({"s": "spread", "top": tf.reduce_max})
    assert list(nested(tf.constant(X))) == ["s mean", "s std", "s low", "s high", "top"]
    with pytest.raises(ValueError, match="two reducers give the column 'mean'"):
        reducer(["spread", spread])(tf.constant(X))


def test_a_logger_has_all_columns():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="a")])
    model.compile("sgd", "mse")
    for probe in (X, None):
        logger = ActivationLogger(probe=probe, reduce=["norm", "dead"])
        model.fit(X, X[:, :2], verbose=0, callbacks=[logger])
        (row,) = logger.history.rows()
        assert set(row) == {"epoch", "batch", "layer", "norm", "rms", "zeros", "dead"}


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ("sprad", ValueError, "'sprad' is no reducer's name; next: one of 'spread', 'norm'"),
        (3, TypeError, "reduce=3 is neither a function nor a name"),
        ([], ValueError, "`reduce` is empty"),
        ({"a": "b"}, ValueError, "'b' is no reducer's name"),
    ],
)
def test_what_is_no_reducer_is_refused_at_once(wrong, error, says):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    for entry in (ActivationExtractor, lambda model, reduce: ActivationLogger(reduce=reduce)):
        with pytest.raises(error, match=says):
            entry(model, reduce=wrong)
