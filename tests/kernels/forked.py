"""Has jupyter_client ask the fork server for kernels, whoever it is that starts one.

It does so as the provisioner of an installed package would. Programs that tests start find it by the
entry point in ``registered/``, and take it where their environment says so.
"""

import atexit
import contextlib
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from tutorial_utils.course.kernels.forked import Kernel, send

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAME = "forked"
ADDRESS = "ADDRESS_OF_FORKED_KERNELS"
SECONDS_TO_START = 120
OUR_PATH = os.environ.get("PYTHONPATH", "")  # as conftest has set it, before any test changes it


class Forked(Kernel):
    """A kernel of the fork server, asked for over a connection of its own."""

    def __init__(self, address: str, asked: dict, streams: list):
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(address)
        with contextlib.ExitStack() as ends:
            fds = [_descriptor(stream, number, ends) for number, stream in enumerate(streams)]
            send(self._connection, asked, fds)
        self._lines = self._connection.makefile()
        super().__init__(json.loads(self._lines.readline())["pid"], self._end)

    def _end(self, timeout: float | None) -> int | None:
        if not select.select([self._connection], [], [], timeout)[0]:
            return None
        line = self._lines.readline()
        self._lines.close()
        self._connection.close()
        return json.loads(line)["code"] if line else -signal.SIGKILL


def _descriptor(stream, number: int, ends: contextlib.ExitStack) -> int:
    if stream is None and number:
        return number
    if stream in (None, subprocess.DEVNULL):
        return ends.enter_context(open(os.devnull, "r+b")).fileno()  # noqa: PTH123
    return stream if isinstance(stream, int) else stream.fileno()


class ForkedProvisioner(LocalProvisioner):
    """Kernels of the fork server; where there is none, or it does not fit, kernels as always."""

    async def launch_kernel(self, cmd: list[str], **more):
        environment = more.get("env") or dict(os.environ)
        if "ipykernel_launcher" not in cmd or not _fits(environment):
            return await super().launch_kernel(cmd, **more)
        address = serve().get(ADDRESS)
        if not address:
            return await super().launch_kernel(cmd, **more)
        self.cwd = str(more.get("cwd") or Path.cwd())
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        asked = {"arguments": arguments, "folder": self.cwd, "environment": environment}
        streams = [more.get(name) for name in ("stdin", "stdout", "stderr")]
        self.process = Forked(address, asked, streams)
        self.pid = self.pgid = self.process.pid
        return self.connection_info


def _fits(environment: dict) -> bool:
    """Whether it would import the TensorFlow that the server has imported: ours may be a copy."""
    first = Path(environment.get("PYTHONPATH", "").split(os.pathsep)[0])
    return (first / "tutorial_utils" / "quiet.py").exists()


@functools.cache
def serve() -> dict[str, str]:
    """The server of this run of the tests; it is started if there is none.

    Returns:
        What the environment of a program needs, so that its kernels are forked. Where a fork of
        TensorFlow is not known to be whole, nothing: kernels are started as always.
    """
    if not sys.platform.startswith("linux"):
        return {}
    address = os.environ.get(ADDRESS) or start()
    limit = time.monotonic() + SECONDS_TO_START
    while not Path(address).exists():
        if time.monotonic() > limit:
            raise RuntimeError(f"the server of kernels is not there after {SECONDS_TO_START} s")
        time.sleep(0.05)
    path = os.pathsep.join([OUR_PATH, str(HERE / "registered")])
    return {ADDRESS: address, "JUPYTER_DEFAULT_PROVISIONER_NAME": NAME, "PYTHONPATH": path}


def start() -> str:
    """Start a server, which ends with this process; its address, where it soon listens."""
    folder = tempfile.TemporaryDirectory(prefix="kernels-")
    address = str(Path(folder.name) / "socket")
    server = subprocess.Popen(
        [sys.executable, HERE / "fork_server.py", address],
        stdin=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": OUR_PATH},  # a test may have another for itself
    )

    @atexit.register
    def end():
        server.stdin.close()
        server.wait()
        folder.cleanup()

    return address


def use() -> None:
    """Kernels that this process starts are forked from now on."""
    factory = KernelProvisionerFactory.instance()
    provisioner = f"{__name__}:{ForkedProvisioner.__name__}"
    factory.provisioners[NAME] = EntryPoint(NAME, provisioner, factory.GROUP_NAME)
    factory.default_provisioner_name = NAME


@contextlib.contextmanager
def not_here() -> Iterator[None]:
    """Inside the block, kernels are started as always."""
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, "local-provisioner"
    try:
        yield
    finally:
        factory.default_provisioner_name = before
