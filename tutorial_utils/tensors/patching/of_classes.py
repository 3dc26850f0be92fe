"""Other functions in the place of methods of classes, for as long as somebody needs them there."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import NamedTuple


class Patch(NamedTuple):
    """``of.name`` becomes ``make(what it was)``."""

    of: type
    name: str
    make: Callable[[Callable], Callable]


class Patches:
    """Patches that are there while any block of :meth:`applied` runs, in whatever thread.

    Blocks may nest: the first puts the patches there, the last takes them away, also after an exception.

    Args:
        patches: Asked when the first block begins, since classes may be made until then.

    >>> class Greeter:
    ...     def greet(self): return "hello"
    >>> loud = Patches(lambda: [Patch(Greeter, "greet", lambda greet: lambda self: greet(self).upper())])
    >>> with loud.applied():
    ...     Greeter().greet()
    'HELLO'
    >>> Greeter().greet()
    'hello'
    """

    def __init__(self, patches: Callable[[], Iterable[Patch]]):
        self._patches = patches
        self._lock = threading.Lock()
        self._blocks = 0
        self._originals = []

    @contextlib.contextmanager
    def applied(self) -> Iterator[None]:
        """While the block runs, all are there."""
        with self._lock:
            if not self._blocks:
                for of, name, make in self._patches():
                    original = vars(of)[name]
                    self._originals.append((of, name, original))
                    setattr(of, name, make(original))
            self._blocks += 1
        try:
            yield
        finally:
            with self._lock:
                self._blocks -= 1
                if not self._blocks:
                    for of, name, original in self._originals:
                        setattr(of, name, original)
                    self._originals.clear()

    @contextlib.contextmanager
    def heard_by(self, listeners: ContextVar[tuple], listener: Callable) -> Iterator[None]:
        """As :meth:`applied`; ``listener`` is the last of those who listen in this thread, and in no other."""
        with self.applied():
            token = listeners.set((*listeners.get(), listener))
            try:
                yield
            finally:
                listeners.reset(token)
