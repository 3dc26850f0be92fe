"""What is in an array, in words: its numbers in full, or what they are like."""

import numpy as np

from .formatting import nested, number, rough, share, text
from .statistics import Statistics, statistics

IN_FULL = 10  # an array with at most so many elements is shown in full
_KINDS = 6


def contents(array: np.ndarray, lists: list | None = None) -> str:
    """The end of a line.

    Args:
        array: Of any dtype.
        lists: The nested lists that its elements are shown in, where they are not the array's own.

    >>> contents(np.array([1.0, 2.0, 6.0]))
    'range 1.0 … 6.0  mean 3.0  std 2.16  [1.0, 2.0, 6.0]'
    """
    if array.size == 0:
        return "(empty: no elements)"
    family = array.dtype.kind
    few = array.size <= IN_FULL
    if family == "O" and not isinstance(array.flat[0], (bytes, str)):
        return _objects(array)
    if family in "OSU":
        return nested(_lists(array, lists)) if few else _texts(array)
    if family == "b":
        return nested(_lists(array, lists)) if few else _truths(array)
    if family in "mM":
        return nested(array.astype(str).tolist()) if few else f"range {array.min()} … {array.max()}"
    if array.dtype.names:
        return f"(fields {', '.join(array.dtype.names)})"
    parts = _numbers(array)
    return "  ".join([*parts, nested(_lists(array, lists))] if few else parts)


def real(array: np.ndarray) -> tuple[np.ndarray, str]:
    """The real numbers that statistics are made of, and what they are: of complex ones, the modulus."""
    if array.dtype.kind != "c":
        return array, ""
    with np.errstate(all="ignore"):
        sizes = np.abs(array)
    if array.itemsize == 8 and np.any(np.isinf(sizes) & np.isfinite(array)):
        sizes = np.abs(array.astype(np.complex128))  # float32 has no room for them
    return sizes, "|z| "


def mean(found: Statistics) -> float:
    """0 where it is so small that rounding, which differs between machines, shows in it."""
    largest = max(abs(found.low), abs(found.high))
    return 0.0 if abs(found.mean) < 1e-5 * largest else found.mean


def _numbers(array):
    values, what = real(array)
    found = statistics(values)
    parts = _summary(found, what) if array.size > 2 else []
    beyond = found.inf and found.inf - int(np.count_nonzero(np.isinf(array)))
    counts = (found.nan, "NaN!"), (found.inf - beyond, "Inf!"), (beyond, f"{what}beyond float64")
    for many, word in counts:
        if many:
            parts.append(f"{'all' if many == found.size else many} {word}")
    return parts


def _summary(found, what):
    if found.low is None:
        return []
    parts = [f"{what}range {rough(found.low)} … {rough(found.high)}"]
    parts += [f"mean {rough(mean(found))}", f"std {rough(found.std)}"]
    if found.zeros:
        zeros = share(found.zeros, found.size)
        parts.append("all zeros" if found.zeros == found.size else f"zeros {zeros}")
    return parts


def _lists(array, lists):
    """``tolist()``, which hands back NumPy objects for number types that only TensorFlow has."""
    if lists is not None:
        return lists
    if array.dtype.kind == "V" or array.dtype.name.startswith("float8"):
        array = array.astype(np.int64 if "int" in array.dtype.name else np.float32)
    return array.tolist()


def _truths(array):
    return f"True {share(int(np.count_nonzero(array)), array.size)}"


def _texts(array):
    lengths = [len(value) for value in array.flat]
    unit = "characters" if isinstance(array.flat[0], str) else "bytes"
    return f"lengths {min(lengths)} … {max(lengths)} {unit}  first {text(array.flat[0])}"


def _objects(array):
    kinds = sorted({type(value).__name__ for value in array.flat})
    if array.size == 1:
        return f"(holds one {kinds[0]}, no numbers; next: .item() takes it out)"
    return f"(holds Python objects, no numbers: {', '.join(kinds[:_KINDS])})"


def python_number(value: complex) -> str:
    """A Python number; of an integer too long to read, its size."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 64:
        return f"(an integer of {value.bit_length()} bits)"
    return number(value)
