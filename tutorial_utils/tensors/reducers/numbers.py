"""The numbers in a tensor of any kind, as reducers take them."""

import tensorflow as tf

from ..description import describe
from ..description.graph.contents import computable


def real_numbers(t, reducer: str) -> tf.Tensor:
    """Dense real numbers or truths, of a type that TensorFlow computes with.

    Args:
        t: Of complex numbers, the modulus is given; of sparse and ragged tensors, the values that are
            stored.
        reducer: The name of who needs them, for the error.

    Raises:
        TypeError: ``t`` has no numbers.

    >>> real_numbers(tf.ragged.constant([[1.0], [], [2.0, 3.0]]), "mean").numpy()
    array([1., 2., 3.], dtype=float32)
    """
    values = t.flat_values if isinstance(t, tf.RaggedTensor) else t
    values = tf.convert_to_tensor(values.values if isinstance(values, tf.SparseTensor) else values)
    if values.dtype in (tf.string, tf.resource, tf.variant):
        raise TypeError(
            f"`{reducer}` needs numbers, and this is: {describe(t)}; next: choose `layers`"
        )
    values = computable(values)
    return tf.abs(values) if values.dtype.is_complex else values
