"""Has jupyter_client ask a fork server for kernels; where there is none, they start as always."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "forked-by-the-course"

_servers: list["Server"] = []


class Server:
    """The fork server of this process, which ends with it."""

    def __init__(self):
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("fork_server.py"), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._lines = self._control.makefile("rb")
        self._is_ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(
        self, arguments: list[str], folder: str, environment: dict, streams: list
    ) -> int | None:
        """The process id of a new kernel; None where the server has ended."""
        try:
            if not self._is_ready:
                self._is_ready = self._lines.readline() == b"ready\n"
            asked = {"arguments": arguments, "folder": folder, "environment": environment}
            send(self._control, asked, streams)
            return int(self._lines.readline())
        except (OSError, ValueError):
            return None

    def wait(self, timeout: float | None) -> int | None:
        """The exit code of the kernel; None where it has not ended within that time."""
        if not select.select([self._control], [], [], timeout)[0]:
            return None
        try:
            return int(self._lines.readline())
        except (OSError, ValueError):
            return -signal.SIGKILL  # the server is gone, and its kernel with it

    def end(self) -> None:
        self._lines.close()
        self._control.close()
        self._process.kill()  # its kernel ends with it
        self._process.wait()


class Kernel:
    """A forked kernel in the words of ``subprocess.Popen``.

    Args:
        pid: Of its process.
        wait: Gives its exit code, or None if it has not ended within so many seconds.
    """

    stdin = stdout = stderr = None
    returncode: int | None = None

    def __init__(self, pid: int, wait: Callable[[float | None], int | None]):
        self.pid, self._wait = pid, wait

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self.returncode = self._wait(timeout)
            if self.returncode is None:
                raise subprocess.TimeoutExpired("a forked kernel", timeout)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def send(control: socket.socket, asked: dict, streams: list[int]) -> None:
    """Ask a fork server for a kernel with these arguments, folder and environment, and streams."""
    text = json.dumps(asked).encode() + b"\n"
    sent = socket.send_fds(control, [text], streams)
    control.sendall(text[sent:])


class Provisioner(LocalProvisioner):
    """Kernels of the fork server while that lives, else kernels as always."""

    async def launch_kernel(self, cmd: list[str], **more):
        folder = str(more.get("cwd") or Path.cwd())
        environment = more.get("env") or dict(os.environ)
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123
            streams = [_number(more.get(name), nothing) for name in ("stdin", "stdout", "stderr")]
            arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
            pid = _servers and _servers[0].ask(arguments, folder, environment, streams)
        if not pid:
            return await super().launch_kernel(cmd, **more)
        self.cwd, self.process = folder, Kernel(pid, _servers[0].wait)
        self.pid = self.pgid = pid
        return self.connection_info


def _number(stream, nothing) -> int:
    if stream is None or stream == subprocess.DEVNULL:
        return nothing.fileno()
    return stream if isinstance(stream, int) else stream.fileno()


def use() -> Server | None:
    """Kernels that this process starts, one at a time, are forked from now on, where that can be."""
    if not sys.platform.startswith("linux"):
        return None
    factory = KernelProvisionerFactory.instance()
    place = f"{__name__}:{Provisioner.__name__}"
    factory.provisioners[NAME] = EntryPoint(NAME, place, factory.GROUP_NAME)
    factory.default_provisioner_name = NAME
    _servers[:] = [Server()]
    return _servers[0]
