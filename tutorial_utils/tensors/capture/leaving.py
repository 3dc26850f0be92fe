"""How values leave a graph: few plain tensors, put together again only when they are asked for."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

_SMALL = 1 << 16  # values: to copy so many takes no longer than to let one more tensor leave
_CONSTANTS = (np.ndarray, np.generic, int, float, complex)
_NUMBERS = {tf.bool, tf.int32, tf.int64, tf.float16, tf.bfloat16, tf.float32, tf.float64}


@dataclass(frozen=True)
class _Leaf:
    """Stands in a structure for a tensor: the numbers of the plain ones that it is made of."""

    parts: range
    spec: tf.TypeSpec | None  # None of a plain tensor


@dataclass
class Form:
    """What :func:`taken_apart` took values apart into.

    Attributes:
        structures: Path -> structure, in which something stands for each tensor.
        places: Of each plain tensor, which of those that leave it is in, and at which place; None for all of it.
        together: Which of those that leave are made of several.
    """

    structures: dict[str, Any]
    places: list[tuple[int, int | None]]
    together: list[int]


class Values(Mapping):
    """Path -> value, put together when it is asked for."""

    def __init__(self, form: Form, tensors: tuple[tf.Tensor, ...]):
        self._form, self._tensors = form, tensors
        # now, so that a gradient tape that is there sees it, whenever a value is asked for
        self._rows = {at: tf.unstack(tensors[at]) for at in form.together}

    def __getitem__(self, path: str) -> Any:
        return self._joined(self._form.structures[path], self._part)

    def __iter__(self) -> Iterator[str]:
        return iter(self._form.structures)

    def __len__(self) -> int:
        return len(self._form.structures)

    def numpy(self, copy: bool = True) -> dict[str, Any]:
        """All of them as NumPy arrays, which are views of few."""
        arrays = [tensor.numpy() if copy else np.asarray(tensor) for tensor in self._tensors]

        def plain(tensor, row):
            return arrays[tensor] if row is None else arrays[tensor][row]

        # a call for all, since each takes longer than a small array
        return self._joined(self._form.structures, plain, array_of)

    def _joined(self, structure, plain, other=lambda value: value):
        def joined(leaf):
            if not isinstance(leaf, _Leaf):
                return leaf
            places = [self._form.places[at] for at in leaf.parts]
            if leaf.spec is None:
                return plain(*places[0])
            parts = [self._part(*place) for place in places]
            return other(tf.nest.pack_sequence_as(leaf.spec, parts, expand_composites=True))

        return tf.nest.map_structure(joined, structure)

    def _part(self, tensor, row):
        return self._tensors[tensor] if row is None else self._rows[tensor][row]


def array_of(leaf: Any) -> Any:
    """A tensor of any kind as a NumPy array; anything else as it is.

    >>> array_of(tf.sparse.from_dense([[0.0, 2.0]])).tolist()
    [[0.0, 2.0]]
    """
    if isinstance(leaf, tf.SparseTensor):
        leaf = tf.sparse.to_dense(tf.sparse.reorder(leaf))
    return leaf.numpy() if hasattr(leaf, "numpy") else leaf


def taken_apart(
    values: Mapping[str, Any], together: bool = True
) -> tuple[Form, tuple[tf.Tensor, ...]]:
    """The form of values, and as few plain tensors: what leaves a graph at each step costs by the piece.

    Small ones that are alike become one, if they may be ``together``. A tuple, since TensorFlow's data structures,
    through which Keras hands the logs of a step, take a list for a tensor in pieces.

    >>> form, tensors = taken_apart({"a": tf.constant(1.0), "b": {"low": tf.constant(2.0)}})
    >>> [tensor.shape.as_list() for tensor in tensors]
    [[2]]
    >>> float(Values(form, tensors)["b"]["low"])
    2.0
    """
    parts = []

    def apart(leaf):
        leaf = tf.constant(leaf) if isinstance(leaf, _CONSTANTS) else leaf
        if not tf.is_tensor(leaf):
            return leaf
        before = len(parts)
        parts.extend(tf.nest.flatten(leaf, expand_composites=True))
        spec = None if isinstance(leaf, tf.Tensor) else tf.type_spec_from_value(leaf)
        return _Leaf(range(before, len(parts)), spec)

    structures = {path: tf.nest.map_structure(apart, value) for path, value in values.items()}
    places, tensors, made_of_several = [(0, None)] * len(parts), [], []
    for alike in _groups(parts) if together else [[at] for at in range(len(parts))]:
        for row, at in enumerate(alike):
            places[at] = len(tensors), row if len(alike) > 1 else None
        several = [parts[at] for at in alike]
        made_of_several += [len(tensors)] * (len(several) > 1)
        tensors.append(tf.stack(several) if len(several) > 1 else several[0])
    return Form(structures, places, made_of_several), tuple(tensors)


def _groups(parts):
    """The numbers of those that can leave together."""
    groups = {}
    for at, part in enumerate(parts):
        many = part.shape.num_elements()
        together = many is not None and many < _SMALL and part.dtype in _NUMBERS
        groups.setdefault((part.dtype, *part.shape) if together else at, []).append(at)
    return groups.values()


def why_not_leaving(value) -> str | None:
    """Why a value can't leave a training step, or None.

    Where a step is not looked at, zeros stand for it, and there are none of a handle: of a data set say.

    >>> why_not_leaving(tf.constant(1.0)), why_not_leaving(tf.data.Dataset.range(3))
    (None, "gave variant, which can't leave a training step; next: get_activations, called eagerly")
    """
    leaves = tf.nest.flatten(value, expand_composites=True)
    dtypes = [leaf.dtype for leaf in leaves if isinstance(leaf, tf.Tensor)]
    odd = next((dtype.name for dtype in dtypes if not _has_zeros(dtype)), None)
    if odd is None:
        return None
    return f"gave {odd}, which can't leave a training step; next: get_activations, called eagerly"


def under(condition: tf.Variable, tensors):
    """What the function ``tensors`` gives, in a graph that runs it only if the condition holds.

    Otherwise, tensors of the same dtypes, of shapes as small as the graph allows.
    """
    like = None

    def wanted():
        nonlocal like
        like = tensors()
        return like

    def not_wanted():
        return tf.nest.map_structure(_placeholder, like)

    return tf.cond(condition.read_value(), wanted, not_wanted)


@functools.cache
def _has_zeros(dtype):
    try:
        with tf.init_scope():
            tf.zeros([0], dtype)
    except TypeError:
        return False
    return True


def _placeholder(tensor):
    dims = [] if tensor.shape.rank is None else [dim or 0 for dim in tensor.shape]
    return tf.zeros(dims, tensor.dtype)
