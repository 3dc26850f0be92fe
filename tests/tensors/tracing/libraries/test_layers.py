"""What a layer or a model gives back is told on its own line, with the name that it sets."""

import keras
import pytest
import tensorflow as tf

from tutorial_utils.tensors.tracing.tables import code_of
from tutorial_utils.tensors.tracing.watching import watch_trace


def one_inside_another():
    inputs = keras.Input((3,), name="in")
    hidden = keras.layers.Dense(2, kernel_initializer="ones", name="dense")(inputs)
    model = keras.Model(inputs, hidden, name="whole")
    numbers = model(tf.ones((1, 3)))
    return numbers, hidden


@pytest.fixture(scope="module")
def watched():
    return watch_trace(one_inside_another)


def at(watched, code):
    return [s for s in watched.steps.steps if code_of(watched.steps, s).startswith(code)]


def test_a_call_of_a_layer_returns_on_its_line_and_sets_the_name(watched):
    (step,) = at(watched, "hidden =")
    assert step.says == (
        "Keras calls the layer `dense` (Dense) with KerasTensor  shape=(None, 3)  float32. "
        "That is symbolic, so the result has a shape and no numbers. "
        "The layer `dense` returns KerasTensor  shape=(None, 2)  float32  (symbolic: no numbers inside)."
    )
    assert step.names["hidden"].startswith("KerasTensor  shape=(None, 2)")


def test_a_model_is_no_layer_and_returns_after_its_layers(watched):
    called, inside, returned = at(watched, "numbers =")
    assert called.says.startswith("Keras calls the model `whole` (Functional) with EagerTensor")
    assert inside.says.endswith(
        "The layer `dense` returns EagerTensor  shape=(1, 2)  float32  [[3.0, 3.0]]."
    )
    assert returned.says == (
        "The model `whole` returns EagerTensor  shape=(1, 2)  float32  [[3.0, 3.0]]."
    )
    assert (called.layer, inside.layer, returned.layer) == ("whole", "whole/dense", "")
    assert "numbers" not in inside.names and "[[3.0, 3.0]]" in returned.names["numbers"]
