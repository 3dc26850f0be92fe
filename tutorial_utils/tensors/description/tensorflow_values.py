"""The facts of TensorFlow's objects. Its module is handed in: importing this imports none of it."""

import math
from collections.abc import Callable
from types import ModuleType

import numpy as np

from .contents import IN_FULL
from .facts import SHOWN, Facts, no_tensor
from .formatting import shape
from .variables import eager_numbers, read_later, variable_numbers


def tensorflow_facts(t, tf: ModuleType, inner: Callable[[object], str]) -> Facts | None:
    """Of a tensor or variable of any kind, or of what describes or produces tensors.

    Args:
        t: The object.
        tf: The module.
        inner: The line of an object that this one holds.
    """
    if isinstance(t, tf.distribute.DistributedValues) and not isinstance(t, tf.Variable):
        parts = ", ".join(inner(value) for value in t.values[:SHOWN])
        return Facts(f"{type(t).__name__} of {len(t.values)} replicas", words=f"[{parts}]")
    if isinstance(t, tf.experimental.Optional):
        return _optional(t, tf, inner)
    for kind, facts in (
        (tf.Variable, _variable),
        (tf.Tensor, _tensor),
        (tf.RaggedTensor, _ragged),
        (tf.SparseTensor, _sparse),
        (tf.IndexedSlices, _indexed_slices),
        (tf.TensorArray, _tensor_array),
    ):
        if isinstance(t, kind):
            return facts(t, tf)
    return _about_tensors(t, tf)


def _tensor(t, tf):
    symbolic = tf.is_symbolic_tensor(t)
    facts = Facts(_symbolic_kind(t) if symbolic else "EagerTensor", _dims(t.shape), t.dtype.name)
    if t.dtype in (tf.resource, tf.variant):
        words = "(a handle: no numbers inside; next: describe what it points to)"
        return facts._replace(words=words)
    return (
        facts._replace(words=_when(t, tf)) if symbolic else facts._replace(numbers=eager_numbers(t))
    )


def _symbolic_kind(t):
    if t.graph.building_function:
        return "graph tensor"
    return "v1 placeholder" if t.op.type.startswith("Placeholder") else "v1 graph tensor"


def _when(t, tf):
    """When a symbolic tensor has numbers, and the way to them."""
    if not t.graph.building_function:
        return "(symbolic: no numbers inside until a session runs; next: session.run(it))"
    if tf.executing_eagerly():
        return (
            "(symbolic: no numbers inside, left over from a trace that has ended;"
            " next: return it from the function)"
        )
    return (
        "(symbolic: no numbers inside while the function is traced;"
        " next: show(it) prints them when it runs)"
    )


def _dims(dims):
    return shape(None if dims.rank is None else dims.as_list())


def _variable(t, tf):
    copies = len(t.values) if hasattr(t, "values") else 1
    kind = "tf.Variable" if copies == 1 else f"tf.Variable on {copies} replicas"
    numbers = variable_numbers(t)
    words = read_later() if numbers is None else ""
    return Facts(kind, _dims(t.shape), t.dtype.name, "", numbers, words=words)


def _ragged(t, tf):
    facts = Facts("RaggedTensor", _dims(t.shape), t.dtype.name)
    if tf.is_symbolic_tensor(t.flat_values):
        return facts._replace(words=_when(t.flat_values, tf))
    lengths, flat = np.asarray(t.row_lengths()), np.asarray(t.flat_values)
    note = f"row lengths {lengths.min()} … {lengths.max()}" if lengths.size else ""
    few = flat.size <= IN_FULL and lengths.size <= IN_FULL
    return facts._replace(note=note, numbers=flat, lists=t.to_list() if few else None)


def _sparse(t, tf):
    facts = Facts("SparseTensor", _dims(t.shape), t.dtype.name)
    if tf.is_symbolic_tensor(t.values):
        return facts._replace(words=_when(t.values, tf))
    values = np.asarray(t.values)
    note = f"{values.size} of {math.prod(t.shape.as_list())} stored"
    return facts._replace(note=note, numbers=values)


def _indexed_slices(t, tf):
    if tf.is_symbolic_tensor(t.values):
        return Facts("IndexedSlices", _dims(t.shape), t.dtype.name, words=_when(t.values, tf))
    values = np.asarray(t.values)
    dims = None if t.dense_shape is None else np.asarray(t.dense_shape).tolist()
    of = f"of a tensor of shape {shape(dims)}" if dims else "of a larger tensor"
    note = f"{len(values)} {'row' if len(values) == 1 else 'rows'} {of}"
    return Facts("IndexedSlices", shape(values.shape), t.dtype.name, note, values)


def _tensor_array(t, tf):
    size = t.size()
    many = "" if tf.is_symbolic_tensor(size) else f"{int(size)} "
    elements = f"{many}elements of shape {_dims(t.element_shape)}"
    words = f"{elements}  {t.dtype.name}  (next: .stack() makes one tensor)"
    return Facts("TensorArray", words=words)


def _optional(t, tf, inner):
    full = t.has_value()
    if tf.is_symbolic_tensor(full):
        words = "(symbolic: whether it is full is known when the graph runs)"
    elif full:
        words = f"holding {inner(t.get_value())}"
    else:
        words = "(empty: no value)"
    return Facts("tf Optional", words=words)


def _about_tensors(t, tf):
    """Of objects that describe or produce tensors, and are often taken for them."""
    if isinstance(t, tf.data.Dataset):
        return no_tensor("tf.data.Dataset", "next(iter(dataset)) gives its first element")
    if isinstance(t, tf.TensorShape):
        return Facts("TensorShape", words=_dims(t))
    if isinstance(t, tf.DType):
        return Facts("dtype", words=t.name)
    words = "(a description: no numbers inside)"
    if isinstance(t, tf.TensorSpec):
        return Facts("TensorSpec", _dims(t.shape), t.dtype.name, words=words)
    return Facts(type(t).__name__, words=words) if isinstance(t, tf.TypeSpec) else None
