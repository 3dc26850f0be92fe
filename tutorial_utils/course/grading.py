"""Check a learner's exercises in a fresh kernel, through nbval.

The graded copy has the learner's cells, but each check is the lesson's own. What counts is what the
notebook itself makes: before each exercise its names are forgotten, so that no earlier cell can
answer for it.
"""

import contextlib
import io
import json
import math
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty

from .compiled import CompiledLesson
from .learner import LearnerCell, LearnerFile, binds, checked_id

SECONDS_PER_CELL = 30

PASS, NOT_YET, NOT_STARTED = "PASS", "NOT YET", "NOT STARTED"


@dataclass(frozen=True)
class Verdict:
    """What the check of one exercise came to."""

    exercise: str
    state: str  # PASS, NOT_YET or NOT_STARTED
    text: str  # all that there is to say, a line or more


@dataclass(frozen=True)
class Failure:
    """A cell outside every exercise that raised, or was stopped."""

    first_line: str
    error: str


@dataclass(frozen=True)
class Report:
    """A learner's file, checked."""

    file: LearnerFile
    verdicts: tuple[Verdict, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.failures and all(v.state == PASS for v in self.verdicts)


@dataclass
class GradedCell:
    """A cell of the graded copy. ``role`` is plain, hidden, exercise or check."""

    role: str
    source: str
    exercise: str | None = None
    may_raise: bool = False

    def as_json(self, position: int) -> dict:
        return {
            "cell_type": "code",
            "id": f"graded-{position}",
            "metadata": {"tags": ["raises-exception"] if self.may_raise else []},
            "source": self.source,
            "outputs": [],
            "execution_count": None,
        }


@dataclass
class Outcome:
    """What running one graded cell came to."""

    cell: GradedCell
    printed: str = ""
    error: str = ""  # "Name: message", or empty
    error_name: str = ""
    stopped: str = ""  # why the run could not go on after it, or empty


@dataclass
class _Watcher:
    """A pytest plugin that turns nbval's cells into outcomes."""

    cells: list[GradedCell]
    step: Callable[[int, int], None]
    outcomes: list[Outcome] = field(default_factory=list)
    kernel_died: bool = False

    def pytest_runtest_setup(self, item):
        """Notice at once when a cell ends the kernel: nbval alone waits for its time limit."""
        kernel = item.parent.kernel
        if kernel is None or "await_reply" in vars(kernel):
            return
        await_reply = kernel.await_reply

        def await_reply_while_alive(msg_id, timeout=None):
            limit = time.monotonic() + (timeout or math.inf)
            while True:
                try:
                    return await_reply(msg_id, timeout=max(0.1, min(1.0, limit - time.monotonic())))
                except Empty:
                    self.kernel_died = not kernel.is_alive()
                    if self.kernel_died or time.monotonic() >= limit:
                        raise

        kernel.await_reply = await_reply_while_alive

    def pytest_runtest_makereport(self, item, call):
        if call.when != "call":
            return
        cell = self.cells[len(self.outcomes)]
        outputs = getattr(item, "test_outputs", [])
        outcome = Outcome(cell)
        outcome.printed = "".join(o["text"] for o in outputs if o["output_type"] == "stream")
        for output in outputs:
            if output["output_type"] == "error":
                outcome.error_name = output["ename"]
                outcome.error = f"{output['ename']}: {output['evalue']}".removesuffix(": ")
        if self.kernel_died:
            outcome.stopped = "ended the kernel"
        elif item.parent.timed_out:
            outcome.stopped = "timed out"
        elif call.excinfo and not outcome.error:
            outcome.stopped = str(call.excinfo.value)
        self.outcomes.append(outcome)
        self.step(len(self.outcomes), len(self.cells))
        if outcome.stopped:
            item.session.shouldstop = outcome.stopped


def grade(
    file: LearnerFile,
    only: str | None = None,
    *,
    seconds: float = SECONDS_PER_CELL,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Run a learner's file in a fresh kernel and judge its exercises.

    Args:
        file: The learner's copy of a lesson.
        only: Judge this exercise alone; cells of other exercises are not run.
        seconds: How long a cell may take. One that takes longer is stopped and named, and the rest
            runs again without it.
        step: Is told how many cells of how many are done.
    """
    cells, notes, missing = graded_copy(file, only)
    outcomes: list[Outcome] = []
    stoppers: list[Outcome] = []
    while True:
        outcomes = run(cells, seconds, step)
        if not outcomes or not outcomes[-1].stopped:
            break
        stoppers.append(outcomes[-1])
        cells = [cell for cell in cells if cell is not outcomes[-1].cell]
    verdicts = [
        _verdict(exercise, [*outcomes, *stoppers], missing, seconds)
        for exercise in file.lesson.exercises
        if only in (None, exercise["id"])
    ]
    failures = [
        Failure(_first_line(o.cell.source), _stopped(o, seconds) or _short(o.error))
        for o in [*outcomes, *stoppers]
        if o.cell.role == "plain" and (o.stopped or o.error) and not o.cell.may_raise
    ]
    return Report(file, tuple(verdicts), tuple(failures), tuple(notes))


def graded_copy(
    file: LearnerFile, only: str | None = None
) -> tuple[list[GradedCell], list[str], set[str]]:
    """The cells to run, what was put back, and the exercises whose cell is gone."""
    own = [cell for cell in file.cells if cell.type == "code"]
    exercise_of = _exercises_by_position(own, file.lesson)
    notes: list[str] = []
    missing: set[str] = set()
    insert_check: dict[int, list[dict]] = {}
    forget: dict[int, str] = {}
    dropped: set[int] = set()
    for exercise in file.lesson.exercises:
        id_ = exercise["id"]
        places = [i for i, owner in exercise_of.items() if owner == id_]
        checks = [i for i, cell in enumerate(own) if _is_check_of(cell, id_)]
        dropped.update(checks)
        if only not in (None, id_):
            dropped.update(places)
            continue
        if not places:
            missing.add(id_)
            continue
        after = [i for i in checks if i > places[-1]]
        if not checks:
            notes.append(f"The check of {id_} was gone and was put back for this run.")
        elif any(own[i].source.strip() != exercise["check"] for i in checks):
            notes.append(f"The check of {id_} was changed; the lesson's own was run.")
        insert_check.setdefault(after[0] if after else places[-1], []).append(exercise)
        forget[places[0]] = exercise["made"]
    return _assembled(file, own, exercise_of, dropped, forget, insert_check), notes, missing


def _assembled(file, own, exercise_of, dropped, forget, insert_check) -> list[GradedCell]:
    cells = [GradedCell("hidden", _go_to(file.path.resolve().parent))]
    for i, cell in enumerate(own):
        if i in forget:
            cells.append(GradedCell("hidden", f"globals().pop({forget[i]!r}, None);"))
        if i not in dropped:
            owner = exercise_of.get(i)
            role = "exercise" if owner else "plain"
            may_raise = role == "plain" and "raises-exception" in cell.tags
            cells.append(GradedCell(role, cell.source, owner, may_raise))
        for exercise in insert_check.get(i, ()):
            cells.append(GradedCell("hidden", "from tutorial_utils import check"))
            cells.append(GradedCell("check", exercise["check"], exercise["id"]))
    return cells


def _exercises_by_position(own: list[LearnerCell], lesson: CompiledLesson) -> dict[int, str]:
    """Which exercise each cell belongs to.

    By its metadata; where an editor lost that, by the name that the exercise makes.
    """
    ids = {exercise["id"] for exercise in lesson.exercises}
    found = {
        i: cell.exercise
        for i, cell in enumerate(own)
        if cell.exercise in ids and not _is_check_of(cell, cell.exercise)
    }
    for exercise in lesson.exercises:
        if exercise["id"] not in found.values():
            makers = [i for i, c in enumerate(own) if i not in found and binds(c, exercise["made"])]
            if makers:
                found[makers[-1]] = exercise["id"]
    return found


def _is_check_of(cell: LearnerCell, id_: str) -> bool:
    tagged = cell.exercise == id_ and "check" in cell.tags
    return tagged or checked_id(cell) == id_


def _go_to(folder: Path) -> str:
    """Data files and modules beside the notebook are found, as they are in JupyterLab."""
    return (
        f"import os, sys; os.chdir({str(folder)!r}); sys.path.insert(0, {str(folder)!r})\n"
        "from tutorial_utils import check, hint, quiet, solution; quiet.start()"
    )


def run(cells: list[GradedCell], seconds: float, step: Callable[[int, int], None]) -> list[Outcome]:
    """Run cells under nbval in lax mode, in a fresh kernel, up to the first that stops it.

    Raises:
        RuntimeError: where nbval ran nothing, which must never look like success.
    """
    import pytest

    watcher = _Watcher(cells, step)
    with tempfile.TemporaryDirectory() as folder, _environment(), io.StringIO() as said:
        notebook = {
            "cells": [cell.as_json(i) for i, cell in enumerate(cells)],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "", "language": ""}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = Path(folder) / "graded.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        (Path(folder) / "pytest.ini").write_text("[pytest]\n")
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            pytest.main(
                [
                    str(path),
                    "--nbval-lax",
                    "--nbval-current-env",
                    f"--nbval-cell-timeout={seconds}",
                    *("-p", "nbval.plugin", "-p", "no:cacheprovider"),
                    *("-q", "--color=no", "--capture=no", "--tb=no"),
                    *("-c", f"{folder}/pytest.ini", f"--rootdir={folder}"),
                ],
                plugins=[watcher],
            )
        if not watcher.outcomes:
            raise RuntimeError(f"No cell ran.\n{said.getvalue()}")
    return watcher.outcomes


@contextlib.contextmanager
def _environment():
    """What the kernel inherits: no GPU, and no plugins or options of the learner's own pytest."""
    wanted = {"CUDA_VISIBLE_DEVICES": "-1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    before = dict(os.environ)
    os.environ.update(wanted)
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _verdict(exercise: dict, outcomes: list[Outcome], missing: set[str], seconds: float) -> Verdict:
    id_ = exercise["id"]
    if id_ in missing:
        return Verdict(
            id_,
            NOT_STARTED,
            f"NOT STARTED  {id_}   its cell is gone; `tutorial lab` brings it back",
        )
    mine = [o for o in outcomes if o.cell.exercise == id_]
    for outcome in mine:
        if outcome.stopped or (outcome.error and outcome.cell.role == "exercise"):
            return Verdict(id_, NOT_YET, _cell_feedback(exercise, outcome, seconds))
    check = next(o for o in mine if o.cell.role == "check")
    if check.error_name == "NotStartedYet":
        return Verdict(id_, NOT_STARTED, check.error.removeprefix("NotStartedYet: "))
    if check.error_name == "NotYet":
        return Verdict(id_, NOT_YET, check.error.removeprefix("NotYet: "))
    if check.error:
        return Verdict(id_, NOT_YET, _cell_feedback(exercise, check, seconds))
    return Verdict(id_, PASS, check.printed.strip())


def _cell_feedback(exercise: dict, outcome: Outcome, seconds: float) -> str:
    """Feedback on a cell that never got as far as a judge, in the words of every feedback."""
    from ..checks.verdict import NotYet

    id_ = exercise["id"]
    whose = "your cell" if outcome.cell.role == "exercise" else "the check"
    usually, next_ = _WHY.get(
        outcome.error_name,
        ("the line that raised was given another kind of object than it can use",
         "run the cell in the notebook and read the last line of the error"),
    )  # fmt: skip
    if outcome.error_name == "NameError" and exercise["kind"] in ("predict", "order"):
        usually, next_ = "letters without quotes are taken for a name", 'put them in quotes: "..."'
    if outcome.stopped == "timed out":
        usually = "a loop never ends, or waits for something that does not come"
        next_ = "look for the condition that ends each loop"
    elif outcome.stopped:
        usually, next_ = "the code ends the program", "take that line out"
    feedback = NotYet(
        "cell",
        ran=f"{whose}, in a fresh kernel",
        got=_stopped(outcome, seconds) or _short(outcome.error),
        expected="a cell that runs to its end",
        usually=usually,
        next=f'{next_}, or: hint("{id_}")',
    )
    feedback.exercise = id_
    return str(feedback)


# What mostly leads to an error in an exercise's cell, and what to do.
_WHY = {
    "NameError": (
        "the name was made by a cell that is not there any more, or stands further down",
        "restart the kernel, run all cells from the top, and see where it stops",
    ),
    "SyntaxError": (
        "a bracket, a quote or a colon is missing, often on the line before",
        "run the cell in the notebook: a caret shows the place",
    ),
    "IndentationError": (
        "lines of one block do not start in the same column",
        "run the cell in the notebook: it names the line",
    ),
}


def _stopped(outcome: Outcome, seconds: float) -> str:
    if outcome.stopped == "timed out":
        return f"it ran longer than {seconds:g} seconds and was stopped"
    return f"it {outcome.stopped}" if outcome.stopped else ""


def _short(error: str) -> str:
    return error.splitlines()[0][:200] if error else ""


def _first_line(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")
