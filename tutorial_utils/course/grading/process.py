"""A process that checks files, seen from the one that started it."""

import contextlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from queue import Queue

from ..exceptions import CourseError, EnvironmentFault
from .job import Job, broke_off
from .limits import Limits

SECONDS_TO_STOP = 5


class Worker:
    """The other end of :mod:`worker`. Its messages come to ``inbox``, as ``(worker, message)``.

    The last message is ``{"ended": exit code}``.
    """

    def __init__(self, folder: Path, inbox: Queue, many: bool = False):
        self._inbox = inbox
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        # Killed kernels tidy up nothing: what they write for themselves goes with this folder.
        self._scratch = tempfile.TemporaryDirectory(prefix="check-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-P", "-m", f"{__package__}.worker"),
                *(str(folder.resolve()), self._scratch.name, *(["many"] if many else [])),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=environment(),
            start_new_session=True,  # Ctrl-C is for us; we end our workers
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._process.stdout:
            with contextlib.suppress(ValueError):  # half a line of a process that was killed
                self._inbox.put((self, json.loads(line)))
        code = self._process.wait()
        self._scratch.cleanup()
        self._inbox.put((self, {"ended": code}))

    def give(self, job: Job, limits: Limits) -> None:
        only = None if job.only is None else sorted(job.only)
        asked = {"path": str(job.path), "only": only, "limits": limits.as_json()}
        line = json.dumps(asked)
        with contextlib.suppress(OSError):  # it is gone; its last message says so
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """Let it end: it notices at once, whatever it does."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def end(self) -> None:
        """Make sure that it has ended, and its kernel with it."""
        self.close()
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its kernel sees that, and ends too
            self._process.wait()
        self._scratch.cleanup()

    def last_words(self) -> str:
        """Why it ended without a report, as far as it said."""
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else f"it ended with code {self._process.returncode}"


def environment() -> dict[str, str]:
    """What a kernel inherits: no GPU, and no plugins or options of the learner's own pytest.

    ``PYTEST_VERSION`` is what pytest itself would set; the kernel is there before it.
    """
    ours = {k: v for k, v in os.environ.items() if k not in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    return ours | {
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_VERSION": importlib.metadata.version("pytest"),
    }


def trouble(message: dict) -> CourseError:
    """The error that a worker's message is about."""
    kind = EnvironmentFault if message["code"] == EnvironmentFault.exit_code else CourseError
    return kind(message["error"])


def broken(job: Job, worker: Worker) -> EnvironmentFault:
    return EnvironmentFault(broke_off(job.path, worker.last_words()))
