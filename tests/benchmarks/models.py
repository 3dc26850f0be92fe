"""The models that are measured."""

import keras
import numpy as np
import tensorflow as tf

L = keras.layers


def dense(count):
    layers = [L.Dense(64, activation="relu", name=f"dense_{at}") for at in range(count)]
    return keras.Sequential([keras.Input((64,)), *layers]), tf.random.normal((32, 64))


def conv(count):
    layers = [
        L.Conv2D(8, 3, padding="same", activation="relu", name=f"conv_{at}") for at in range(count)
    ]
    return keras.Sequential([keras.Input((16, 16, 8)), *layers]), tf.random.normal((32, 16, 16, 8))


def mobile_net():
    model = keras.applications.MobileNetV2(input_shape=(96, 96, 3), weights=None)
    return model, tf.random.normal((32, 96, 96, 3))


def layers_of(model):
    return [layer for layer in model.layers if not isinstance(layer, L.InputLayer)]


def multi_output(model):
    """The model of the same layers that gives all their outputs."""
    return keras.Model(model.inputs[0], {layer.name: layer.output for layer in layers_of(model)})


def compiled(model):
    return tf.function(lambda x: model(x, training=False), reduce_retracing=True, autograph=False)


def mlp_to_fit():
    layers = [L.Dense(64, activation="relu", name=f"dense_{at}") for at in range(9)]
    model = keras.Sequential([keras.Input((64,)), *layers, L.Dense(1, name="out")])
    return model, _data((64,))


def cnn_to_fit():
    layers = [
        L.Conv2D(8, 3, padding="same", activation="relu", name=f"conv_{at}") for at in range(6)
    ]
    layers += [L.GlobalAveragePooling2D(name="pool"), L.Dense(1, name="out")]
    return keras.Sequential([keras.Input((16, 16, 8)), *layers]), _data((16, 16, 8))


def _data(shape, steps=200, batch=32):
    random = np.random.default_rng(0)
    x = random.normal(size=(steps * batch, *shape)).astype("float32")
    y = random.normal(size=(steps * batch, 1)).astype("float32")
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(batch).cache()
