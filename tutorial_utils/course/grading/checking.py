"""Check files, several at a time: each in a process of its own, with a fresh kernel."""

import contextlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from ..desk.report_model import Report
from ..exceptions import CourseError, EnvironmentFault

SECONDS_PER_CELL = 30.0
SECONDS_TO_STOP = 5


@dataclass(frozen=True)
class Job:
    """A file to check, and the exercises to judge in it; None for all."""

    path: Path
    only: Collection[str] | None = None


class Worker:
    """The other end of :mod:`worker`. Its messages come to ``inbox``, as ``(worker, message)``.

    The last message is ``{"ended": exit code}``.
    """

    def __init__(self, folder: Path, inbox: Queue):
        self._inbox = inbox
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        # Killed kernels tidy up nothing: what they write for themselves goes with this folder.
        self._scratch = tempfile.TemporaryDirectory(prefix="check-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-P", "-m", f"{__package__}.worker"),
                *(str(folder.resolve()), self._scratch.name),
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

    def give(self, job: Job, seconds: float) -> None:
        only = None if job.only is None else sorted(job.only)
        line = json.dumps({"path": str(job.path), "only": only, "seconds": seconds})
        with contextlib.suppress(OSError):  # it is gone; its last message says so
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

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


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_all(
    jobs: list[Job],
    *,
    seconds: float = SECONDS_PER_CELL,
    step: Callable[[int, int, int], None] = lambda job, done, total: None,
    done: Callable[[Report], None] = lambda report: None,
    at_once: int | None = None,
) -> list[Report | CourseError]:
    """Check files, as many at a time as there are cores.

    Args:
        jobs: What to check.
        seconds: How long a cell may take.
        step: Is told, for a job by its number, how many cells of how many are done.
        done: Is given each report as soon as it is there.
        at_once: How many at a time, if not the number of cores.

    Returns:
        For each job a report, or what was wrong with its file or with the machine.
    """
    results: list[Report | CourseError | None] = [None] * len(jobs)
    inbox: Queue[tuple[Worker, dict]] = Queue()
    waiting = list(enumerate(jobs))
    running: dict[Worker, int] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (at_once or cores()):
                number, job = waiting.pop(0)
                worker = Worker(job.path.parent, inbox)
                running[worker] = number
                worker.give(job, seconds)
            worker, message = inbox.get()
            number = running[worker]
            if "total" in message:
                step(number, message["done"], message["total"])
            elif "report" in message:
                results[number] = Report.from_json(message["report"])
                done(results[number])
            elif "error" in message:
                results[number] = trouble(message)
                worker.close()
            elif "ended" in message:
                results[number] = results[number] or broken(jobs[number], worker)
                del running[worker]
    finally:
        for worker in running:
            worker.close()
        for worker in running:
            worker.end()
    return results


def trouble(message: dict) -> CourseError:
    """The error that a worker's message is about."""
    kind = EnvironmentFault if message["code"] == EnvironmentFault.exit_code else CourseError
    return kind(message["error"])


def broken(job: Job, worker: Worker) -> EnvironmentFault:
    return EnvironmentFault(
        f"The check of {job.path} broke off: {worker.last_words()}. "
        "Run it once more; if it happens again: tutorial doctor"
    )
