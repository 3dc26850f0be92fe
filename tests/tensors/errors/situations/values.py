"""Eager tensors of every kind, and KerasTensors."""

import keras
import numpy as np
import tensorflow as tf

from . import cured
from .small import HIDDEN, Calls, X, fitted, functional, late, sequential


def a_kerastensor(make):
    def program():
        model = make()
        model(X)
        t = model.get_layer("hidden").output
        return lambda: t.numpy(), lambda: keras.Model(model.inputs[0], t)(X).numpy(), HIDDEN

    return program


for situation, kind in {
    "a Functional model": functional,
    "a Sequential model": sequential,
    "a Sequential model without Input, called once": late,
}.items():
    words = "keras.Model(model.inputs[0], that_tensor)(batch).numpy()"
    cured("kerastensor-numpy", situation, words)(a_kerastensor(kind))


@cured("kerastensor-numpy", "several inputs", "begin at `model.inputs` and give a list")
def _():
    a, b = keras.Input((2,)), keras.Input((2,))
    model = keras.Model([a, b], keras.layers.Add(name="sum")([a, b]))
    t = model.get_layer("sum").output
    return lambda: t.numpy(), lambda: keras.Model(model.inputs, t)([X, X]).numpy(), 2 * X


@cured("kerastensor-to-numpy", "a NumPy function", "the function of `keras.ops`")
def _():
    t = keras.Input((2,))
    return lambda: np.mean(t), lambda: keras.Model(t, keras.ops.mean(t))(X), 2.5


@cured("kerastensor-to-numpy", "keras.ops.convert_to_numpy", "give NumPy the result")
def _():
    model = functional()
    t = model.get_layer("hidden").output
    cure = lambda: np.mean(keras.Model(model.inputs[0], t)(X))
    return lambda: keras.ops.convert_to_numpy(t), cure, 5


@cured("kerastensor-to-numpy", "float()", "keras.Model(model.inputs[0], that_tensor)")
def _():
    model = functional()
    t = keras.ops.mean(model.get_layer("hidden").output)
    return lambda: float(t), lambda: float(keras.Model(model.inputs[0], t)(X)), 5


@cured("kerastensor-in-tensorflow", "a function that keras.ops has", "`keras.ops.mean`")
def _():
    t = keras.Input((2,))
    return lambda: tf.reduce_mean(t), lambda: keras.Model(t, keras.ops.mean(t))(X), 2.5


@cured("kerastensor-in-tensorflow", "a function that only TensorFlow has", "of a layer")
def _():
    t, double = keras.Input((2,)), tf.raw_ops.AddV2
    layer = Calls(lambda x: double(x=x, y=x))
    return lambda: tf.add(t, t), lambda: keras.Model(t, layer(t))(X), 2 * X


@cured("kerastensor-in-tensorflow", "layer.output in a loss", "Put `self.add_loss(...)` into")
def _():
    def adds(t):
        layer.add_loss(tf.reduce_mean(t))
        return t

    layer, t = Calls(adds), functional().get_layer("hidden").output
    broken = lambda: fitted(lambda y, p: keras.ops.mean(t) + keras.ops.mean(p))
    return broken, lambda: fitted(layer), 5.5  # the mean of 3 and 7, and the error 0.5


@cured("kerastensor-in-tensorflow", "a number of rows", "tf.shape(t)[0]")
def _():
    t = keras.Input((2,))
    layer = Calls(lambda x: tf.reshape(x, (tf.shape(x)[0], 2, 1)))
    return lambda: tf.shape(t), lambda: keras.Model(t, layer(t))(X), X[..., None]


@cured("eager-item", "one number", "`t.numpy().item()` for one number")
def _():
    t = tf.constant(3.0)
    return lambda: t.item(), lambda: t.numpy().item(), 3


@cured("eager-item", "one number in an array", "`t.numpy().item()` for one number")
def _():
    t = tf.constant([[3.0]])
    return lambda: t.item(), lambda: t.numpy().item(), 3


@cured("eager-item", "an array", "`t.numpy()` for an array")
def _():
    t = tf.constant(X)
    return lambda: t.detach(), lambda: t.numpy(), X


@cured("eager-item", "a list", "`t.numpy().tolist()` for a list")
def _():
    t = tf.constant([1, 2])
    return lambda: t.tolist(), lambda: t.numpy().tolist(), [1, 2]


@cured("eager-name", "a tensor", "Label values yourself")
def _():
    t = tf.constant(3.0)
    return lambda: t.name, lambda: f"t: {t}", "t: 3.0"


@cured("eager-name", "a layer", "Layers have `.name`")
def _():
    model = sequential()
    return lambda: model.layers[0](X).name, lambda: model.layers[0].name, "hidden"


@cured("eager-name", "a Keras variable", "Keras variables `.path`")
def _():
    v = sequential().layers[0].kernel
    return lambda: tf.convert_to_tensor(v).name, lambda: v.path, "listed/hidden/kernel"


@cured("eager-name", "a variable of TensorFlow", "a `tf.Variable` has `.name`")
def _():
    v = tf.Variable(1.0, name="v")
    return lambda: (v + 0).name, lambda: v.name, "v:0"


def ragged():
    return tf.ragged.constant([[1.0, 2.0, 3.0], [5.0]])


@cured("ragged-in-numpy", "one number for each row", "tf.reduce_mean(t, axis=1)")
def _():
    return lambda: np.mean(ragged()), lambda: tf.reduce_mean(ragged(), axis=1).numpy(), [2, 5]


@cured("ragged-in-numpy", "the rows", "[row.numpy() for row in t]")
def _():
    return lambda: np.mean(ragged()), lambda: [row.numpy() for row in ragged()][1], [5]


def sparse(*places):
    return tf.SparseTensor([[0, at] for at in places], [float(at) for at in places], (1, 3))


@cured("sparse-numpy", "indices in order", "tf.sparse.to_dense(tf.sparse.reorder(t)).numpy()")
def _():
    t = sparse(1, 2)
    return lambda: t.numpy(), lambda: tf.sparse.to_dense(tf.sparse.reorder(t)), [[0, 1, 2]]


@cured("sparse-numpy", "indices out of order", "tf.sparse.reorder(t)")
def _():
    t = sparse(2, 1)
    return lambda: t.numpy(), lambda: tf.sparse.to_dense(tf.sparse.reorder(t)), [[0, 1, 2]]


@cured("sparse-numpy", "what is stored", "t.values.numpy()")
def _():
    t = sparse(2, 1)
    return lambda: t.numpy(), lambda: t.values.numpy(), [2, 1]
