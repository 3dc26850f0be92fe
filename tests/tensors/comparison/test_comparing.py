import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.comparison.comparing import compare_activations

from .. import zoo
from ..models import made
from ..training.test_undisturbed import RESTLESS

L = keras.layers


SAMPLE = ("siamese", "subclassed", "recurrent_with_states", "mixed_precision", "ragged_input")
SAMPLE += ("sparse_output", "text_output", "quantized", "stateful", "layer_returning_structures")


@pytest.mark.parametrize("kind", SAMPLE)
def test_a_model_and_itself_differ_nowhere(kind):
    """Also one whose call changes its state."""
    model, x = made(kind)
    found = compare_activations(model, model, x, tolerance=0.0)
    assert found.first is None
    assert found.rows
    assert {row.difference.largest for row in found.rows} == {0.0}
    assert (found.only_in_a, found.only_in_b) == ([], [])


@pytest.mark.parametrize("kind", ["assigns", "draws"])
def test_models_are_as_before(kind):
    model, x = RESTLESS[kind]()
    model(x)
    before = [variable.numpy().copy() for variable in model.variables]
    assert compare_activations(model, model, x, training=True).first is None
    for variable, old in zip(model.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), old)


def changed(model, layer, by):
    other = keras.models.clone_model(model)
    other.set_weights(model.get_weights())
    bias = other.get_layer(layer).bias
    bias.assign(bias + by)
    return other


def test_the_first_layer_that_differs_and_by_how_much():
    model, x = zoo.KINDS["shared_layer"]()
    other = changed(model, "head", 0.25)
    found = compare_activations(model, other, x)
    assert [row.path for row in found.rows] == ["twice", "twice#2", "head"]
    assert found.first.path == "head"
    expected = get_activations(model, x)["head"].numpy()
    assert found.first.difference.largest == pytest.approx(0.25, rel=1e-5)
    assert found.first.difference.relative == pytest.approx(0.25 / np.abs(expected).max(), rel=1e-5)
    assert compare_activations(model, other, x, tolerance=1e3).first is None
    rows = found.to_dicts()
    assert [row["differs"] for row in rows] == [False, False, True]
    assert rows[2]["largest"] == found.first.difference.largest


def test_two_recordings_of_any_sort():
    model, x = made("dropout_and_batch_normalization")
    eager, compiled = get_activations(model, x), ActivationExtractor(model)(x)
    assert compare_activations(eager, compiled, tolerance=1e-5).first is None
    trained = compare_activations(eager, get_activations(model, x, training=True).numpy())
    assert trained.first.path == "norm"
    quantized = keras.models.clone_model(model)
    quantized.set_weights(model.get_weights())
    quantized.quantize("int8")
    found = compare_activations(model, quantized, x)
    assert found.first.path == "a"
    assert found.first.difference.relative < 0.05
    assert found.first.difference.cosine > 0.99


def test_structures_are_compared_part_by_part():
    model, x = made("recurrent_with_states")
    found = compare_activations(model, model, x, layers=["lstm", "gru"])
    assert [row.path for row in found.rows] == ["lstm[0]", "lstm[1]", "lstm[2]", "gru[0]", "gru[1]"]


def test_by_path_what_only_one_has_and_by_order():
    x = zoo.rows(4, 3)
    first, second = keras.Sequential(zoo.stack()), keras.Sequential([L.Dense(5, "relu", name="c")])
    first(x), second(x)
    second.layers[0].set_weights(first.layers[0].get_weights())
    found = compare_activations(first, second, x)
    assert (found.only_in_a, found.only_in_b, found.rows) == (["a", "b"], ["c"], [])
    assert 'next: match="order"' in repr(found)
    found = compare_activations(first, second, x, match="order")
    assert [(row.path, row.other) for row in found.rows] == [("a", "c")]
    assert (found.only_in_a, found.only_in_b, found.first) == (["b"], [], None)


def test_layers():
    model, x = made("siamese")
    recorded = get_activations(model, x).numpy()
    for a, b in ((model, model), (recorded, recorded), (model, recorded)):
        found = compare_activations(a, b, x, layers=["b", "twin#2"])
        assert [row.path for row in found.rows] == ["twin/b", "twin#2/b", "twin#2"]
    with pytest.raises(KeyError, match="no layer call 'twim'; the closest: 'twin'"):
        compare_activations(recorded, recorded, layers="twim")


def test_a_layer_of_one_stands_for_its_path_in_the_other():
    model, x = made("siamese")
    other = keras.models.clone_model(model)
    other(x)
    other.set_weights(model.get_weights())
    recorded = get_activations(other, x).numpy()
    for layers in (model.layers[-1], [other.layers[-1]], [model.layers[-1], other.layers[-1]]):
        for a, b in ((model, other), (other, model)):
            found = compare_activations(a, b, x, layers=layers)
            assert [row.path for row in found.rows] == [model.layers[-1].name]
    found = compare_activations(model, recorded, x, layers=model.layers[-1])
    assert [row.path for row in found.rows] == [model.layers[-1].name]


def test_by_order_a_layer_of_each():
    x = zoo.rows(4, 3)
    a, b = keras.Sequential(zoo.stack()), keras.Sequential(zoo.stack())
    a(x), b(x)
    found = compare_activations(a, b, x, layers=[a.layers[0], b.layers[1]], match="order")
    assert [(row.path, row.other) for row in found.rows] == [("a", "b")]
    found = compare_activations(a, b, x, layers=a.layers[1], match="order")
    assert (found.rows, found.only_in_a, found.only_in_b) == ([], ["b"], [])
    assert "the second has none of them; next: " in repr(found)


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (lambda model: (model, model), ValueError, "next: pass x"),
        (
            lambda model: (model, 3, np.ones((1, 3))),
            TypeError,
            "a Keras 3 model or layer is needed",
        ),
        (
            lambda model: (model, model, np.ones((1, 3)), None, "name"),
            ValueError,
            "'path' or 'order'",
        ),
    ],
)
def test_what_it_does_not_take(arguments, error, says):
    model, _ = made("functional")
    with pytest.raises(error, match=says):
        compare_activations(*arguments(model))


def test_the_note_of_a_batch_that_does_not_fit():
    model, _ = made("functional")
    with pytest.raises(Exception, match="in") as raised:
        compare_activations(model, model, tf.ones((2, 9)))
    assert "This was the call of" in "".join(raised.value.__notes__)
