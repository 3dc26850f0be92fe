"""Several devices, XLA, and TensorFlow Lite."""

import functools

import numpy as np
import tensorflow as tf

from . import simple
from .small import HIDDEN, X, functional


def per_replica():
    """What `strategy.run` gives on two devices, of which one is enough to make it."""
    from tensorflow.python.distribute.values import PerReplica

    return PerReplica((tf.constant(1.0), tf.constant(3.0)))


def strategy():
    return tf.distribute.MirroredStrategy(["CPU:0"])


E = "per-replica"
simple(
    E,
    "one of all",
    'strategy.reduce("MEAN", value, axis=None)',
    lambda: per_replica().numpy(),
    lambda: strategy().reduce("MEAN", tf.constant(2.0), axis=None),
    2,
)
simple(
    E,
    "each one",
    "strategy.experimental_local_results(value)",
    lambda: float(per_replica()),
    lambda: strategy().experimental_local_results(tf.constant(2.0))[0].numpy(),
    2,
)

E = "per-replica-outside"
simple(
    E,
    "together first",
    'strategy.reduce("SUM", value, axis=None)',
    lambda: tf.reduce_mean(per_replica()),
    lambda: strategy().reduce("SUM", tf.constant(2.0), axis=None),
    2,
)
simple(
    E,
    "inside",
    "inside of the function that `strategy.run` calls",
    lambda: tf.sqrt(per_replica()),
    lambda: strategy().run(lambda: tf.sqrt(4.0)),
    2,
)


def reduced(inside):
    made = strategy()

    def step():
        t = tf.constant(2.0)
        if not inside:
            return made.reduce("SUM", t, axis=None)
        return tf.distribute.get_replica_context().all_reduce("SUM", t)

    return made.run(step)


E = "replica-context"
simple(
    E, "inside", 'context.all_reduce("SUM", t)', lambda: reduced(False), lambda: reduced(True), 2
)
simple(
    E,
    "outside",
    "call `strategy.reduce` outside",
    lambda: reduced(False),
    lambda: strategy().reduce("SUM", tf.constant(2.0), axis=None),
    2,
)


@functools.cache
def lite_model():
    return tf.lite.TFLiteConverter.from_keras_model(functional()).convert()


@functools.cache
def lite_model_of_whole_numbers():
    converter = tf.lite.TFLiteConverter.from_keras_model(functional())
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([X[:1] * k / 4] for k in range(-4, 5))
    converter.inference_input_type = tf.int8
    return tf.lite.Interpreter(model_content=converter.convert())


def lite_with_whole_numbers(as_input):
    made = lite_model_of_whole_numbers()
    made.allocate_tensors()
    details = made.get_input_details()[0]
    made.set_tensor(details["index"], as_input(X[:1], details))
    made.invoke()
    return made


def whole(x, details):
    scale, zero = details["quantization"]
    return np.clip(np.round(x / scale + zero), -128, 127).astype("int8")


def lite(batch=None, allocate=True, x=X[:1], **more):
    made = tf.lite.Interpreter(model_content=lite_model(), **more)
    index = made.get_input_details()[0]["index"]
    if batch:
        made.resize_tensor_input(index, (batch, 2))
    if allocate:
        made.allocate_tensors()
    made.set_tensor(index, x)
    made.invoke()
    return made


def result(made, index=None):
    return made.get_tensor(made.get_output_details()[0]["index"] if index is None else index)


def names_of_all():
    made = lite(experimental_preserve_all_tensors=True)
    return sum(made.get_tensor(d["index"]).size > 0 for d in made.get_tensor_details()) > 3


E = "lite-not-allocated"
simple(
    E,
    "first",
    "interpreter.allocate_tensors()",
    lambda: result(tf.lite.Interpreter(model_content=lite_model())),
    lambda: result(lite()),
    [[3]],
)
simple(
    E,
    "in the middle",
    "experimental_preserve_all_tensors=True",
    lambda: tf.lite.Interpreter(model_content=lite_model()).invoke(),
    names_of_all,
    True,
)

E = "lite-input"
simple(
    E,
    "another batch",
    "interpreter.resize_tensor_input(index, (2, 2))",
    lambda: lite(x=X),
    lambda: result(lite(2, x=X)),
    HIDDEN,
)
simple(
    E,
    "another dtype",
    'x.astype("float32")',
    lambda: lite(x=X[:1].astype("float64")),
    lambda: result(lite(x=X[:1].astype("float32"))),
    [[3]],
)
simple(
    E,
    "int8",
    'np.clip(np.round(x / scale + zero), -128, 127).astype("int8")',
    lambda: lite_with_whole_numbers(lambda x, details: x),
    lambda: np.round(result(lite_with_whole_numbers(whole)), 1),
    [[3]],
)

simple(
    "lite-index",
    "the output",
    'interpreter.get_output_details()[0]["index"]',
    lambda: result(lite(), 99),
    lambda: result(lite()),
    [[3]],
)
