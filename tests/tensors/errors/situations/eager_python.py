"""Tensors with numbers in Python's and NumPy's hands."""

import json
import math
import tempfile

import keras
import numpy as np
import tensorflow as tf

from . import simple
from .small import HIDDEN, X, functional, ones

T = tf.constant(X)
V = tf.constant([1.0, 2.0, 3.0])
PATH = tempfile.mkdtemp() + "/values.txt"


def put(owner, key, value):
    owner[key] = value
    return owner


def written(text):
    with open(PATH, "w") as file:
        file.write(text)
    with open(PATH) as file:
        return file.read()


def layer(x):
    return ones(1, "sums")(x)


E = "eager-array-method"
simple(
    E,
    "reshape",
    "tf.reshape(t, shape)",
    lambda: T.reshape(4),
    lambda: tf.reshape(T, (4,)),
    [1, 2, 3, 4],
)
simple(E, "mean", "tf.reduce_mean(t)", lambda: T.mean(), lambda: tf.reduce_mean(T), 2.5)
simple(E, "astype", "tf.cast(t, dtype)", lambda: T.astype("int32"), lambda: tf.cast(T, "int32"), X)
simple(E, "size", "tf.size(t)", lambda: T.size(), lambda: tf.size(T), 4)
simple(
    E,
    "any method of an array",
    "t.numpy().flatten()",
    lambda: T.flatten(),
    lambda: T.numpy().flatten(),
    [1, 2, 3, 4],
)

E = "eager-is-no-layer"
simple(E, "the output", "y.numpy()", lambda: layer(X).output, lambda: layer(X).numpy(), HIDDEN)


def weights():
    kept = keras.layers.Dense(1, kernel_initializer="ones")
    kept(X)
    return kept.get_weights()[0]


simple(E, "the weights", "layer.get_weights()", lambda: layer(X).get_weights(), weights, [[1], [1]])


def assigned():
    v = tf.Variable(V)
    v.assign(2 * v)
    return v.numpy()


E = "eager-assign"
simple(E, "a variable", "v.assign(2 * v)", lambda: V.assign(V), assigned, [2, 4, 6])
simple(E, "a new tensor", "t = 2 * t", lambda: V.assign_add(V), lambda: 2 * V, [2, 4, 6])

WORD = tf.constant("word")
E = "eager-of-other-kinds"
simple(E, "dense already", "t.numpy()", lambda: T.to_dense(), lambda: T.numpy(), X)
simple(
    E, "a list", "t.numpy().tolist()", lambda: V.to_list(), lambda: V.numpy().tolist(), [1, 2, 3]
)
simple(
    E, "a text", "t.numpy().decode()", lambda: WORD.decode(), lambda: WORD.numpy().decode(), "word"
)
simple(
    E,
    "more numbers",
    "tf.concat([t, more], axis=0)",
    lambda: V.append(V),
    lambda: tf.concat([V, [4.0]], axis=0),
    [1, 2, 3, 4],
)


def gradient(x, watched):
    with tf.GradientTape() as tape:
        if watched:
            tape.watch(x)
        loss = tf.reduce_sum(x * x)
    return tape.gradient(loss, x)


E = "eager-gradient"
simple(
    E,
    "a tensor",
    "tape.watch(x)",
    lambda: tf.reduce_sum(V * V).backward(),
    lambda: gradient(V, True),
    [2, 4, 6],
)
simple(
    E,
    "a variable",
    "tape.gradient(loss, x)",
    lambda: (V * V).grad,
    lambda: gradient(tf.Variable(V), False),
    [2, 4, 6],
)

E = "eager-no-attribute"
simple(E, "the numbers", "t.numpy()", lambda: T.numbers, lambda: T.numpy(), X)
simple(E, "its shape", "t.shape", lambda: T.shap, lambda: T.shape, [2, 2])

E = "tensor-to-number"
simple(
    E,
    "the mean",
    "float(tf.reduce_mean(t))",
    lambda: float(T),
    lambda: float(tf.reduce_mean(T)),
    2.5,
)
simple(E, "one of them", "float(t[0, 0])", lambda: math.sqrt(T), lambda: float(T[0, 0]), 1)
simple(
    E,
    "all of them",
    "print(t.numpy())",
    lambda: "%.3f" % T,
    lambda: str(T.numpy()).split(),
    ["[[1.", "2.]", "[3.", "4.]]"],
)

R = tf.ragged.constant([[1.0, 2.0], [3.0]])
E = "tensor-in-format"
simple(
    E,
    "one number",
    'f"{float(tf.reduce_mean(t)):.3f}"',
    lambda: f"{T:.3f}",
    lambda: f"{float(tf.reduce_mean(T)):.3f}",
    "2.500",
)
simple(
    E,
    "all with few digits",
    "np.round(t.numpy(), 3)",
    lambda: f"{T.numpy():.3f}",
    lambda: np.round(T.numpy(), 3),
    X,
)
simple(
    E,
    "a ragged tensor",
    "float(tf.reduce_mean(t))",
    lambda: f"{R:.3f}",
    lambda: f"{float(tf.reduce_mean(R)):.3f}",
    "2.000",
)

E = "tensor-unhashable"
ONE = tf.constant(1)
simple(E, "the number", "int(t)", lambda: {1: 5}[ONE], lambda: {1: 5}[int(ONE)], 5)
simple(
    E,
    "a text",
    "t.numpy().decode()",
    lambda: {"word": 5}[WORD],
    lambda: {"word": 5}[WORD.numpy().decode()],
    5,
)
simple(E, "the object itself", "t.ref()", lambda: {ONE}, lambda: len({ONE.ref(), ONE.ref()}), 1)
simple(
    E, "inside a traced function", "tf.gather(table, t)",
    lambda: tf.function(lambda t: {0: 5, 1: 7}[t])(ONE),
    lambda: tf.function(lambda t: tf.gather([5, 7], t))(ONE),
    7,
)  # fmt: skip

E = "tensor-to-json"
LOGS = {"loss": tf.constant(1.0), "rows": V}
simple(
    E,
    "one number",
    "float(t)",
    lambda: json.dumps(LOGS["loss"]),
    lambda: json.loads(json.dumps(float(LOGS["loss"]))),
    1,
)
simple(
    E,
    "more",
    "t.numpy().tolist()",
    lambda: json.dumps(V),
    lambda: json.loads(json.dumps(V.numpy().tolist())),
    [1, 2, 3],
)
simple(
    E, "a whole dict", "json.dumps(logs, default=lambda t: np.asarray(t).tolist())",
    lambda: json.dumps(LOGS),
    lambda: json.loads(json.dumps(LOGS, default=lambda t: np.asarray(t).tolist()))["rows"],
    [1, 2, 3],
)  # fmt: skip

E = "tensor-to-file"
simple(
    E,
    "as text",
    "file.write(str(t.numpy()))",
    lambda: written(V),
    lambda: written(str(V.numpy())),
    "[1. 2. 3.]",
)
simple(
    E,
    "savetxt",
    "np.savetxt(path, t.numpy())",
    lambda: written(V),
    lambda: (np.savetxt(PATH, V.numpy()), np.loadtxt(PATH))[1],
    [1, 2, 3],
)
simple(
    E,
    "save",
    "np.save(path, t.numpy())",
    lambda: written(V),
    lambda: (np.save(PATH, V.numpy()), np.load(PATH + ".npy"))[1],
    [1, 2, 3],
)

E = "tensor-item-assignment"
UPDATE = lambda t: tf.tensor_scatter_nd_update(t, [[0]], [5.0])
simple(
    E,
    "one place",
    "tf.tensor_scatter_nd_update(t, [[0]], [value])",
    lambda: put(V, 0, 5.0),
    lambda: UPDATE(V),
    [5, 2, 3],
)
simple(
    E,
    "a mask",
    "tf.where(mask, value, t)",
    lambda: put(V, 2, 0.0),
    lambda: tf.where(V > 2, 0.0, V),
    [1, 2, 0],
)
simple(
    E,
    "an array",
    "a = t.numpy().copy()",
    lambda: put(V, 0, 5.0),
    lambda: put(V.numpy().copy(), 0, 5),
    [5, 2, 3],
)
simple(
    E,
    "a variable",
    "v[0].assign(value)",
    lambda: put(V, 0, 5.0),
    lambda: tf.Variable(V)[0].assign(5.0),
    [5, 2, 3],
)
simple(
    E,
    "inside a traced function",
    "tf.tensor_scatter_nd_update(t, [[0]], [value])",
    lambda: tf.function(lambda t: put(t, 0, 5.0))(V),
    lambda: tf.function(UPDATE)(V),
    [5, 2, 3],
)


def kernel_changed():
    v = keras.Variable(X)
    a = np.array(v)
    a[0] = 0
    v.assign(a)
    return v.numpy()


E = "variable-item-assignment"
simple(
    E,
    "a tf.Variable",
    "v[0].assign(value)",
    lambda: put(tf.Variable(V), 0, 5.0),
    lambda: tf.Variable(V)[0].assign(5.0),
    [5, 2, 3],
)
simple(
    E,
    "a Keras variable",
    "v.assign(a)",
    lambda: put(keras.Variable(X), 0, 0.0),
    kernel_changed,
    [[0, 0], [3, 4]],
)

VARIABLE = tf.Variable(V)
E = "variable-no-attribute"
simple(
    E,
    "its numbers",
    "v.numpy()",
    lambda: keras.Variable(X).eval(),
    lambda: keras.Variable(X).numpy(),
    X,
)
simple(
    E,
    "new numbers",
    "v.assign(a)",
    lambda: VARIABLE.set_value(V),
    lambda: tf.Variable(V).assign(2 * V),
    [2, 4, 6],
)
simple(
    E,
    "functions",
    "tf.reduce_mean(v)",
    lambda: VARIABLE.mean(),
    lambda: tf.reduce_mean(VARIABLE),
    2,
)
simple(
    E,
    "its name",
    "v.name",
    lambda: tf.Variable(V, name="v").path,
    lambda: tf.Variable(V, name="v").name,
    "v:0",
)

E = "variable-in-python"
simple(E, "its length", "len(v.numpy())", lambda: len(VARIABLE), lambda: len(VARIABLE.numpy()), 3)
simple(
    E,
    "is it there",
    "if v is not None",
    lambda: 1 if keras.Variable(X) else 0,
    lambda: 1 if VARIABLE is not None else 0,
    1,
)

E = "tensor-called"
simple(E, "another name", "y = layer(x)", lambda: layer(X)(X), lambda: layer(X), HIDDEN)
simple(E, "an attribute", "t.shape", lambda: R.values(), lambda: R.shape[0], 2)
simple(E, "an element", "t[0]", lambda: V(0), lambda: V[0], 1)

E = "tensor-index-type"
simple(
    E,
    "several rows",
    "tf.gather(t, [0, 2])",
    lambda: V[[0, 2], [1, 1], "a"],
    lambda: tf.gather(V, [0, 2]),
    [1, 3],
)
simple(
    E,
    "a mask",
    "tf.boolean_mask(t, mask)",
    lambda: V[0.5],
    lambda: tf.boolean_mask(V, [True, False, True]),
    [1, 3],
)
simple(E, "a name", "print(type(t))", lambda: V["loss"], lambda: type(V).__name__, "EagerTensor")

E = "index-out-of-bounds"
simple(E, "the last element", "t[-1]", lambda: V[3], lambda: V[-1], 3)
simple(E, "the shape", "t.shape", lambda: T[5], lambda: T.shape[0], 2)

LOSS = tf.constant(3.0)
E = "scalar-indexed"
simple(E, "the number", "float(t)", lambda: LOSS[0], lambda: float(LOSS), 3)
simple(
    E,
    "the axis",
    "`reduce_mean` without `axis`",
    lambda: tf.reduce_mean(T)[0],
    lambda: tf.reduce_mean(T, axis=1)[0],
    1.5,
)

E = "scalar-iterated"
simple(E, "as the number", "float(t)", lambda: list(LOSS), lambda: float(LOSS), 3)
simple(
    E,
    "go through all",
    "for x in tf.reshape(t, [-1])",
    lambda: [x for x in LOSS],
    lambda: [float(x) for x in tf.reshape(LOSS, [-1])],
    [3],
)
simple(
    E,
    "an array",
    "np.atleast_1d(t)",
    lambda: len(np.zeros(())),
    lambda: len(np.atleast_1d(LOSS)),
    1,
)

E = "truth-of-an-array"
simple(
    E, "all", "tf.reduce_all(t > 0)", lambda: bool(T > 0), lambda: bool(tf.reduce_all(T > 0)), True
)
simple(
    E, "any", "tf.reduce_any(t > 0)", lambda: not T > 3, lambda: bool(tf.reduce_any(T > 3)), True
)
simple(
    E,
    "one element",
    "if t[0, 0] > 0",
    lambda: 1 if T > 0 else 0,
    lambda: 1 if T[0, 0] > 0 else 0,
    1,
)
simple(
    E,
    "elementwise",
    "(a > 0) & (b > 0)",
    lambda: T > 0 and T > 0,
    lambda: (V > 0) & (V > 1),
    [False, True, True],
)
simple(
    E,
    "is something there",
    "if t is not None",
    lambda: 1 if T else 0,
    lambda: 1 if T is not None else 0,
    1,
)

E = "tensor-as-integer"
simple(E, "a number", "range(int(t))", lambda: range(V), lambda: len(range(int(LOSS))), 3)
simple(
    E, "the number of elements", "range(len(t))", lambda: range(V), lambda: len(range(len(V))), 3
)
simple(
    E,
    "a variable",
    "range(int(t))",
    lambda: range(tf.Variable(3)),
    lambda: len(range(int(tf.Variable(3)))),
    3,
)

E = "tensor-not-an-iterator"
simple(E, "the first", "t[0]", lambda: next(V), lambda: V[0], 1)
simple(E, "an iterator", "iter(t)", lambda: next(T), lambda: next(iter(T)), [1, 2])

E = "numpy-has-no-numpy"
simple(
    E,
    "an array",
    "model.predict(x)",
    lambda: functional().predict(X, verbose=0).numpy(),
    lambda: functional().predict(X, verbose=0),
    HIDDEN,
)
simple(
    E,
    "a number of logs",
    'logs["loss"]',
    lambda: {"loss": 3.0}["loss"].numpy(),
    lambda: {"loss": 3.0}["loss"],
    3,
)
simple(
    E,
    "both",
    "np.asarray(value)",
    lambda: T.numpy().numpy(),
    lambda: [np.asarray(v)[0][0] for v in (T, X)],
    [1, 1],
)
