"""Check a learner's exercises in a fresh kernel, through nbval."""

import time
from collections.abc import Callable, Collection

from ..desk.files import LearnerFile
from ..desk.report_model import PASS, Report, Verdict
from ..desk.verdict_channel import Channel
from ..kernels.kernel import Kernel
from .graded_copy import GradedCell, graded_copy
from .limits import Limits
from .nbval_run import Outcome, run
from .unjudged import cell_feedback, failure, gone, not_reached, silent


def grade(
    file: LearnerFile,
    only: Collection[str] | None = None,
    *,
    limits: Limits | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
    kernel: Kernel | None = None,
) -> Report:
    """Run a learner's file in a fresh kernel and judge its exercises.

    Args:
        file: The learner's copy of a lesson.
        only: Judge these exercises alone; cells of other exercises are not run.
        limits: What it may take. Cells that take too long are stopped and named, and the rest runs
            again without them, once for all of them.
        step: Is told how many cells of how many are done.
        kernel: One that waits, in the file's folder. It is used up.

    Raises:
        EnvironmentFault: No kernel starts here.
    """
    start = time.perf_counter()
    limits = limits or Limits()
    cells, notes, missing = graded_copy(file, only)
    outcomes, why = _outcomes(file, cells, limits, step, kernel)
    ran = {id(outcome.cell) for outcome in outcomes}
    left = sum(id(cell) not in ran for cell in cells)
    verdicts = tuple(
        gone(exercise)
        if exercise["id"] in missing
        else _verdict(exercise, outcomes, limits.seconds, why)
        for exercise in file.lesson.exercises
        if only is None or exercise["id"] in only
    )
    if left:
        notes.append(f"{left} of {len(cells)} cells did not run: {why}.")
    return Report(
        lesson=file.lesson.slug,
        file=str(file.path),
        verdicts=verdicts,
        failures=tuple(
            failure(o, limits.seconds)
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


def _outcomes(
    file: LearnerFile,
    cells: list[GradedCell],
    limits: Limits,
    step: Callable[[int, int], None],
    kernel: Kernel | None,
) -> tuple[list[Outcome], str]:
    """An outcome for each cell that ran, and why others did not, if any."""
    until = time.monotonic() + 60 * limits.minutes
    found: dict[int, Outcome] = {}
    while True:
        kernel = kernel or Kernel(file.path.resolve().parent)
        outcomes = _run_in(kernel, file.lesson.topic, limits, cells, until, step)
        kernel = None
        found.update({id(outcome.cell): outcome for outcome in outcomes})
        stopped = {id(outcome.cell) for outcome in outcomes if outcome.stopped}
        if not stopped or time.monotonic() >= until:
            break
        cells = [cell for cell in cells if id(cell) not in stopped]
    if time.monotonic() >= until:
        why = f"all of it took longer than {limits.minutes:g} minutes, and was stopped"
    else:
        why = "the run ended before them"
    return list(found.values()), why


def _run_in(
    kernel: Kernel,
    topic: str,
    limits: Limits,
    cells: list[GradedCell],
    until: float,
    step: Callable[[int, int], None],
) -> list[Outcome]:
    try:
        channel = Channel()
        try:
            kernel.run(channel.request(topic) + limits.code())
            channel.hide()
            return run(kernel, channel, cells, limits.seconds, until, step)
        finally:
            channel.close()
    finally:
        kernel.end()


def _verdict(exercise: dict, outcomes: list[Outcome], seconds: float, why: str) -> Verdict:
    id_ = exercise["id"]
    mine = [o for o in outcomes if o.cell.exercise == id_]
    for outcome in mine:
        if outcome.stopped or (outcome.error and outcome.cell.role == "exercise"):
            return cell_feedback(exercise, outcome, seconds)
    check = next((o for o in mine if o.cell.role == "check"), None)
    if check is None:
        return not_reached(exercise, why)
    said = [verdict for verdict in check.said if verdict.exercise == id_]
    for verdict in said:
        if verdict.state != PASS:
            return verdict
    if check.error:
        return cell_feedback(exercise, check, seconds)
    return said[-1] if said else silent(exercise)
