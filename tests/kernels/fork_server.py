"""A process that has imported TensorFlow and becomes a fresh kernel as often as it is asked to.

``python fork_server.py SOCKET``. Each connection asks for one kernel, with a line of JSON and its
streams, and is told its pid and, at its end, its exit code. Closing the connection kills the kernel;
closing the server's standard input ends it and all kernels.

Before the first operation TensorFlow has no threads, so a fork of it is whole. What a kernel finds is
what it finds after its own ``quiet.start()``: what libraries fix at their import (streams, whether
there is a notebook, the folder for temporary files) is brought about, or undone, for each.
"""

import builtins
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path

STREAMS = 3


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


def preload() -> list[Stream]:
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
    finally:
        del builtins.get_ipython, sys.ps1
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    assert IPython.get_ipython() is None
    return streams


def import_from(path: str, before: str) -> None:
    """Find modules where a ``PYTHONPATH`` says, and ours anew, where it names a copy of them first."""
    theirs, ours = (p.split(os.pathsep) if p else [] for p in (path, before))
    if theirs == ours:
        return
    assert sys.path[: len(ours)] == ours
    sys.path[: len(ours)] = theirs
    if theirs[:1] != ours[:1]:
        for name in [name for name in sys.modules if name.partition(".")[0] == "tutorial_utils"]:
            del sys.modules[name]


def become_kernel(asked: dict, fds: list[int], streams: list[Stream]) -> None:
    """In the child: never returns."""
    code = 1
    try:
        os.setsid()
        for number in range(STREAMS):
            os.dup2(fds[number], number)
        for number in {signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP}:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        import_from(asked["environment"].get("PYTHONPATH", ""), os.environ.get("PYTHONPATH", ""))
        os.environ.clear()
        os.environ.update(asked["environment"])
        tempfile.tempdir = None
        os.chdir(asked["folder"])
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


class Server:
    def __init__(self, address: str):
        before = dict(os.environ)
        self._streams = preload()
        self._set = {k: v for k, v in os.environ.items() if before.get(k) != v}  # by imports
        threads = len(list(Path("/proc/self/task").iterdir()))
        assert threads <= 2, f"{threads} threads: besides this one only that of OpenBLAS is safe"
        self._own: set[int] = set()
        self._selector = selectors.DefaultSelector()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(f"{address}.soon")
        self._listening.listen()
        Path(f"{address}.soon").rename(address)  # who finds it can connect
        self._ended, wake = os.pipe()
        for end in (self._ended, wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._own |= {self._selector.fileno(), self._listening.fileno(), self._ended, wake}
        self._kernels: dict[int, tuple[socket.socket, str]] = {}  # pid -> who asked, its folder

    def run(self) -> None:
        for source in (0, self._listening, self._ended):
            self._selector.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj == 0:
                    return self._kill_all()
                if key.fileobj is self._listening:
                    self._give(self._listening.accept()[0])
                elif key.fileobj == self._ended:
                    os.read(self._ended, 4096)
                    self._bury()
                else:
                    self._selector.unregister(key.fileobj)
                    self._kill(key.data)

    def _give(self, connection: socket.socket) -> None:
        text, fds, _, _ = socket.recv_fds(connection, 1_000_000, STREAMS)
        while not text.endswith(b"\n"):
            text += connection.recv(1_000_000)
        asked = json.loads(text)
        scratch = tempfile.mkdtemp(dir=asked["environment"].get("TMPDIR"))
        asked["environment"] = {**self._set, **asked["environment"], "TMPDIR": scratch}
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            for number in self._own | {connection.fileno()}:
                os.close(number)
            for other, _ in self._kernels.values():
                os.close(other.fileno())
            become_kernel(asked, fds, self._streams)
        for number in fds:
            os.close(number)
        self._kernels[pid] = connection, scratch
        self._selector.register(connection, selectors.EVENT_READ, pid)
        connection.sendall(json.dumps({"pid": pid}).encode() + b"\n")

    def _kill(self, pid: int) -> None:
        if pid in self._kernels:
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                os.kill(pid, signal.SIGKILL)  # it has no group of its own yet

    def _bury(self) -> None:
        for pid in list(self._kernels):
            found, status = os.waitpid(pid, os.WNOHANG)
            if not found:
                continue
            connection, scratch = self._kernels.pop(pid)
            shutil.rmtree(scratch, ignore_errors=True)
            try:
                self._selector.unregister(connection)
                code = os.waitstatus_to_exitcode(status)
                connection.sendall(json.dumps({"code": code}).encode() + b"\n")
            except (KeyError, OSError):
                pass  # who asked has gone
            connection.close()

    def _kill_all(self) -> None:
        for pid in self._kernels:
            self._kill(pid)
            os.waitpid(pid, 0)
            shutil.rmtree(self._kernels[pid][1], ignore_errors=True)


if __name__ == "__main__":
    del sys.path[0]  # the folder of this file
    Server(sys.argv[1]).run()
