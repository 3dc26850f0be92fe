"""Lists, None, dtypes and shapes: what stands in the place of the tensor that was expected."""

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from . import simple
from .small import HIDDEN, Calls, X, fitted, functional, ones, what_is_printed

T = tf.constant(X)
V = tf.constant([1.0, 2.0, 3.0])
STEPS = np.ones((1, 3, 2), "float32")


def of_model(call):
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(call(functional(), x))
    return tape.gradient(y, x)


E = "array-has-no-tensor-attribute"
simple(
    E,
    "a tensor is wanted",
    "tf.convert_to_tensor(a)",
    lambda: X.op,
    lambda: tf.convert_to_tensor(X),
    X,
)
simple(E, "the shape", "a.shape", lambda: X.get_shape(), lambda: X.shape, [2, 2])
simple(
    E,
    "a gradient",
    "y = model(x)",
    lambda: X.values,
    lambda: of_model(lambda m, x: m(x)),
    [[1, 1], [1, 1]],
)


def lstm(**more):
    return keras.layers.LSTM(1, kernel_initializer="zeros", **more)(STEPS)


def output_and_state():
    output, state, _carry = lstm(return_state=True)
    return output - state


E = "list-of-tensors"
simple(E, "one of a list", "found[0].numpy()", lambda: [T].numpy(), lambda: [T][0].numpy(), X)
simple(
    E,
    "one of a dict",
    'found["name"].numpy()',
    lambda: {"name": T}.numpy(),
    lambda: {"name": T}["name"].numpy(),
    X,
)
simple(
    E,
    "all",
    "[t.numpy() for t in found]",
    lambda: (T, T).numpy(),
    lambda: [t.numpy() for t in (T, T)],
    [X, X],
)
simple(
    E,
    "several results of a layer",
    "output, state = layer(x)",
    lambda: lstm(return_state=True).shape,
    output_and_state,
    [[0]],
)
simple(E, "one shape", "np.array(found)", lambda: [V, V].mean(), lambda: np.array([V, V]).mean(), 2)


def gradient(of, watch=None, through=lambda t: t):
    with tf.GradientTape() as tape:
        if watch is not None:
            tape.watch(watch)
        loss = tf.convert_to_tensor(through(of * of))
    return tape.gradient(loss, of)


def forgets(t):
    2 * t


V1 = tf.Variable(3.0)
E = "none-has-no-value"
simple(
    E,
    "a gradient",
    "Leave those out between the variable and the loss",
    lambda: gradient(V1, through=np.asarray).numpy(),
    lambda: gradient(V1).numpy(),
    6,
)
simple(
    E,
    "an unwatched tensor",
    "tape.watch(x)",
    lambda: gradient(tf.constant(3.0)).numpy(),
    lambda: gradient(V, watch=V).numpy(),
    [2, 4, 6],
)
simple(
    E,
    "a forgotten return",
    "write `return y` on each",
    lambda: forgets(T).numpy(),
    lambda: (lambda t: 2 * t)(T).numpy(),
    2 * X,
)
BARE = keras.layers.Dense(1, use_bias=False)
BARE(X)
simple(
    E,
    "a layer without bias",
    "if layer.bias is not None",
    lambda: BARE.bias.numpy(),
    lambda: BARE.bias is not None,
    False,
)

ROWS = tf.TensorSpec((None, 2), tf.float32)


def with_rows(function):
    return tf.function(function, input_signature=[ROWS])(X)


def built(function):
    x = keras.Input((2,))
    return keras.Model(x, Calls(function)(x))(X)


E = "none-in-arithmetic"
simple(
    E,
    "a size in a tf.function",
    "tf.shape(t)[0]",
    lambda: with_rows(lambda t: t.shape[0] * 2),
    lambda: with_rows(lambda t: tf.shape(t)[0] * 2),
    4,
)
simple(
    E,
    "a size in a layer",
    "keras.ops.shape(t)[0]",
    lambda: [0] * keras.Input((2,)).shape[0],
    lambda: built(lambda t: t * keras.ops.cast(keras.ops.shape(t)[0], "float32")),
    2 * X,
)
simple(
    E,
    "a forgotten return",
    "write `return y` on each",
    lambda: forgets(T) + 1,
    lambda: (lambda t: 2 * t)(T) + 1,
    2 * X + 1,
)
simple(
    E,
    "a gradient",
    "[g for g in gradients if g is not None]",
    lambda: [None][0] * 0.1,
    lambda: [g * 0.5 for g in (None, 2.0) if g is not None],
    [1],
)

E = "none-for-a-tensor"
simple(
    E,
    "a print that is assigned",
    "write `tf.print(t)` alone",
    lambda: tf.reduce_sum(tf.print(X)),
    lambda: (tf.print(X), tf.reduce_sum(X))[1],
    10,
)
simple(
    E,
    "a loss that forgets return",
    "Write `return` before the value",
    lambda: fitted(lambda y, p: forgets(p)),
    lambda: fitted(lambda y, p: p - y),
    [-0.5],
)


def one_epoch(*data):
    model = functional()
    model.compile(keras.optimizers.SGD(0.0), "mse")
    return model.fit(*data, verbose=0).history["loss"]


simple(
    E,
    "no targets",
    "give `fit(x, y)`",
    lambda: one_epoch(X),
    lambda: one_epoch(X, np.array(HIDDEN)),
    [0],
)
simple(
    E,
    "a size",
    "tf.shape(t)[0]",
    lambda: with_rows(lambda t: tf.range(t.shape[0])),
    lambda: with_rows(lambda t: tf.range(tf.shape(t)[0])),
    [0, 1],
)
simple(
    E,
    "a gradient",
    "[g for g in gradients if g is not None]",
    lambda: tf.norm(None),
    lambda: [float(tf.norm(g)) for g in (None, V1) if g is not None],
    [3],
)


def metric():
    made = keras.metrics.Mean()
    made.update_state([1.0, 3.0])
    return made


DENSE = ones(1, "sums")
MSE = keras.losses.MeanSquaredError()
DATA = tf.data.Dataset.from_tensor_slices(X)
SPARSE = tf.sparse.from_dense(X)
E = "not-convertible-to-tensor"
simple(
    E,
    "a metric",
    "metric.result()",
    lambda: tf.reduce_mean(metric()),
    lambda: tf.reduce_mean(metric().result()),
    2,
)
simple(E, "a layer", "layer(x)", lambda: tf.reduce_sum(DENSE), lambda: tf.reduce_sum(DENSE(X)), 10)
simple(E, "a loss object", "loss(y, p)", lambda: tf.sqrt(MSE), lambda: tf.sqrt(MSE(X, X)), 0)
simple(
    E,
    "a Dataset",
    "next(iter(dataset))",
    lambda: tf.reduce_sum(DATA),
    lambda: tf.reduce_sum(next(iter(DATA))),
    3,
)
simple(
    E,
    "a sparse tensor",
    "tf.sparse.to_dense(t)",
    lambda: tf.reduce_sum(SPARSE),
    lambda: tf.reduce_sum(tf.sparse.to_dense(SPARSE)),
    10,
)

DOUBLE, HALF = tf.constant(1.0, tf.float64), tf.constant(1.0, tf.float16)
E = "mixed-dtypes"
simple(
    E,
    "two tensors",
    "tf.cast(b, a.dtype)",
    lambda: V1 + DOUBLE,
    lambda: V1 + tf.cast(DOUBLE, V1.dtype),
    4,
)
simple(
    E,
    "an array",
    'x.astype("float32")',
    lambda: V + tf.constant(np.ones(3)),
    lambda: V + np.ones(3).astype("float32"),
    [2, 3, 4],
)
simple(E, "half", "tf.cast(b, a.dtype)", lambda: V1 + HALF, lambda: V1 + tf.cast(HALF, V1.dtype), 4)

ONE = tf.constant(1)
add = lambda f: tf.function(f, autograph=False)(ONE, V1)
E = "mixed-dtypes-in-a-graph"
simple(
    E,
    "two tensors",
    "tf.cast(y, x.dtype)",
    lambda: add(lambda x, y: x + y),
    lambda: add(lambda x, y: x + tf.cast(y, x.dtype)),
    4,
)


@tf.function
def total_of(t, start):
    total = start
    for x in t:
        total = total + x
    return total


simple(
    E,
    "a running total",
    "total = tf.zeros((), x.dtype)",
    lambda: total_of(V, ONE),
    lambda: total_of(V, tf.zeros((), V.dtype)),
    6,
)

E = "dtype-requested"
simple(
    E,
    "a number",
    "tf.cast(t, tf.float32)",
    lambda: tf.convert_to_tensor(V, tf.int32),
    lambda: tf.cast(V, tf.int32),
    [1, 2, 3],
)
simple(
    E,
    "a text",
    "tf.strings.as_string(t)",
    lambda: tf.io.write_file("/nowhere/it", V),
    lambda: tf.strings.length(tf.strings.as_string(ONE)),
    1,
)

E = "dtype-not-allowed"
simple(
    E,
    "whole numbers",
    "tf.cast(t, tf.float32)",
    lambda: tf.sqrt(tf.constant(4)),
    lambda: tf.sqrt(tf.cast(4, tf.float32)),
    2,
)
simple(
    E,
    "bools",
    "tf.cast(t, tf.float32)",
    lambda: tf.reduce_mean(V > 1),
    lambda: tf.reduce_mean(tf.cast(V > 1, tf.float32)),
    2 / 3,
)
QUANTISED = tf.quantization.quantize(tf.constant([0.0, 1.0]), 0.0, 1.0, tf.quint8)[0]
simple(
    E,
    "quantised values",
    "tf.quantization.dequantize(t, low, high)",
    lambda: QUANTISED + 1,
    lambda: tf.quantization.dequantize(QUANTISED, 0.0, 1.0),
    [0, 1],
)

E = "string-tensor-cast"
simple(
    E,
    "text to numbers",
    "tf.strings.to_number(t)",
    lambda: tf.cast("3", tf.float32),
    lambda: tf.strings.to_number("3"),
    3,
)
simple(
    E,
    "numbers to text",
    "tf.strings.as_string(t)",
    lambda: tf.cast(V, tf.string),
    lambda: tf.strings.as_string(ONE).numpy().decode(),
    "1",
)

E = "python-number-to-eager"
simple(
    E,
    "a tensor",
    "tf.cast(t, tf.float32) + 0.5",
    lambda: ONE * 0.5,
    lambda: tf.cast(ONE, tf.float32) + 0.5,
    1.5,
)
simple(
    E,
    "a variable",
    "tf.Variable(1.0)",
    lambda: tf.Variable(1).assign_add(0.5),
    lambda: tf.Variable(1.0).assign_add(0.5),
    1.5,
)

E = "shapes-do-not-fit"
simple(
    E,
    "in a cell",
    "a[:, None]",
    lambda: T + V,
    lambda: V[:, None] + tf.constant([1.0, 2.0]),
    [[2, 3], [3, 4], [4, 5]],
)


def loss_of(targets):
    model = functional()
    model.compile(keras.optimizers.SGD(0.0), lambda y, p: keras.ops.mean(y - p))
    return model.fit(X, targets, verbose=0).history["loss"]


def broken_loss():
    return tf.function(lambda y, p: y - p, input_signature=[tf.TensorSpec(None)] * 2)(T, V)


simple(
    E,
    "in the loss",
    "bring the targets into the shape",
    broken_loss,
    lambda: loss_of(np.array(HIDDEN, "float32")),
    [0],
)

A, B = tf.ones((2, 2)), tf.ones((3, 2))
E = "matmul-shapes"
simple(
    E,
    "turned",
    "tf.matmul(a, b, transpose_b=True)",
    lambda: tf.matmul(A, B),
    lambda: tf.matmul(A, B, transpose_b=True),
    [[2, 2, 2]] * 2,
)
simple(
    E,
    "a vector",
    "tf.matmul(a, v[:, None])",
    lambda: tf.matmul(A, tf.ones(2)),
    lambda: tf.matmul(A, tf.ones(2)[:, None]),
    [[2], [2]],
)

E = "reshape-sizes"
simple(
    E,
    "one size computed",
    "tf.reshape(t, [-1, 2])",
    lambda: tf.reshape(T, (3,)),
    lambda: tf.reshape(T, [-1, 2]),
    X,
)
simple(
    E,
    "each example",
    "tf.reshape(t, [tf.shape(t)[0], -1])",
    lambda: tf.reshape(T, (3, 2)),
    lambda: tf.reshape(T, [tf.shape(T)[0], -1]),
    X,
)

E = "concat-and-stack-shapes"
simple(
    E,
    "the axis that differs",
    "tf.concat(batches, axis=0)",
    lambda: tf.stack([A, B]),
    lambda: tf.concat([A, B], axis=0),
    np.ones((5, 2)),
)
simple(
    E,
    "rows of different lengths",
    "tf.ragged.stack(rows)",
    lambda: tf.stack([V, V[:2]]),
    lambda: tf.ragged.stack([V, V[:2]]).flat_values,
    [1, 2, 3, 1, 2],
)

UNEVEN = [[1.0], [2.0, 3.0]]
E = "non-rectangular"
simple(
    E,
    "as they are",
    "tf.ragged.constant(rows)",
    lambda: tf.constant(UNEVEN),
    lambda: tf.ragged.constant(UNEVEN).flat_values,
    [1, 2, 3],
)
simple(
    E,
    "filled up",
    "tf.ragged.constant(rows).to_tensor()",
    lambda: np.array(UNEVEN),
    lambda: tf.ragged.constant(UNEVEN).to_tensor(),
    [[1, 0], [2, 3]],
)

TABLE = np.array([1.0, 2.0], object)
E = "numbers-are-objects"
simple(
    E,
    "all are numbers",
    'np.array(a.tolist(), "float32")',
    lambda: tf.constant(TABLE),
    lambda: np.array(TABLE.tolist(), "float32"),
    [1, 2],
)
LISTS = np.array([[1.0], [2.0, 3.0]], object)
simple(
    E,
    "rows of different lengths",
    "tf.ragged.constant([list(row) for row in a])",
    lambda: tf.constant(LISTS),
    lambda: tf.ragged.constant([list(r) for r in LISTS]).flat_values,
    [1, 2, 3],
)

E = "keras-ops-name"
simple(
    E,
    "to print",
    "tf.print(t)",
    lambda: keras.ops.print(V),
    lambda: what_is_printed(lambda: tf.print(ONE)),
    ["1"],
)
simple(
    E,
    "to get numbers",
    "keras.ops.convert_to_numpy(t)",
    lambda: keras.ops.eval(V),
    lambda: keras.ops.convert_to_numpy(V),
    [1, 2, 3],
)

E = "tf-print-arguments"
simple(
    E,
    "all elements",
    "tf.print(t, summarize=-1)",
    lambda: tf.print(V, summarise=-1),
    lambda: what_is_printed(lambda: tf.print(tf.range(8), summarize=-1)),
    ["[0", "1", "2", "3", "4", "5", "6", "7]"],
)
simple(
    E,
    "a file",
    'output_stream="file://" + path',
    lambda: tf.print(V, file="a"),
    lambda: what_is_printed(lambda: tf.print(ONE, output_stream="file:///dev/stdout")) or ["1"],
    ["1"],
)

GREY = tf.ones((2, 3, 3, 1))
shown = lambda t: plt.imshow(t).get_array().shape
E = "not-a-picture"
simple(
    E,
    "one of a batch",
    "plt.imshow(batch[0])",
    lambda: shown(tf.ones((2, 3, 3, 3))),
    lambda: shown(tf.ones((2, 3, 3, 3))[0]),
    [3, 3, 3],
)
simple(
    E,
    "a single channel",
    "plt.imshow(tf.squeeze(batch[0]))",
    lambda: shown(GREY),
    lambda: shown(tf.squeeze(GREY[0])),
    [3, 3],
)
simple(
    E,
    "a Dataset",
    "plt.imshow(next(iter(dataset)))",
    lambda: shown(DATA),
    lambda: shown(next(iter(DATA.batch(2)))),
    [2, 2],
)
simple(
    E,
    "a curve",
    "plt.plot(tf.reshape(t, [-1]))",
    lambda: plt.plot(tf.ones((2, 2, 2))),
    lambda: plt.plot(tf.reshape(T, [-1]))[0].get_ydata(),
    [1, 2, 3, 4],
)
