"""Read compiled notebooks with the standard library alone.

Everything that shows or runs lessons (the command line, ``check``, the book) starts here, so that
nothing but building needs jupytext and only running needs TensorFlow.
"""

import difflib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..exceptions import CourseError
from .handed_out import handed_out
from .location import COMPILED, content
from .model import ANSWERS, GALLERY, AnswerFile, GalleryFile, LessonFile


@dataclass(frozen=True)
class CompiledPage:
    """A compiled notebook: the cells of a page, run, and all that is known of it."""

    path: Path

    @cached_property
    def notebook(self) -> dict:
        return json.loads(self.path.read_text(encoding="utf-8"))

    @property
    def about(self) -> dict:
        """``metadata.lesson``, as :func:`weave.describe` wrote it."""
        return self.notebook["metadata"]["lesson"]


class CompiledLesson(LessonFile, CompiledPage):
    """A lesson with its answers."""

    @property
    def exercises(self) -> list[dict]:
        return self.about["exercises"]

    def unsolved_cells(self) -> list[dict]:
        """The lesson's cells as a learner gets them: no answers, no outputs, and how to work here."""
        left_out = ("answer", "errors")  # each cell that raises says what its error means
        cells = [c for c in self.notebook["cells"] if c["metadata"].get("part") not in left_out]
        return handed_out(list(map(_without_outputs, cells)), self.number)


class CompiledAnswer(AnswerFile, CompiledPage):
    """A page that answers one question."""

    exercises = ()

    def unsolved_cells(self) -> list[dict]:
        """The cells to take along, without outputs: they need nothing of this project's set-up."""
        cells = self.notebook["cells"]
        return [
            _without_outputs(c) for c in cells if "remove-cell" not in c["metadata"].get("tags", ())
        ]


class CompiledGallery(GalleryFile, CompiledPage):
    """The pictures of the library's reference."""


def _without_outputs(cell: dict) -> dict:
    return {
        **{k: cell[k] for k in ("cell_type", "id", "metadata", "source")},
        **({"outputs": [], "execution_count": None} if is_code(cell) else {}),
    }


def digests_of_sources(place: str, root: Path) -> dict[str, str]:
    """The sha256 of each file that people write for a page: what its notebook says it is made of.

    Needs no reading of the files' content: the book compares before it shows a page.
    """
    names = (f"lessons/{place}.py", f"solutions/{place}.py", f"solutions/{place}.toml")
    return {
        name: hashlib.sha256((root / name).read_bytes()).hexdigest()
        for name in names
        if (root / name).is_file()
    }


def is_code(cell: dict) -> bool:
    return cell["cell_type"] == "code"


def source_of(cell: dict) -> str:
    """A cell's text. The file format allows a list of lines in its place."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def compiled_lessons() -> list[CompiledLesson]:
    """All lessons, in order."""
    folder = content() / COMPILED
    return [CompiledLesson(path) for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))]


def compiled_answers() -> list[CompiledAnswer]:
    """All answer pages, topic by topic."""
    folder = content() / COMPILED / ANSWERS
    return [CompiledAnswer(path) for path in sorted(folder.glob("*/*.ipynb"))]


def compiled_gallery() -> list[CompiledGallery]:
    """The pictures of the library's reference."""
    folder = content() / COMPILED / GALLERY
    return [CompiledGallery(path) for path in sorted(folder.glob("*.ipynb"))]


def find_lesson(name: str) -> CompiledLesson:
    """A lesson by its number, slug, topic or file name: ``1``, ``01``, ``01_symbolic_or_eager``.

    Raises:
        CourseError: naming the lessons there are.
    """
    lessons = compiled_lessons()
    stem = Path(name).stem
    for lesson in lessons:
        if stem in (lesson.slug, lesson.topic) or stem.zfill(2) == lesson.number:
            return lesson
    known = ", ".join(lesson.slug for lesson in lessons)
    raise CourseError(f"There is no lesson {name!r}. The lessons are: {known}.")


def find_exercise(id_: str) -> tuple[CompiledLesson, dict]:
    """The lesson that an exercise belongs to, and what is known of the exercise.

    Raises:
        CourseError: with close matches, where no lesson has it.
    """
    for lesson in compiled_lessons():
        for exercise in lesson.exercises:
            if exercise["id"] == id_:
                return lesson, exercise
    ids = [e["id"] for lesson in compiled_lessons() for e in lesson.exercises]
    close = difflib.get_close_matches(str(id_), ids, n=3)
    meant = f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(ids)}."
    raise CourseError(f"There is no exercise {id_!r}. {meant}")


def find_exercise_that_makes(name: str) -> dict | None:
    """What is known of the exercise whose answer defines ``name``; None where none does."""
    known = (exercise for lesson in compiled_lessons() for exercise in lesson.exercises)
    return next((exercise for exercise in known if name and exercise["made"] == name), None)


def in_words(about: Mapping) -> str:
    """The minutes of a compiled lesson, those of its core first.

    >>> in_words({"minutes": 30, "minutes_to_go_on": 25}), in_words({"minutes": 30})
    ('30 minutes, and 25 more if you go on', '30 minutes')
    """
    more = about.get("minutes_to_go_on", 0)
    return f"{about['minutes']} minutes" + (f", and {more} more if you go on" if more else "")


def in_short(about: Mapping) -> str:
    """The same where there is little room.

    >>> in_short({"minutes": 30, "minutes_to_go_on": 25})
    '30 minutes (+25)'
    """
    more = about.get("minutes_to_go_on", 0)
    return f"{about['minutes']} minutes" + (f" (+{more})" if more else "")
