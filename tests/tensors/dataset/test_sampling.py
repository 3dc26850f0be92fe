"""Samples are as large as they have to be, and another for each batch, whatever a batch is made of."""

import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.dataset.sampling import sample_drawn, values_sampled


@pytest.mark.parametrize(
    ("batches", "many"), [(1, 1024), (16, 1024), (64, 256), (1000, 128), (None, 256), (0, 256)]
)
def test_some_16384_values_in_all(batches, many):
    assert values_sampled("auto", "layer", batches) == many
    assert values_sampled("auto", "unit", batches) == 32
    assert values_sampled(7, "layer", batches) == 7
    assert values_sampled(None, "unit", batches) is None


BATCHES = {
    "arrays": lambda at: np.full((4, 2), at),
    "tensors": lambda at: tf.fill([4, 2], float(at)),
    "a dict": lambda at: {"b": tf.zeros([4]), "a": tf.fill([4], at)},
    "text": lambda at: tf.constant([f"text {at}", "more"]),
    "ragged": lambda at: tf.ragged.constant([[float(at)], []]),
    "a scalar": lambda at: tf.constant(at),
}


@pytest.mark.parametrize("kind", BATCHES)
def test_another_for_each_batch_and_the_same_for_the_same(kind):
    batch, other = BATCHES[kind](1), BATCHES[kind](2)
    drawn = [sample_drawn(batch, 0), sample_drawn(batch, 1), sample_drawn(other, 0)]
    assert len(set(drawn)) == 3
    assert drawn[0] == sample_drawn(BATCHES[kind](1), 0)
    assert all(0 <= each < 2**31 for each in drawn)
