"""Let Ctrl-C, or a notebook's stop button, end a loop between two steps, and not within one."""

import contextlib
import signal
import threading
from collections.abc import Iterator


class Stop:
    """Attributes:
    asked: Whether somebody wants the loop to end.
    """

    asked = False


@contextlib.contextmanager
def stop_when_asked() -> Iterator[Stop]:
    """Inside the block, the first interrupt is only noted; the next one raises, as ever.

    Where interrupts do not come, in other threads than the main one, and where a program has its own way
    with them, nothing is changed.
    """
    stop = Stop()
    usual = signal.getsignal(signal.SIGINT)
    if (
        threading.current_thread() is not threading.main_thread()
        or usual is not signal.default_int_handler
    ):
        yield stop
        return

    def note(number, frame):
        stop.asked = True
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, usual)
