"""A process that has imported TensorFlow and becomes a fresh kernel, one after the other.

``python -m tutorial_utils.course.grading.fork_server DESCRIPTOR``: over that socket a line of JSON and
three streams ask for a kernel; its process id and, at its end, its exit code come back. A class has
many files, and to import TensorFlow takes longer than to judge one.

Before its first operation TensorFlow has no threads, so that a fork of it is whole. What libraries fix
at their import (streams, whether there is a notebook) is brought about, or undone, for each kernel.
"""

import builtins
import ctypes
import json
import os
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path

from . import orphans

STREAMS = 3
_PR_SET_PDEATHSIG = 1


class _Stream:
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


def main(control: socket.socket) -> None:
    """Serve until the other end is closed, or killed."""
    _end_with_parent()
    orphans.adopt()
    before = dict(os.environ)
    streams = _preload()
    set_by_imports = {k: v for k, v in os.environ.items() if before.get(k) != v}
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads > 2:  # besides this one only that of OpenBLAS is safe
        raise SystemExit(f"{threads} threads: a fork would not be whole")
    control.sendall(b"ready\n")
    while True:
        text, fds, _, _ = socket.recv_fds(control, 1_000_000, STREAMS)
        while text and not text.endswith(b"\n"):
            text += control.recv(1_000_000)
        if not text:
            return
        asked = json.loads(text)
        asked["environment"] = {**set_by_imports, **asked["environment"]}
        pid = os.fork()
        if pid == 0:
            control.close()
            _become_kernel(asked, fds, streams)
        for number in fds:
            os.close(number)
        control.sendall(b"%d\n" % pid)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        orphans.end_all()
        control.sendall(b"%d\n" % code)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _preload() -> list[_Stream]:
    """Import what every kernel imports; the streams that were there meanwhile."""
    import ipykernel.kernelapp  # noqa: F401

    streams = [_Stream("stdout"), _Stream("stderr")]
    sys.stdout, sys.stderr = streams
    # TensorFlow and Keras look whether they are in a notebook, and whether somebody is at a prompt.
    builtins.get_ipython, sys.ps1 = object, "In : "
    try:
        from tutorial_utils import quiet

        quiet.start()
    finally:
        del builtins.get_ipython, sys.ps1
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    return streams


def _become_kernel(asked: dict, fds: list[int], streams: list[_Stream]) -> None:
    """In the child: never returns."""
    code = 1
    try:
        _end_with_parent()
        os.setsid()
        for number in range(STREAMS):
            os.dup2(fds[number], number)
        for number in fds:
            os.close(number)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(asked["environment"])
        tempfile.tempdir = None
        os.chdir(asked["folder"])
        sys.path.insert(0, "")  # as any kernel has it
        from ipykernel.kernelapp import IPKernelApp

        sys.argv = ["ipykernel_launcher", *asked["arguments"]]
        app = IPKernelApp.instance(parent_handle=os.getppid())
        app.initialize(asked["arguments"])
        for stream in streams:
            stream.keep()
        app.start()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
