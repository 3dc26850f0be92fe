"""What an answer uses, found without running it."""

import pytest
import tensorflow as tf

from tutorial_utils.checks.code.bytecode import arguments_in, globals_in, names_in, parameters_of


def plain(data, axis=0):
    def inner(x):
        return offset + x.shape  # noqa: F821

    return inner(data).mean(axis=axis)


class Thing:
    def __init__(self, probe):
        self.probe = probe

    @staticmethod
    def still():
        return batch  # noqa: F821

    @property
    def size(self):
        return many  # noqa: F821


@pytest.mark.parametrize(
    ("answer", "globals_", "words", "parameters"),
    [
        (plain, {"offset"}, {"offset", "shape", "mean", "axis"}, ["data", "axis"]),
        (tf.function(plain), {"offset"}, {"offset", "mean"}, ["data", "axis"]),
        (Thing, {"batch", "many"}, {"probe", "batch"}, ["probe"]),
        (3, set(), set(), []),
        ("text", set(), set(), []),
        (len, set(), set(), ["obj"]),
    ],
)
def test_names(answer, globals_, words, parameters):
    assert globals_in(answer) == globals_
    assert words <= names_in(answer)
    assert parameters_of(answer) == parameters


def test_what_an_answer_is_given_is_what_its_functions_are_given():
    class Layer:
        def call(self, batch, training=None):
            return lambda step: batch + step

    assert arguments_in(Layer) == ["batch", "training", "step"]
