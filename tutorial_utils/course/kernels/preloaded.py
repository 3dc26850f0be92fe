"""How a process imports what every kernel imports, and how a fork of it becomes a kernel.

Before its first operation TensorFlow has no threads, so that a fork of it is whole. A kernel finds
what it finds after its own ``quiet.start()``: what libraries fix at their import (streams, whether
there is a notebook, the folder for temporary files) is brought about, or undone, for each.
"""

import builtins
import contextlib
import gc
import importlib
import inspect
import json
import os
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

STREAMS = 3

# What a kernel imports when it starts, and to show its first error.
_LATER = (
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
    "stack_data",
    "asttokens.asttokens",
    "pygments.lexers.python",
    "pygments.formatters.html",
    "pygments.formatters.terminal256",
)


class Stream:
    """A stream that libraries may keep at their import: it becomes the kernel's."""

    def __init__(self, name: str):
        self._name = name
        self._kept = None

    def keep(self) -> None:
        self._kept = getattr(sys, self._name)

    def close(self) -> None:
        """The kernel configures logging, which closes the handlers that are there."""

    def __getattr__(self, attribute: str):
        return getattr(self._kept or getattr(sys, f"__{self._name}__"), attribute)


class Preloaded:
    """What this process has imported, and can hand to the kernels that are forked from it.

    Raises:
        SystemExit: It has threads, so a fork of it would not be whole.
    """

    def __init__(self):
        before = dict(os.environ)
        gc.disable()  # while it imports, there is no garbage to be found
        self._streams = _import_all()
        self._set = {k: v for k, v in os.environ.items() if before.get(k) != v}  # by imports
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads > 2:  # besides this one only that of OpenBLAS is safe
            raise SystemExit(f"{threads} threads: a fork would not be whole")
        gc.collect()
        gc.freeze()  # a kernel's collections would copy the memory that it shares with this process
        gc.enable()

    def become_kernel(self, asked: dict, fds: list[int], first: Callable[[], None]) -> None:
        """In the child, to be one kernel: never returns.

        Args:
            asked: Its ``arguments``, ``folder`` and ``environment``.
            fds: Its standard streams.
            first: What is to be done before the environment is the kernel's.
        """
        code = 1
        try:
            os.setsid()
            first()
            for number in range(STREAMS):
                os.dup2(fds[number], number)
            for number in fds:
                os.close(number)
            for number in {signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP}:
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.environ.clear()
            os.environ.update({**self._set, **asked["environment"]})
            tempfile.tempdir = None
            os.chdir(asked["folder"])
            from ipykernel.kernelapp import IPKernelApp

            sys.argv = ["ipykernel_launcher", *asked["arguments"]]
            app = IPKernelApp.instance(parent_handle=os.getppid())
            app.initialize(asked["arguments"])
            for stream in self._streams:
                stream.keep()
            app.start()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(code)


def _import_all() -> list[Stream]:
    """Import what every kernel imports; the streams that were there meanwhile."""
    import ipykernel.kernelapp  # noqa: F401
    import IPython

    streams = [Stream("stdout"), Stream("stderr")]
    sys.stdout, sys.stderr = streams
    # TensorFlow and Keras look whether they are in a notebook, and whether somebody is at a prompt.
    builtins.get_ipython, sys.ps1 = object, "In : "
    try:
        from tutorial_utils import quiet

        quiet.start()
        for name in _LATER:
            with contextlib.suppress(ImportError):  # another version of IPython
                importlib.import_module(name)
        inspect.getmodule(_import_all.__code__, "<nowhere>")  # it keeps the files of all modules
    finally:
        del builtins.get_ipython, sys.ps1
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    assert IPython.get_ipython() is None
    return streams


def receive(connection: socket.socket) -> tuple[dict, list[int]] | None:
    """What is asked for over a connection, a line of JSON, and the streams; None at its end."""
    text, fds, _, _ = socket.recv_fds(connection, 1_000_000, STREAMS)
    while text and not text.endswith(b"\n"):
        text += connection.recv(1_000_000)
    return (json.loads(text), fds) if text else None
