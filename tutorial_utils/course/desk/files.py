"""Read what a learner has: a notebook or a script, as one list of cells of one lesson."""

import json
from dataclasses import dataclass
from pathlib import Path

from ..content.compiled import CompiledLesson, compiled_lessons
from ..exceptions import CourseError
from .cells import LearnerCell, cell_of, checked_id
from .placed import cells_in_script, slug_in_script


@dataclass(frozen=True)
class LearnerFile:
    """A learner's copy of a lesson.

    ``strangers`` are the exercises of other lessons that have a cell in it, each with its lesson.
    """

    path: Path
    lesson: CompiledLesson
    cells: tuple[LearnerCell, ...]
    strangers: dict[str, str]


@dataclass(frozen=True)
class Content:
    """What a file holds: its cells, and the lesson that it says it is, if it says so."""

    cells: tuple[LearnerCell, ...]
    slug: str | None = None


def read_learner_file(path: Path) -> LearnerFile:
    """A learner's notebook or script, and the lesson that it is a copy of.

    Raises:
        CourseError: one sentence: it is not there, not a notebook, empty, or of another course.
    """
    content = read(path)
    if not any(cell.source.strip() for cell in content.cells):
        raise CourseError(f"{path} is empty. {_FRESH}")
    lessons = compiled_lessons()
    lesson = _lesson_of(content, path.stem, lessons)
    if lesson is None:
        raise CourseError(
            f"{path} is not a lesson of this course: no cell of it belongs to an exercise. {_FRESH}"
        )
    ids = _ids(content.cells)
    strangers = {
        e["id"]: other.slug
        for other in lessons
        if other.slug != lesson.slug
        for e in other.exercises
        if e["id"] in ids
    }
    return LearnerFile(path, lesson, content.cells, strangers)


_FRESH = "`tutorial lab` brings a fresh copy of every lesson."


def _lesson_of(content: Content, stem: str, lessons: list[CompiledLesson]) -> CompiledLesson | None:
    """What the file says, else its name (``anna_01_sums (1)``), else most of its exercises."""
    for lesson in lessons:
        if lesson.slug == content.slug:
            return lesson
    if named := [lesson for lesson in lessons if lesson.slug in stem]:
        return max(named, key=lambda lesson: len(lesson.slug))
    ids = _ids(content.cells)
    count = {le: sum(e["id"] in ids for e in le.exercises) for le in lessons}
    most = max(lessons, key=count.get, default=None)
    return most if most and count[most] else None


def _ids(cells: tuple[LearnerCell, ...]) -> set[str | None]:
    return {cell.exercise for cell in cells} | {checked_id(cell) for cell in cells}


def read_cells(path: Path) -> tuple[LearnerCell, ...]:
    """The cells of a notebook (``.ipynb``) or a py:percent script (``.py``).

    Raises:
        CourseError: where there is no such file or it is neither.
    """
    return read(path).cells


def read(path: Path) -> Content:
    """
    Raises:
        CourseError: where there is no such file, or it is neither a notebook nor a script.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CourseError(f"There is no file {path}. {_FRESH}") from None
    except IsADirectoryError:
        raise CourseError(f"{path} is a folder; name a lesson or a file in it.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path} is not text, so it is no lesson. {_FRESH}") from None
    except (OSError, ValueError) as error:  # a name that no file can have
        why = getattr(error, "strerror", None) or error
        raise CourseError(f"{path} cannot be read: {why}.") from None
    if path.suffix == ".ipynb":
        return _from_notebook(path, text)
    if path.suffix == ".py":
        cells = tuple(placed.cell for placed in cells_in_script(text))
        return Content(cells, slug_in_script(text))
    raise CourseError(f"{path} is neither a notebook (.ipynb) nor a script (.py).")


def _from_notebook(path: Path, text: str) -> Content:
    if not text.strip():
        raise CourseError(f"{path} is empty. {_FRESH}")
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise CourseError(
            f"{path} is not a notebook: it is not JSON (line {error.lineno}). {_FRESH}"
        ) from None
    except (ValueError, RecursionError, MemoryError):  # valid, and more than anybody writes
        raise CourseError(
            f"{path} is not a notebook: it holds JSON that is too deep or too long to read. {_FRESH}"
        ) from None
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        raise CourseError(
            f"{path} is a notebook of an old format (nbformat 3). Open it in JupyterLab and save "
            "it: that brings it to today's."
        )
    try:
        cells = tuple(cell_of(cell) for cell in notebook["cells"])
    except (TypeError, KeyError, ValueError):
        raise CourseError(f"{path} is not a notebook: it has no cells. {_FRESH}") from None
    return Content(cells, _slug_in_notebook(notebook))


def _slug_in_notebook(notebook: dict) -> str | None:
    for key in ("metadata", "lesson", "slug"):
        notebook = notebook.get(key) if isinstance(notebook, dict) else None
    return notebook if isinstance(notebook, str) else None
