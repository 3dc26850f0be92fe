"""Read what a learner has: a notebook or a script, as one list of cells."""

import ast
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ..content.compiled import CompiledLesson, compiled_lessons, source_of
from ..exceptions import CourseError


@dataclass(frozen=True)
class LearnerCell:
    """A cell as the learner left it. ``exercise`` and ``tags`` may have been lost on the way."""

    type: str
    source: str
    exercise: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class LearnerFile:
    """A learner's copy of a lesson."""

    path: Path
    lesson: CompiledLesson
    cells: tuple[LearnerCell, ...]


def read_learner_file(path: Path) -> LearnerFile:
    """A learner's notebook or script, and the lesson that it is a copy of.

    Raises:
        CourseError: one sentence: it is not there, not a notebook, empty, or of another course.
    """
    cells = read_cells(path)
    if not any(cell.source.strip() for cell in cells):
        raise CourseError(f"{path} is empty. {_FRESH}")
    ids = {cell.exercise for cell in cells} | _checked_ids(cells)
    for lesson in compiled_lessons():
        if ids & {exercise["id"] for exercise in lesson.exercises}:
            return LearnerFile(path, lesson, cells)
    raise CourseError(
        f"{path} is not a lesson of this course: no cell of it belongs to an exercise. {_FRESH}"
    )


_FRESH = "`tutorial lab` brings a fresh copy of every lesson."


def read_cells(path: Path) -> tuple[LearnerCell, ...]:
    """The cells of a notebook (``.ipynb``) or a py:percent script (``.py``).

    Raises:
        CourseError: where there is no such file or it is neither.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"There is no file {path}. {_FRESH}") from None
    except IsADirectoryError:
        raise CourseError(f"{path} is a folder; name a lesson or a file in it.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path} is not text, so it is no lesson. {_FRESH}") from None
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from None
    if path.suffix == ".ipynb":
        return _from_notebook(path, text)
    if path.suffix == ".py":
        return _from_script(text)
    raise CourseError(f"{path} is neither a notebook (.ipynb) nor a script (.py).")


def _from_notebook(path: Path, text: str) -> tuple[LearnerCell, ...]:
    if not text.strip():
        raise CourseError(f"{path} is empty. {_FRESH}")
    try:
        cells = json.loads(text)["cells"]
        return tuple(_cell(c["cell_type"], source_of(c), c.get("metadata", {})) for c in cells)
    except json.JSONDecodeError as error:
        raise CourseError(
            f"{path} is not a notebook: it is not JSON (line {error.lineno}). {_FRESH}"
        ) from None
    except (TypeError, KeyError, AttributeError):
        raise CourseError(f"{path} is not a notebook: it has no cells. {_FRESH}") from None


def _from_script(text: str) -> tuple[LearnerCell, ...]:
    import jupytext

    cells = jupytext.reads(text, fmt="py:percent").cells
    return tuple(_cell(c.cell_type, c.source, c.metadata) for c in cells)


def preload(folder: Path) -> None:
    """Import beforehand what reading takes, where the learner works on scripts."""
    if any(folder.glob("[0-9][0-9]_*.py")):
        import jupytext  # noqa: F401


def _cell(type_: str, source: str, metadata: dict) -> LearnerCell:
    return LearnerCell(type_, source, metadata.get("exercise"), tuple(metadata.get("tags") or ()))


def _checked_ids(cells: tuple[LearnerCell, ...]) -> set[str]:
    return {id_ for cell in cells if (id_ := checked_id(cell))}


def checked_id(cell: LearnerCell) -> str | None:
    """The exercise that a cell checks, where it is nothing but a call of ``check``."""
    if cell.type != "code" or "check" not in cell.source:
        return None
    try:
        match ast.parse(cell.source.strip()).body:
            case [ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str() as id_), *_]))]:
                return id_
    except SyntaxError:
        pass
    return None


def binds(cell: LearnerCell, name: str) -> bool:
    """Whether running the cell would give ``name`` a value, as far as its text tells."""
    try:
        body = ast.parse(cell.source).body
    except SyntaxError:
        return False
    return any(
        getattr(node, "name", None) == name
        or any(isinstance(t, ast.Name) and t.id == name for t in getattr(node, "targets", ()))
        for node in body
    )


def fingerprints(cells: tuple[LearnerCell, ...]) -> list[str]:
    """A hash of each cell's source. Empty cells, which JupyterLab adds at the end, do not count."""
    return [
        hashlib.sha256(f"{cell.type}\0{cell.source.strip()}".encode()).hexdigest()[:16]
        for cell in cells
        if cell.source.strip()
    ]
