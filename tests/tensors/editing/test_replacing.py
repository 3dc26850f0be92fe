import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.editing.replacing import as_value_error, in_the_place_of

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


def in_a_graph(known, new, **options):
    def fitted(x):
        return in_the_place_of("block/a#2", x, new)

    return tf.function(fitted, input_signature=[tf.TensorSpec(known)], **options)


UNKNOWN = pytest.mark.parametrize("known", [(None, 4), (None, None), None])
JIT = pytest.mark.parametrize("jit", [False, True])


@JIT
@UNKNOWN
@pytest.mark.parametrize("shape", [(10, 4), (1, 4), (10, 1), (4,), ()])
def test_a_graph_broadcasts_to_what_it_learns_as_it_runs(known, shape, jit):
    new = tf.reshape(tf.range(np.prod(shape, dtype=int), dtype=tf.float32), shape)
    found = in_a_graph(known, new, jit_compile=jit)(tf.zeros((10, 4)))
    np.testing.assert_array_equal(found, np.broadcast_to(new, (10, 4)))


@JIT
@UNKNOWN
@pytest.mark.parametrize("shape", [(7, 4), (10, 3), (1, 10, 4), (2, 10, 4)])
def test_a_graph_refuses_what_does_not_fit_as_it_runs(known, shape, jit):
    with pytest.raises((ValueError, tf.errors.InvalidArgumentError)) as raised:
        in_a_graph(known, tf.ones(shape), jit_compile=jit)(tf.zeros((10, 4)))
    if isinstance(raised.value, ValueError):
        assert known is not None, "said before it runs"
    elif not jit:
        inside = ", ".join(map(str, shape))
        assert str(as_value_error(raised.value)) == (
            f"the edit of block/a#2 gave shape ({inside}) and the layer returns shape (10, 4); next:"
            " return that shape and dtype, or what can be broadcast to it"
        )


def test_other_errors_are_not_of_shapes():
    assert as_value_error(tf.errors.InvalidArgumentError(None, None, "Matrix size")) is None
    assert as_value_error(KeyError("hidden")) is None


def test_gradients_go_through_a_broadcast_in_a_graph():
    @tf.function(input_signature=[tf.TensorSpec((None, 2))])
    def gradients(x):
        row = tf.ones((1, 2))
        with tf.GradientTape() as tape:
            tape.watch((x, row))
            value = in_the_place_of("a", x, x * row)
        return tape.gradient(value, (x, row))

    of_x, of_row = gradients(tf.fill((3, 2), 2.0))
    assert of_x.numpy().tolist() == [[1.0, 1.0]] * 3
    assert of_row.numpy().tolist() == [[6.0, 6.0]]
