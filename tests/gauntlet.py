"""All that is known to be written for a lesson's exercises, tried in one process.

The demonstrations first; then, for each exercise, the stub, every wrong answer, every right one that
is kept in ``checks/accepted/``, the answer, and some of its mutants. Made from the sources, so a new
exercise brings its own trials. That answers pass in a notebook, cell by cell, the compiled lessons
show, which nbval runs.
"""

import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from tutorial_utils.course.author.cells import read_cells
from tutorial_utils.course.author.executing import run_cells
from tutorial_utils.course.author.reading import read_lesson
from tutorial_utils.course.content.model import Cell, Exercise, Lesson
from tutorial_utils.course.content.notebooks import nbformat
from tutorial_utils.course.mutation.runs import run_mutants
from tutorial_utils.course.mutation.trials import NOT_STARTED, PASS, Trial, Trials

from .conftest import ROOT

# All mutants take minutes (`tutorial dev mutants`); each so-manieth of them is tried here.
EVERY = 12


@dataclass(frozen=True)
class Attempt:
    """One way to do an exercise, and the verdict it must get."""

    exercise: str
    name: str
    source: str
    expects: str  # PASS, NOT_STARTED or a diagnosis
    usually: str = ""  # words that the diagnosis must come with

    @property
    def id(self) -> str:
        return f"{self.exercise}-{self.name}"


@dataclass(frozen=True)
class Outcome:
    """What came of all attempts, by their ids, and of some mutants."""

    trials: dict[str, Trial]
    killed: dict[str, int]  # mutants that were refused, by exercise
    unclean: list[str]  # what is to be said of mutants that pass, and of marks that do not apply


ACCEPTED = Path(__file__).parent / "checks" / "accepted"


@cache
def _accepted_in(file: Path) -> tuple[Cell, ...]:
    return tuple(read_cells(file)[1]) if file.exists() else ()


def accepted_for(exercise: Exercise) -> list[str]:
    """Right answers in other styles than the lesson's own."""
    cells = _accepted_in(ACCEPTED / exercise.stub.file.name)
    return [cell.source for cell in cells if cell.exercise == exercise.id]


def attempts_of(exercise: Exercise) -> list[Attempt]:
    untouched = "as-given" if exercise.kind == "repair" else NOT_STARTED
    return [
        Attempt(exercise.id, "stub", exercise.stub.source, untouched),
        *(
            Attempt(
                exercise.id,
                f"wrong-{i}-{wrong.diagnosis.id}",
                wrong.source,
                wrong.diagnosis.id,
                wrong.diagnosis.table.get("usually", ""),
            )
            for i, wrong in enumerate(exercise.wrong, 1)
        ),
        *(
            Attempt(exercise.id, f"accepted-{i}", source, PASS)
            for i, source in enumerate(accepted_for(exercise), 1)
        ),
        Attempt(exercise.id, "answer", exercise.answer.source, PASS),
    ]


def run_gauntlet(lesson: Lesson, folder: Path) -> Outcome:
    """Try all that is known for a lesson, in a fresh kernel's process.

    Args:
        lesson: Its sources, and the package that its kernel finds first, may be copies.
        folder: Where the kernel runs.
    """
    outcome = folder / "outcome.json"
    source = f"from tests.gauntlet import try_all\ntry_all({str(lesson.path)!r}, {str(outcome)!r})"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    path = os.environ["PYTHONPATH"] + os.pathsep + str(ROOT)  # the last is for this file
    run_cells(notebook, folder, {**os.environ, "PYTHONPATH": path}, seconds=1200)
    errors = [o["traceback"] for o in notebook.cells[0].outputs if o["output_type"] == "error"]
    assert not errors, "\n".join(errors[0])
    found = json.loads(outcome.read_text())
    return Outcome(**found | {"trials": {id_: Trial(**t) for id_, t in found["trials"].items()}})


def try_all(path: str, outcome: str) -> None:
    """Write what came of it as JSON: this runs in the kernel."""
    file = Path(path)
    lesson = read_lesson(file, file.parents[1] / "solutions" / file.name)
    trials = Trials(lesson)
    attempts = [(e, attempt) for e in lesson.exercises for attempt in attempts_of(e)]
    found = {attempt.id: trials.of(exercise, attempt.source) for exercise, attempt in attempts}
    mutants = list(run_mutants(lesson, every=EVERY, trials=trials))
    killed = {result.exercise.id: result.killed for result in mutants}
    unclean = [result.as_text() for result in mutants if not result.is_clean]
    Path(outcome).write_text(json.dumps(asdict(Outcome(found, killed, unclean))))
