"""Graph tensors in Python's hands, and what AutoGraph refuses."""

import math
import tempfile

import keras
import numpy as np
import tensorflow as tf

from . import cured, simple
from .small import Calls, X, what_is_printed

V = tf.constant([1.0, 2.0, 3.0])
TWO = tf.constant(2)
WORDS = tf.constant(["a_b"])
# `tf.function` reads the source of what it rewrites, and cannot tell two lambdas on a line apart.
plain = lambda f, *args: tf.function(f, autograph=False)(*args)
ROWS = tf.TensorSpec((None, 2), tf.float32)


def with_rows(function):
    return tf.function(function, input_signature=[ROWS], autograph=False)(X)


def printing(t):
    tf.print(t)
    return t


def mapped(function, data=WORDS):
    return next(iter(tf.data.Dataset.from_tensor_slices(data).map(function)))


E = "graph-tensor-array-method"
simple(
    E,
    "reshape",
    "tf.reshape(t, shape)",
    lambda: plain(lambda t: t.reshape(3, 1), V),
    lambda: plain(lambda t: tf.reshape(t, (3, 1)), V),
    [[1], [2], [3]],
)
simple(
    E,
    "mean",
    "tf.reduce_mean(t)",
    lambda: plain(lambda t: t.mean(), V),
    lambda: plain(tf.reduce_mean, V),
    2,
)
simple(
    E,
    "astype",
    "tf.cast(t, dtype)",
    lambda: plain(lambda t: t.astype("int32"), V),
    lambda: plain(lambda t: tf.cast(t, "int32"), V),
    [1, 2, 3],
)

E = "graph-tensor-text-method"
simple(
    E,
    "split",
    'tf.strings.split(t, "_")',
    lambda: mapped(lambda t: t.split("_")),
    lambda: mapped(lambda t: tf.strings.split(t, "_"))[1].numpy().decode(),
    "b",
)
simple(
    E,
    "only Python has it",
    "tf.py_function(lambda t: t.numpy().decode().title(), [t], tf.string)",
    lambda: mapped(lambda t: t.decode()),
    lambda: (
        mapped(lambda t: tf.py_function(lambda u: u.numpy().decode().title(), [t], tf.string))
        .numpy()
        .decode()
    ),
    "A_B",
)

DENSE = keras.layers.Dense(1, kernel_initializer="ones")
DENSE(X)


def kernel_of(t):
    DENSE(t)
    return tf.reduce_sum(DENSE.kernel)


KEPT = tf.Variable(0.0)
E = "graph-tensor-is-no-layer"
simple(
    E,
    "a layer",
    "`layer.kernel` stays with the layer",
    lambda: plain(lambda t: DENSE(t).get_weights(), X),
    lambda: plain(kernel_of, X),
    2,
)
simple(
    E,
    "a variable",
    "v.assign(t)",
    lambda: plain(lambda t: t.assign(1.0), V),
    lambda: plain(lambda t: KEPT.assign(t[0]), V),
    1,
)

E = "graph-tensor-no-attribute"
simple(
    E,
    "its numbers",
    "tf.print(t)",
    lambda: plain(lambda t: t.nump(), V),
    lambda: what_is_printed(lambda: plain(printing, TWO)),
    ["2"],
)
simple(
    E,
    "its shape",
    "t.shape",
    lambda: plain(lambda t: t.shap, V),
    lambda: plain(lambda t: tf.constant(t.shape[0]), V),
    3,
)
simple(
    E,
    "outside",
    "on what the function returns",
    lambda: plain(lambda t: t.numbers, V),
    lambda: plain(lambda t: t, V).numpy(),
    [1, 2, 3],
)

FILE = tempfile.mkdtemp() + "/a"
with open(FILE, "w") as file:
    file.write("3")


def by_python(t):
    y = tf.py_function(lambda n: float(n) / 2, [t], tf.float32)
    return tf.ensure_shape(y, ())


E = "graph-tensor-to-python-number"
simple(
    E,
    "int",
    "tf.cast(t, tf.int32)",
    lambda: plain(lambda t: int(t), V),
    lambda: plain(lambda t: tf.cast(t, tf.int32), V),
    [1, 2, 3],
)
simple(
    "graph-tensor-in-format",
    "a function of math",
    "tf.sqrt(t)",
    lambda: plain(lambda t: math.sqrt(t), V),
    lambda: plain(tf.sqrt, V * V),
    [1, 2, 3],
)
simple(
    E,
    "range",
    "tf.range(n)",
    lambda: plain(lambda n: list(range(n)), TWO),
    lambda: plain(tf.range, TWO),
    [0, 1],
)
simple(
    E,
    "a list index",
    "tf.gather(table, t)",
    lambda: plain(lambda n: [5, 6, 7][n], TWO),
    lambda: plain(lambda n: tf.gather([5, 6, 7], n), TWO),
    7,
)
simple(
    E,
    "a file name",
    "tf.io.read_file(name)",
    lambda: mapped(lambda name: open(name), [FILE]),
    lambda: mapped(tf.io.read_file, [FILE]).numpy().decode(),
    "3",
)
simple(
    E,
    "a result outside",
    "on what the function returns",
    lambda: plain(lambda t: float(t[0]), V),
    lambda: float(plain(lambda t: t[0], V)),
    1,
)
simple(
    E,
    "tf.py_function",
    "tf.ensure_shape(y, ())",
    lambda: mapped(lambda t: [5, 6][t], [1]),
    lambda: mapped(by_python, [4.0]),
    2,
)

E = "graph-tensor-len"
simple(
    E,
    "when the graph runs",
    "tf.shape(t)[0]",
    lambda: plain(len, V),
    lambda: plain(lambda t: tf.shape(t)[0], V),
    3,
)
simple(
    E,
    "while tracing",
    "t.shape[0]",
    lambda: plain(lambda t: list(range(len(t))), V),
    lambda: plain(lambda t: tf.constant(t.shape[0]), V),
    3,
)

E = "shape-unknown-in-python"
simple(
    E,
    "zeros",
    "tf.zeros(tf.shape(t))",
    lambda: with_rows(lambda t: tf.zeros(t.shape)),
    lambda: with_rows(lambda t: tf.zeros(tf.shape(t))),
    0 * X,
)
simple(
    E,
    "zeros_like",
    "tf.zeros_like(t)",
    lambda: with_rows(lambda t: tf.ones(t.shape)),
    lambda: with_rows(tf.zeros_like),
    0 * X,
)
simple(
    E,
    "reshape",
    "tf.reshape(t, [-1, 2])",
    lambda: with_rows(lambda t: tf.reshape(t, t.shape)),
    lambda: with_rows(lambda t: tf.reshape(t, [-1, 2])),
    X,
)
simple(
    E,
    "range",
    "tf.range(tf.shape(t)[0])",
    lambda: with_rows(lambda t: tf.fill(t.shape, 1.0)),
    lambda: with_rows(lambda t: tf.range(tf.shape(t)[0])),
    [0, 1],
)

HALVED = lambda t: tf.py_function(lambda u: u / 2, [t], tf.float32)

E = "rank-unknown"
simple(
    E,
    "tf.py_function in Dataset.map",
    "tf.ensure_shape(t, (2,))",
    lambda: mapped(lambda t: len(HALVED(t).shape), X),
    lambda: mapped(lambda t: tf.ensure_shape(HALVED(t), (2,)), X),
    [0.5, 1],
)
simple(
    E,
    "one number",
    "tf.ensure_shape(t, ())",
    lambda: mapped(lambda t: len(HALVED(t).shape), V),
    lambda: mapped(lambda t: tf.ensure_shape(HALVED(t), ()), V),
    0.5,
)


@cured("autograph-undefined-in-branch", "an if", "y = tf.zeros_like(x)")
def _():
    @tf.function
    def broken(x):
        if x[0] > 0:
            y = x
        return y

    @tf.function
    def right(x):
        y = tf.zeros_like(x)
        if x[0] > 0:
            y = x
        return y

    return lambda: broken(V), lambda: right(V), [1, 2, 3]


@cured("autograph-undefined-in-branch", "a for", "y = tf.zeros_like(x)")
def _():
    @tf.function
    def broken(x):
        for a, _b in x:
            y = a
        return y

    @tf.function
    def right(x):
        y = tf.zeros_like(x[0])
        for row in x:
            y = row
        return y

    return lambda: broken(tf.constant(X)), lambda: right(tf.constant(X)), [3, 4]


@cured("autograph-undefined-in-branch", "None before", "or set it in the `else` too")
def _():
    @tf.function
    def broken(x):
        y = None
        if x[0] > 0:
            y = x
        return y

    @tf.function
    def right(x):
        if x[0] > 0:
            y = x
        else:
            y = -x
        return y

    return lambda: broken(V), lambda: right(V), [1, 2, 3]


@cured("autograph-another-dtype", "the right dtype", "`y = 0.0`")
def _():
    @tf.function
    def broken(x):
        y = 0
        if x[0] > 0:
            y = 2.5
        return y

    @tf.function
    def right(x):
        y = 0.0
        if x[0] > 0:
            y = 2.5
        return y

    return lambda: broken(V), lambda: right(V), 2.5


@cured("autograph-another-dtype", "the shape changes", "set_loop_options")
def _():
    @tf.function
    def broken(y):
        while tf.reduce_sum(y) < 10:
            y = tf.concat([y, y], 0)
        return y

    @tf.function
    def right(y):
        while tf.reduce_sum(y) < 10:
            tf.autograph.experimental.set_loop_options(
                shape_invariants=[(y, tf.TensorShape([None]))]
            )
            y = tf.concat([y, y], 0)
        return y

    return lambda: broken(V), lambda: right(V), [1, 2, 3, 1, 2, 3]


@cured("autograph-return-in-branch", "an if", "`y = x` in one, `y = -x` in the other")
def _():
    @tf.function
    def broken(x):
        if x[0] > 0:
            return x

    @tf.function
    def right(x):
        if x[0] > 0:
            y = x
        else:
            y = -x
        return y

    return lambda: broken(V), lambda: right(V), [1, 2, 3]


@cured("autograph-return-in-branch", "a loop", "keep the result and `break`")
def _():
    @tf.function
    def broken(x):
        for i in x:
            if i > 1:
                return i

    @tf.function
    def right(x):
        found = 0.0
        for i in x:
            if i > 1:
                found = i
                break
        return found

    return lambda: broken(V), lambda: right(V), 2


E = "function-returns-no-tensor"
simple(
    E,
    "tf.print",
    "`tf.print(t)`, then `return t`",
    lambda: plain(tf.print, TWO),
    lambda: plain(printing, TWO),
    2,
)
simple(
    E,
    "an object",
    "Return the tensor",
    lambda: plain(lambda t: (t, object()), TWO),
    lambda: plain(lambda t: t, TWO),
    2,
)


class Scaled(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(initializer="ones")

    def call(self, t):
        return self.scale * t


E = "variable-made-while-tracing"
simple(
    E,
    "before the function",
    "`v.assign(t)` inside",
    lambda: plain(lambda t: tf.Variable(1.0) * t, V),
    lambda: plain(lambda t: KEPT.assign(t[1]), V),
    2,
)
simple(
    E,
    "in a layer",
    "with `self.add_weight()`",
    lambda: plain(Calls(lambda t: tf.Variable(1.0) * t), V),
    lambda: plain(Scaled(), V),
    [1, 2, 3],
)

DOUBLE = tf.function(lambda x: 2 * x, input_signature=[tf.TensorSpec((), tf.float32, "x")])
E = "function-arguments"
simple(
    E,
    "a tf.function",
    "Call it with the arguments that it names",
    lambda: DOUBLE(),
    lambda: DOUBLE(3.0),
    6,
)
simple(
    E,
    "a signature",
    "f(i=tf.constant(x))",
    lambda: DOUBLE(3.0, 4.0),
    lambda: DOUBLE(x=tf.constant(3.0)),
    6,
)

E = "python-and-tensor-text"
simple(
    E,
    "texts",
    'tf.strings.join(["loss: ", tf.strings.as_string(t)])',
    lambda: plain(lambda t: "loss: " + t, V),
    lambda: (
        plain(lambda t: tf.strings.join(["loss: ", tf.strings.as_string(t)]), TWO).numpy().decode()
    ),
    "loss: 2",
)
simple(
    E,
    "tf.constant",
    "tf.identity(t)",
    lambda: plain(tf.constant, V),
    lambda: plain(tf.identity, V),
    [1, 2, 3],
)

E = "py-function-raised"
by_numpy = lambda f: mapped(lambda t: tf.numpy_function(f, [t], tf.float32), V)
simple(
    E,
    "another dtype",
    "np.float32(value)",
    lambda: by_numpy(lambda t: np.float64(t)),
    lambda: by_numpy(lambda t: np.float32(t)),
    1,
)
simple(
    E,
    "arrays",
    "without `.numpy()`",
    lambda: by_numpy(lambda t: np.float64(t)),
    lambda: by_numpy(lambda t: t + t),
    2,
)
