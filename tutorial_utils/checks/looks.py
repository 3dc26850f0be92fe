"""Questions that judges ask of what came back. Each is total: it never raises, whatever came."""

import keras
import numpy as np
import tensorflow as tf

from .attempt import Look


def array_looks(result: object) -> tuple[Look, ...]:
    """What is not a NumPy array of numbers, from the most common kind to the rest."""
    is_sequence = isinstance(result, (list, tuple))
    is_of_objects = isinstance(result, np.ndarray) and result.dtype == object
    return (
        ("nothing-returned", result is None),
        ("symbolic", is_symbolic(result)),
        ("not-called", is_machine(result)),
        ("still-a-tensor", is_tensor(result)),
        ("list-of-one", is_sequence and len(result) == 1),
        ("a-list", is_sequence),
        ("a-number", isinstance(result, (int, float, complex, np.number))),
        ("not-an-array", not isinstance(result, np.ndarray)),
        ("numbers-as-objects", is_of_objects and all(map(is_number, result.flat))),
        ("object-array", is_of_objects),
    )


def is_symbolic(result: object) -> bool:
    """A KerasTensor or a graph tensor: it has no numbers."""
    return isinstance(result, keras.KerasTensor) or bool(tf.is_symbolic_tensor(result))


def is_machine(result: object) -> bool:
    """Something that would give numbers if it were called: a model, a layer, a function."""
    return isinstance(result, (keras.Model, keras.Layer)) or callable(result)


def is_tensor(result: object) -> bool:
    """A tensor or a variable, of TensorFlow or Keras, numbers inside."""
    return bool(tf.is_tensor(result)) or isinstance(
        result, (tf.RaggedTensor, tf.SparseTensor, tf.Variable, keras.Variable)
    )


def is_traced(result: object) -> bool:
    """Something that `tf.function` made: it has graphs, and can be asked for them."""
    return hasattr(result, "get_concrete_function")


def is_number(result: object) -> bool:
    """One number, of Python or NumPy.

    >>> is_number(np.float32(1.5)), is_number(np.array(2)), is_number("1.5"), is_number([1.5])
    (True, True, False, False)
    """
    is_one = isinstance(result, (int, float, np.number))
    return is_one or (isinstance(result, np.ndarray) and result.ndim == 0)


def same(result: object, wanted: object, atol: float = 1e-4) -> bool:
    """Whether two things hold the same numbers in the same shape; False for what has none.

    >>> same([1.0, 2.0], np.array([1.0, 2.0])), same(None, 1.0), same("1.0", 1.0)
    (True, False, False)
    """
    try:
        found, right = np.asarray(result), np.asarray(wanted)
        return (
            found.dtype.kind in "biufc"
            and found.shape == right.shape
            and bool(np.allclose(found, right, rtol=1e-4, atol=atol, equal_nan=True))
        )
    except Exception:  # an object that refuses to become an array
        return False


def is_reshaped(result: object, wanted: np.ndarray) -> bool:
    """Whether an array has the wanted numbers in their order, and another shape.

    >>> is_reshaped(np.ones(3), np.ones((3, 1))), is_reshaped(np.ones(3), np.ones(3))
    (True, False)
    """
    is_array = isinstance(result, np.ndarray) and result.shape != shape_of(wanted)
    return is_array and same(np.ravel(result), np.ravel(wanted))


def shape_of(result: object) -> tuple[int, ...] | None:
    """Its shape; None for what has none, or a ragged one."""
    try:
        return tuple(np.shape(result))
    except Exception:
        return None
