"""How far two tensors are from each other, as numbers."""

from typing import NamedTuple

import numpy as np
import tensorflow as tf


class Difference(NamedTuple):
    """What separates two tensors.

    Attributes:
        largest: Of the absolute differences; of text, the share of elements that differ. NaN where only
            one of the two is NaN somewhere.
        relative: ``largest`` as a part of the largest absolute value of the first tensor.
        cosine: Of the angle between the two, all values as one vector; NaN where one is all zeros.
        why: Where they can't be compared, what they are; the numbers are NaN then.
    """

    largest: float
    relative: float
    cosine: float
    why: str = ""

    def exceeds(self, tolerance: float) -> bool:
        """Whether ``relative`` is above ``tolerance``, or nothing that can be compared."""
        return not self.relative <= tolerance  # NaN, too


_NAN = float("nan")


def difference(a, b) -> Difference:
    """The difference of ``b`` from ``a``: tensors or arrays of any kind and dtype, taken as float64.

    Ragged tensors are compared where their rows are of the same lengths; of sparse ones, what is not
    stored is zero. NaN equals NaN, and Inf equals Inf of the same sign.

    >>> difference(tf.constant([1.0, 4.0]), tf.constant([1.0, 3.0]))
    Difference(largest=1.0, relative=0.25, cosine=0.9971, why='')
    >>> difference(tf.zeros((2, 3)), tf.zeros((2, 4))).why
    'shapes (2, 3) and (2, 4)'
    """
    if type_of(a) != type_of(b):
        return Difference(_NAN, _NAN, _NAN, f"{type_of(a)} and {type_of(b)}")
    if shape_of(a) != shape_of(b):
        return Difference(_NAN, _NAN, _NAN, f"shapes {shape_of(a)} and {shape_of(b)}")
    values = _place_by_place(a, b)
    if values is None:
        return Difference(_NAN, _NAN, _NAN, "rows of other lengths")
    if not all(_is_number(array) for array in values):
        return _of_objects(*values)
    return _of_numbers(*map(_vector, values))


def type_of(tensor) -> str:
    kinds = {tf.RaggedTensor: "ragged", tf.SparseTensor: "sparse"}
    return next((name for kind, name in kinds.items() if isinstance(tensor, kind)), "dense")


def shape_of(tensor) -> tuple:
    return tuple(getattr(tensor, "shape", ()))


def _place_by_place(a, b) -> tuple[np.ndarray, np.ndarray] | None:
    """The values of two tensors of one kind and shape; None where places do not answer to each other."""
    if isinstance(a, tf.RaggedTensor):
        splits_a, splits_b = a.nested_row_splits, b.nested_row_splits
        same = len(splits_a) == len(splits_b) and all(map(np.array_equal, splits_a, splits_b))
        return (a.flat_values.numpy(), b.flat_values.numpy()) if same else None
    if isinstance(a, tf.SparseTensor):
        return _with_zeros(a, b)
    return np.asarray(a), np.asarray(b)


def _with_zeros(a, b):
    """What two sparse tensors have in the places that are filled in either."""
    values = a.values.numpy(), b.values.numpy()
    indices = a.indices.numpy(), b.indices.numpy()
    if np.array_equal(*indices):
        return values
    places, at = np.unique(np.concatenate(indices), axis=0, return_inverse=True)
    filled = tuple(np.zeros(len(places), array.dtype) for array in values)
    for array, stored, to in zip(filled, values, np.split(at, [len(values[0])]), strict=True):
        array[to] = stored
    return filled


def _is_number(array):
    return array.dtype.kind in "biufcV" and not array.dtype.names


def _vector(array):
    return (array if array.dtype.kind == "c" else array.astype(np.float64)).ravel()


def _of_objects(a, b):
    share = float(np.mean(a != b)) if a.size else 0.0
    return Difference(share, share, _NAN)


def _of_numbers(a, b):
    if not a.size:
        return Difference(0.0, 0.0, _NAN)
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        apart = np.where(same, 0.0, np.abs(a - b))
        largest = float(apart.max())  # NaN where only one of the two is
        size = np.abs(a)
        size = float(size[np.isfinite(size)].max(initial=0.0))
        relative = largest / size if size else (largest and float("inf"))
        return Difference(largest, float(relative), _cosine(a, b))


def _cosine(a, b):
    finite = np.isfinite(a) & np.isfinite(b)
    a, b = (np.where(finite, vector, 0.0) for vector in (a, b))
    a, b = (vector / (np.abs(vector).max() or 1.0) for vector in (a, b))  # so that squares fit
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    if not lengths:
        return _NAN
    return float(np.clip(np.real(np.vdot(a, b)) / lengths, -1.0, 1.0).round(4))
