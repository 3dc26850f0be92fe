"""Two replicas on two logical CPUs, which have to be asked for before TensorFlow starts: a process
of its own, run by training/test_replicas.py."""

import contextlib

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors import (
    ActivationLogger,
    Activations,
    GradientLogger,
    StopOnNonfinite,
    activation_statistics,
    describe,
    edit_activations,
)

from .models import NeedsNumbers

L = keras.layers
X = np.random.default_rng(0).normal(50.0, 3.0, (19, 4)).astype("float32")
X[::2] *= -7.0  # the replicas' halves of a batch are no more alike than its rows
Y = X[:, :1]  # 19 rows: the last batch of 8 is of 3, 2 for one replica and 1 for the other


class Parts(L.Layer):
    """A structure, with ragged rows of different length."""

    def call(self, x):
        lengths = tf.cast(tf.abs(x[:, 0]), tf.int32) % 3
        ragged = tf.RaggedTensor.from_tensor(x, lengths=lengths)
        return {"pair": (x, 2.0 * x), "ragged": ragged}


class Plan(keras.Model):
    def __init__(self):
        super().__init__(name="plan")
        self.a, self.parts = L.Dense(5, name="a"), Parts(name="parts")
        self.drop, self.b = L.Dropout(0.0, name="drop"), L.Dense(1, name="b")

    def call(self, x):
        return self.b(self.drop(self.parts(self.a(x))["pair"][0]))


def halves(t):
    """A reducer that is no mean of the replicas' values: the median."""
    flat = tf.sort(tf.reshape(t.flat_values if isinstance(t, tf.RaggedTensor) else t, [-1]))
    return {"median": flat[tf.size(flat) // 2], "size": tf.size(flat)}


def looks(strategy, **options):
    keras.utils.set_random_seed(0)
    with strategy.scope() if strategy else contextlib.nullcontext():
        model = Plan()
        model.build((None, 4))
        model.compile(
            keras.optimizers.SGD(0.0), "mse", **options
        )  # Keras weighs uneven halves alike
    loggers = {
        "spread": ActivationLogger(every="batch"),
        "whole": ActivationLogger(every="batch", reduce=None),
        "median": ActivationLogger(every="batch", reduce=halves),
        "at times": ActivationLogger(every=2, reduce=None),
        "probe": ActivationLogger(probe=X[:5], every="batch"),
    }
    loss = model.fit(
        X, Y, batch_size=8, epochs=2, shuffle=False, verbose=0, callbacks=[*loggers.values()]
    ).history["loss"]
    return loss, {name: logger.history for name, logger in loggers.items()}


def same(found, expected, where):
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), where
        for key in expected:
            same(found[key], expected[key], f"{where}/{key}")
    elif isinstance(expected, tuple):
        for one, other in zip(found, expected, strict=True):
            same(one, other, where)
    elif (
        "number" in where and "whole" in where
    ):  # each replica has its own: their places in a vector
        assert found.shape == (2,), where
    elif expected.dtype == object:
        for row, other in zip(found, expected, strict=True):
            same(row, other, where)
    else:
        np.testing.assert_allclose(found, expected, rtol=2e-5, atol=1e-4, err_msg=where)


def compare(strategy, **options):
    """Every look of two replicas is that of the same model on one device."""
    _, expected = looks(None, **options)
    _, found = looks(strategy, **options)
    for name, history in expected.items():
        assert len(found[name]) == len(history) == (3 if name == "at times" else 6), name
        for at, (one, other) in enumerate(zip(found[name].looks, history.looks, strict=True)):
            assert one[:2] == other[:2]
            same(as_arrays(one), as_arrays(other), f"{name} {at}")


def stops(strategy):
    """At the first NaN, with the batch of both replicas, and with the weights from before."""
    with strategy.scope():
        model = keras.Sequential([keras.Input((4,)), L.Dense(2, name="a"), L.Dense(1, name="b")])
        model.compile(keras.optimizers.Adam(), "mse")
    bad = Y.copy()
    bad[13] = np.nan
    stop = StopOnNonfinite()
    model.fit(X, bad, batch_size=8, shuffle=False, verbose=0, callbacks=[stop])
    assert (stop.step, str(stop.report.first)) == (
        1,
        "the label has 1 NaN in 8, the first at [5, 0]",
    ), str(stop.report)
    np.testing.assert_array_equal(stop.batch["x"], X[8:16])
    assert all(np.isfinite(weight).all() for weight in model.get_weights())


def statistics(strategy):
    """A batch on each replica at once, of which the last is smaller, and the numbers of one device."""
    found = []
    for scope in (contextlib.nullcontext(), strategy.scope()):
        keras.utils.set_random_seed(0)
        with scope:
            model = Plan()
            model.build((None, 4))
        found.append(activation_statistics(model, X, batch_size=4, sample=None, verbose=0))
    alone, together = found
    assert together.batches == alone.batches == 5 and list(together) == list(alone)
    for row, other in zip(together.to_dicts(), alone.to_dicts(), strict=True):
        assert row["layer"] == other["layer"]
        numbers = [[each for each in one.values() if each != one["layer"]] for one in (row, other)]
        np.testing.assert_allclose(*numbers, rtol=1e-5, err_msg=row["layer"])


def statistics_of_what_is_no_graph(strategy):
    """They are taken batch by batch."""
    found = []
    for scope in (contextlib.nullcontext(), strategy.scope()):
        with scope:
            model = NeedsNumbers()
        with pytest.warns(UserWarning, match="can't be made a graph") as told:
            found.append(activation_statistics(model, X, batch_size=4, verbose=0))
        assert len(told) == 1
    alone, together = found
    assert together.batches == alone.batches == 5
    assert together["scaled"].mean == alone["scaled"].mean


def gradients_of(strategy, optimizer):
    """Weight by weight, of whole batches; the update is of the weights that all replicas share."""
    keras.utils.set_random_seed(0)
    with strategy.scope() if strategy else contextlib.nullcontext():
        model = keras.Sequential([keras.Input((4,)), L.Dense(2, name="a"), L.Dense(1, name="b")])
        model.compile(optimizer(), "mse")
    logger, at_times = GradientLogger(every="batch"), GradientLogger(every=2)
    model.fit(X[:16], Y[:16], batch_size=8, shuffle=False, verbose=0, callbacks=[at_times, logger])
    assert len(at_times.history) == 1
    assert at_times.history.rows() == logger.history.rows()[-4:]
    return logger.history.rows()


def logs_gradients(strategy):
    for optimizer in (
        lambda: keras.optimizers.Adam(0.1),
        lambda: keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(1e-6), initial_scale=16.0),
    ):
        one, two = gradients_of(None, optimizer), gradients_of(strategy, optimizer)
        assert len(one) == len(two) == 8
        for row, other in zip(one, two, strict=True):
            assert [*row.items()][:3] == [*other.items()][:3]
            for name in ("gradient", "weight", "update", "ratio"):
                np.testing.assert_allclose(other[name], row[name], rtol=1e-4, err_msg=name)


def edits(strategy):
    with strategy.scope():
        model = Plan()
        model(X[:2])
        model.compile(keras.optimizers.SGD(0.0), "mse")
    before = model.get_weights()
    with edit_activations(model, {"b": lambda t: t * 0.0 + 3.0}):
        assert model(X[:2]).numpy().tolist() == [[3.0], [3.0]]
        told = "'plan' runs on 2 replicas, each in a thread of its own"
        with pytest.raises(ValueError, match=told):
            model.predict(X[:8], verbose=0)
        with pytest.raises(ValueError, match=told):
            model.fit(X[:8], Y[:8], verbose=0)
    for one, other in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(one, other)
    assert not {"train_step", "test_step", "predict_step"} & vars(model).keys()
    assert model.predict(X[:8], verbose=0).shape == (8, 1)


def as_arrays(look):
    return Activations(dict(look.values)).numpy()


def main():
    (cpu,) = tf.config.list_physical_devices("CPU")
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(cpu, two)
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    with strategy.scope():
        variable = tf.Variable([1.0, 2.0])
    assert describe(variable).startswith("tf.Variable on 2 replicas  shape=(2,)"), describe(
        variable
    )
    both = strategy.run(lambda: tf.constant([1.0, 2.0]) * 2.0)
    assert describe(both).startswith("PerReplica of 2 replicas  [EagerTensor"), describe(both)
    compare(strategy)
    compare(strategy, run_eagerly=True)
    stops(strategy)
    statistics(strategy)
    statistics_of_what_is_no_graph(strategy)
    logs_gradients(strategy)
    edits(strategy)
    print("two replicas: ok")


if __name__ == "__main__":
    main()
