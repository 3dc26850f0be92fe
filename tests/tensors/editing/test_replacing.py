import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.editing.replacing import in_the_place_of

OUTPUT = tf.constant([[1.0, 2.0], [3.0, 4.0]], tf.float16)
RAGGED = tf.ragged.constant([[1.0], [2.0, 3.0]])


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (0, [[0.0, 0.0], [0.0, 0.0]]),
        ([5.0, 6.0], [[5.0, 6.0], [5.0, 6.0]]),
        (np.array([[7], [8]]), [[7.0, 7.0], [8.0, 8.0]]),
        (tf.constant([[True, False], [False, True]]), [[1.0, 0.0], [0.0, 1.0]]),
        (tf.constant(0.5, tf.float64), [[0.5, 0.5], [0.5, 0.5]]),
    ],
)
def test_it_is_broadcast_and_cast(new, expected):
    found = in_the_place_of("a", OUTPUT, new)
    assert (found.dtype, found.shape) == (tf.float16, (2, 2))
    assert found.numpy().tolist() == expected


@pytest.mark.parametrize(
    "new", [tf.zeros((2, 3)), tf.zeros((4, 2, 2)), "text", None, 1j * np.ones(2), RAGGED]
)
def test_what_does_not_fit_is_named(new):
    with pytest.raises(ValueError, match=r"the edit of 'a' gave .*the layer returns .*next: "):
        in_the_place_of("a", OUTPUT, new)


def test_structures():
    output = {"pair": (OUTPUT, RAGGED), "rest": None}
    found = in_the_place_of("a", output, {"pair": [0.0, RAGGED * 2.0], "rest": None})
    assert found["pair"][0].numpy().tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert found["pair"][1].to_list() == [[2.0], [4.0, 6.0]]
    with pytest.raises(ValueError, match="return the same structure"):
        in_the_place_of("a", output, OUTPUT)
    with pytest.raises(ValueError, match="the layer returns RaggedTensor"):
        in_the_place_of("a", RAGGED, RAGGED.to_tensor())


def test_in_a_graph_where_the_batch_is_unknown():
    @tf.function(input_signature=[tf.TensorSpec([None, 2])])
    def fitted(x):
        assert in_the_place_of("a", x, tf.ones((3, 2))).shape == (3, 2)
        return in_the_place_of("a", x, [0.0, 1.0])

    assert fitted(tf.ones((3, 2))).numpy().tolist() == [[0.0, 1.0]] * 3
