"""Ragged and sparse tensors, TensorArrays, and numbers that are not finite."""

import tensorflow as tf

from . import simple
from .small import X

R = tf.ragged.constant([[1.0, 2.0], [3.0]])
S = tf.SparseTensor([[0, 2], [0, 1]], [2.0, 1.0], (1, 3))  # out of order
SLICES = tf.IndexedSlices(tf.constant([[1.0]]), tf.constant([1]), tf.constant([2, 1]))


def dense(t):
    return tf.sparse.to_dense(tf.sparse.reorder(t))


E = "ragged-no-attribute"
simple(
    E,
    "a dense tensor",
    "t.to_tensor()",
    lambda: R.reshape(-1),
    lambda: R.to_tensor(),
    [[1, 2], [3, 0]],
)
simple(E, "a list", "t.to_list()", lambda: R.tolist(), lambda: R.to_list()[0], [1, 2])
simple(E, "all values", "t.flat_values", lambda: R.flatten(), lambda: R.flat_values, [1, 2, 3])

E = "ragged-inner-index"
simple(E, "a slice", "t[:, 1:2]", lambda: R[:, 1], lambda: R[:, 1:2].flat_values, [2])
simple(E, "filled up", "t.to_tensor()[:, 1]", lambda: R[:, 1], lambda: R.to_tensor()[:, 1], [2, 0])

E = "sparse-no-attribute"
simple(
    E,
    "dense",
    "tf.sparse.to_dense(tf.sparse.reorder(t))",
    lambda: S.mean(),
    lambda: dense(S),
    [[0, 1, 2]],
)
simple(
    E,
    "IndexedSlices",
    "tf.convert_to_tensor(t)",
    lambda: SLICES.numpy(),
    lambda: tf.convert_to_tensor(SLICES),
    [[0], [1]],
)
simple(E, "what is stored", "t.values", lambda: S.tolist(), lambda: S.values, [2, 1])

E = "sparse-in-python"
simple(
    E,
    "dense",
    "tf.sparse.to_dense(tf.sparse.reorder(t))[0]",
    lambda: S[0],
    lambda: dense(S)[0],
    [0, 1, 2],
)
simple(
    E,
    "IndexedSlices",
    "tf.convert_to_tensor(t)[0]",
    lambda: SLICES[0],
    lambda: tf.convert_to_tensor(SLICES)[0],
    [0],
)
simple(E, "what is stored", "t.values[0]", lambda: float(S), lambda: S.values[0], 2)

simple(
    "sparse-out-of-order",
    "indices out of order",
    "tf.sparse.to_dense(tf.sparse.reorder(t))",
    lambda: tf.sparse.to_dense(S),
    lambda: dense(S),
    [[0, 1, 2]],
)
simple(
    "dense-for-sparse",
    "dense already",
    "t.numpy()",
    lambda: tf.sparse.to_dense(tf.constant(X)),
    lambda: tf.constant(X).numpy(),
    X,
)


def array(**more):
    return tf.TensorArray(tf.float32, 1, **more).write(0, 5.0)


def twice(made):
    return made.read(0) * 0 + made.read(0)


E = "tensorarray-no-attribute"
simple(
    E,
    "all of it",
    "array.stack().numpy()",
    lambda: array().numpy(),
    lambda: array().stack().numpy(),
    [5],
)
simple(E, "one element", "array.read(0)", lambda: array()[0], lambda: array().read(0), 5)
simple(
    E,
    "writing",
    "array = array.write(0, t)",
    lambda: array().append(5.0),
    lambda: array().stack(),
    [5],
)

E = "tensorarray-cleared"
simple(
    E,
    "clear_after_read",
    "clear_after_read=False",
    lambda: twice(array()),
    lambda: twice(array(clear_after_read=False)),
    5,
)
simple(
    E,
    "stack once",
    "all_of_it = array.stack()",
    lambda: twice(array()),
    lambda: array().stack()[0],
    5,
)

E = "tensorarray-size"
simple(
    E,
    "its size",
    "size=6",
    lambda: array().write(5, 1.0),
    lambda: tf.TensorArray(tf.float32, size=6).write(5, 1.0).read(5),
    1,
)
simple(
    E,
    "let it grow",
    "dynamic_size=True",
    lambda: array().write(5, 1.0),
    lambda: tf.TensorArray(tf.float32, 0, dynamic_size=True).write(1, 1.0).size(),
    2,
)

checked = lambda t: tf.debugging.check_numerics(t, "here")
ZERO = tf.constant(0.0)
E = "numerics-check"
simple(
    E,
    "a division",
    "tf.math.divide_no_nan(a, b)",
    lambda: checked(ZERO / ZERO),
    lambda: checked(tf.math.divide_no_nan(ZERO, ZERO)),
    0,
)
simple(
    E,
    "a logarithm",
    "tf.math.log(tf.maximum(x, 1e-7))",
    lambda: checked(tf.math.log(ZERO)),
    lambda: checked(tf.math.log(tf.maximum(ZERO, 1e-7))),
    -16.1180957,
)


def checked_gradient(function):
    x = tf.zeros(2)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    return checked(tape.gradient(y, x))


simple(
    E,
    "the gradient of a root",
    "tf.sqrt(x + 1e-12)",
    lambda: checked_gradient(lambda x: tf.sqrt(tf.square(x))),
    lambda: checked_gradient(lambda x: tf.sqrt(tf.square(x) + 1e-12)),
    [0, 0],
)
simple(
    E,
    "the gradient of a norm",
    "tf.nn.l2_normalize(x, -1)",
    lambda: checked_gradient(lambda x: x / tf.norm(x)),
    lambda: 1e-6 * checked_gradient(lambda x: tf.nn.l2_normalize(x, -1)),
    [1, 1],
)
