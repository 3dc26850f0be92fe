import keras
import numpy as np
import tensorflow as tf

from tutorial_utils.tensors.state.making import variables_made


def test_those_of_a_layer():
    layer = keras.layers.Dense(2, name="dense")
    with variables_made() as made:
        layer(tf.ones((1, 3)))
        layer.kernel.assign_add(tf.ones((3, 2)))
    assert {id(variable) for variable, _ in made} == {id(layer.kernel.value), id(layer.bias.value)}
    values = {id(variable): value for variable, value in made}
    np.testing.assert_array_equal(values[id(layer.kernel.value)] + 1.0, layer.kernel)


def test_not_those_whose_value_comes_later():
    layer = keras.layers.Dense(2, name="dense")
    with variables_made() as made:
        tf.function(lambda x: layer(x))(tf.ones((1, 3)))
    assert made == []


def test_of_an_unknown_shape_and_after_the_block():
    with variables_made() as made:
        variable = tf.Variable(tf.zeros((0, 3)), shape=(None, 3))
        variable.assign(tf.ones((2, 3)))
    tf.Variable(1.0)
    ((found, value),) = made
    assert found is variable and value.shape == (0, 3)
