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

    Of ragged tensors, all their numbers are compared, row lengths included; of sparse ones, what is
    stored. NaN equals NaN, and Inf equals Inf of the same sign.

    >>> difference(tf.constant([1.0, 4.0]), tf.constant([1.0, 3.0]))
    Difference(largest=1.0, relative=0.25, cosine=0.9971, why='')
    >>> difference(tf.zeros((2, 3)), tf.zeros((2, 4))).why
    'shapes (2, 3) and (2, 4)'
    """
    if type_of(a) != type_of(b):
        return Difference(_NAN, _NAN, _NAN, f"{type_of(a)} and {type_of(b)}")
    if shape_of(a) != shape_of(b):
        return Difference(_NAN, _NAN, _NAN, f"shapes {shape_of(a)} and {shape_of(b)}")
    parts_a, parts_b = _parts(a), _parts(b)
    if [part.shape for part in parts_a] != [part.shape for part in parts_b]:
        return Difference(_NAN, _NAN, _NAN, "other rows or places are filled")
    if any(not _is_number(part) for part in (*parts_a, *parts_b)):
        return _of_objects(parts_a, parts_b)
    return _of_numbers(_vector(parts_a), _vector(parts_b))


def type_of(tensor) -> str:
    kinds = {tf.RaggedTensor: "ragged", tf.SparseTensor: "sparse"}
    return next((name for kind, name in kinds.items() if isinstance(tensor, kind)), "dense")


def shape_of(tensor) -> tuple:
    return tuple(getattr(tensor, "shape", ()))


def _parts(tensor) -> list[np.ndarray]:
    if isinstance(tensor, tf.SparseTensor):
        tensor = tf.sparse.reorder(tensor)
    if isinstance(tensor, (tf.RaggedTensor, tf.SparseTensor)):
        return [part.numpy() for part in tf.nest.flatten(tensor, expand_composites=True)]
    return [np.asarray(tensor)]


def _is_number(array):
    return array.dtype.kind in "biufcV" and not array.dtype.names


def _vector(parts):
    parts = [part if part.dtype.kind == "c" else part.astype(np.float64) for part in parts]
    return np.concatenate([part.ravel() for part in parts])


def _of_objects(a, b):
    different = [
        np.mean(one != other) if one.size else 0.0 for one, other in zip(a, b, strict=True)
    ]
    share = float(max(different))
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
