import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.reducers.spread import spread
from tutorial_utils.tensors.training.replicas import combined_spread, reduced_together

RANDOM = np.random.default_rng(0)
PARTS = {
    "alike": [RANDOM.normal(size=(4, 3)), RANDOM.normal(size=(4, 3))],
    "apart": [RANDOM.normal(300.0, 0.1, (5, 3)), RANDOM.normal(-40.0, 9.0, (5, 3))],
    "of different size": [RANDOM.normal(2.0, 3.0, (7, 3)), RANDOM.normal(size=(1, 3))],
    "three, one empty": [
        RANDOM.normal(size=(2, 3)),
        np.zeros((0, 3)),
        RANDOM.normal(9.0, 1.0, (5, 3)),
    ],
}


def test_two_replicas():
    """In a process of its own, against one device: every batch, a partial last one, both ways to run."""
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": "-1"}
    root = Path(__file__).parents[3]
    program = [sys.executable, "-m", "tests.tensors.replicas"]
    run = subprocess.run(
        program, cwd=root, env=environment, capture_output=True, text=True, timeout=240
    )
    assert "two replicas: ok" in run.stdout, run.stderr[-3000:]


@pytest.mark.parametrize("kind", PARTS)
def test_the_spread_of_parts_is_that_of_the_whole(kind):
    parts = [tf.constant(part, tf.float32) for part in PARTS[kind]]
    whole = np.concatenate(PARTS[kind]).astype("float32").astype("float64")
    expected = [whole.mean(), whole.std(), whole.min(), whole.max()]
    np.testing.assert_allclose(reduced_together(parts, spread), expected, rtol=1e-4)


def test_nothing_but_empty_parts_and_what_is_not_finite():
    empty, bad = tf.zeros((0, 3)), tf.constant([[1.0, np.nan]])
    np.testing.assert_array_equal(reduced_together([empty, empty], spread), spread(empty))
    assert np.isnan(reduced_together([tf.ones((1, 2)), bad], spread)).any()
    sizes = tf.constant([2, 0])
    assert combined_spread(tf.constant([[1.0, 2, 0, 3], [np.nan] * 4]), sizes)[1] == 2.0


def test_whole_outputs_stand_in_the_order_of_the_batch():
    one, two = tf.constant([[1.0], [2.0]]), tf.constant([[3.0]])
    assert reduced_together([one, two], None).numpy().tolist() == [[1.0], [2.0], [3.0]]
    pair = reduced_together([{"a": (one, one)}, {"a": (two, two)}], None)
    assert pair["a"][1].shape == (3, 1)
    sparse = reduced_together([tf.sparse.from_dense(one), tf.sparse.from_dense(two)], None)
    assert tf.sparse.to_dense(sparse).shape == (3, 1)
    numbers = [tf.constant(1.0), tf.constant(2.0)]  # of each replica, and with no batch axis
    assert reduced_together(numbers, None).numpy().tolist() == [1.0, 2.0]


def test_any_other_reducer_gets_the_whole():
    parts = [tf.constant([1.0, 9.0]), tf.constant([2.0])]
    assert reduced_together(parts, lambda t: tf.sort(t)[1]) == 2.0
    assert reduced_together([parts[0]], tf.reduce_max) == 9.0
