"""The numbers that were seen arrive, all digits, where other programs look for them."""

import csv
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors import ActivationHistory, ActivationLogger

X = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")


def history(*values):
    found = ActivationHistory()
    for epoch, value in enumerate(values):
        found.add(epoch, 3, {"a/b": value})
    return found


def fitted(callbacks, epochs=2):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="a")])
    model.compile("sgd", "mse")
    return model.fit(X, X[:, :2], epochs=epochs, verbose=0, callbacks=callbacks).history


def test_a_file_of_commas_has_all_digits(tmp_path):
    found = history(
        {"mean": tf.constant(0.1)}, {"mean": tf.constant(np.pi), "zeros": tf.constant(2)}
    )
    found.to_csv(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert first == {"epoch": "0", "batch": "3", "layer": "a/b", "mean": first["mean"], "zeros": ""}
    assert np.float32(first["mean"]) == np.float32(0.1)
    assert np.float32(second["mean"]) == np.float32(np.pi) and second["zeros"] == "2"


def test_a_whole_output_is_no_cell(tmp_path):
    with pytest.raises(ValueError, match=r"'value' of 'a/b' is an array of shape \(2,\), .* next:"):
        history(tf.zeros(2)).to_csv(tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_a_data_frame_has_the_rows_or_says_what_is_missing(monkeypatch):
    found = history({"mean": tf.constant(0.5)})
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match="next: pip install pandas"):
        found.to_dataframe()
    seen = type("pandas", (), {"DataFrame": staticmethod(lambda rows: ("frame", rows))})
    monkeypatch.setitem(sys.modules, "pandas", seen)
    assert found.to_dataframe() == ("frame", found.rows())


def events(folder):
    """(tag, step, plugin, array) of all that is written there."""
    (file,) = folder.glob("events*")
    for record in tf.data.TFRecordDataset(str(file)):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            yield value.tag, event.step, value.metadata, tf.make_ndarray(value.tensor)


def test_tensorboard_gets_scalars_and_histograms(tmp_path):
    found = history({"mean": tf.constant(0.5)}, {"mean": tf.constant(1.5)})
    found.add(2, 3, {"whole": tf.constant([0.0, 1.0, 1.0, np.nan])})
    found.to_tensorboard(tmp_path)
    *scalars, (tag, step, metadata, bins) = events(tmp_path)
    assert [(tag, step, value.item()) for tag, step, _, value in scalars] == [
        ("a/b/mean", 0, 0.5),
        ("a/b/mean", 1, 1.5),
    ]
    assert {meta.plugin_data.plugin_name for _, _, meta, _ in scalars} == {"scalars"}
    assert (tag, step, metadata.plugin_data.plugin_name) == ("whole/value", 2, "histograms")
    assert bins.shape == (30, 3) and bins[0, 2] == 1 and bins[-1, 2] == 2
    assert bins[0, 0] == 0.0 and bins[-1, 1] == 1.0


def test_several_looks_in_an_epoch_have_steps_of_their_own(tmp_path):
    found = ActivationHistory()
    for batch in range(2):
        found.add(0, batch, {"a": {"mean": tf.constant(1.0)}})
    found.to_tensorboard(tmp_path)
    assert [step for _, step, _, _ in events(tmp_path)] == [0, 1]


@pytest.mark.parametrize("probe", [X, None], ids=["probe", "real batches"])
def test_the_logs_of_an_epoch_have_the_numbers(probe, tmp_path):
    logger = ActivationLogger(probe=probe, reduce="norm", into_logs=True)
    after = keras.callbacks.CSVLogger(str(tmp_path / "log.csv"))
    found = fitted([logger, after])
    expected = logger.history.series()
    for column in ("norm", "rms"):
        assert found[f"a/{column}"] == expected[column]["a"]
    head = (tmp_path / "log.csv").read_text().splitlines()[0].split(",")
    assert {"a/norm", "a/rms", "loss"} <= set(head)


def test_logs_are_left_alone_unless_asked_for():
    assert set(fitted([ActivationLogger()], epochs=1)) == {"loss"}
