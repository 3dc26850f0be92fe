"""Give an exercise or a lesson back as it was delivered. What was there is kept, dated.

An exercise's cell is replaced inside the file's own text, so that every other byte stays.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..content import atomic
from ..content.compiled import CompiledLesson, source_of
from ..exceptions import CourseError, EnvironmentFault
from . import attempts, state
from .cells import LearnerCell, binds, checked_id
from .delivery import as_notebook, as_script, back_up, fingerprints_of
from .files import read_learner_file
from .placed import Placed, cells_in_json, cells_in_script, end_of_header, list_of_cells


@dataclass(frozen=True)
class Reset:
    """The file, and where the old one is kept; None where nothing had to change."""

    path: Path
    kept: Path | None


def reset_exercise(path: Path, lesson: CompiledLesson, exercise: dict) -> Reset:
    """Restore the cell of one exercise, and forget its verdict, tries and hints.

    Args:
        path: The learner's notebook or script.
        lesson: The lesson that it is a copy of.
        exercise: As the compiled lesson describes it.

    Raises:
        CourseError: the file is not that lesson. Nothing is changed then.
        EnvironmentFault: it cannot be written; it is then as it was.
    """
    text = _text_of(path, lesson)
    restored = (_in_notebook if path.suffix == ".ipynb" else _in_script)(text, lesson, exercise)
    done = _replace(path, text, restored)
    with state.changing(path.parent) as known:
        attempts.forget(known, exercise["id"])
    return done


def reset_lesson(path: Path, lesson: CompiledLesson) -> Reset:
    """Restore a whole lesson, whatever the file has become, and forget all of its exercises.

    Raises:
        EnvironmentFault: it cannot be written; it is then as it was.
    """
    delivered = as_script(lesson) if path.suffix == ".py" else as_notebook(lesson)
    before = path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else None
    done = _replace(path, before, delivered)
    with state.changing(path.parent) as known:
        known.delivered[path.name] = fingerprints_of(lesson)
        for exercise in lesson.exercises:
            attempts.forget(known, exercise["id"])
    return done


def _text_of(path: Path, lesson: CompiledLesson) -> str:
    """The text of a learner's copy.

    Raises:
        CourseError: it is no text, or no copy of that lesson.
    """
    file = read_learner_file(path)
    if file.lesson.slug != lesson.slug:
        raise CourseError(
            f"{path} is a copy of {file.lesson.slug}, not of {lesson.slug}, so it was left alone."
        )
    ids = {exercise["id"] for exercise in lesson.exercises}
    if not ids & {id_ for cell in file.cells for id_ in (cell.exercise, checked_id(cell))}:
        raise CourseError(
            f"{path} holds nothing of {lesson.slug} but its name, so it was left alone. The whole "
            f"lesson anew, yours kept: tutorial reset {lesson.number}"
        )
    return path.read_bytes().decode("utf-8")


def _replace(path: Path, before: str | None, after: str) -> Reset:
    """Write the new text once the old one is safe."""
    if before == after:
        return Reset(path, None)
    try:
        kept = back_up(path) if before is not None else None
        atomic.write_text(path, after)
    except OSError as error:
        raise EnvironmentFault(
            f"{path} cannot be replaced: {error.strerror}. It is as it was."
        ) from None
    return Reset(path, kept)


def _in_notebook(text: str, lesson: CompiledLesson, exercise: dict) -> str:
    placed = list(cells_in_json(text))
    stub = _delivered_cell(lesson, exercise)
    start, _ = list_of_cells(text)
    loose = "\n" in text[start : placed[0].start] if placed else True
    indent = _column(text, placed[0].start) if loose and placed else 2

    def as_text(cell: dict) -> str:
        if not loose:
            return json.dumps(cell, ensure_ascii=False)
        lines = json.dumps(cell, ensure_ascii=False, indent=max(1, indent // 2))
        return lines.replace("\n", "\n" + " " * indent)

    def renewed(at: Placed, source: str) -> str:
        cell = json.loads(text[at.start : at.end])
        as_list = isinstance(cell.get("source"), list)
        cell["source"] = source.splitlines(keepends=True) if as_list else source
        cell.update({k: stub[k] for k in ("cell_type", "metadata", "outputs", "execution_count")})
        return as_text(cell)

    def inserted(after: Placed | None) -> tuple[int, int, str]:
        ids = {json.loads(text[p.start : p.end]).get("id") for p in placed}
        new = {**stub, "id": stub["id"] if stub["id"] not in ids else f"{stub['id']}-restored"}
        new = dict(sorted(new.items()))  # as JupyterLab writes them
        space = "\n" + " " * indent if loose else " "
        if after is not None:
            return after.end, after.end, f",{space}{as_text(new)}"
        return start, start, f"{space.strip(' ')}{as_text(new)}{',' if placed else ''}"

    return _with_stub(text, placed, lesson, exercise, renewed, inserted)


def _in_script(text: str, lesson: CompiledLesson, exercise: dict) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    placed = list(cells_in_script(text))
    marker = f'# %% exercise="{exercise["id"]}" kind="{exercise["kind"]}"'

    def lines(source: str) -> str:
        return f"{marker}\n{source}".rstrip("\n").replace("\n", newline)

    def inserted(after: Placed | None) -> tuple[int, int, str]:
        at = after.end if after else end_of_header(text)
        space = newline * 2
        return at, at, f"{space if at else ''}{lines(exercise['stub'])}{'' if after else space}"

    return _with_stub(text, placed, lesson, exercise, lambda at, source: lines(source), inserted)


def _with_stub(
    text: str,
    placed: list[Placed],
    lesson: CompiledLesson,
    exercise: dict,
    renewed: Callable[[Placed, str], str],
    inserted: Callable[[Placed | None], tuple[int, int, str]],
) -> str:
    """The text with the exercise's cell as it was given: in its place, or put back there.

    A cell that was split or copied: the first one is restored, the others are emptied.
    """
    own = _own_cells(placed, exercise)
    changes = [
        (at.start, at.end, renewed(at, exercise["stub"] if i == 0 else ""))
        for i, at in enumerate(own)
        if at.cell.source.strip() != (exercise["stub"].strip() if i == 0 else "")
        or at.cell.exercise != exercise["id"]
    ] or ([] if own else [inserted(_before(placed, lesson, exercise))])
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _own_cells(placed: list[Placed], exercise: dict) -> list[Placed]:
    """The cells of an exercise; where an editor lost what tells, the last that makes its name."""
    candidates = [p for p in placed if not _is_a_check(p.cell)]
    if own := [p for p in candidates if p.cell.exercise == exercise["id"]]:
        return own
    return [
        p
        for p in candidates
        if p.cell.type == "code" and not p.cell.exercise and binds(p.cell, exercise["made"])
    ][-1:]


def _is_a_check(cell: LearnerCell) -> bool:
    return "check" in cell.tags or checked_id(cell) is not None


def _before(placed: list[Placed], lesson: CompiledLesson, exercise: dict) -> Placed | None:
    """The last cell that stood before the exercise in the lesson and still is in the file."""
    cells = lesson.unsolved_cells()
    at = next(i for i, c in enumerate(cells) if _is_stub(c, exercise))
    for cell in reversed(cells[:at]):
        id_, source = cell["metadata"].get("exercise"), source_of(cell).strip()
        for there in reversed(placed):
            if there.cell.source.strip() == source or (id_ and there.cell.exercise == id_):
                return there
    return None


def _delivered_cell(lesson: CompiledLesson, exercise: dict) -> dict:
    cell = next(c for c in lesson.unsolved_cells() if _is_stub(c, exercise))
    return {**cell, "source": exercise["stub"].splitlines(keepends=True)}


def _is_stub(cell: dict, exercise: dict) -> bool:
    about = cell["metadata"]
    return about.get("exercise") == exercise["id"] and "kind" in about


def _column(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)
