"""Keys that are read as they are pressed, where there is a terminal."""

import contextlib
import os
import select
import sys
from collections.abc import Iterator

try:
    import termios
    import tty
except ImportError:  # Windows: no keys; Ctrl-C works
    termios = None


class Keys:
    """What was pressed. Without a terminal, nothing ever is."""

    def __init__(self, descriptor: int | None):
        self._descriptor = descriptor

    def __bool__(self) -> bool:
        return self._descriptor is not None

    def pressed(self) -> str:
        """The keys pressed since the last call, without waiting for any.

        Raises:
            EOFError: The terminal is gone.
        """
        if self._descriptor is None or not select.select([self._descriptor], [], [], 0)[0]:
            return ""
        try:
            read = os.read(self._descriptor, 64)
        except OSError:
            read = b""
        if not read:
            raise EOFError
        return read.decode(errors="replace")


@contextlib.contextmanager
def single_keys() -> Iterator[Keys]:
    """Read single keys inside the block; afterwards the terminal is as it was."""
    if termios is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Keys(None)
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield Keys(descriptor)
    finally:
        with contextlib.suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
