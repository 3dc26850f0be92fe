"""Another function in the place of one layer's method, for as long as somebody needs it there."""

import contextlib
import threading
from collections.abc import Callable

_replacing = threading.Lock()


class _Replacement:
    """Stands in for a method of one layer; counts the blocks that need it."""

    def __init__(self, layer, name, make):
        self.blocks = 0
        self.own = {name: vars(layer)[name]} if name in vars(layer) else {}  # a hook's, say
        self._stands_in = make(getattr(layer, name))

    def __call__(self, *args, **kwargs):
        return self._stands_in(*args, **kwargs)


@contextlib.contextmanager
def replaced(layer, name: str, make: Callable):
    """While the block runs, ``layer.name`` is ``make(what it was)``.

    For this one layer, since classes override methods. Blocks may nest and run in several threads at
    once: they share the function that the first of them made, and the last takes it away.
    """
    attributes = vars(layer)
    with _replacing:
        before = attributes.get(name)
        current = before if isinstance(before, _Replacement) else _Replacement(layer, name, make)
        current.blocks += 1
        attributes[name] = current
    try:
        yield
    finally:
        with _replacing:
            current.blocks -= 1
            if not current.blocks:
                del attributes[name]
                attributes.update(current.own)
