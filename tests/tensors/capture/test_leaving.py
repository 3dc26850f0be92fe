import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.leaving import Values, taken_apart, under

RAGGED = tf.ragged.constant([[1.0, 2.0], [], [3.0]])
SPARSE = tf.sparse.from_dense([[0.0, 2.0], [0.0, 0.0]])

FOUND = {
    "alike": {"b": tf.constant([1.0, 2.0]), "a": tf.constant([3.0, 4.0])},
    "of several dtypes": {"b": tf.constant([1, 2]), "a": tf.constant([3.0]), "c": tf.constant("t")},
    "structures": {"z": {"n": tf.constant(1), "m": (tf.constant(2), 7)}, "a": [tf.constant(3)]},
    "ragged and sparse": {"z": RAGGED, "y": SPARSE, "a": {"inside": (RAGGED, tf.constant(5.0))}},
    "arrays and what is no tensor": {"a": np.array([1.0]), "b": {"text": "words", "none": None}},
    "large and small": {
        "a": tf.zeros(1 << 16),
        "b": {"n": tf.constant([1.0]), "m": tf.constant([2.0])},
        "c": tf.ones(1 << 16),
    },
    "nothing": {},
}


def plain(value):
    if isinstance(value, tf.SparseTensor):
        return tf.sparse.to_dense(value).numpy().tolist()
    if isinstance(value, tf.RaggedTensor):
        return value.to_list()
    return np.asarray(value).tolist()


def all_plain(values):
    return {path: tf.nest.map_structure(plain, values[path]) for path in values}


@pytest.mark.parametrize("kind", FOUND)
def test_what_is_taken_apart_is_put_together_again(kind):
    together = Values(*taken_apart(FOUND[kind]))
    assert list(together) == list(FOUND[kind])  # in the order of the calls, not of the letters
    assert all_plain(together) == all_plain(FOUND[kind])


@pytest.mark.parametrize("kind", ["alike", "of several dtypes", "structures", "large and small"])
def test_arrays_of_all_are_what_each_of_them_is(kind):
    arrays = Values(*taken_apart(FOUND[kind])).numpy()
    assert all_plain(arrays) == all_plain(FOUND[kind])


@pytest.mark.parametrize("kind", ["alike", "of several dtypes", "structures", "ragged and sparse"])
@pytest.mark.parametrize("wanted", [True, False])
def test_in_a_graph_they_are_there_when_they_are_wanted(kind, wanted, tmp_path):
    condition, form, log = tf.Variable(wanted), None, tmp_path / "log"

    @tf.function
    def graph(found):
        def look():
            nonlocal form
            tf.print("looked", output_stream=f"file://{log}")
            form, leaving = taken_apart(found)
            return leaving

        return under(condition, look)

    tensors = graph(FOUND[kind])
    assert log.exists() == wanted  # otherwise nothing is computed
    if wanted:
        assert all_plain(Values(form, tensors)) == all_plain(FOUND[kind])


def test_small_ones_that_are_alike_leave_as_one():
    def shapes(kind):
        return sorted(tuple(tensor.shape) for tensor in taken_apart(FOUND[kind])[1])

    assert shapes("alike") == [(2, 2)]
    assert shapes("of several dtypes") == [(), (1,), (2,)]
    assert shapes("large and small") == [(2, 1), (1 << 16,), (1 << 16,)]
