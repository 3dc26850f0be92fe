"""The copy of a learner's file that is run: the learner's cells, but the lesson's own checks.

What counts is what the file itself makes: before each exercise its names are forgotten, so that no
earlier cell can answer for it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..content.compiled import CompiledLesson, compiled_lessons
from ..desk.cells import LearnerCell, binds, checked_id
from ..desk.files import LearnerFile
from ..desk.verdict_channel import NAME


@dataclass
class GradedCell:
    """A cell of the graded copy. ``role`` is plain, hidden, exercise or check."""

    role: str
    source: str
    exercise: str | None = None
    may_raise: bool = False
    file: str = ""  # the learner's, by its name
    line: int = 0  # of that file, where the cell begins; 0 in a notebook

    def place(self, line: int) -> str:
        """Where a line of the cell is, for somebody who has the learner's file open."""
        return (
            f"{self.file}, line {self.line + line - 1}" if self.line else f"line {line} of the cell"
        )

    def as_json(self, position: int) -> dict:
        return {
            "cell_type": "code",
            "id": f"graded-{position}",
            "metadata": {"tags": ["raises-exception"] if self.may_raise else []},
            "source": _as_plain_code(self.source),
            "outputs": [],
            "execution_count": None,
        }


def _as_plain_code(source: str) -> str:
    """What a kernel can be sent, without the comments by which nbval is told to leave a cell out."""
    whole = source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half an emoji
    return re.sub(r"#(?=[#\s]*(NBVAL|PYTEST)_)", "#.", whole)


def graded_copy(
    file: LearnerFile, only: Collection[str] | None = None
) -> tuple[list[GradedCell], list[str], set[str]]:
    """The cells to run, what was put back, and the exercises whose cell is gone."""
    own = [cell for cell in file.cells if cell.type == "code"]
    exercise_of = _exercises_by_position(own, file.lesson)
    notes = _what_it_is(file)
    missing: set[str] = set()
    insert_check: dict[int, list[dict]] = {}
    forget: dict[int, str] = {}
    dropped = {i for i, cell in enumerate(own) if checked_id(cell) in file.strangers}
    for exercise in file.lesson.exercises:
        id_ = exercise["id"]
        places = [i for i, owner in exercise_of.items() if owner == id_]
        checks = [i for i, cell in enumerate(own) if _is_check_of(cell, id_)]
        dropped.update(checks)
        if only is not None and id_ not in only:
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


def _what_it_is(file: LearnerFile) -> list[str]:
    """What there is to say where a file is not what it is called, or holds another lesson's cells."""
    slugs = [lesson.slug for lesson in compiled_lessons() if lesson.slug in file.path.stem]
    notes = []
    if slugs and file.lesson.slug not in slugs:
        notes.append(f"This file is called {slugs[0]}, but says that it is {file.lesson.slug}.")
    for slug in dict.fromkeys(file.strangers.values()):
        ids = ", ".join(id_ for id_, other in file.strangers.items() if other == slug)
        notes.append(
            f"It holds cells of {slug} ({ids}): they are judged in that lesson's own file."
        )
    return notes


def _assembled(file, own, exercise_of, dropped, forget, insert_check) -> list[GradedCell]:
    cells = [GradedCell("hidden", _go_to(file.path.resolve().parent))]
    for i, cell in enumerate(own):
        if i in forget:
            cells.append(GradedCell("hidden", f"{NAME}.forget({forget[i]!r})"))
        if i not in dropped:
            owner = exercise_of.get(i)
            role = "exercise" if owner else "plain"
            may_raise = role == "plain" and "raises-exception" in cell.tags
            cells.append(GradedCell(role, cell.source, owner, may_raise, file.path.name, cell.line))
        for exercise in insert_check.get(i, ()):
            cells.append(GradedCell("hidden", f"check = {NAME}.check"))
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
        "from tutorial_utils import check, hint, progress, quiet, solution; quiet.start()"
    )
