"""One line that says what an object is and, where there are numbers, what the numbers are like.

Neither TensorFlow nor Keras is imported here: an object of theirs can only arrive when they have
been imported already, so they are looked up among the loaded modules.
"""

import functools
import sys
from collections.abc import Mapping

import numpy as np

from .formatting import nested, number, one_line, rough, shape, share, text
from .statistics import statistics

_IN_FULL = 10  # a tensor with at most so many elements is shown in full
_ITEMS = 6  # of a longer dict, list or tuple only the first are shown
_DEPTH = 3


# The cache is of size 0, so it holds nothing. It is there because AutoGraph calls a cached function
# as it is, and would otherwise convert this one and all that it calls, whenever it is called in a
# `tf.function` (read in TensorFlow 2.21, autograph/impl/conversion.py, `is_unsupported`; `do_not_convert`
# would need TensorFlow to be imported first).
@functools.lru_cache(maxsize=0)
def describe(t, name: str | None = None) -> str:
    """Say in one line what ``t`` is: kind, shape, dtype, and its numbers or why it has none.

    Args:
        t: Anything tensor-like: NumPy arrays and Python numbers; tensors of TensorFlow, eager,
            symbolic, ragged, sparse or distributed; variables; Keras' symbolic tensors; and dicts,
            lists and tuples of these. Any other object is named by its type.
        name: Put in front of the line.

    Returns:
        One line. Up to 10 elements are shown in full. Range, mean and (population) standard
        deviation are those of the finite values; ``NaN!`` and ``Inf!`` are counted beside them.
        What has no numbers says so, and what to do next. Decimals: at most 4. There are no memory
        addresses and no automatic names, so the line is the same in every run.

    Never raises, keeps no reference to ``t``, and may be called inside a ``tf.function``: it adds
    nothing to the graph.

    >>> import numpy as np
    >>> describe(np.array([[1.0, 2.0], [3.0, 4.0]]), name="x")
    'x: NumPy array  shape=(2, 2)  float64  range 1.0 … 4.0  mean 2.5  std 1.118  [[1.0, 2.0], [3.0, 4.0]]'
    >>> describe(np.arange(12.0) // 6)
    'NumPy array  shape=(12,)  float64  range 0.0 … 1.0  mean 0.5  std 0.5  zeros 50%'
    >>> describe({"ids": [1, 2, 3], "label": None})
    'dict of 2  {ids: list of 3 numbers  [1, 2, 3], label: None}'
    """
    try:
        line = _line(t, depth=0)
    except Exception as error:
        line = _not_described(t, error)
    if name is None:
        return line
    try:
        return f"{one_line(str(name))}: {line}"
    except Exception:
        return line


def _line(t, depth):
    tensor_flow, keras = sys.modules.get("tensorflow"), sys.modules.get("keras")
    for known in (_python_value, _numpy_value):
        if line := known(t):
            return line
    if keras is not None and (line := _keras_value(t, keras)):
        return line
    if tensor_flow is not None and (line := _tensorflow_value(t, tensor_flow, depth)):
        return line
    if isinstance(t, (Mapping, list, tuple)):
        return _container(t, depth)
    return _foreign_value(t)


def _not_described(t, error):
    try:
        return f"{type(t).__name__}  (no description: asking it raised {type(error).__name__})"
    except Exception:
        return "object  (no description: not even its type has a name)"


# --- the numbers of an array ----------------------------------------------------------------------


def _array_line(kind, array, dims=None, dtype=None, note=""):
    """The line for an object whose numbers are all in ``array``."""
    dtype = dtype or ("str" if array.dtype.kind == "U" else array.dtype.name)
    head = f"{kind}  shape={shape(array.shape if dims is None else dims)}  {dtype}"
    tail = _contents(array)
    return "  ".join(part for part in (head, note, tail) if part)


def _contents(array):
    if array.size == 0:
        return "(empty: no elements)"
    family = array.dtype.kind
    if family == "O" and not isinstance(array.flat[0], (bytes, str)):
        return _objects(array)
    if family in "OSU":
        return _texts(array)
    if family == "b":
        return _truths(array)
    if family in "mM":
        return nested(array.astype(str).tolist()) if array.size <= _IN_FULL else _span(array)
    if array.dtype.names:
        return f"(fields {', '.join(array.dtype.names)})"
    return _numbers(array)


def _numbers(array):
    modulus = array.dtype.kind == "c"
    found = statistics(np.abs(array) if modulus else array)
    parts = _summary(found, "|z| " if modulus else "") if array.size > 2 else []
    if found.nan:
        parts.append("all NaN!" if found.nan == found.size else f"{found.nan} NaN!")
    if found.inf:
        parts.append("all Inf!" if found.inf == found.size else f"{found.inf} Inf!")
    if array.size <= _IN_FULL:
        parts.append(nested(_as_lists(array)))
    return "  ".join(parts)


def _summary(found, what):
    if found.low is None:
        return []
    parts = [f"{what}range {rough(found.low)} … {rough(found.high)}"]
    parts += [f"mean {rough(_without_noise(found))}", f"std {rough(found.std)}"]
    if found.zeros:
        zeros = share(found.zeros, found.size)
        parts.append("all zeros" if found.zeros == found.size else f"zeros {zeros}")
    return parts


def _without_noise(found):
    """The mean; 0 where it is so small that rounding, which differs between machines, shows in it."""
    largest = max(abs(found.low), abs(found.high))
    return 0.0 if abs(found.mean) < 1e-5 * largest else found.mean


def _as_lists(array):
    """``tolist()``, which hands back NumPy objects for number types that only TensorFlow has."""
    if array.dtype.kind == "V" or array.dtype.name.startswith("float8"):
        array = array.astype(np.int64 if "int" in array.dtype.name else np.float32)
    return array.tolist()


def _truths(array):
    if array.size <= _IN_FULL:
        return nested(array.tolist())
    return f"True {share(int(np.count_nonzero(array)), array.size)}"


def _texts(array):
    if array.size <= _IN_FULL:
        return nested(array.tolist())
    lengths = [len(value) for value in array.flat]
    unit = "characters" if isinstance(array.flat[0], str) else "bytes"
    return f"lengths {min(lengths)} … {max(lengths)} {unit}  first {text(array.flat[0])}"


def _span(array):
    return f"range {array.min()} … {array.max()}"


def _objects(array):
    kinds = sorted({type(value).__name__ for value in array.flat})
    if array.size == 1:
        return f"(holds one {kinds[0]}, no numbers; next: .item() takes it out)"
    return f"(holds Python objects, no numbers: {', '.join(kinds[:_ITEMS])})"


# --- Python and NumPy -----------------------------------------------------------------------------


def _python_value(t):
    if t is None or t is Ellipsis:
        return "None" if t is None else "..."
    if isinstance(t, (bool, int, float, complex)) and not isinstance(t, np.generic):
        return f"Python {type(t).__name__}  {_python_number(t)}"
    if isinstance(t, (str, bytes)) and not isinstance(t, np.generic):
        return f"Python {type(t).__name__} of length {len(t)}  {text(t)}"
    return None


def _python_number(t):
    if isinstance(t, int) and not isinstance(t, bool) and t.bit_length() > 64:
        return f"(an integer of {t.bit_length()} bits)"
    return number(t)


def _numpy_value(t):
    if isinstance(t, np.ma.MaskedArray):
        hidden = int(np.count_nonzero(np.ma.getmaskarray(t)))
        note = f"{hidden} masked" if hidden else ""
        return _array_line(
            "NumPy masked array", t.compressed(), dims=t.shape, dtype=t.dtype.name, note=note
        )
    if isinstance(t, np.ndarray):
        return _array_line("NumPy array", np.asarray(t))
    if isinstance(t, np.generic):
        return _array_line("NumPy scalar", np.asarray(t))
    return None


# --- Keras ----------------------------------------------------------------------------------------


def _keras_value(t, keras):
    if isinstance(t, keras.KerasTensor):
        return _keras_tensor(t)
    if isinstance(t, keras.Variable):
        return _keras_variable(t)
    if isinstance(t, keras.Model):
        return _no_tensor(
            f"{type(t).__name__} model", "get_activations(model, data) sees inside it"
        )
    if isinstance(t, keras.layers.Layer):
        return _no_tensor(f"{type(t).__name__} layer", "call it on data")
    return None


def _keras_tensor(t):
    stored = next((word for word in ("sparse", "ragged") if getattr(t, word, False)), None)
    kind = "KerasTensor" if stored is None else f"KerasTensor ({stored})"
    return (
        f"{kind}  shape={shape(t.shape)}  {t.dtype}  (symbolic: no numbers inside, it is a step in a"
        " model's plan; next: keras.Model(inputs, it)(data))"
    )


def _keras_variable(t):
    head = f"shape={shape(t.shape)}  {t.dtype}"
    tf = sys.modules.get("tensorflow")
    numbers = _variable_numbers(t.value, tf)
    if numbers is None:
        return f"Keras variable  {head}  {_read_later(tf)}"
    return _array_line("Keras variable", numbers, dtype=str(t.dtype))


def _no_tensor(kind, then):
    return f"{kind}  (not a tensor; next: {then})"


# --- TensorFlow -----------------------------------------------------------------------------------


def _read_later(tf):
    if tf.compat.v1.get_default_graph().building_function:
        return "(its value is read when the function runs; next: show(it) prints it then)"
    return "(its value is read when a session runs; next: session.run(it))"


def _tensorflow_value(t, tf, depth):
    if isinstance(t, tf.Variable):
        return _variable(t, tf)
    if isinstance(t, tf.Tensor):
        return _tensor(t, tf)
    for kind, line in (
        (tf.RaggedTensor, _ragged),
        (tf.SparseTensor, _sparse),
        (tf.IndexedSlices, _indexed_slices),
        (tf.TensorArray, _tensor_array),
    ):
        if isinstance(t, kind):
            return line(t, tf)
    if isinstance(t, tf.distribute.DistributedValues):
        return _distributed(t, depth)
    if isinstance(t, tf.experimental.Optional):
        return _optional(t, tf, depth)
    return _description_of_tensors(t, tf)


def _tensor(t, tf):
    head = f"shape={_dims(t)}  {t.dtype.name}"
    if tf.is_symbolic_tensor(t):
        kind, why = _symbolic(t, tf)
        return f"{kind}  {head}  {why}"
    if t.dtype in (tf.resource, tf.variant):
        return (
            f"EagerTensor  {head}  (a handle: no numbers inside; next: describe what it points to)"
        )
    return _array_line("EagerTensor", _eager_numbers(t), dtype=t.dtype.name)


def _eager_numbers(t):
    """A view of the tensor's own memory; ``.numpy()`` would copy it, but a scalar has to be."""
    return np.asarray(t) if t.shape.rank else np.asarray(t.numpy())


def _symbolic(t, tf):
    """What kind of tensor without numbers this is, and the way out of it."""
    if not t.graph.building_function:
        kind = "v1 placeholder" if t.op.type.startswith("Placeholder") else "v1 graph tensor"
        return kind, "(symbolic: no numbers inside until a session runs; next: session.run(it))"
    if tf.executing_eagerly():
        return "graph tensor", (
            "(symbolic: no numbers inside, left over from a trace that has ended;"
            " next: return it from the function)"
        )
    return "graph tensor", (
        "(symbolic: no numbers inside while the function is traced;"
        " next: show(it) prints them when it runs)"
    )


def _dims(t):
    dims = t.shape
    return shape(None if dims.rank is None else dims.as_list())


def _variable(t, tf):
    copies = len(t.values) if hasattr(t, "values") else 1
    kind = "tf.Variable" if copies == 1 else f"tf.Variable on {copies} replicas"
    numbers = _variable_numbers(t, tf)
    if numbers is None:
        return f"{kind}  shape={_dims(t)}  {t.dtype.name}  {_read_later(tf)}"
    return _array_line(kind, numbers, dtype=t.dtype.name)


def _variable_numbers(value, tf):
    """The variable's numbers now, or None inside a graph, where there is no "now" yet."""
    if tf is None:
        return np.asarray(value)
    if not tf.executing_eagerly():
        return None
    return _eager_numbers(value.read_value() if isinstance(value, tf.Variable) else value)


def _ragged(t, tf):
    if tf.is_symbolic_tensor(t.flat_values):
        return _symbolic_composite("RaggedTensor", t, t.flat_values, tf)
    lengths = np.asarray(t.row_lengths())
    note = f"row lengths {lengths.min()} … {lengths.max()}" if lengths.size else ""
    flat = np.asarray(t.flat_values)
    line = _array_line("RaggedTensor", flat, dims=t.shape.as_list(), dtype=t.dtype.name, note=note)
    if 0 < flat.size <= _IN_FULL and lengths.size <= _IN_FULL:
        line = line.removesuffix(nested(_as_lists(flat))) + nested(t.to_list())
    return line


def _sparse(t, tf):
    if tf.is_symbolic_tensor(t.values):
        return _symbolic_composite("SparseTensor", t, t.values, tf)
    values = np.asarray(t.values)
    whole = int(np.prod(t.shape.as_list(), dtype=np.int64))
    note = f"{values.size} of {whole} stored"
    return _array_line(
        "SparseTensor", values, dims=t.shape.as_list(), dtype=t.dtype.name, note=note
    )


def _indexed_slices(t, tf):
    if tf.is_symbolic_tensor(t.values):
        return _symbolic_composite("IndexedSlices", t, t.values, tf)
    values = np.asarray(t.values)
    dims = None if t.dense_shape is None else np.asarray(t.dense_shape).tolist()
    of = f"of a tensor of shape {shape(dims)}" if dims else "of a larger tensor"
    note = f"{len(values)} {'row' if len(values) == 1 else 'rows'} {of}"
    return _array_line("IndexedSlices", values, dtype=t.dtype.name, note=note)


def _symbolic_composite(kind, t, part, tf):
    _, why = _symbolic(part, tf)
    return f"{kind}  shape={_dims(t)}  {t.dtype.name}  {why}"


def _tensor_array(t, tf):
    dims = t.element_shape
    each = shape(None if dims.rank is None else dims.as_list())
    size = t.size()
    many = "" if tf.is_symbolic_tensor(size) else f"{int(size)} "
    return f"TensorArray  {many}elements of shape {each}  {t.dtype.name}  (next: .stack() makes one tensor)"


def _distributed(t, depth):
    parts = ", ".join(_line(value, depth + 1) for value in t.values[:_ITEMS])
    return f"{type(t).__name__} of {len(t.values)} replicas  [{parts}]"


def _optional(t, tf, depth):
    full = t.has_value()
    if tf.is_symbolic_tensor(full):
        return "tf Optional  (symbolic: whether it is full is known when the graph runs)"
    if not bool(full):
        return "tf Optional  (empty: no value)"
    return f"tf Optional  holding {_line(t.get_value(), depth + 1)}"


def _description_of_tensors(t, tf):
    """Objects that describe or produce tensors, and are often taken for them."""
    if isinstance(t, tf.data.Dataset):
        return _no_tensor("tf.data.Dataset", "next(iter(dataset)) gives its first element")
    if isinstance(t, tf.TensorShape):
        return f"TensorShape  {shape(None if t.rank is None else t.as_list())}"
    if isinstance(t, tf.DType):
        return f"dtype  {t.name}"
    if isinstance(t, tf.TensorSpec):
        return f"TensorSpec  shape={_dims(t)}  {t.dtype.name}  (a description: no numbers inside)"
    if isinstance(t, tf.TypeSpec):
        return f"{type(t).__name__}  (a description: no numbers inside)"
    return None


# --- containers, and everything else --------------------------------------------------------------


def _container(t, depth):
    kind = type(t).__name__
    if _all_numbers(t):
        return _numbers_in_a_list(kind, t)
    head = f"{kind} of {len(t)}"
    if not t:
        return f"{head}  (empty)"
    if depth >= _DEPTH:
        return head
    if isinstance(t, Mapping):
        pairs = list(t.items())[:_ITEMS]
        parts = [f"{_key(key)}: {_nested_line(value, depth)}" for key, value in pairs]
        opening, closing = "{", "}"
    else:
        parts = [_nested_line(value, depth) for value in t[:_ITEMS]]
        opening, closing = "()" if isinstance(t, tuple) else "[]"
    if len(t) > _ITEMS:
        parts.append(f"… {len(t) - _ITEMS} more")
    return f"{head}  {opening}{', '.join(parts)}{closing}"


def _nested_line(value, depth):
    try:
        return _line(value, depth + 1)
    except Exception as error:
        return _not_described(value, error)


def _key(key):
    if isinstance(key, (str, bool, int, float, type(None))):
        return one_line(str(key))
    return type(key).__name__


def _all_numbers(t):
    if not t or isinstance(t, Mapping):
        return False
    return all(type(value) in (bool, int, float, complex) for value in t)


def _numbers_in_a_list(kind, t):
    head = f"{kind} of {len(t)} numbers"
    if len(t) <= _IN_FULL:
        return f"{head}  {nested(list(t))}"
    array = np.asarray(t)
    return f"{head}  {_contents(array)}" if array.dtype.kind != "O" else head


def _foreign_value(t):
    """Arrays of other libraries through NumPy's protocol, the rest by type."""
    kind = type(t).__name__
    if isinstance(t, type):
        return f"class {t.__name__}  (not a tensor)"
    if hasattr(t, "__array__") and hasattr(t, "shape"):
        library = type(t).__module__.partition(".")[0]
        return _array_line(f"{library} {kind}", np.asarray(t))
    if callable(t):
        return _no_tensor(kind, "call it")
    return f"{kind}  (not a tensor)"
