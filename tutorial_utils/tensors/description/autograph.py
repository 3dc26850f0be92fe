"""Keep AutoGraph from converting a function, without importing TensorFlow."""

import functools
from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable)


def as_it_is(function: F) -> F:
    """The function, which AutoGraph calls as it is, wherever it is called in a ``tf.function``.

    It does so with a cached function, and would otherwise convert this one and all that it calls (read in
    TensorFlow 2.21, autograph/impl/conversion.py, `is_unsupported`; `do_not_convert` would need TensorFlow
    to be imported first). The cache is of size 0, so it holds nothing.
    """
    return functools.lru_cache(maxsize=0)(function)
