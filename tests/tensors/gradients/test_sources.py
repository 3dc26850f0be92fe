import numpy as np
import tensorflow as tf

from tutorial_utils.tensors.gradients.sources import like, numbers, watch

RAGGED = tf.ragged.constant([[1.0], [2.0, 3.0]])
SPARSE = tf.sparse.from_dense([[0.0, 4.0], [5.0, 0.0]])


def test_the_numbers_of_each_kind_and_back():
    for value in (RAGGED, SPARSE, tf.constant([1.0, 2.0])):
        with tf.GradientTape() as tape:
            watch(tape, {"some": [value]})
            loss = tf.reduce_sum(numbers(value) ** 2)
        gradient = like(value, tape.gradient(loss, numbers(value)))
        assert type(gradient) is type(value)
        np.testing.assert_array_equal(numbers(gradient), 2 * numbers(value))


def test_what_can_have_no_gradient():
    for value in (tf.constant(1), tf.constant("a"), tf.constant(True), 1.0, None):
        assert numbers(value) is None
    assert like(tf.constant(1.0), None) is None


def test_slices_become_whole():
    table = tf.Variable([[1.0], [2.0]])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.gather(table, [1, 1]))
    assert like(table, tape.gradient(loss, table)).numpy().tolist() == [[0.0], [2.0]]
