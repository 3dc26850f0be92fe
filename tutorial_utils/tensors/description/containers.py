"""The facts of dicts, lists and tuples: what their first items are."""

from collections.abc import Callable, Mapping

import numpy as np

from .contents import IN_FULL, contents
from .facts import SHOWN, Facts
from .formatting import nested, one_line


def container_facts(t, inner: Callable[[object], str] | None) -> Facts | None:
    """Of a dict, list or tuple.

    Args:
        t: The object.
        inner: The line of an item; None where it is nested too deep to show any.
    """
    if not isinstance(t, (Mapping, list, tuple)):
        return None
    kind = f"{type(t).__name__} of {len(t)}"
    if _all_numbers(t):
        return Facts(f"{kind} numbers", words=_numbers(t))
    if not t:
        return Facts(kind, words="(empty)")
    if inner is None:
        return Facts(kind)
    if isinstance(t, Mapping):
        parts = [f"{_key(key)}: {inner(value)}" for key, value in list(t.items())[:SHOWN]]
        opening, closing = "{", "}"
    else:
        parts = [inner(value) for value in t[:SHOWN]]
        opening, closing = "()" if isinstance(t, tuple) else "[]"
    if len(t) > SHOWN:
        parts.append(f"… {len(t) - SHOWN} more")
    return Facts(kind, words=f"{opening}{', '.join(parts)}{closing}")


def _key(key):
    if isinstance(key, (str, bool, int, float, type(None))):
        return one_line(str(key))
    return type(key).__name__


def _all_numbers(t):
    if not t or isinstance(t, Mapping):
        return False
    return all(type(value) in (bool, int, float, complex) for value in t)


def _numbers(t):
    if len(t) <= IN_FULL:
        return nested(list(t))
    array = np.asarray(t)
    return contents(array) if array.dtype.kind != "O" else ""
