"""KerasTensors, layers and models, and what they are taken for."""

import json
import tempfile

import keras
import numpy as np
import tensorflow as tf

from . import simple
from .small import HIDDEN, Calls, X, functional

T = keras.Input((2,))
PATH = tempfile.mkdtemp() + "/values.txt"
MODEL = functional()
HEAD = MODEL.layers[1]
through = lambda t: keras.Model(T, t)(X)


E = "kerastensor-array-method"
simple(E, "mean", "keras.ops.mean(t)", lambda: T.mean(), lambda: through(keras.ops.mean(T)), 2.5)
simple(
    E,
    "reshape",
    "keras.ops.reshape(t, (-1, 2))",
    lambda: T.flatten(),
    lambda: through(keras.ops.reshape(T, (-1, 2))),
    X,
)
simple(
    E,
    "astype",
    'keras.ops.cast(t, "float16")',
    lambda: T.astype("float16"),
    lambda: through(keras.ops.cast(T, "float16")),
    X,
)
simple(E, "its shape", "t.shape", lambda: T.get_shape(), lambda: T.shape[1], 2)

E = "kerastensor-history"
simple(
    E,
    "the layer",
    "t._keras_history.operation",
    lambda: HEAD.output._keras_history.layer,
    lambda: HEAD.output._keras_history.operation.name,
    "hidden",
)
simple(
    E,
    "what it was made from",
    "layer._inbound_nodes[0].input_tensors",
    lambda: HEAD._inbound_nodes[0].inbound_layers,
    lambda: HEAD._inbound_nodes[0].input_tensors[0].shape[1],
    2,
)

simple(
    "kerastensor-no-attribute",
    "numbers",
    "keras.Model(model.inputs[0], that_tensor)(batch)",
    lambda: HEAD.output.values,
    lambda: keras.Model(MODEL.inputs[0], HEAD.output)(X),
    HIDDEN,
)

E = "kerastensor-as-bool"
simple(
    E,
    "if",
    "keras.ops.where(t > 0, a, b)",
    lambda: T if T > 0 else -T,
    lambda: through(keras.ops.where(T > 2, T, 0.0)),
    [[0, 0], [3, 4]],
)
simple(
    E,
    "max",
    "keras.ops.maximum(a, b)",
    lambda: max(T, 2 * T),
    lambda: through(keras.ops.maximum(T, 2 * T)),
    2 * X,
)
simple(
    E,
    "is it there",
    "if t is not None",
    lambda: 1 if T else 0,
    lambda: 1 if T is not None else 0,
    1,
)


def written(text):
    with open(PATH, "w") as file:
        file.write(text)
    return np.loadtxt(PATH)


NUMBERS = "keras.Model(model.inputs[0], that_tensor)(batch).numpy()"
E = "kerastensor-in-python"
simple(E, "len", "t.shape[-1]", lambda: len(T), lambda: T.shape[-1], 2)
simple(
    E,
    "a format",
    NUMBERS,
    lambda: f"{T:.2f}",
    lambda: f"{through(2 * T).numpy()[0, 0]:.2f}",
    "2.00",
)
simple(
    E,
    "a file",
    NUMBERS,
    lambda: json.dumps(T),
    lambda: json.loads(json.dumps(through(2 * T).numpy().tolist())),
    2 * X,
)

E = "kerastensor-iterated"
simple(E, "the whole", "2 * t", lambda: [2 * x for x in T], lambda: through(2 * T), 2 * X)
simple(E, "one column", "t[:, 0]", lambda: list(T)[0], lambda: through(T[:, 0]), [1, 3])
simple(
    E,
    "all columns",
    "keras.ops.unstack(t, axis=1)",
    lambda: tuple(T),
    lambda: through(keras.ops.unstack(T, axis=1)[1]),
    [2, 4],
)

E = "kerastensor-index"
simple(E, "by number", "t[:, 0]", lambda: T["a"], lambda: through(T[:, 0]), [1, 3])
simple(
    E,
    "several columns",
    "keras.ops.take(t, [0, 1], axis=1)",
    lambda: T[0.5],
    lambda: through(keras.ops.take(T, [0, 1], axis=1)),
    X,
)


def fetched():
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.constant(1)
        return session.run(HEAD.output)


simple(
    "fetch-a-kerastensor",
    "a sub-model",
    "keras.Model(model.inputs[0], that_tensor)(x)",
    fetched,
    lambda: keras.Model(MODEL.inputs[0], HEAD.output)(X),
    HIDDEN,
)


def compiled():
    model = functional()
    model.compile("sgd", "mse")
    return model


def total_loss():
    model = compiled()
    return model.compute_loss(X, np.array(HIDDEN, "float32"), model(X))


E = "keras-3-model-name"
simple(
    E,
    "total_loss",
    "model.compute_loss(x, y, model(x))",
    lambda: compiled().total_loss,
    total_loss,
    0,
)
simple(
    E,
    "predict_generator",
    "`fit`, `predict`",
    lambda: MODEL.predict_generator(X),
    lambda: MODEL.predict(X, verbose=0),
    HIDDEN,
)
simple(
    E,
    "predict_classes",
    "model.predict(x).argmax(axis=-1)",
    lambda: MODEL.predict_classes(X),
    lambda: MODEL.predict(X, verbose=0).argmax(axis=-1),
    [0, 0],
)
simple(E, "W", "layer.get_weights()[0]", lambda: HEAD.W, lambda: HEAD.get_weights()[0], [[1], [1]])
simple(E, "get_output", "layer.output", lambda: HEAD.get_output(), lambda: HEAD.output.shape[1], 1)

E = "model-no-attribute"
simple(
    E,
    "a layer of a model",
    'model.get_layer("hidden")',
    lambda: MODEL.h,
    lambda: MODEL.get_layer("hidden")(X),
    HIDDEN,
)
simple(E, "numbers", "model(x).numpy()", lambda: MODEL.numpy(), lambda: MODEL(X).numpy(), HIDDEN)
simple(
    E,
    "the weights",
    "layer.get_weights()",
    lambda: HEAD.numpy(),
    lambda: HEAD.get_weights()[1],
    [0],
)

E = "model-in-python"
simple(E, "by place", "model.layers[1]", lambda: MODEL[1], lambda: MODEL.layers[1](X), HIDDEN)
simple(
    E,
    "by name",
    'model.get_layer("hidden")',
    lambda: MODEL["hidden"],
    lambda: MODEL.get_layer("hidden")(X),
    HIDDEN,
)
simple(E, "numbers", "model(x)", lambda: float(MODEL), lambda: MODEL(X), HIDDEN)

simple(
    "layer-index",
    "list them",
    "[layer.name for layer in model.layers]",
    lambda: MODEL.get_layer(index=9),
    lambda: [layer.name for layer in MODEL.layers],
    ["inputs", "hidden", "head"],
)
simple(
    "old-model-arguments",
    "a sub-model",
    "keras.Model(inputs=model.inputs[0], outputs=layer.output)",
    lambda: keras.Model(input=T, output=T),
    lambda: keras.Model(inputs=MODEL.inputs[0], outputs=HEAD.output)(X),
    HIDDEN,
)

ADDED = keras.layers.Add(name="added")
TWO = [keras.Input((2,)), keras.Input((2,))]
WITH_TWO = keras.Model(TWO, ADDED(TWO))
simple(
    "old-model-arguments",
    "several inputs",
    "keras.Model(inputs=model.inputs, outputs=layer.output)",
    lambda: keras.Model(input=TWO, output=ADDED.output),
    lambda: keras.Model(inputs=WITH_TWO.inputs, outputs=ADDED.output)([X, X]),
    2 * X,
)

STEPS = np.ones((1, 3, 2), "float32")
L = keras.layers
E = "unknown-layer-argument"
simple(
    E,
    "attention's scores",
    "attention([q, v], return_attention_scores=True)",
    lambda: L.Attention(return_attention_scores=True),
    lambda: L.Attention()([STEPS, STEPS], return_attention_scores=True)[1].shape,
    [1, 3, 3],
)
simple(
    E,
    "batch_input_shape",
    "keras.Input(batch_shape=...)",
    lambda: L.Dense(1, input_size=2),
    lambda: keras.Input(batch_shape=(4, 2)).shape,
    [4, 2],
)


def of_one_model():
    m = functional()
    return keras.Model(m.inputs[0], m.layers[1].output)(X)


simple(
    "name-used-twice",
    "one model",
    "keras.Model(m.inputs[0], m.layers[1].output)",
    lambda: keras.Model(functional().inputs[0], functional().layers[1].output),
    of_one_model,
    HIDDEN,
)

E = "sequential-takes-layers"
simple(
    E,
    "layers",
    "keras.Sequential(model.layers[1:])",
    lambda: keras.Sequential([MODEL.outputs]),
    lambda: keras.Sequential(MODEL.layers[1:])(X),
    HIDDEN,
)
simple(
    E,
    "a function",
    "keras.layers.Lambda(f)",
    lambda: keras.Sequential([lambda t: 2 * t]),
    lambda: keras.Sequential([L.Lambda(lambda t: 2 * t)])(X),
    2 * X,
)
simple(
    E,
    "a tensor",
    "keras.Model(model.inputs[0], that_tensor)",
    lambda: keras.Sequential([HEAD.output]),
    lambda: keras.Model(MODEL.inputs[0], HEAD.output)(X),
    HIDDEN,
)

E = "infer-output-shape"
simple(
    E,
    "keras.ops",
    "keras.ops.mean(t, axis=1)",
    lambda: L.Lambda(lambda t: np.mean(t))(T),
    lambda: through(L.Lambda(lambda t: keras.ops.mean(t, axis=1))(T)),
    [1.5, 3.5],
)
simple(
    E,
    "an own layer",
    "tf.shape(t)[0]",
    lambda: L.Lambda(lambda t: None)(T),
    lambda: through(Calls(lambda t: tf.cast(tf.shape(t)[0], tf.float32) + t)(T)),
    2 + X,
)

simple(
    "call-returns-nothing",
    "a layer's call",
    "Write `return y` at the end of `call`",
    lambda: keras.Sequential([keras.Input((2,)), Calls(lambda t: None)])(X),
    lambda: keras.Sequential([keras.Input((2,)), Calls(lambda t: 2 * t)])(X),
    2 * X,
)


def unpacked(layer, count, *more, **options):
    found = layer(STEPS, *more, **options)
    if count == 2:
        a, b = found
    else:
        a, b, _c = found
    return a.shape[0] + b.shape[0]


E = "rnn-unpack"
simple(
    E,
    "LSTM",
    "output, h, c = layer(x)",
    lambda: unpacked(L.LSTM(1, return_state=True), 2),
    lambda: unpacked(L.LSTM(1, return_state=True), 3),
    2,
)
simple(
    E,
    "GRU",
    "output, state = layer(x)",
    lambda: unpacked(L.GRU(1, return_state=True), 3),
    lambda: unpacked(L.GRU(1, return_state=True), 2),
    2,
)
simple(
    E,
    "attention",
    "output, scores = attention(x, x, return_attention_scores=True)",
    lambda: unpacked(L.MultiHeadAttention(1, 1), 2, STEPS),
    lambda: unpacked(L.MultiHeadAttention(1, 1), 2, STEPS, return_attention_scores=True),
    2,
)

simple(
    "stateful-batch",
    "a fixed batch",
    "keras.Input(batch_shape=(1, 3, 2))",
    lambda: L.LSTM(1, stateful=True)(keras.Input((3, 2))),
    lambda: L.LSTM(1, stateful=True)(keras.Input(batch_shape=(1, 3, 2))).shape,
    [1, 1],
)

E = "attention-inputs"
simple(
    E,
    "attention",
    "keras.layers.Attention()([query, value])",
    lambda: L.Attention()(STEPS),
    lambda: L.Attention()([STEPS, STEPS]),
    STEPS,
)
simple(
    E,
    "concatenation",
    "keras.layers.Concatenate()([a, b])",
    lambda: L.Concatenate()(X),
    lambda: L.Concatenate()([X, X]),
    np.concatenate([X, X], 1),
)


def watched(made):
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(made if made is not None else x)
        y = tf.reduce_sum(x * x)
    return tape.gradient(y, x)


E = "watch-not-a-tensor"
simple(E, "an array", "x = tf.constant(a)", lambda: watched(X), lambda: watched(None), 2 * X)
simple(
    E,
    "a KerasTensor",
    "let a sub-model give that layer's tensor within the tape",
    lambda: watched(T),
    lambda: watched(None),
    2 * X,
)
