"""Calls that Keras makes only to learn a structure are no calls: each of these failed before."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture import rehearsal
from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor

from .. import wild, zoo

L = keras.layers

# A layer that runs a cell, its input, and where the cell is in the paths.
RUNS = {
    "simple": (lambda: L.SimpleRNN(3, return_sequences=True), (4, 5, 2), "rnn/simple_rnn_cell"),
    "lstm": (lambda: L.LSTM(3, return_sequences=True), (4, 5, 2), "rnn/lstm_cell"),
    "gru": (lambda: L.GRU(3, return_sequences=True), (4, 5, 2), "rnn/gru_cell"),
    "own cell": (
        lambda: L.RNN(wild.DenseCell(name="own"), return_sequences=True),
        (4, 5, 2),
        "rnn/own",
    ),
    "unrolled": (
        lambda: L.GRU(3, return_sequences=True, unroll=True),
        (4, 5, 2),
        "rnn/gru_cell",
    ),
    "stacked": (
        lambda: L.RNN([L.LSTMCell(2), L.LSTMCell(3)], return_sequences=True),
        (4, 5, 2),
        "rnn/stacked_rnn_cells",
    ),
    "stacked, unrolled": (
        lambda: L.RNN([L.GRUCell(2), L.GRUCell(3)], return_sequences=True, unroll=True),
        (4, 5, 2),
        "rnn/stacked_rnn_cells",
    ),
    "conv": (
        lambda: L.ConvLSTM2D(2, 3, return_sequences=True),
        (2, 4, 5, 5, 1),
        "rnn/conv_lstm_cell",
    ),
    "of one step": (lambda: L.LSTM(3, return_sequences=True), (4, 1, 2), "rnn/lstm_cell"),
}


def model_of(kind):
    make, shape, cell = RUNS[kind]
    layer = make()
    layer.name = "rnn"
    return keras.Sequential([keras.Input(shape[1:]), layer]), zoo.rows(*shape), cell


def calls_of(found, path):
    """What one layer gave, call by call."""
    return [
        value
        for key, value in found.items()
        if key.partition("#")[0] == path and "/" not in key.partition("#")[2]
    ]


@pytest.mark.parametrize("kind", RUNS)
def test_call_k_of_a_cell_is_time_step_k(kind):
    model, x, cell = model_of(kind)
    found = get_activations(model, x)
    outputs = [tf.nest.flatten(value)[0] for value in calls_of(found, cell)]
    assert len(outputs) == x.shape[1]
    for step, output in enumerate(outputs):
        np.testing.assert_allclose(output, found["rnn"][:, step], rtol=1e-5, atol=1e-6)
    assert not found.skipped


@pytest.mark.parametrize("kind", RUNS)
def test_a_compiled_pass_gives_no_cell_or_every_step(kind):
    model, x, cell = model_of(kind)
    found = ActivationExtractor(model)(x)
    steps = len(calls_of(found, cell))
    if "unrolled" in kind:
        assert steps == x.shape[1]
    else:
        assert steps == 0
        assert "loop" in found.skipped[cell]


def test_a_second_run_of_an_rnn_counts_from_its_first_step():
    model, x, cell = model_of("lstm")
    with capture_activations(model) as found:
        model(x), model(2.0 * x)
    again = get_activations(model, 2.0 * x)
    second = [value for key, value in found.items() if key.startswith("rnn#2/")]
    assert len(second) == x.shape[1]
    for one, other in zip(second, calls_of(again, cell), strict=True):
        np.testing.assert_allclose(one[0], other[0], rtol=1e-6)


def test_masks_backwards_and_both_directions():
    model, x = wild.KINDS["bidirectional_lstm_with_mask"]()
    found = get_activations(model, x)
    for path, layer in (
        ("both/forward_lstm/lstm_cell", "both/forward_lstm"),
        ("both/backward_lstm/lstm_cell", "both/backward_lstm"),
    ):
        steps = [value[0] for value in calls_of(found, path)]
        assert len(steps) == x.shape[1]
        order = x[:, ::-1] if "backward" in layer else x
        for step, output in enumerate(steps):
            seen = order[:, step] != 0  # a masked step runs, and its output is thrown away
            np.testing.assert_allclose(output[seen], found[layer][:, step][seen], rtol=1e-5)


def test_the_layer_inside_time_distributed_and_an_rnn_in_it():
    inner = keras.Sequential([keras.Input((3, 2)), L.LSTM(2, name="lstm")], name="inner")
    model = keras.Sequential([keras.Input((4, 3, 2)), L.TimeDistributed(inner, name="times")])
    found = get_activations(model, zoo.rows(2, 4, 3, 2))
    cells = [path for path in found if path.rpartition("/")[2].startswith("lstm_cell")]
    assert len(cells) == 4 * 3


RAGGED = tf.ragged.constant([[1.0, 2.0], [3.0, 4.0]])


class Takes(keras.Model):
    """Not built: Keras calls it once for that, with what can't be made symbolic as it is."""

    def __init__(self, get):
        super().__init__(name="takes")
        self.get, self.keep, self.dense = get, wild.Keeps(name="keep"), L.Dense(1, name="dense")

    def call(self, x):
        return self.dense(self.get(self.keep(x)))


UNBUILT = {
    "ragged": (lambda x: x.to_tensor(), RAGGED),
    "sparse": (tf.sparse.to_dense, tf.sparse.from_dense(np.eye(2, dtype="float32"))),
    "dict": (lambda x: x["a"], {"a": tf.ones((2, 2))}),
    "dict with ragged": (lambda x: x["a"].to_tensor(), {"a": RAGGED, "b": tf.ones((2, 2))}),
    "dense": (lambda x: x, tf.ones((2, 2))),
}


@pytest.mark.parametrize("kind", UNBUILT)
def test_what_keras_runs_to_build_a_model_is_not_recorded(kind):
    get, x = UNBUILT[kind]
    model = Takes(get)
    first, again = get_activations(model, x), get_activations(model, x)
    assert list(first) == list(again) == ["keep", "dense"]
    assert not first.skipped


def test_asking_for_shapes_is_not_recorded():
    model, x = zoo.KINDS["subclassed_already_called"]()
    with capture_activations(model) as found:
        model.compute_output_spec(keras.KerasTensor((2, 3)))
        model(x)
    assert list(found) == list(get_activations(model, x))


class LooksInside(keras.Model):
    """Listens to another model in its own call, as a loss on features does."""

    def __init__(self, other):
        super().__init__(name="looks_inside")
        self.head, self.seen = L.Dense(1, name="head"), []
        vars(self)["other"] = other

    def call(self, x):
        with capture_activations(vars(self)["other"]) as found:
            vars(self)["other"](x)
        self.seen.append(list(found))
        return self.head(found["a"])


def test_a_look_inside_of_a_model_that_is_looked_at_sees_what_it_sees_alone():
    other, x = zoo.KINDS["functional"]()
    alone, watched = LooksInside(other), LooksInside(other)
    expected = alone(x)
    found = get_activations(watched, x)
    assert list(watched.seen) == list(alone.seen) == [["a", "b"]] * 2  # once to be built
    assert list(found)[-1] == "head"
    assert found["head"].shape == expected.shape


def test_no_more_calls_are_left_out_than_were_counted(monkeypatch):
    """Should Keras stop calling the cell before the first step, then no step is lost."""
    monkeypatch.setattr(rehearsal, "_calls_before_the_first_step", lambda: 0)
    model, x, cell = model_of("lstm")
    assert len(calls_of(get_activations(model, x), cell)) == x.shape[1] + 1


def test_counting_leaves_nothing_behind():
    rehearsal._calls_before_the_first_step.cache_clear()
    keras.utils.set_random_seed(3)
    expected = L.Dense(2).name, keras.random.normal((2,))
    keras.utils.set_random_seed(3)
    before = int(L.Dense(2).name.rpartition("_")[2])
    counted = tf.function(rehearsal._calls_before_the_first_step)
    assert int(counted()) == 1
    np.testing.assert_array_equal(keras.random.normal((2,)), expected[1])
    assert int(L.Dense(2).name.rpartition("_")[2]) == before + 1
    assert "simple_rnn" not in L.RNN(wild.DenseCell()).name
