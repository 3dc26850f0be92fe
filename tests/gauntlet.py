"""One notebook a lesson that tries every exercise in every known way, in one kernel.

Set-up and demonstrations first; then, for each exercise, the stub, every wrong answer, every right
one that is kept in ``checks/accepted/``, and the answer, each followed by its check. Made from the sources, so a new exercise brings its own trials.
"""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tutorial_utils.course.author.cells import read_cells
from tutorial_utils.course.author.executing import run_cells
from tutorial_utils.course.author.weave import weave
from tutorial_utils.course.content.location import COMPILED, STAGED
from tutorial_utils.course.content.model import Cell, Exercise, Lesson
from tutorial_utils.course.content.notebooks import nbformat


@dataclass(frozen=True)
class Attempt:
    """One way to do an exercise, and the verdict it must get."""

    exercise: str
    name: str
    source: str
    expects: str  # "PASS", "NOT STARTED" or a diagnosis
    usually: str = ""  # words that the diagnosis must come with

    @property
    def id(self) -> str:
        return f"{self.exercise}-{self.name}"


@dataclass(frozen=True)
class Verdict:
    """What the check said of an attempt."""

    kind: str  # "PASS", "NOT STARTED" or a diagnosis
    text: str
    usually: str = ""


ACCEPTED = Path(__file__).parent / "checks" / "accepted"


@cache
def _accepted_in(file: Path) -> tuple[Cell, ...]:
    return tuple(read_cells(file)[1]) if file.exists() else ()


def accepted_for(exercise: Exercise) -> list[str]:
    """Right answers in other styles than the lesson's own."""
    cells = _accepted_in(ACCEPTED / exercise.stub.file.name)
    return [cell.source for cell in cells if cell.exercise == exercise.id]


def attempts_of(exercise: Exercise) -> list[Attempt]:
    untouched = "as-given" if exercise.kind == "repair" else "NOT STARTED"
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
            Attempt(exercise.id, f"accepted-{i}", source, "PASS")
            for i, source in enumerate(accepted_for(exercise), 1)
        ),
        Attempt(exercise.id, "answer", exercise.answer.source, "PASS"),
    ]


# Runs one check and tells what came of it as one line of JSON, the last line of its output.
_TRIAL = """
import json as _json
from tutorial_utils.checks import NotYet as _NotYet
from tutorial_utils.course.notebook import NotStartedYet as _NotStartedYet
try:
    {check}
    _verdict = ("PASS", "", "")
except _NotStartedYet as _caught:
    _verdict = ("NOT STARTED", str(_caught), "")
except _NotYet as _caught:
    _verdict = (_caught.diagnosis, str(_caught), _caught.usually)
print(_json.dumps(_verdict))
"""


def run_gauntlet(lesson: Lesson, course: list[Lesson], folder: Path) -> dict[str, Verdict]:
    """The verdict on every attempt of a lesson, by the attempt's id."""
    woven = weave(lesson, course)
    content = folder / "content"
    (content / COMPILED).mkdir(parents=True)
    (content / COMPILED / f"{lesson.slug}.ipynb").write_text(nbformat.writes(woven))
    demonstrations = [c for c in woven.cells if not c.metadata.get("exercise")]
    trials = {}
    for exercise in lesson.exercises:
        for attempt in attempts_of(exercise):
            code = nbformat.v4.new_code_cell(attempt.source)
            check = nbformat.v4.new_code_cell(_TRIAL.format(check=exercise.check.source))
            trials[attempt.id] = (code, check)
    cells = [*demonstrations, *(cell for pair in trials.values() for cell in pair)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    run_cells(notebook, folder, {**os.environ, STAGED: str(content)}, seconds=120)
    for cell in demonstrations:
        if cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", ()):
            assert not _errors(cell), f"a demonstration raised: {_errors(cell)}"
    return {id_: _verdict(*pair) for id_, pair in trials.items()}


def _verdict(code, check) -> Verdict:
    for cell in (code, check):
        if errors := _errors(cell):
            return Verdict(f"the cell raised {errors[0]}", errors[0])
    text = "".join(o["text"] for o in check.outputs if o.get("name") == "stdout")
    *shown, last = text.rstrip("\n").split("\n")
    kind, said, usually = json.loads(last)
    return Verdict(kind, said or "\n".join(shown), usually)


def _errors(cell) -> list[str]:
    return [f"{o['ename']}: {o['evalue']}" for o in cell.outputs if o["output_type"] == "error"]
