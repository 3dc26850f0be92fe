"""A process that has imported TensorFlow and becomes a fresh kernel as often as it is asked to.

``python fork_server.py SOCKET``. Each connection asks for one kernel, with a line of JSON and its
streams, and is told its pid and, at its end, its exit code. Closing the connection kills the kernel;
closing the server's standard input ends it and all kernels.

It is the server by which a class is checked, for several kernels at a time.
"""

import json
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

from tutorial_utils.course.kernels.preloaded import Preloaded, receive


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


class Server:
    def __init__(self, address: str):
        self._preloaded = Preloaded()
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
        asked, fds = receive(connection)
        environment = asked["environment"]
        scratch = tempfile.mkdtemp(dir=environment.get("TMPDIR"))
        environment["TMPDIR"] = scratch
        pid = os.fork()
        if pid == 0:
            self._preloaded.become_kernel(asked, fds, first=lambda: self._leave(connection, asked))
        for number in fds:
            os.close(number)
        self._kernels[pid] = connection, scratch
        self._selector.register(connection, selectors.EVENT_READ, pid)
        connection.sendall(json.dumps({"pid": pid}).encode() + b"\n")

    def _leave(self, connection: socket.socket, asked: dict) -> None:
        """In a kernel: close what is the server's, and find modules where the kernel is to."""
        signal.set_wakeup_fd(-1)
        for number in self._own | {connection.fileno()}:
            os.close(number)
        for other, _ in self._kernels.values():
            os.close(other.fileno())
        import_from(asked["environment"].get("PYTHONPATH", ""), os.environ.get("PYTHONPATH", ""))

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
