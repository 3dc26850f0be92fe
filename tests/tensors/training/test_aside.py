import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.training.aside import read_aside
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import zoo

L = keras.layers


def test_sums_are_read_from_copies_and_nothing_else_is():
    kinds = {}

    @tf.function
    def read(x):
        doubled = 2.0 * x
        values = {"sum": doubled + 1.0, "pair": (doubled, [x, 3])}
        found = read_aside(values)
        kinds.update(
            {
                path: tf.nest.map_structure(
                    lambda leaf: leaf.op.type if tf.is_tensor(leaf) else leaf, value
                )
                for path, value in found.items()
            }
        )
        return found["sum"]

    assert read(tf.constant([1.0, 2.0])).numpy().tolist() == [3.0, 5.0]
    assert kinds == {"sum": "Add", "pair": ("Mul", ["Placeholder", 3])}


def test_a_long_chain_of_sums_ends():
    @tf.function(autograph=False)
    def chain(x):
        for _ in range(2000):
            x = x + 1.0
        return read_aside({"end": x})["end"]

    assert float(chain(tf.constant(0.0))) == 2000.0


def residual():
    inputs = keras.Input((8, 8, 3))
    x = L.Conv2D(4, 3, padding="same", name="stem")(inputs)
    for at in range(2):
        y = L.Conv2D(4, 3, padding="same", name=f"conv_{at}")(L.ReLU(name=f"relu_{at}")(x))
        x = x + L.BatchNormalization(name=f"norm_{at}")(y)
    outputs = L.Dense(1, name="head")(L.GlobalAveragePooling2D(name="pool")(x))
    return keras.Model(inputs, outputs)


def trained(*loggers):
    keras.utils.set_random_seed(0)
    model = residual()
    model.compile(keras.optimizers.SGD(0.01), "mse", jit_compile=False)
    x, y = zoo.rows(12, 8, 8, 3), zoo.rows(12, 1)
    model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0, callbacks=list(loggers))
    return [variable.numpy() for variable in model.variables]


@pytest.mark.parametrize("every", ["batch", "epoch"])
def test_a_residual_network_is_trained_to_the_same_bits(every):
    """Its normalised values are summed with what went around them: a sum of sums."""
    for found, expected in zip(trained(ActivationLogger(every=every)), trained(), strict=True):
        np.testing.assert_array_equal(found, expected)
