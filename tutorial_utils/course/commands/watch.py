"""Check a lesson again whenever it is saved.

A worker waits with a kernel that has TensorFlow in it. Each check uses one up and the next is
started, so every check runs in a process of its own, as a cold one does.
"""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue

from ..desk.report_model import NOT_YET, PASS, Report
from ..exceptions import CourseError
from ..grading.job import Job
from ..grading.limits import Limits
from ..grading.process import Worker, broken, trouble
from . import report as on_screen
from .file_watcher import Saves
from .keypresses import Keys, single_keys

LOOK_EVERY = 0.1  # seconds
SECONDS_TO_WAIT = 10  # for a check that a newer save has made worthless

KEYS = "Keys: h hint, n next, l list, q quit"


class Watch:
    """The loop behind ``tutorial watch``.

    Args:
        job: What to check first. Its ``only`` is where the learner is, not all that is judged.
        paths: The files to watch.
        limits: What a check may take.
        remember: Is given each report.
        after: The job that comes when all of a report is passed; None where there is none.
        hint: Shows a hint for an exercise.
        overview: Shows how far the learner is: a lesson, by its slug, with its exercises.
    """

    def __init__(
        self,
        job: Job,
        *,
        paths: list[Path],
        limits: Limits,
        remember: Callable[[Report], object],
        after: Callable[[Report], Job | None],
        hint: Callable[[str], None],
        overview: Callable[[str | None], None],
    ):
        self._limits, self._remember, self._after = limits, remember, after
        self._hint, self._overview = hint, overview
        self._out = on_screen.console()
        self._keys = Keys(None)
        self._saves = Saves({job.path, *paths})
        self._inbox: Queue[tuple[Worker, dict]] = Queue()
        self._alive: set[Worker] = set()
        self._spare: Worker | None = None
        self._spare_is_ready = False
        self._running: tuple[Worker, Job, float] | None = None  # and when it began
        self._broke_off: Job | None = None
        self._wanted: Job | None = Job(job.path)
        self._reports: dict[Path, Report] = {}
        self._report: Report | None = None
        self._judged_at = ""
        self._focus = next(iter(job.only or ()), None)
        self._folder = job.path.parent

    def run(self) -> None:
        """Until q is pressed, or the terminal is gone."""
        with single_keys() as self._keys, contextlib.suppress(EOFError):
            try:
                self._say(f"Watching {self._wanted.path}. {KEYS if self._keys else ''}".rstrip())
                self._say("TensorFlow is being loaded ...")
                self._start_spare()
                while self._goes_on():
                    pass
            finally:
                for worker in self._alive:
                    worker.close()
                for worker in self._alive:
                    worker.end()

    def _goes_on(self) -> bool:
        """One turn: what workers say, what was pressed, what was saved."""
        try:
            self._hear(*self._inbox.get(timeout=LOOK_EVERY))
        except Empty:
            for key in self._keys.pressed().lower():
                if key == "q":
                    return False
                self._press(key)
            for path in self._saves.since_last_look():
                self._saved(path)
        self._give()
        return True

    def _start_spare(self) -> None:
        self._spare, self._spare_is_ready = Worker(self._folder, self._inbox), False
        self._alive.add(self._spare)

    def _saved(self, path: Path) -> None:
        self._wanted, self._broke_off = Job(path), None
        if self._running and time.monotonic() - self._running[2] > SECONDS_TO_WAIT:
            self._running[0].close()
            self._running = None
        if not self._spare and not self._running:
            self._start_spare()
        if not self._spare_is_ready:
            self._say(f"{path.name} is saved; its check follows when TensorFlow is loaded ...")

    def _give(self) -> None:
        """The newest save, to the spare worker, when that is ready."""
        if self._wanted and self._spare_is_ready and not self._running:
            self._running = self._spare, self._wanted, time.monotonic()
            self._spare.give(self._wanted, self._limits)
            self._spare, self._spare_is_ready, self._wanted = None, False, None

    def _hear(self, worker: Worker, message: dict) -> None:
        runs = self._running is not None and worker is self._running[0]
        if "ready" in message and worker is self._spare:
            self._spare_is_ready = True
        elif "report" in message and runs:
            self._running = self._broke_off = None
            worker.close()
            self._start_spare()
            self._judged(Report.from_json(message["report"]))
        elif "error" in message and runs and message["code"] == CourseError.exit_code:
            self._running, self._spare, self._spare_is_ready = None, worker, True  # it is not used
            self._say(f"{trouble(message)}\nThe next save is checked again.")
        elif "error" in message and (runs or worker is self._spare):
            self._running = self._spare = None
            worker.close()
            self._say(f"{trouble(message)}\nThe next save tries again.")
        elif "ended" in message:
            self._alive.discard(worker)
            self._has_ended(worker, runs)

    def _has_ended(self, worker: Worker, runs: bool) -> None:
        if runs:
            job, self._running = self._running[1], None
            again = self._broke_off is None
            self._broke_off = job
            self._wanted = self._wanted or (job if again else None)
            self._say(str(broken(job, worker)) if not again else "The check broke off; once more.")
            self._start_spare()
        elif worker is self._spare:
            self._spare = None
            if self._spare_is_ready:  # somebody ended it, or its kernel, while it waited
                self._start_spare()
            else:
                self._spare_is_ready = False
                self._say(f"No worker starts: {worker.last_words()}\nThe next save tries again.")

    def _judged(self, report: Report) -> None:
        path = Path(report.file)
        before = self._reports.get(path)
        self._reports[path] = self._report = report
        self._judged_at = time.strftime("%H:%M:%S")
        self._focus = self._where_the_learner_is(report, before)
        trouble = None
        try:
            self._remember(report)
        except CourseError as error:  # a full disk hides no verdict
            trouble = error
        self._show(before)
        if trouble:
            self._say(str(trouble))

    def _where_the_learner_is(self, report: Report, before: Report | None) -> str | None:
        """The exercise that has just come to another verdict, else the same as before."""
        left = [v.exercise for v in report.verdicts if v.state != PASS]
        texts = {v.exercise: v.text for v in before.verdicts} if before else {}
        changed = [
            v.exercise for v in report.verdicts if before and texts.get(v.exercise) != v.text
        ]
        for id_ in [*changed, self._focus, *left]:
            if id_ in left:
                return id_
        return None

    def _press(self, key: str) -> None:
        if key == "l":
            self._overview(self._report.lesson if self._report else None)
        elif key == "h" and self._focus:
            self._hint(self._focus)
        elif key == "h" and self._report:
            self._say("All exercises of this lesson are passed.")
        elif key == "n" and self._focus:
            left = [v.exercise for v in self._report.verdicts if v.state != PASS]
            self._focus = left[(left.index(self._focus) + 1) % len(left)]
            self._show(self._report)
        elif key == "n" and self._report:
            if job := self._after(self._report):
                self._saved(job.path)
            else:
                self._say("There is no lesson after this one in your folder.")

    def _show(self, before: Report | None) -> None:
        """On a terminal the lesson as it stands; elsewhere what is new."""
        report = self._report
        if self._out.is_terminal and not self._out.is_dumb_terminal:
            self._out.clear()
            on_screen.show_verdicts(self._out, report, before and before.states)
            new = [v for v in report.verdicts if v.exercise == self._focus]
        else:
            texts = {v.exercise: v.text for v in before.verdicts} if before else {}
            new = [v for v in report.verdicts if texts.get(v.exercise) != v.text]
            on_screen.show_verdicts(self._out, report, before and before.states, new)
        on_screen.show_failures(self._out, report)
        for verdict in new:
            if verdict.state == NOT_YET:
                self._out.print()
                on_screen.show_feedback(self._out, verdict)
        self._out.print()
        self._say(f"{on_screen.count(report)}  ({self._judged_at}, {report.seconds:.1f} s)")
        if self._keys:
            self._say(f"You are at {self._focus}." if self._focus else "All is passed.")
            self._say(KEYS)

    def _say(self, text: str) -> None:
        on_screen.show_line(self._out, text)
