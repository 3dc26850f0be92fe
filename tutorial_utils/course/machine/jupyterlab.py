"""Start JupyterLab in a learner's folder and say where it is."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ..exceptions import EnvironmentFault
from .signals import Ended, ends_on_request

# Settings of our own: no news and no look for updates, for nothing here needs the network; and a
# lesson that was delivered as a script opens as a notebook. And kernels that know our lessons.
SETTINGS = Path(__file__).with_name("jupyter")

SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
LINES_OF_LOG = 30


def serve(folder: Path, first: str, *, browser: bool, say: Callable[[str], None]) -> int:
    """Run JupyterLab in ``folder`` until it is stopped.

    Args:
        folder: The learner's folder.
        first: The file to open, relative to ``folder``.
        browser: Whether to open a browser.
        say: Is told the address, when the server answers.

    Returns:
        0 where the learner stopped it, 3 where it stopped by itself.

    Raises:
        EnvironmentFault: JupyterLab is not installed.
    """
    from importlib.util import find_spec

    if find_spec("jupyterlab") is None:
        raise EnvironmentFault(
            "JupyterLab is not installed. Run: python -m pip install 'seeing-tensors[course]'"
        )
    with ends_on_request(), tempfile.TemporaryFile() as log:  # shown where it fails
        # JupyterLab runs beside us and on the other end of a pipe: however we end, it notices.
        process = subprocess.Popen(
            _command(first, browser),
            cwd=folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
        try:
            if url := _address(process, first):
                say(url)
            if process.wait():
                sys.stderr.write(_end_of(log))
        except Ended:
            return 0
        except KeyboardInterrupt:
            _give_time(process)  # Ctrl-C reached JupyterLab too: it is closing its kernels
            return 0
        finally:
            for end in (process.terminate, process.kill):
                if process.poll() is None:
                    end()
                    _give_time(process)
            process.stdin.close()
    return 0 if process.returncode == 0 else EnvironmentFault.exit_code


def _end_of(log: BinaryIO) -> str:
    log.seek(0)
    lines = log.read().decode(errors="replace").splitlines(keepends=True)
    return "".join(lines[-LINES_OF_LOG:])


def _give_time(process: subprocess.Popen) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(SECONDS_TO_STOP)


def _command(first: str, browser: bool) -> list[str]:
    options = [
        f"--LabApp.default_url=/lab/tree/{first}",
        "--ServerApp.answer_yes=True",  # Ctrl-C once is enough
        "--log-level=ERROR",
        "--LabApp.extension_manager=readonly",  # the other kind asks the network
    ]
    if not browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    # `-P`: a `json.py` in the learner's folder must not be the server's.
    return [sys.executable, "-P", "-m", f"{__package__}.tether", "jupyterlab", *options]


def _environment() -> dict[str, str]:
    """Its settings and kernels are found before others, and `tutorial` in its cells and terminals."""
    ours = {
        "JUPYTER_CONFIG_PATH": SETTINGS,
        "JUPYTER_PATH": SETTINGS,
        "PATH": Path(sys.executable).parent,
    }
    paths = {name: [str(path), os.environ.get(name, "")] for name, path in ours.items()}
    return {**os.environ, **{n: os.pathsep.join(filter(None, p)) for n, p in paths.items()}}


def _address(process: subprocess.Popen, first: str) -> str | None:
    """Where the server answers, from the file it leaves for its own tools, a moment too early."""
    from jupyter_core.paths import jupyter_runtime_dir

    note = Path(jupyter_runtime_dir()) / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server = json.loads(note.read_text(encoding="utf-8"))
            socket.create_connection(("localhost", server["port"]), timeout=1).close()
            return f"{server['url']}lab/tree/{first}?token={server['token']}"
        except (OSError, ValueError, KeyError):
            time.sleep(0.1)
    return None
