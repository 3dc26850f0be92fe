"""The facts of Python's and NumPy's values, and of what only NumPy's protocol makes known."""

import numpy as np

from .contents import python_number
from .facts import Facts, no_tensor
from .formatting import shape, text


def python_facts(t) -> Facts | None:
    """Of a Python number or text, None or ``...``."""
    if t is None or t is Ellipsis:
        return Facts("None" if t is None else "...")
    if isinstance(t, np.generic):
        return None
    if isinstance(t, (bool, int, float, complex)):
        return Facts(f"Python {type(t).__name__}", words=python_number(t))
    if isinstance(t, (str, bytes)):
        return Facts(f"Python {type(t).__name__} of length {len(t)}", words=text(t))
    return None


def numpy_facts(t) -> Facts | None:
    """Of an array or a scalar of NumPy."""
    if isinstance(t, np.ma.MaskedArray):
        hidden = int(np.count_nonzero(np.ma.getmaskarray(t)))
        facts = array_facts("NumPy masked array", t.compressed(), note=f"{hidden} masked")
        return facts._replace(shape=shape(t.shape), note=facts.note if hidden else "")
    if isinstance(t, np.ndarray):
        return array_facts("NumPy array", np.asarray(t))
    if isinstance(t, np.generic):
        return array_facts("NumPy scalar", np.asarray(t))
    return None


def array_facts(kind: str, array: np.ndarray, note: str = "") -> Facts:
    """Of an object that is all in ``array``."""
    dtype = "str" if array.dtype.kind == "U" else array.dtype.name
    return Facts(kind, shape(array.shape), dtype, note, array)


def foreign_facts(t) -> Facts:
    """Arrays of other libraries through NumPy's protocol, the rest by type."""
    kind = type(t).__name__
    if isinstance(t, type):
        return Facts(f"class {t.__name__}", words="(not a tensor)")
    if hasattr(t, "__array__") and hasattr(t, "shape"):
        library = type(t).__module__.partition(".")[0]
        return _foreign_array(f"{library} {kind}", t)
    return no_tensor(kind, "call it") if callable(t) else Facts(kind, words="(not a tensor)")


def _foreign_array(kind, t):
    try:
        return array_facts(kind, np.asarray(t))
    except Exception as error:  # symbolic ones of other libraries have the protocol, and refuse it
        dtype = str(getattr(t.dtype, "name", t.dtype))
        words = f"(no numbers: to make an array of it raised {type(error).__name__})"
        return Facts(kind, shape(t.shape), dtype, words=words)
