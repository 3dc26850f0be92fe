"""Check a learner's exercises in a fresh kernel, through nbval."""

import time
from collections.abc import Callable, Collection

from ...checks.verdict import NotYet
from ..desk.files import LearnerFile
from ..desk.report_model import NOT_STARTED, NOT_YET, PASS, Failure, Report, Verdict
from ..desk.verdict_channel import Channel
from .graded_copy import graded_copy
from .kernel import Kernel
from .nbval_run import Outcome, run

SECONDS_PER_CELL = 30


def grade(
    file: LearnerFile,
    only: Collection[str] | None = None,
    *,
    seconds: float = SECONDS_PER_CELL,
    step: Callable[[int, int], None] = lambda done, total: None,
    kernel: Kernel | None = None,
) -> Report:
    """Run a learner's file in a fresh kernel and judge its exercises.

    Args:
        file: The learner's copy of a lesson.
        only: Judge these exercises alone; cells of other exercises are not run.
        seconds: How long a cell may take. One that takes longer is stopped and named, and the rest
            runs again without it.
        step: Is told how many cells of how many are done.
        kernel: One that waits, in the file's folder. It is used up.

    Raises:
        EnvironmentFault: No kernel starts here.
    """
    start = time.perf_counter()
    cells, notes, missing = graded_copy(file, only)
    outcomes: list[Outcome] = []
    stoppers: list[Outcome] = []
    while True:
        kernel = kernel or Kernel(file.path.resolve().parent)
        outcomes = _run_in(kernel, file.lesson.topic, cells, seconds, step)
        kernel = None
        if not outcomes or not outcomes[-1].stopped:
            break
        stoppers.append(outcomes[-1])
        cells = [cell for cell in cells if cell is not outcomes[-1].cell]
    outcomes += stoppers
    verdicts = tuple(
        _verdict(exercise, outcomes, missing, seconds)
        for exercise in file.lesson.exercises
        if only is None or exercise["id"] in only
    )
    return Report(
        lesson=file.lesson.slug,
        file=str(file.path),
        verdicts=verdicts,
        failures=tuple(
            Failure(_first_line(o.cell.source), _stopped(o, seconds) or _short(o.error))
            for o in outcomes
            if o.cell.exercise is None and (o.stopped or o.error) and not o.cell.may_raise
        ),
        notes=(
            *notes,
            *dict.fromkeys(f"{v.feedback['note']}." for v in verdicts if v.feedback.get("note")),
        ),
        cells_run=sum(o.cell.role != "hidden" for o in outcomes),
        seconds=round(time.perf_counter() - start, 2),
    )


def _run_in(kernel: Kernel, topic: str, *what) -> list[Outcome]:
    try:
        channel = Channel()
        try:
            kernel.run(channel.request(topic))
            channel.hide()
            return run(kernel, channel, *what)
        finally:
            channel.close()
    finally:
        kernel.end()


def _verdict(exercise: dict, outcomes: list[Outcome], missing: set[str], seconds: float) -> Verdict:
    id_ = exercise["id"]
    if id_ in missing:
        return Verdict(
            id_,
            NOT_STARTED,
            f"NOT STARTED  {id_}   its cell is gone; `tutorial lab` brings it back",
            "cell-gone",
        )
    mine = [o for o in outcomes if o.cell.exercise == id_]
    for outcome in mine:
        if outcome.stopped or (outcome.error and outcome.cell.role == "exercise"):
            return _cell_feedback(exercise, outcome, seconds)
    check = next((o for o in mine if o.cell.role == "check"), None)
    said = [verdict for verdict in (check.said if check else ()) if verdict.exercise == id_]
    for verdict in said:
        if verdict.state != PASS:
            return verdict
    if check and check.error:
        return _cell_feedback(exercise, check, seconds)
    return said[-1] if said else _silent(exercise)


def _silent(exercise: dict) -> Verdict:
    """Nothing was said, whatever was shown: a pass must be said."""
    return _not_yet(
        exercise,
        "check-was-silent",
        ran="the check, in a fresh kernel",
        got="it ended, and gave no verdict",
        expected="a verdict",
        usually="a cell changed how this kernel runs cells, or took away what `check` needs",
        next="take out the cells that change the notebook itself",
    )


def _cell_feedback(exercise: dict, outcome: Outcome, seconds: float) -> Verdict:
    """Feedback on a cell that never got as far as a judge, in the words of every feedback."""
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
    return _not_yet(
        exercise,
        "stopped" if outcome.stopped else "cell-raised",
        ran=f"{whose}, in a fresh kernel",
        got=_stopped(outcome, seconds) or _short(outcome.error),
        expected="a cell that runs to its end",
        usually=usually,
        next=next_,
    )


def _not_yet(exercise: dict, diagnosis: str, *, next: str, **told: str) -> Verdict:
    feedback = NotYet(diagnosis, **told, next=f'{next}, or: hint("{exercise["id"]}")')
    feedback.exercise = exercise["id"]
    return Verdict(exercise["id"], NOT_YET, str(feedback), diagnosis, feedback.parts)


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
