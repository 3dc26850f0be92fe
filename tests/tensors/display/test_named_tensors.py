import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.display.named_tensors import HEAD, table_of_tensors
from tutorial_utils.tensors.display.table import as_html, as_text

from ..tensor_kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_row_that_fits(kind):
    table = table_of_tensors({"it": KINDS[kind][0]()})
    assert table.rows and all(row[0].startswith("it") for row in table.rows)
    assert max(map(len, as_text(table).splitlines())) <= 80
    assert as_html(table).count("</tr>") == 1 + len(table.rows) + (table.more > 0)


def facts(value):
    table = table_of_tensors({"x": value, "other dtype": np.int16(1)})
    return dict(zip(table.head, table.rows[0], strict=True))


def test_the_facts_are_those_of_numpy():
    array = np.random.default_rng(0).normal(3.0, 2.0, (7, 5)).astype("float32")
    array[0, :2] = np.nan, np.inf
    array[1] = 0.0
    found, finite = facts(tf.constant(array)), array[np.isfinite(array)]
    assert (found["path"], found["shape"], found["dtype"]) == ("x", "(7, 5)", "float32")
    assert float(found["mean"]) == pytest.approx(finite.mean(), rel=1e-3)
    assert float(found["std"]) == pytest.approx(finite.std(), rel=1e-3)
    assert (found["zeros"], found["not finite"]) == ("14%", "3% NaN 3% Inf")
    assert len(found["histogram"]) == 8


def test_complex_numbers_by_their_modulus():
    found = facts(tf.constant([3 + 4j, 0j]))
    assert (found["range"], found["mean"]) == ("|z| 0.0 … 5.0", "2.5")


def test_structures_get_a_row_for_each_tensor():
    lstm = (tf.ones((2, 3)), {"state": tf.zeros(2)})
    assert [row[0] for row in table_of_tensors({"lstm": lstm}).rows] == [
        "lstm[0]",
        "lstm[1]['state']",
    ]


def test_of_many_the_first_and_last_are_shown_and_only_they_are_looked_at():
    looked = []

    class Watched:
        __array__ = None

        @property
        def shape(self):
            looked.append(self)
            raise RuntimeError("no shape")

    many = {f"layer_{at}": Watched() for at in range(163)}
    table = table_of_tensors(many)
    assert {id(value) for value in looked} == {
        id(many[f"layer_{at}"]) for at in (*range(10), *range(153, 163))
    }
    assert len(table.rows) == 20 and table.more == 143
    assert "163 tensors" in as_text(table) and "… 143 more" in as_text(table)


def test_a_dtype_that_all_of_many_share_needs_no_column():
    many = {f"layer_{at}": tf.ones((2, 3)) for at in range(163)}
    assert table_of_tensors(many).title == "163 tensors, float32"
    assert "dtype" not in table_of_tensors(many).head
    many["layer_80"] = tf.ones((2, 3), tf.float64)  # not among those that are shown
    assert table_of_tensors(many).title == "163 tensors"
    assert "dtype" in table_of_tensors(many).head


def test_what_was_skipped_is_said_and_counted():
    text = as_text(table_of_tensors({}, {f"cell#{at}": "runs in a loop" for at in range(9)}))
    assert text.splitlines()[:2] == ["0 tensors", "cell#0: skipped, it runs in a loop"]
    assert text.endswith("… 4 more skipped")


def test_every_column_can_be_there():
    table = table_of_tensors({"x": tf.constant([0.0, np.nan]), "y": tf.constant([1])})
    assert table.head == HEAD
