"""Each message names the true reason and a next step that fits."""

import contextvars
import threading

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import zoo
from ..models import CallIsATfFunction


class OldKeras:
    """Stands for a model of tf_keras, which is not installed here: only its module tells."""


OldKeras.__module__ = "tf_keras.src.engine.sequential"


def saved_model(folder):
    model, _ = zoo.KINDS["sequential_with_input"]()
    model.export(folder, verbose=False)
    return tf.saved_model.load(folder)


NO_MODELS = {
    "tf_keras": (
        lambda _: OldKeras(),
        "OldKeras of tf_keras, which is Keras 2.*next: build it with",
    ),
    "class": (lambda _: keras.layers.Dense, r"the class Dense; next: make one of it, Dense\(...\)"),
    "saved model": (
        saved_model,
        r"a SavedModel .*no layers any more; next: keras.models.load_model",
    ),
    "symbol": (lambda _: keras.Input((3,)), r"a KerasTensor; next: keras.Model\(inputs, it\)"),
    "number": (lambda _: 3, "this is Python int  3; next: pass the model itself"),
}


@pytest.mark.parametrize("what", NO_MODELS)
def test_what_is_no_model(what, tmp_path):
    make, message = NO_MODELS[what]
    thing = make(tmp_path)
    for way in (get_activations, lambda m, x: ActivationExtractor(m)(x)):
        with pytest.raises(
            TypeError, match=f"a Keras 3 model or layer is needed.*{message}"
        ) as caught:
            way(thing, zoo.rows(2, 3))
    assert "call it" not in str(caught.value)


def test_a_logger_is_told_by_tf_keras_of_its_model_and_says_what_it_is():
    with pytest.raises(TypeError, match="OldKeras of tf_keras, which is Keras 2"):
        ActivationLogger().set_model(OldKeras())


def test_a_model_that_was_called_on_a_symbol():
    for kind in ("functional", "subclassed_already_called", "sequential_with_input"):
        model, _ = zoo.KINDS[kind]()
        with pytest.warns(UserWarning, match="called on a KerasTensor.*next: call it on data"):
            assert not get_activations(model, keras.Input((3,)))


def call_in(thread_of, model, x):
    thread = thread_of(model, x)
    thread.start()
    thread.join()


def test_a_worker_thread_is_named_and_the_way_out_works():
    model, x = zoo.KINDS["functional"]()
    with (
        pytest.warns(UserWarning, match=r"another thread.*copy_context\(\).run"),
        capture_activations(model) as found,
    ):
        call_in(lambda model, x: threading.Thread(target=model, args=(x,)), model, x)
    assert not found
    with capture_activations(model) as found:
        run = contextvars.copy_context().run
        call_in(lambda model, x: threading.Thread(target=run, args=(model, x)), model, x)
    assert list(found) == ["a", "b"]


def test_a_graph_that_was_traced_before_is_told_from_a_thread():
    model, x = zoo.KINDS["functional"]()
    other, _ = zoo.KINDS["functional"]()
    function = tf.function(model)
    function(x)

    def both():
        with capture_activations(model):
            function(x)
            call_in(lambda model, x: threading.Thread(target=model, args=(x,)), other, x)

    with pytest.warns(UserWarning, match="traced earlier"):
        both()


def test_what_is_traced_in_the_block_is_told_to_open_the_block_inside():
    model, x = zoo.KINDS["functional"]()
    with (
        pytest.warns(UserWarning, match="open the block inside that function"),
        capture_activations(model),
    ):
        tf.function(model)(x)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (0, r"layers holds 0, .*next: the layer itself, model.layers\[0\]"),
        (np.int64(0), r"layers holds np.int64\(0\), .*next: the layer itself, model.layers\[0\]"),
        (b"a", "layers holds b'a', .*next: a layer's name"),
        ([1], r"layers holds 1, .*next: the layer itself, model.layers\[1\]"),
        (2.5, r"layers holds 2.5, .*next: a layer's name"),
        ([None], "layers holds None"),
        ([int], "layers holds <class 'int'>"),
    ],
)
def test_a_choice_that_is_none(layers, message):
    model, x = zoo.KINDS["functional"]()
    for way in (get_activations, lambda m, x, layers: ActivationExtractor(m, layers)):
        with pytest.raises(TypeError, match=message):
            way(model, x, layers)


def test_a_layer_without_layers():
    with pytest.warns(UserWarning, match="calls no layers; next: what the call returned"):
        get_activations(keras.layers.Dense(2, name="alone"), zoo.rows(2, 3))


def test_an_argument_that_is_missing_is_asked_for_by_name():
    layer = keras.layers.MultiHeadAttention(2, 3, name="mha")
    with pytest.raises((TypeError, ValueError)) as caught:
        get_activations(layer, zoo.rows(2, 5, 4))
    assert "next: pass what else it takes by name, value=..." in caught.value.__notes__[-1]


def test_a_call_that_is_a_tf_function_is_named():
    model, data = CallIsATfFunction(), np.ones((1, 2), "float32")
    with pytest.warns(UserWarning, match="its `call` is a tf.function.*run_eagerly=True"):
        assert not get_activations(model, data)
    with capture_activations(model, run_eagerly=True) as found:
        model(data)
    assert list(found) == ["dense"]
