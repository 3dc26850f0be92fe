import pickle

import pytest
import tensorflow as tf

from tutorial_utils.tensors.reducers.spread import spread
from tutorial_utils.tensors.training.history import ActivationHistory
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import zoo
from .test_logger import fit, small


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
    logger = ActivationLogger(probe=x, reduce=None)
    model.fit(x, zoo.rows(4, 1), verbose=0, callbacks=[logger])
    arrays = logger.history.numpy()
    assert arrays["head"].shape == (1, 4, 1)
    assert arrays["several"]["twice"].shape == (1, 4, 3)
    assert [array.shape for array in arrays["several"]["pair"]] == [(1, 4, 3), (1, 4, 3)]
    assert [row["layer"] for row in logger.history.rows()] == [
        *("several['twice']", "several['pair'][0]", "several['pair'][1]"),
        *("joined", "head"),
    ]


def test_columns_are_those_of_the_reducer_and_never_made_up():
    """A vector of four numbers is not mean, std, low and high because there are four."""

    def four(t):
        return tf.stack([tf.math.zero_fraction(t), 9.0, 1.0, 2.0])

    def two(t):
        return tf.stack([tf.math.zero_fraction(t), tf.reduce_max(t)])

    two.columns = ("zeros", "largest")
    reducers = {
        spread: ["mean", "std", "low", "high"],
        two: ["zeros", "largest"],
        four: ["value"],
        tf.reduce_max: ["value"],
        None: ["value"],
        (lambda t: {"zeros": tf.math.zero_fraction(t), "rank": t.shape.rank}): ["zeros", "rank"],
    }
    for reduce, columns in reducers.items():
        real = ActivationLogger(reduce=reduce)
        probe = ActivationLogger(zoo.rows(2, 3), reduce=reduce)
        fit(small(), real, probe)
        for logger in (real, probe):
            head, *lines = logger.history.table().splitlines()
            assert head.split() == ["epoch", "batch", "layer", *columns]
            assert all(list(row)[3:] == columns for row in logger.history.rows())
            assert len(lines) == 4


def test_a_dict_has_an_array_for_each_key():
    logger = ActivationLogger(reduce=lambda t: {"top": tf.reduce_max(t), "many": tf.size(t)})
    fit(small(), logger)
    arrays = logger.history.numpy()["a"]
    assert arrays["top"].shape == (2,) and arrays["many"].tolist() == [20, 20]
    assert logger.history.series()["many"] == {"a": [20, 20], "b": [8, 8]}
    assert logger.plot(what="many").axes[0].get_ylabel() == "many"


def test_shapes_that_change_make_an_object_array():
    history = ActivationHistory()
    history.add(0, 0, {"a": tf.zeros((4, 2))})
    history.add(0, 1, {"a": tf.zeros((3, 2))})
    history.add(0, 2, {"a": {"now": tf.zeros((3, 2))}})
    found = history.numpy()["a"]
    assert found.dtype == object and [len(found[0]), len(found[1])] == [4, 3]
    assert found[2]["now"].shape == (3, 2)


def test_rows_can_be_pickled_and_hold_plain_numbers():
    logger = ActivationLogger()
    fit(small(), logger)
    rows = pickle.loads(pickle.dumps(logger.history.rows()))
    assert {type(value) for row in rows for value in row.values()} == {int, str, float}


def test_it_displays_as_a_table_of_the_last_look_with_the_same_facts_in_a_notebook():
    history = ActivationHistory(spread.columns)
    for epoch in range(3):
        values = {f"b_{at}": tf.constant([0.5, epoch * at, -1.0, 1.0]) for at in range(163)}
        history.add(epoch, 7, values)
    history.skipped["cell"] = "runs in a loop"
    lines = repr(history).splitlines()
    assert lines[0] == "3 looks, the last in epoch 2 after batch 7"
    assert lines[1].split()[:5] == ["layer", "mean", "std", "low", "high"]
    assert len(lines) == 1 + 1 + 20 + 1 + 1 and max(map(len, lines)) <= 80
    assert lines[3].split() == ["b_1", "0.5", "2.0", "-1.0", "1.0", "▁▅█"]
    assert "… 143 more" in lines and lines[-1] == "cell: skipped, it runs in a loop"
    html = history._repr_html_()
    for line in lines[1:-1]:
        cells = [cell.strip() for cell in line.split("  ") if cell]
        assert all(f">{cell}<" in html for cell in cells)
    assert repr(ActivationHistory()) == "no looks yet"


@pytest.mark.parametrize("looks", [1, 2])
def test_the_last_look_alone(looks):
    history = ActivationHistory()
    for at in range(looks):
        history.add(at, 0, {"a": tf.constant(float(at))})
    assert history.last().rows() == [
        {"epoch": looks - 1, "batch": 0, "layer": "a", "value": looks - 1}
    ]
    assert len(history.last()) == 1
