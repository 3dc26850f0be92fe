"""What the parts of a path mean: `#2` a second call, `@2` a second layer, no number that changes."""

import keras
import numpy as np
import pytest

from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor

from .. import wild, zoo

L = keras.layers


def test_a_second_layer_of_the_same_name_is_told_from_a_second_call():
    model, x = wild.KINDS["two_layers_of_one_name"]()
    found = get_activations(model, x)
    assert [(call.path, call.layer) for call in found.calls] == [
        ("dense", model.one),
        ("dense@2", model.two),
        ("dense#2", model.one),
    ]
    with capture_activations(model) as found:
        model(x), model(x)
    assert list(found) == ["dense", "dense@2", "dense#2", "dense#3", "dense@2#2", "dense#4"]


def test_a_name_that_looks_like_that_of_another_call_or_layer():
    class Model(keras.Model):
        def __init__(self):
            super().__init__()
            names = ("dense", "dense#2", "dense", "dense@2")
            self.parts = [L.Dense(2, name=name) for name in names]

        def call(self, x):
            for part in self.parts:
                x = part(x)
            return self.parts[0](x)

    model, x = Model(), zoo.rows(2, 2)
    found = get_activations(model, x)
    assert list(found) == ["dense", "dense#2@1", "dense@2", "dense@2@1", "dense#2"]
    assert [call.layer for call in found.calls] == [*model.parts, model.parts[0]]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ("dense", ["dense", "dense@2", "dense#2"]),
        ("dense@2", ["dense@2"]),
        ("dense#2", ["dense#2"]),
        ("*@2", ["dense@2"]),
    ],
)
def test_they_can_be_chosen(layers, expected):
    model, x = wild.KINDS["two_layers_of_one_name"]()
    assert list(get_activations(model, x, layers)) == expected


def test_a_layer_has_one_name_wherever_it_is_called_from():
    model, x = wild.KINDS["two_layers_of_one_name"]()
    model(x)
    with capture_activations(model) as found:
        model.two(x)
        model(x)
    assert list(found) == ["dense", "dense@2", "dense#2", "dense@2#2"]
    assert found.calls[0].layer is model.two


def test_a_name_that_holds_what_means_something_in_a_pattern():
    inputs = keras.Input((3,))
    model = keras.Model(inputs, L.Dense(2, name="w[0]")(L.Dense(2, name="w0")(inputs)))
    assert list(get_activations(model, zoo.rows(2, 3), "w[0]")) == ["w0", "w[0]"]
    assert list(get_activations(model, zoo.rows(2, 3), ["w[[]0]"])) == ["w[0]"]


def test_a_class_of_layers():
    model, x = zoo.KINDS["siamese"]()
    for layers, expected in (
        (L.Dense, ["twin/a", "twin/b", "twin#2/a", "twin#2/b"]),
        ([L.Dot, keras.Sequential], ["twin", "twin#2", "dot"]),
    ):
        assert list(get_activations(model, x, layers)) == expected
        assert list(ActivationExtractor(model, layers)(x)) == expected
    with pytest.raises(KeyError, match="no layer call 'Conv2D'"):
        get_activations(model, x, L.Conv2D)


# --- operations of a functional model ---------------------------------------------------------------


def test_operations_are_paths_with_their_values():
    model, x = zoo.KINDS["functional_with_operations"]()
    found = get_activations(model, x)
    assert list(found) == ["a", "relu", "multiply", "add", "b"]
    np.testing.assert_allclose(found["multiply"], np.maximum(found["a"], 0) * 2, rtol=1e-6)
    np.testing.assert_allclose(found["add"], found["multiply"] + 1, rtol=1e-6)
    assert list(get_activations(model, x, "relu")) == ["relu"]
    assert isinstance(found.calls[1].layer, keras.Operation)


def test_their_names_do_not_depend_on_what_was_made_before():
    def make():
        inputs = keras.Input((3,))
        x = keras.ops.relu(L.Dense(2, name="a")(inputs))
        return keras.Model(inputs, keras.ops.relu(x - 1.0) * keras.ops.sigmoid(x))

    for _ in range(2):
        paths = list(get_activations(make(), zoo.rows(2, 3)))
        assert sorted(paths) == ["a", "multiply", "relu", "relu@2", "sigmoid", "subtract"]


class Pads(L.Layer):
    """Makes and calls an operation on the way, as many layers do."""

    def call(self, x):
        return keras.ops.pad(keras.ops.relu(x), ((0, 0), (1, 1)))


def test_what_layers_compute_with_is_no_path():
    model = keras.Sequential([keras.Input((3,)), Pads(name="pads")])
    assert list(get_activations(model, zoo.rows(2, 3))) == ["pads"]


def test_a_function_of_keras():
    one, two = keras.Input((3,), name="one"), keras.Input((3,), name="two")
    dense = L.Dense(2, name="dense")
    function = keras.Function([one, two], dense(one) + keras.ops.relu(dense(two)))
    x = [zoo.rows(4, 3), zoo.rows(4, 3, seed=1)]
    found = get_activations(function, x)
    assert sorted(found) == ["add", "dense", "dense#2", "relu"]
    np.testing.assert_allclose(found["add"], function(x), rtol=1e-6)
    extract = ActivationExtractor(function, "relu")
    assert extract.paths == ["relu"]
    np.testing.assert_allclose(extract(x)["relu"], found["relu"], rtol=1e-6)
