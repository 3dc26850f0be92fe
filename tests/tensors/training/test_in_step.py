"""What may fail when it runs is told apart from what cannot."""

import keras
import pytest
import tensorflow as tf

from tutorial_utils.tensors.reducers.named import NAMED
from tutorial_utils.tensors.training.in_step import may_fail

COUNTER, KEPT = tf.Variable(0.0), tf.Variable(tf.zeros((4, 4)))

SAFE = {
    **NAMED,
    "mean of squares": lambda t: tf.reduce_mean(t**2),
    "all in a row": lambda t: tf.reduce_max(tf.reshape(t, [-1])),
    "share of positives": lambda t: tf.reduce_mean(tf.cast(t > 0, tf.float32)),
    "by the batch": lambda t: tf.reduce_sum(t) / tf.cast(tf.shape(t)[0], tf.float32),
    "Keras": lambda t: keras.ops.std(t),
    "prints": lambda t: (tf.print("seen"), tf.reduce_max(t))[1],
    "off centre": lambda t: tf.reduce_mean((t - tf.reduce_mean(t, 0)) ** 2),
    "a new axis": lambda t: tf.reduce_max(tf.expand_dims(t, 1)),
    "counts": lambda t: COUNTER.assign_add(1.0),
    "norm of each row": lambda t: {"rows": tf.norm(t, axis=-1)},
    "a branch": lambda t: tf.cond(tf.reduce_max(t) > 0, lambda: tf.abs(t), lambda: -t),
}
UNSAFE = {
    "slice": lambda t: t[2],
    "reshape": lambda t: tf.reshape(t, [4, 3]),
    "largest ones": lambda t: tf.math.top_k(t, 3).values,
    "assertion": lambda t: (tf.debugging.assert_positive(t), t)[1],
    "check of numbers": lambda t: tf.debugging.check_numerics(t, "bad"),
    "Python": lambda t: tf.py_function(abs, [t], t.dtype),
    "inverse": lambda t: tf.linalg.inv(tf.matmul(t, t, transpose_b=True)),
    "in a branch": lambda t: tf.cond(tf.reduce_max(t) > 0, lambda: t[1], lambda: t[0]),
    "another batch": lambda t: t - tf.ones((4, 4)),
    "its rows and columns": lambda t: t * tf.transpose(t),
    "all in a row and each row": lambda t: tf.reshape(t, [-1]) * tf.reduce_sum(t, 1),
    "one of them": lambda t: tf.squeeze(t, 0),
    "two of them": lambda t: tf.unstack(t, 2)[0],
    "side by side": lambda t: tf.stack([t, tf.ones((4, 4))]),
    "whole powers": lambda t: tf.cast(t, tf.int32) ** tf.cast(-t, tf.int32),
    "parts of whole ones": lambda t: tf.realdiv(tf.cast(t, tf.int32), 2),
    "a place that is found": lambda t: tf.expand_dims(t, tf.shape(t)[0] - 4),
    "kept": lambda t: KEPT.assign(t),
    "numbers up to it": lambda t: tf.range(tf.reduce_max(t)),
}


def asked(reduce, of=lambda t: t):
    """Of an output whose batch may have any size, in the graph of a step."""
    found = []
    signature = [tf.TensorSpec([None, 4])]
    step = tf.function(lambda t: found.append(may_fail(reduce, of(t))), input_signature=signature)
    before = step.get_concrete_function().graph
    assert {operation.type for operation in before.get_operations()} <= {"Placeholder", "Const"}
    return found[0]


@pytest.mark.parametrize("reduce", SAFE.values(), ids=SAFE)
def test_safe(reduce):
    assert not asked(reduce)
    assert not asked(reduce, lambda t: {"a": t, "b": (t, None)})


@pytest.mark.parametrize("reduce", UNSAFE.values(), ids=UNSAFE)
def test_unsafe(reduce):
    assert asked(reduce)
    assert asked(reduce, lambda t: (t, t))


def test_what_raises_when_it_is_traced_raises():
    with pytest.raises(AttributeError, match="numpy"):
        asked(lambda t: t.numpy())
