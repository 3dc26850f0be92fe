"""The symbolic tensors that old calls are asked for the numbers of."""

import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.checks.code.backend_calls import backend_call, symbolic_ones_asked

K = tf.keras.backend
value_of = K.get_value
PLAN = keras.Input((2,))


def in_a_function():
    from tensorflow.keras import backend

    return backend.eval(PLAN)


class Method:
    def read(self):
        return K.get_value(PLAN)


@pytest.mark.parametrize(
    ("answer", "call"),
    [
        (lambda: K.get_value(PLAN), "get_value"),
        (lambda: tf.keras.backend.eval(PLAN), "eval"),
        (lambda: value_of(PLAN), "get_value"),
        (in_a_function, "eval"),
        (Method, "get_value"),
    ],
)
def test_a_call_is_found_and_what_it_was_asked_of_is_noted(answer, call):
    assert backend_call(answer) == call
    with symbolic_ones_asked(answer) as asked:
        answer().read() if isinstance(answer, type) else answer()
    assert asked == {("handed-back", call)}
    assert sys.getprofile() is None


def test_a_graph_tensor_is_told_from_a_kerastensor():
    @tf.function
    def traced(t):
        return K.get_value(t)

    with symbolic_ones_asked(traced) as asked, pytest.raises(AttributeError):
        traced(tf.constant(1.0))
    assert asked == {("asked-while-tracing", "get_value")}


def test_numbers_are_not_noted():
    def answer():
        return K.get_value(tf.constant(1.0)), K.eval(keras.Variable(1.0))

    with symbolic_ones_asked(answer) as asked:
        answer()
    assert asked == set()


@pytest.mark.parametrize("answer", [lambda t: t.eval(), lambda x: x + np.ones(3), 3, "text", None])
def test_what_makes_no_such_call_is_not_watched(answer):
    assert backend_call(answer) == ""
