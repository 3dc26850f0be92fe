import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors import spread

from ..tensor_kinds import KINDS

NAN, INF = np.nan, np.inf


def normal(mean, std, size=50_000):
    return mean + std * np.random.default_rng(0).normal(size=size)


VALUES = {
    "around zero": normal(0, 1),
    "100 and a tenth": normal(100, 0.1),
    "300 and a tenth": normal(300, 0.1),
    "years": normal(2000, 3),
    "seconds since 1970": normal(1.7e9, 1184),
    "probabilities": normal(0.5, 1e-3),
    "relu": np.maximum(normal(0, 1), 0),
    "constant": np.full(1000, 0.1),
    "zeros": np.zeros(1000),
    "one value": np.array([5.0]),
    "close to overflow": 3e38 * np.sign(normal(0, 1)),
    "one huge value": np.r_[normal(0, 1), 1e25],
    "tiny": normal(0, 1e-30),
}
WAYS = {
    "eager": spread,
    "graph": tf.function(spread),
    "XLA": tf.function(spread, jit_compile=True),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", VALUES)
def test_it_is_right_to_float32(kind, way):
    values = VALUES[kind].astype("float32")
    mean, std, low, high = WAYS[way](tf.constant(values)).numpy()
    exact = values.astype("float64")
    assert (low, high) == (values.min(), values.max())
    assert std == pytest.approx(exact.std(), rel=1e-4)
    assert mean == pytest.approx(exact.mean(), rel=1e-6, abs=1e-5 * exact.std())


WIDE = {
    "large int32": tf.range(2**30, 2**30 + 100),
    "steps of int64": tf.constant([2**40 + step for step in range(9)], tf.int64),
    "unsigned": tf.constant([2**32 - 1, 2**32 - 3], tf.uint32),
    "milliseconds since 1970": tf.constant(1.7e9 + 0.001 * np.arange(50), tf.float64),
    "constant": tf.fill([7], tf.constant(1e8 + 0.1, tf.float64)),
    "not finite": tf.constant([1.0, NAN], tf.float64),
    "infinite": tf.constant([1.0, INF], tf.float64),
    "empty": tf.zeros([0], tf.int64),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", WIDE)
def test_digits_that_float32_does_not_hold_are_not_lost(kind, way):
    values = WIDE[kind].numpy().astype("float64")
    found = WAYS[way](WIDE[kind]).numpy()
    if np.isnan(values).any() or not values.size:
        values = np.array([NAN])
    with np.errstate(invalid="ignore"):
        exact = [values.mean(), values.std(), values.min(), values.max()]
    expected = np.float32(exact)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7)
    assert found.dtype == "float32"


@pytest.mark.parametrize("kind", ["constant", "zeros", "one value"])
def test_what_is_constant_has_no_deviation_at_all(kind):
    assert spread(tf.constant(VALUES[kind], tf.float32))[1] == 0.0


NOT_FINITE = {
    "empty": ([], [NAN, NAN, NAN, NAN]),
    "NaN": ([1.0, NAN, 2.0], [NAN, NAN, NAN, NAN]),
    "Inf": ([1.0, INF, 2.0], [INF, NAN, 1.0, INF]),
    "minus Inf": ([1.0, -INF, 2.0], [-INF, NAN, -INF, 2.0]),
    "only Inf": ([INF, INF], [INF, NAN, INF, INF]),
    "both": ([INF, NAN, 1.0], [NAN, NAN, NAN, NAN]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", NOT_FINITE)
def test_what_is_not_finite_shows(kind, way):
    values, expected = NOT_FINITE[kind]
    np.testing.assert_array_equal(WAYS[way](tf.constant(values, tf.float32)), expected)


def test_nan_shows_wherever_it_is():
    values = np.ones(1_000_003, "float32")
    for at in (0, 500_000, 1_000_002):
        values[at] = NAN
        assert np.isnan(spread(tf.constant(values))).all()
        values[at] = 1.0


TYPES = {
    "the modulus of complex numbers": (tf.constant([3 + 4j, 0]), [2.5, 2.5, 0, 5]),
    "True and False": (tf.constant([True, False]), [0.5, 0.5, 0, 1]),
    "int64": (tf.constant([2**40, 2**41], tf.int64), [1.5 * 2**40, 2**39, 2**40, 2**41]),
    "ragged": (tf.ragged.constant([[1.0], [2.0, 3.0]]), [2, np.sqrt(2 / 3), 1, 3]),
    "sparse": (tf.sparse.from_dense([0.0, 2.0]), [2, 0, 2, 2]),
    "quantised": (tf.bitcast(tf.constant([1, 2], tf.int8), tf.qint8), [1.5, 0.5, 1, 2]),
    "NumPy": (np.ones((2, 3)), [1, 0, 1, 1]),
}


@pytest.mark.parametrize("kind", TYPES)
def test_types(kind):
    value, expected = TYPES[kind]
    np.testing.assert_allclose(spread(value), np.array(expected, "float32"), rtol=1e-6)


@pytest.mark.parametrize("kind", ["int4", "uint4", "float8", "brain_float", "half", "image"])
def test_small_types_are_those_of_their_numbers(kind):
    value = KINDS[kind][0]()
    numbers = tf.cast(tf.cast(value, tf.int8), tf.float32) if "int4" in kind else value
    np.testing.assert_array_equal(spread(value), spread(tf.cast(numbers, tf.float32)))


@pytest.mark.parametrize("kind", ["strings", "resource_handle", "variant"])
def test_what_has_no_numbers_is_named(kind):
    with pytest.raises(
        TypeError, match=r"`spread` needs numbers, and this is: EagerTensor .* next:"
    ):
        spread(KINDS[kind][0]())


def test_a_gradient_flows_through_it():
    x = tf.constant([1.0, 2.0, 4.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        std = spread(x)[1]
    expected = (x - tf.reduce_mean(x)) / 3.0 / std
    np.testing.assert_allclose(tape.gradient(std, x), expected, rtol=1e-5)
