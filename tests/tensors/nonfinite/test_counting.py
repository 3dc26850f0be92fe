import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.nonfinite.counting import Count, count, counted

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("graph", [False, True])
def test_how_many_and_where(dtype, graph):
    t = tf.cast(tf.constant([[[0.0, 1.0]], [[INF, NAN]], [[-INF, 2.0]]]), dtype)
    found = count((tf.function(counted) if graph else counted)(t))
    assert found == Count(1, 2, 6, (1, 0, 0))
    assert found


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (tf.constant(NAN), Count(1, 0, 1, ())),
        (tf.constant([1.0, 2.0]), Count(0, 0, 2, ())),
        (tf.zeros((0, 3)), Count(0, 0, 0, ())),
        (tf.constant([1, 2, 3]), Count(0, 0, 3, ())),
        (tf.constant(["a", "nan"]), Count(0, 0, 2, ())),
        (tf.constant([True]), Count(0, 0, 1, ())),
        (tf.constant([complex(1.0, 2.0), complex(NAN, INF)]), Count(1, 0, 2, (1,))),
        (tf.constant([complex(1.0, -INF)]), Count(0, 1, 1, (0,))),
        (tf.ragged.constant([[1.0], [2.0, NAN]]), Count(1, 0, 3, (2,))),
        (tf.sparse.from_dense([[0.0, NAN], [0.0, 1.0]]), Count(1, 0, 2, (0,))),
        (np.array([[1.0, INF]]), Count(0, 1, 2, (0, 1))),
    ],
)
def test_kinds_of_tensors(values, expected):
    found = count(counted(values))
    assert found == expected
    assert bool(found) == bool(expected.nan + expected.inf)
