"""Names of TensorFlow 1 and of an older keras.backend, translated."""

import keras
import numpy as np
import tensorflow as tf

from . import cured
from .small import HIDDEN, X, functional, ones, what_is_printed

K, v1 = keras.backend, tf.compat.v1


@cured("tensorflow-1-name", "translated", "a placeholder becomes an argument, `run` a call")
def _():
    def broken():
        x = tf.placeholder(tf.float32)
        return tf.Session().run(2 * x, {x: X})

    return broken, lambda: (lambda x: 2 * x)(X), 2 * X


@cured("tensorflow-1-name", "as it was", "inside `with tf.Graph().as_default():`")
def _():
    def as_it_was():
        with tf.Graph().as_default():
            x = v1.placeholder(tf.float32)
            count = v1.get_variable("count", initializer=2.0)
            with v1.Session() as session:
                session.run(v1.global_variables_initializer())
                return session.run(count * v1.Print(x, [x]), {x: X})

    return lambda: tf.get_variable("count", initializer=2.0), as_it_was, 2 * X


@cured("tensorflow-1-name", "old layers in an old graph", "use `keras.layers`, in an old graph too")
def _():
    def new_layer():
        with tf.Graph().as_default():
            x = v1.placeholder(tf.float32, (None, 2))
            made = ones(1, "sums")(x)
            with v1.Session() as session:
                session.run(v1.global_variables_initializer())
                return session.run(made, {x: X})

    return lambda: tf.layers.dense(X, 1), new_layer, HIDDEN


@cured("keras-backend-name", "K.eval", "keras.ops.convert_to_numpy(t)")
def _():
    t = tf.constant(3.0)
    return lambda: K.eval(t), lambda: keras.ops.convert_to_numpy(t), 3


@cured("keras-backend-name", "K.get_value", "keras.ops.convert_to_numpy(t)")
def _():
    v = keras.Variable([3.0])
    return lambda: K.get_value(v), lambda: keras.ops.convert_to_numpy(v), [3]


@cured("keras-backend-name", "K.set_value", "`v.assign(a)`")
def _():
    v = keras.Variable([3.0])
    return lambda: K.set_value(v, [4.0]), lambda: (v.assign([4.0]), v.numpy())[1], [4]


@cured("keras-backend-name", "K.function", "keras.Model(model.inputs[0], layer.output)")
def _():
    model = functional()
    layer = model.get_layer("hidden")
    right = lambda: keras.Model(model.inputs[0], layer.output)(X)
    return lambda: K.function([model.input], [layer.output]), right, HIDDEN


@cured("keras-backend-name", "K.learning_phase", "the argument `training`")
def _():
    drop = keras.layers.Dropout(0.999, seed=1)
    return lambda: K.learning_phase(), lambda: drop(X, training=False), X


@cured("keras-backend-name", "K.placeholder", "`keras.Input(shape)`")
def _():
    t = keras.Input((2,))
    return lambda: K.placeholder((None, 2)), lambda: keras.Model(t, 2 * t)(X), 2 * X


@cured("keras-backend-name", "K.gradients", "`tf.GradientTape`")
def _():
    v = tf.Variable(3.0)

    def right():
        with tf.GradientTape() as tape:
            loss = v * v
        return tape.gradient(loss, v)

    return lambda: K.gradients(v * v, [v]), right, 6


@cured("keras-backend-name", "K.print_tensor", "`tf.print`")
def _():
    t = tf.constant(3)
    return lambda: K.print_tensor(t), lambda: what_is_printed(lambda: tf.print(t)), ["3"]


@cured("keras-backend-name", "K.mean", "`keras.ops.mean`")
def _():
    return lambda: K.mean(X), lambda: keras.ops.mean(X), 2.5


@cured("keras-backend-name", "K.get_session", "delete the line")
def _():
    def by_session():
        return K.get_session().run(functional().outputs[0], {})

    return by_session, lambda: functional()(X), HIDDEN


@cured("eager-eval", "a tensor", "`t.numpy()`")
def _():
    t = tf.constant(3.0)
    return lambda: t.eval(), lambda: t.numpy(), 3


@cured("eager-eval", "a variable", "or print the tensor")
def _():
    v = tf.Variable(3.0)
    return lambda: (v + 0).eval(), lambda: what_is_printed(lambda: print(v.numpy())), ["3.0"]


@cured("placeholder-while-eager", "translated", "Make it an argument of a function")
def _():
    return lambda: v1.placeholder(tf.float32) * 2, lambda: (lambda x: x * 2)(X), 2 * X


@cured("placeholder-while-eager", "old code", "into `with tf.Graph().as_default():`")
def _():
    def right():
        with tf.Graph().as_default(), v1.Session() as session:
            x = v1.placeholder(tf.float32)
            return session.run(2 * x, {x: X})

    return lambda: v1.placeholder(tf.float32), right, 2 * X


@cured(
    "optimizer-get-gradients", "a model of Keras", "tape.gradient(loss, model.trainable_variables)"
)
def _():
    model, optimizer = functional(), keras.optimizers.SGD()

    def right():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(model(X))
        return tape.gradient(loss, model.trainable_variables)[0]

    return lambda: optimizer.get_gradients(0.0, model.weights), right, X.sum(axis=0)[:, None]


@cured("optimizer-get-gradients", "a variable of your own", "`tf.GradientTape`")
def _():
    v, optimizer = tf.Variable(3.0), keras.optimizers.Adam()

    def right():
        with tf.GradientTape() as tape:
            loss = v * v
        return tape.gradient(loss, [v])[0]

    return lambda: optimizer.get_updates(0.0, [v]), right, np.float32(6)
