"""End on request, whoever asks, with nothing left running."""

import contextlib
import signal
import sys
from collections.abc import Iterator

# A request to end: from another program, and from a terminal that was closed.
REQUESTS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ended(KeyboardInterrupt):
    """A request to end came as a signal."""

    def __init__(self, number: int):
        self.number = number


@contextlib.contextmanager
def ends_on_request(on_ctrl_c: int = 128 + signal.SIGINT) -> Iterator[None]:
    """Inside the block, a request to end does what Ctrl-C does: every ``finally`` is reached.

    A request that is ignored already, as under ``nohup``, stays ignored.

    Args:
        on_ctrl_c: The exit code after Ctrl-C.

    Raises:
        SystemExit: after such a request; for a signal with the code that shells give it.
    """

    def end(number: int, frame: object) -> None:
        for request in REQUESTS:
            signal.signal(request, signal.SIG_IGN)  # once is enough: clean up in peace
        raise Ended(number)

    heard = [r for r in REQUESTS if signal.getsignal(r) is not signal.SIG_IGN]  # `nohup` ignores
    before = {request: signal.signal(request, end) for request in heard}
    try:
        yield
    except KeyboardInterrupt as request:
        with contextlib.suppress(OSError):  # the terminal may be gone
            print("Stopped.", file=sys.stderr)
        code = 128 + request.number if isinstance(request, Ended) else on_ctrl_c
        raise SystemExit(code) from None
    finally:
        for request, handler in before.items():
            signal.signal(request, handler)
