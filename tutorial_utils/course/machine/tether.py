"""Run a module that ends when whoever started it ends, however that was: ``tether.py MODULE WORDS``.

Its standard input is a pipe from there, which closes with the other end. Run by path or as a module.
"""

import contextlib
import os
import runpy
import signal
import sys
import threading

SECONDS_TO_STOP = 10


def main(module: str) -> None:
    # A terminal that was closed tells everybody in it. Whoever started this decides what that means;
    # and a handler, unlike SIG_IGN, is not inherited by the programs that the module starts.
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: None)
    tied, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)  # the module and its children find an empty input
    os.close(nothing)
    threading.Thread(target=_end_with, args=(tied,), daemon=True).start()
    sys.argv[:] = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with(tied: int) -> None:
    with contextlib.suppress(OSError):
        while os.read(tied, 1024):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    # It tidies up first. Where it does not come to an end, it is ended.
    threading.Event().wait(SECONDS_TO_STOP)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
