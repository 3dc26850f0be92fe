"""Verdicts where no judge had its say: a cell raised, was stopped, was never reached, is gone."""

import re

from ...checks.verdict import NotYet
from ..desk.report_model import NOT_STARTED, NOT_YET, Failure, Verdict
from .nbval_run import TIMED_OUT, Outcome


def gone(exercise: dict) -> Verdict:
    """The learner's file has no cell of the exercise."""
    id_ = exercise["id"]
    said = f"NOT STARTED  {id_}   its cell is gone; `tutorial reset {id_}` brings it back"
    return Verdict(id_, NOT_STARTED, said, "cell-gone")


def not_reached(exercise: dict, why: str) -> Verdict:
    """The run ended before it."""
    return _not_yet(
        exercise,
        "not-reached",
        ran="the cells before it, in a fresh kernel",
        got=why,
        expected="a run that comes as far as this exercise",
        usually="cells above take too long, or end the kernel",
        next="repair those cells first, and check again",
    )


def silent(exercise: dict) -> Verdict:
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


def cell_feedback(exercise: dict, outcome: Outcome, seconds: float) -> Verdict:
    """Feedback on a cell that never got as far as a judge, in the words of every feedback."""
    whose = "your cell" if outcome.cell.role == "exercise" else "the check"
    usually, next_ = _WHY.get(
        outcome.error_name,
        ("the line that raised was given another kind of object than it can use",
         "look at the line that is named: what is each of its names?"),
    )  # fmt: skip
    if outcome.error_name == "NameError" and exercise["kind"] in ("predict", "order"):
        usually, next_ = "letters without quotes are taken for a name", 'put them in quotes: "..."'
    if outcome.stopped == TIMED_OUT:
        usually = "a loop never ends, or waits for something that does not come"
        next_ = "look for the condition that ends each loop"
    elif outcome.stopped:
        usually, next_ = "the code ends the program", "take that line out"
    return _not_yet(
        exercise,
        "stopped" if outcome.stopped else "cell-raised",
        ran=f"{whose}, in a fresh kernel",
        got=_stopped(outcome, seconds) or _error(outcome),
        expected="a cell that runs to its end",
        usually=usually,
        next=next_,
    )


def failure(outcome: Outcome, seconds: float) -> Failure:
    """What happened to a cell outside the exercises."""
    return Failure(_first_line(outcome.cell.source), _stopped(outcome, seconds) or _error(outcome))


def _not_yet(exercise: dict, diagnosis: str, *, next: str, **told: str) -> Verdict:
    feedback = NotYet(
        diagnosis,
        **told,
        next=f'{next.removesuffix(".")}; or take a hint: hint("{exercise["id"]}")',
    )
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
        "look at the line that is named, and at the one above it",
    ),
    "IndentationError": (
        "lines of one block do not start in the same column",
        "look at the line that is named, and at the one above it",
    ),
    "MemoryError": (
        "something grows with every step, or an array is far larger than it has to be",
        "look at the shapes and at what each loop adds to",
    ),
}


def _stopped(outcome: Outcome, seconds: float) -> str:
    if outcome.stopped == TIMED_OUT:
        return f"it ran longer than {seconds:g} seconds and was stopped"
    return f"it {outcome.stopped}" if outcome.stopped else ""


def _error(outcome: Outcome) -> str:
    """Type and message, and where in the learner's file."""
    said = outcome.error.splitlines()[0][:200] if outcome.error else ""
    place = f" ({outcome.cell.place(outcome.line)})" if outcome.line else ""
    return re.sub(r" \(\d+\.py, line \d+\)$", "", said) + place


def _first_line(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return first[:200]
