import keras
import pytest
import tensorflow as tf

from tutorial_utils.tensors.state.parts import layers_held_by, layers_of, variables_of

from .. import zoo
from ..hooks import all_layers

L = keras.layers


@pytest.mark.parametrize(
    "kind", ["subclassed", "custom_layer_holding_layers", "recurrent", "functional_with_operations"]
)
def test_every_layer_once_and_the_variables_that_keras_lists(kind):
    model, x = zoo.KINDS[kind]()
    model(x)
    found = layers_of(model)
    assert found[0] is model
    assert len({id(layer) for layer in found}) == len(found)
    assert {id(layer) for layer in all_layers(model)} <= {id(layer) for layer in found}
    variables = {id(variable) for variable in variables_of(model)}
    assert {id(weight.value) for weight in model.variables} <= variables


def test_what_a_layer_holds_itself():
    model, _ = zoo.KINDS["same_names_in_siblings"]()
    assert layers_held_by(model) == [model.one, model.two]
    names = [layer.name for layer in layers_held_by(model.one)]
    assert sorted(names) == ["first", "gate", "many_0", "many_1"]
    inside, _ = zoo.KINDS["functional_inside_sequential"]()
    assert [layer.name for layer in layers_held_by(inside)] == ["block", "relu", "head"]


class Holds(L.Layer):
    """Variables where Keras does not look for them, two of them in a list."""

    def __init__(self):
        super().__init__(name="holds")
        self.own = tf.Variable(1.0)
        self.listed = [tf.Variable(2.0), {"deep": keras.Variable(3.0)}]
        self.generator = tf.random.Generator.from_seed(4)
        self.layers_in_a_list = [L.LSTM(2, dropout=0.5, name="lstm")]


def test_variables_that_nobody_lists():
    layer = Holds()
    layer.layers_in_a_list[0].build((1, 2, 3))
    expected = [layer.own, layer.listed[0], layer.listed[1]["deep"].value, layer.generator.state]
    expected += [weight.value for weight in layer.layers_in_a_list[0].variables]
    assert {id(variable) for variable in expected} <= {id(v) for v in variables_of(layer)}


def test_those_of_metrics_losses_and_the_optimizer():
    inputs = keras.Input((3,))
    model = keras.Model(inputs, [L.Dense(1, name="p")(inputs), L.Dense(1, name="q")(inputs)])
    model.compile("adam", ["mse", "mae"], metrics=["mse", "mae"])
    model.fit(zoo.rows(4, 3), [zoo.rows(4, 1)] * 2, verbose=0)
    found = {id(variable) for variable in variables_of(model)}
    listed = [*model.metrics_variables, *model.optimizer.variables]
    assert len(listed) > 10
    assert {id(variable.value) for variable in listed} <= found


class Pair(L.Layer):
    """Holds layers in a tuple, of which TensorFlow makes a tuple of its own kind."""

    def __init__(self):
        super().__init__(name="pair")
        self.both = (L.Dense(1, name="one"), L.Dense(1, name="two"))
        self.named = {"more": ({"three": L.Dense(1, name="three")},)}


def test_layers_in_tuples_are_reached():
    assert [layer.name for layer in layers_of(Pair())] == ["pair", "one", "two", "three"]


def test_what_holds_itself_is_followed_once():
    layer = L.Dense(1, name="dense")
    around = {"layer": layer}
    around["itself"] = around
    layer.__dict__["around"] = around  # past Keras, which would follow it for ever
    assert layers_of(layer) == [layer]
