"""Check files, several at a time: by processes of their own, each file with a fresh kernel."""

import os
import time
from collections.abc import Callable
from queue import Queue

from ..desk.report_model import Report
from ..exceptions import CourseError, EnvironmentFault
from ..kernels import orphans
from .job import Job
from .limits import Limits
from .process import Worker, broken, trouble
from .tampering import Look, no_verdict, trusted

# A look at all that decides verdicts takes a fifth of a second, and frees those that wait for it.
SECONDS_BETWEEN_LOOKS = 10.0


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_all(
    jobs: list[Job],
    *,
    limits: Limits | None = None,
    step: Callable[[int, int, int], None] = lambda job, done, total: None,
    done: Callable[[int, Report | CourseError], None] = lambda job, result: None,
    at_once: int | None = None,
) -> list[Report | CourseError]:
    """Check files, as many at a time as there are cores.

    Args:
        jobs: What to check.
        limits: What each may take.
        step: Is told, for a job by its number, how many cells of how many are done.
        done: Is given each result, by the number of its job, as soon as it can be trusted.
        at_once: How many at a time, if not the number of cores.

    Returns:
        For each job a report, or what was wrong with its file or with the machine.

    Raises:
        EnvironmentFault: What decides verdicts is not as it was set up.
    """
    trusted()
    return _Pool(jobs, limits or Limits(), step, done).run(at_once or cores())


class _Pool:
    """Workers that check one job after another, and the results, which wait for a look."""

    def __init__(self, jobs: list[Job], limits: Limits, step: Callable, done: Callable):
        self._jobs, self._limits, self._step, self._done = jobs, limits, step, done
        self._inbox: Queue[tuple[Worker, dict]] = Queue()
        self._waiting = list(range(len(jobs)))
        self._running: dict[Worker, int | None] = {}  # alive, and what they work at
        self._results: dict[int, Report | CourseError] = {}
        self._unseen: list[int] = []  # ended after the last look
        self._changed: list = []
        self._strangers = orphans.children()
        self._many = False  # more files than workers

    def run(self, at_once: int) -> list[Report | CourseError]:
        self._many = len(self._jobs) > at_once
        orphans.adopt()
        try:
            for _ in range(min(at_once, len(self._jobs))):
                self._start()
            self._before = Look()  # while the workers start
            self._seen_at = time.monotonic()
            while self._running:
                self._hear(*self._inbox.get())
                if time.monotonic() - self._seen_at > SECONDS_BETWEEN_LOOKS:
                    self._look()
        finally:
            for worker in self._running:
                worker.close()
            for worker in self._running:
                worker.end()
            orphans.end_all(but=self._strangers)
            self._look()
        return [self._results[number] for number in range(len(self._jobs))]

    def _start(self) -> None:
        number = self._waiting.pop(0)
        worker = Worker(self._jobs[number].path.parent, self._inbox, many=self._many)
        self._running[worker] = number
        worker.give(self._jobs[number], self._limits)

    def _hear(self, worker: Worker, message: dict) -> None:
        number = self._running[worker]
        if number is None and "ended" not in message:
            return
        if "total" in message:
            self._step(number, message["done"], message["total"])
        elif "report" in message:
            self._ended(number, Report.from_json(message["report"]))
            self._running[worker] = None
            if self._waiting:
                self._running[worker] = self._waiting.pop(0)
                worker.give(self._jobs[self._running[worker]], self._limits)
            else:
                worker.close()
        elif "error" in message:
            self._ended(number, trouble(message))
            self._running[worker] = None
            worker.close()
        elif "ended" in message:
            if number is not None:
                self._ended(number, broken(self._jobs[number], worker))
            del self._running[worker]
            orphans.end_all(but={*self._strangers, *(other.pid for other in self._running)})
            if self._waiting:
                self._start()

    def _ended(self, number: int, result: Report | CourseError) -> None:
        self._results[number] = result
        self._unseen.append(number)

    def _look(self) -> None:
        """Give on what has ended, where nothing changed that it was judged by; else nothing more."""
        changed = self._before.changed() if self._unseen or self._running else []
        self._seen_at = time.monotonic()
        if changed:
            self._before.distrust(changed)
            running = [number for number in self._running.values() if number is not None]
            for number in {*self._unseen, *running, *self._waiting}:
                said = EnvironmentFault(f"{self._jobs[number].path}: {no_verdict(changed)}")
                self._results[number] = said
            self._unseen = sorted({*self._unseen, *running, *self._waiting})
            self._waiting.clear()
            for worker in self._running:
                self._running[worker] = None
                worker.close()
        for number in self._unseen:
            self._done(number, self._results[number])
        self._unseen = []
