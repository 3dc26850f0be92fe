import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.capture.reduction import spread
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import zoo
from ..hooks import hooked

CALL = keras.Layer.__call__


def whole(t):
    return tf.cast(t, tf.float32)


def small(**options):
    """A model whose numbers can be checked, compiled; it learns nothing with a rate of 0."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), *zoo.stack()])
    rate = options.pop("rate", 0.1)
    model.compile(keras.optimizers.SGD(rate), "mse", **options)
    return model


X, Y = zoo.rows(12, 3), zoo.rows(12, 2)


def fit(model, *callbacks, epochs=2, **options):
    return model.fit(
        X,
        Y,
        batch_size=4,
        epochs=epochs,
        shuffle=False,
        verbose=0,
        callbacks=list(callbacks),
        **options,
    )


def attributes_of(model):
    return {name: value for name, value in vars(model).items() if name.startswith("train_")}


WAYS = {
    "as it is": {},
    "xla": {"jit_compile": True},
    "eager": {"run_eagerly": True},
    "several steps": {"steps_per_execution": 2},
}


@pytest.mark.parametrize("way", WAYS)
def test_real_batches_have_the_values_that_hooks_see(way):
    """With a rate of 0 the weights stay, so each batch can be run again on its own."""
    model = small(rate=0.0, **WAYS[way])
    logger = ActivationLogger(every="batch", reduce=whole)
    fit(model, logger, epochs=1)
    batches = [X[:4], X[4:8], X[8:]]
    if way == "several steps":
        batches = [X[4:8], X[8:]]  # the last of each execution
    assert len(logger.history) == len(batches)
    for look, batch in zip(logger.history.looks, batches, strict=True):
        with hooked(model) as expected:
            model(batch)
        assert list(look.values) == [layer.name for layer, _ in expected]
        for found, (_, value) in zip(look.values.values(), expected, strict=True):
            np.testing.assert_allclose(found, value, rtol=1e-5, atol=1e-6)
    assert keras.Layer.__call__ is CALL


@pytest.mark.parametrize("way", WAYS)
def test_training_with_it_is_training_without_it(way):
    plain, logged = small(**WAYS[way]), small(**WAYS[way])
    expected = fit(plain).history
    probe = ActivationLogger(x=X[:2], every=1)
    history = fit(logged, ActivationLogger(every="batch"), probe).history
    assert history.keys() == expected.keys()
    np.testing.assert_allclose(history["loss"], expected["loss"], rtol=1e-4)
    for one, other in zip(plain.get_weights(), logged.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("way", WAYS)
def test_the_probe_has_the_values_of_the_weights_of_that_moment(way):
    model = small(**WAYS[way])
    logger = ActivationLogger(x=X[:5], reduce=whole)
    fit(model, logger, epochs=3)
    assert [look.epoch for look in logger.history.looks] == [0, 1, 2]
    assert len(logger.history) == 3
    last = logger.history.looks[-1].values
    for path, value in get_activations(model, X[:5]).items():
        np.testing.assert_allclose(last[path], value, rtol=1e-5, atol=1e-6)
    values = logger.history.numpy()["b"]
    assert values.shape == (3, 5, 2)
    assert np.any(values[0] != values[2])


def test_mixed_precision():
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = small()
        real, probe = ActivationLogger(), ActivationLogger(x=X[:4])
        fit(model, real, probe)
    finally:
        keras.config.set_dtype_policy(policy)
    for logger in (real, probe):
        values = logger.history.numpy()
        assert values["a"].shape == (2, 4) and values["a"].dtype == np.float32
        assert np.isfinite(values["b"]).all()


def test_two_replicas():
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": "-1"}
    root = Path(__file__).parents[2]
    program = [sys.executable, "-m", "tests.tensors.replicas"]
    run = subprocess.run(
        program, cwd=root, env=environment, capture_output=True, text=True, timeout=120
    )
    assert "two replicas: ok" in run.stdout, run.stderr[-3000:]


@pytest.mark.parametrize("kind", [kind for kind in zoo.KINDS if "application" not in kind])
def test_every_kind_of_model_in_the_step(kind):
    model, x = zoo.KINDS[kind]()
    y = model(x)
    eager = kind == "subclassed_with_if_on_a_value"  # Keras itself can't train it in a graph
    model.compile("sgd", loss=tf.nest.map_structure(lambda _: "mse", y), run_eagerly=eager)
    data = tf.data.Dataset.from_tensors((as_data(x), as_data(y)))
    logger = ActivationLogger(reduce=None)
    model.fit(data, epochs=1, verbose=0, callbacks=[logger])
    expected = get_activations(model, x) if eager else ActivationExtractor(model)(x)
    assert list(logger.history.looks[0].values) == list(expected)


def as_data(structure):
    """A list is a tensor to tf.data, a tuple a structure."""
    return tuple(structure) if isinstance(structure, list) else structure


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "real", "probe"),
    [
        ("epoch", [(0, 0), (1, 0)], [(0, 2), (1, 2)]),
        (
            "batch",
            [(e, b) for e in (0, 1) for b in (0, 1, 2)],
            [(e, b) for e in (0, 1) for b in (0, 1, 2)],
        ),
        (2, [(0, 1), (1, 0), (1, 2)], [(0, 1), (1, 0), (1, 2)]),
    ],
)
def test_when_it_looks(every, real, probe):
    model = small()
    loggers = ActivationLogger(every=every), ActivationLogger(x=X[:2], every=every)
    fit(model, *loggers)
    for logger, expected in zip(loggers, (real, probe), strict=True):
        assert [(look.epoch, look.batch) for look in logger.history.looks] == expected


@pytest.mark.parametrize("every", ["step", 0, -1, 1.5, None, True])
def test_when_can_be_wrong(every):
    with pytest.raises(ValueError, match="next: 'epoch', 'batch'"):
        ActivationLogger(every=every)


def test_layers_can_be_chosen_and_unknown_ones_are_named():
    model = small()
    real, probe = ActivationLogger(layers="b"), ActivationLogger(x=X[:2], layers=["b"])
    fit(model, real, probe)
    assert real.history.paths == probe.history.paths == ["b"]
    for wrong in (ActivationLogger(layers="bb"), ActivationLogger(x=X[:2], layers="bb")):
        with pytest.raises(KeyError, match="the closest: 'b'"):
            fit(model, wrong)
        assert "train_step" not in vars(model)


def test_the_probe_is_traced_once_for_a_whole_fit_and_for_the_next():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return spread(t)

    model = small()
    logger = ActivationLogger(x=X[:5], layers="b", every="batch", reduce=reduce)
    fit(model, logger)
    fit(model, logger)
    assert len(traces) == 1
    assert len(logger.history) == 12


def test_nothing_recorded_is_said():
    with pytest.warns(UserWarning, match="recorded nothing in this fit of 6 batches"):
        fit(small(), ActivationLogger(every=100))


# --- what it leaves behind ------------------------------------------------------------------------


class Raises(keras.callbacks.Callback):
    def __init__(self, where):
        super().__init__()
        setattr(self, where, self.fail)

    def fail(self, *args, **kwargs):
        raise KeyboardInterrupt


def bad_data():
    yield X[:4], Y[:4]
    raise RuntimeError("bad data")


def test_the_model_is_as_before_after_fit():
    model = small()
    fit(model)
    before = attributes_of(model)
    fit(model, ActivationLogger(every="batch"))
    assert attributes_of(model) == before
    assert keras.Layer.__call__ is CALL


@pytest.mark.parametrize("where", ["on_train_batch_end", "on_epoch_end", "on_epoch_begin"])
def test_the_model_is_as_before_after_an_exception_in_another_callback(where):
    model = small()
    fit(model)
    before = attributes_of(model)
    with pytest.raises(KeyboardInterrupt):
        fit(model, ActivationLogger(every="batch"), Raises(where))
    assert attributes_of(model) == before
    assert set(fit(model).history) == {"loss"}


def test_the_model_is_as_before_after_an_exception_in_the_step():
    model = small()
    fit(model)
    before = attributes_of(model)
    signature = (tf.TensorSpec((None, 3)), tf.TensorSpec((None, 2)))
    data = tf.data.Dataset.from_generator(bad_data, output_signature=signature)
    with pytest.raises(tf.errors.OpError, match="bad data"):
        model.fit(data, verbose=0, callbacks=[ActivationLogger(every="batch")])
    assert attributes_of(model) == before
    assert keras.Layer.__call__ is CALL


def test_what_an_exception_just_before_the_step_leaves_takes_itself_out():
    model = small()
    fit(model)
    before = attributes_of(model)
    logger = ActivationLogger(every="batch")
    for _ in range(2):  # the second time with the rest of the first still there
        with pytest.raises(KeyboardInterrupt):
            fit(model, logger, Raises("on_train_batch_begin"))
    assert set(fit(model).history) == {"loss"}
    assert attributes_of(model) == before
    fit(model, logger)
    assert attributes_of(model) == before


def test_the_progress_bar_and_other_callbacks_see_only_the_metrics(capsys):
    seen = []

    class Sees(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append(sorted(logs))

    model = small()
    model.fit(X, Y, verbose=1, callbacks=[Sees(), ActivationLogger(every="batch"), Sees()])
    assert seen == [["loss"], ["loss"]]
    assert "activations" not in capsys.readouterr().out


# --- history --------------------------------------------------------------------------------------


def test_spread_is_what_numpy_says():
    values = np.random.default_rng(0).normal(2.0, 3.0, (7, 11)).astype("float32")
    expected = [values.mean(), values.std(), values.min(), values.max()]
    np.testing.assert_allclose(spread(tf.constant(values)), expected, rtol=1e-4)
    ragged = tf.RaggedTensor.from_row_lengths(tf.constant([1.0, 3.0]), [2, 0])
    np.testing.assert_allclose(spread(ragged), [2.0, 1.0, 1.0, 3.0])
    assert np.isnan(spread(tf.constant([1.0, np.nan]))).all()


def test_history_as_arrays_rows_and_table(capsys):
    model = small()
    logger = ActivationLogger(every="epoch", printing=True)
    fit(model, logger)
    arrays = logger.history.numpy()
    assert {path: array.shape for path, array in arrays.items()} == {"a": (2, 4), "b": (2, 4)}
    rows = logger.history.rows()
    assert [(row["epoch"], row["layer"]) for row in rows] == [
        (0, "a"),
        (0, "b"),
        (1, "a"),
        (1, "b"),
    ]
    assert rows[2]["std"] == pytest.approx(arrays["a"][1, 1])
    table = logger.history.table().splitlines()
    assert table[0].split() == ["epoch", "batch", "layer", "mean", "std", "low", "high"]
    printed = capsys.readouterr().out.splitlines()
    assert [line.split() for line in printed if "epoch" not in line] == [
        line.split() for line in table[1:]
    ]


def test_history_of_whole_outputs_and_of_structures():
    model, x = zoo.KINDS["layer_returning_structures"]()
    model.compile("sgd", "mse")
    logger = ActivationLogger(x=x, reduce=None)
    model.fit(x, zoo.rows(4, 1), verbose=0, callbacks=[logger])
    arrays = logger.history.numpy()
    assert arrays["head"].shape == (1, 4, 1)
    assert set(arrays["several"][0]) == {"twice", "pair"}
    assert len(logger.history.table().splitlines()) == 4
