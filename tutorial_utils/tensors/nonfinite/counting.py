"""How many values of a tensor are NaN or infinite, and where the first of them is."""

from typing import NamedTuple

import numpy as np
import tensorflow as tf

from ..description.graph.contents import computable


class Count(NamedTuple):
    """What is not finite in a tensor.

    Attributes:
        nan, inf: How many.
        size: Of how many values.
        first: The index of the first; of ragged and sparse tensors, its place among the stored values.
    """

    nan: int
    inf: int
    size: int
    first: tuple[int, ...]

    def __bool__(self):
        return bool(self.nan or self.inf)


def counted(tensor) -> tf.Tensor:
    """The numbers of a :class:`Count`, in a tensor: a reducer, eager or in a graph.

    Of what can be neither NaN nor infinite, text and whole numbers, there are none.
    """
    values = tensor.flat_values if isinstance(tensor, tf.RaggedTensor) else tensor
    values = tf.convert_to_tensor(values.values if isinstance(values, tf.SparseTensor) else values)
    shape = tf.shape(values, tf.int64)
    size = tf.reduce_prod(shape)
    none = tf.zeros((), tf.int64)
    if not (values.dtype.is_floating or values.dtype.is_complex):
        return tf.concat([[none, none, none, size], shape], 0)
    values = computable(values)
    parts = [tf.math.real(values), tf.math.imag(values)] if values.dtype.is_complex else [values]
    nan = tf.reduce_any([tf.math.is_nan(part) for part in parts], 0)
    inf = tf.reduce_any([tf.math.is_inf(part) for part in parts], 0) & ~nan
    bad = tf.concat(
        [tf.reshape(nan | inf, [-1]), [True]], 0
    )  # so that an empty one has a first, too
    first = tf.argmax(tf.cast(bad, tf.int8))
    many = [tf.math.count_nonzero(where) for where in (nan, inf)]
    return tf.concat([[*many, first, size], shape], 0)


def count(numbers) -> Count:
    """What :func:`counted` gave.

    >>> count(counted(tf.constant([[0.0, 1.0], [float("inf"), float("nan")]])))
    Count(nan=1, inf=1, size=4, first=(1, 0))
    """
    nan, inf, first, size, *shape = np.asarray(numbers).tolist()
    if not (nan or inf):
        return Count(0, 0, size, ())
    return Count(nan, inf, size, tuple(int(at) for at in np.unravel_index(first, shape)))
