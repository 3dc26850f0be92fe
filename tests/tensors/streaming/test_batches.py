"""The batches of a data set are those that `predict` would give to the model, from any source."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.streaming.batches import Batches

X, Y = np.arange(10, dtype="float32")[:, None], np.zeros((10, 1))


class Pairs(keras.utils.PyDataset):
    num_batches = 3

    def __getitem__(self, at):
        return X[4 * at : 4 * at + 4], Y[4 * at : 4 * at + 4]


class Endless(Pairs):
    num_batches = None


def _pairs():
    for at in range(0, 10, 4):
        yield X[at : at + 4], Y[at : at + 4]


SOURCES = {
    "a dataset": lambda: tf.data.Dataset.from_tensor_slices(X).batch(4),
    "a dataset with labels": lambda: tf.data.Dataset.from_tensor_slices((X, Y)).batch(4),
    "a dataset with weights": lambda: tf.data.Dataset.from_tensor_slices((X, Y, Y)).batch(4),
    "a dataset of unknown length": lambda: (
        tf.data.Dataset.from_tensor_slices(X).filter(lambda x: True).batch(4)
    ),
    "a PyDataset": Pairs,
    "a generator": _pairs,
    "a list of pairs": lambda: iter(list(_pairs())),
    "an array": lambda: X,
    "a tensor": lambda: tf.constant(X),
}


def in_one(batches):
    return np.concatenate([np.asarray(batch) for batch in batches]).ravel().tolist()


@pytest.mark.parametrize("source", SOURCES)
def test_all_batches_come_once_in_order(source):
    batches = Batches(SOURCES[source](), batch_size=4)
    assert batches.count in (3, None)
    assert in_one(batches) == list(range(10))


@pytest.mark.parametrize("source", SOURCES)
def test_some_may_be_left_out_and_the_rest_be_limited(source):
    batches = Batches(SOURCES[source](), batch_size=4, skipped=1, steps=1)
    assert batches.count in (1, None)
    assert in_one(batches) == [4, 5, 6, 7]


@pytest.mark.parametrize("make", [list, tuple])
def test_several_inputs_stay_what_they_are(make):
    (first, last) = Batches(make([X, Y]), batch_size=8)
    assert type(first) is make and [len(part) for part in last] == [2, 2]


def test_inputs_by_name_stay_so():
    data = tf.data.Dataset.from_tensor_slices(({"a": X, "b": Y}, Y)).batch(10)
    for source in (data, {"a": X, "b": Y}):
        (batch,) = Batches(source, batch_size=10)
        assert in_one([batch["a"]]) == list(range(10)) and set(batch) == {"a", "b"}


def test_ragged_rows_are_cut_into_batches():
    ragged = tf.ragged.constant([[1.0], [2.0, 3.0], []])
    assert [batch.to_list() for batch in Batches(ragged, batch_size=2)] == [
        [[1.0], [2.0, 3.0]],
        [[]],
    ]


@pytest.mark.parametrize(
    "endless", [Endless(), tf.data.Dataset.from_tensors(X).repeat()], ids=["PyDataset", "dataset"]
)
def test_what_has_no_end_needs_a_number_of_steps(endless):
    with pytest.raises(ValueError, match="no end; next: say how many batches, with `steps`"):
        Batches(endless)
    limited = Batches(endless, steps=2)
    assert len(limited) == len(list(limited)) == 2


def test_what_is_no_data_set_is_refused():
    with pytest.raises(TypeError, match="a data set is needed, and this is int"):
        Batches(3)
    with pytest.raises(ValueError, match="different lengths, 3, 10"):
        Batches([X, X[:3]])
    with pytest.raises(ValueError, match="a single number is no data set"):
        Batches(np.array(1.0))
    with pytest.raises(TypeError, match="does not say how many"):
        len(Batches(_pairs()))
