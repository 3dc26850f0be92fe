"""Datasets and their iterators."""

import numpy as np
import tensorflow as tf

from . import simple
from .small import X

D = tf.data.Dataset
DATA = D.from_tensor_slices(X)
PAIRS = D.from_tensor_slices((X, X[:, 0]))
ONES = D.from_tensor_slices([1.0, 2.0])

E = "dataset-no-attribute"
simple(
    E,
    "one element",
    "next(iter(dataset))",
    lambda: DATA.numpy(),
    lambda: next(iter(DATA)).numpy(),
    [1, 2],
)
simple(
    E,
    "all",
    "list(dataset.as_numpy_iterator())",
    lambda: DATA.tolist(),
    lambda: list(DATA.as_numpy_iterator()),
    X,
)
simple(
    E,
    "shapes",
    "dataset.element_spec",
    lambda: DATA.batch(2).shape,
    lambda: DATA.element_spec.shape,
    [2],
)
simple(
    E,
    "make_one_shot_iterator",
    "for x in dataset",
    lambda: DATA.make_one_shot_iterator(),
    lambda: [float(x) for x in ONES],
    [1, 2],
)

E = "dataset-index"
simple(E, "the first", "next(iter(dataset))", lambda: DATA[0], lambda: next(iter(DATA)), [1, 2])
simple(
    E,
    "the third",
    "next(iter(dataset.skip(2)))",
    lambda: next(D.range(3)),
    lambda: next(iter(D.range(3).skip(2))),
    2,
)
simple(E, "all", "list(dataset)", lambda: DATA.map(lambda x: x)[0], lambda: list(DATA)[1], [3, 4])

EVEN = D.range(4).filter(lambda n: n % 2 == 0)
E = "dataset-length"
simple(
    E, "count them", "sum(1 for _ in dataset)", lambda: len(EVEN), lambda: sum(1 for _ in EVEN), 2
)
simple(
    E,
    "if you know it",
    "tf.data.experimental.assert_cardinality(2)",
    lambda: len(EVEN),
    lambda: len(EVEN.apply(tf.data.experimental.assert_cardinality(2))),
    2,
)

E = "dataset-in-python"
simple(
    E,
    "an element",
    "float(next(iter(dataset)))",
    lambda: float(ONES),
    lambda: float(next(iter(ONES))),
    1,
)
simple(
    E,
    "over all",
    "dataset.reduce(0.0, lambda total, x: total + x)",
    lambda: ONES + 1,
    lambda: ONES.reduce(0.0, lambda total, x: total + x),
    3,
)

E = "iterator-object"
simple(
    E,
    "the next",
    "next(iterator)",
    lambda: iter(DATA).numpy(),
    lambda: next(iter(DATA)).numpy(),
    [1, 2],
)
simple(
    E,
    "pairs",
    "x, y = next(iterator)",
    lambda: iter(PAIRS)[0],
    lambda: (lambda x, y: y)(*next(iter(PAIRS))),
    1,
)

E = "dataset-element-is-a-tuple"
simple(
    E,
    "unpack it",
    "x, y = next(iter(dataset))",
    lambda: next(iter(PAIRS)).items(),
    lambda: (lambda x, y: y)(*next(iter(PAIRS))),
    1,
)
simple(E, "a shape", "list(t.shape)", lambda: X.shape.as_list(), lambda: list(X.shape), [2, 2])

E = "map-function-arguments"
simple(
    E,
    "one part",
    "lambda x: ...",
    lambda: next(iter(DATA.map(lambda x, y: x))),
    lambda: next(iter(DATA.map(lambda x: 2 * x))),
    [2, 4],
)
NAMED = D.from_tensor_slices({"a": [5.0], "b": [6.0]})
simple(
    E,
    "a dict",
    'lambda d: d["a"]',
    lambda: NAMED.map(lambda a, b: a),
    lambda: next(iter(NAMED.map(lambda d: d["a"]))),
    5,
)

UNEVEN = D.range(1, 3).map(tf.range)
E = "cannot-batch"
simple(
    E,
    "fill up",
    "dataset.padded_batch(2)",
    lambda: list(UNEVEN.batch(2)),
    lambda: next(iter(UNEVEN.padded_batch(2))),
    [[0, 0], [0, 1]],
)
simple(
    E,
    "keep the lengths",
    "dataset.ragged_batch(2)",
    lambda: list(UNEVEN.batch(2)),
    lambda: next(iter(UNEVEN.ragged_batch(2))).flat_values,
    [0, 0, 1],
)


def generated(value, *signature):
    return list(
        D.from_generator(lambda: iter([value]), output_signature=tf.TensorSpec(*signature))
    )[0]


E = "generator-elements"
simple(
    E,
    "another shape",
    "`None` in the shape where sizes differ",
    lambda: generated([1], (2,), tf.int32),
    lambda: generated([1], (None,), tf.int32),
    [1],
)
simple(
    E,
    "another dtype",
    "output_signature=tf.TensorSpec((), tf.int32)",
    lambda: generated("a", (), tf.float32),
    lambda: generated(1, (), tf.int32),
    1,
)


def picture():
    import tempfile

    path = tempfile.mkdtemp() + "/a.png"
    tf.io.write_file(path, tf.io.encode_png(np.full((1, 1, 1), 7, "uint8")))
    return path


simple(
    "file-in-dataset",
    "read the file",
    "tf.io.decode_image(tf.io.read_file(name))",
    lambda: tf.io.decode_image(picture()),
    lambda: tf.io.decode_image(tf.io.read_file(picture())),
    [[[7]]],
)
