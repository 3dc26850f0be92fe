"""A lesson or an answer page, and all that belongs to it, as plain data."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from ..exceptions import Problem
from .feedback import Diagnosis, ExerciseFeedback

# What each kind of exercise asks for, and the minutes to set aside for one.
KINDS = {"predict": 4, "order": 4, "blank": 4, "read": 8, "repair": 8, "modify": 8, "write": 8}

# What a check cell holds.
CHECK_CALL = re.compile(r'check\("(?P<id>[^"]*)", (?P<name>\w+)\)')


# The topics of answer pages, each a folder, with what the book calls it.
TOPICS = {
    "values": "Values of a tensor",
    "graphs": "Graphs and tracing",
    "layers": "Layers and sub-models",
    "training": "Training",
    "data": "Data",
    "old_code": "Old code",
    "shipping": "Saving and serving",
}
ANSWERS = "answers"  # the folder of the topics, below lessons/ and among the compiled notebooks
GALLERY = "pictures"  # the folder of what draws the reference's pictures, in the same two places


class PageFile:
    """What a page's file is called, be it a source or a compiled notebook."""

    path: Path

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def place(self) -> str:
        """The file's path without its suffix, below ``lessons/`` and among compiled notebooks."""
        return self.slug


class LessonFile(PageFile):
    """What the name of a lesson's file says."""

    @property
    def number(self) -> str:
        return self.slug[:2]

    @property
    def topic(self) -> str:
        """The slug without its number: the name of the module of judges."""
        return self.slug[3:]


class AnswerFile(PageFile):
    """What the path of an answer page's file says."""

    @property
    def topic(self) -> str:
        """The folder it lies in, one of :data:`TOPICS`."""
        return self.path.parent.name

    @property
    def place(self) -> str:
        return f"{ANSWERS}/{self.topic}/{self.slug}"


class GalleryFile(PageFile):
    """The file of the pictures of the library's reference."""

    @property
    def place(self) -> str:
        return f"{GALLERY}/{self.slug}"


@dataclass(frozen=True)
class Cell:
    """One cell of a source file. ``line`` is that of its ``# %%`` marker."""

    type: str  # "markdown" or "code"
    source: str
    metadata: dict
    file: Path
    line: int

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self.metadata.get("tags", ()))

    @property
    def exercise(self) -> str | None:
        return self.metadata.get("exercise")

    @property
    def error(self) -> str | None:
        return self.metadata.get("error")

    @property
    def is_check(self) -> bool:
        return "check" in self.tags

    @property
    def is_hidden(self) -> bool:
        return not {"remove-cell", "hide-input"}.isdisjoint(self.tags)

    def problem(self, text: str) -> Problem:
        return Problem(self.file, self.line, text)


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that real people give, and the diagnosis that it must get."""

    source: str
    diagnosis: Diagnosis


@dataclass(frozen=True)
class Exercise:
    """An exercise with all that belongs to it, from both files."""

    id: str
    kind: str
    stub: Cell
    check: Cell
    hints: tuple[str, ...]
    answer: Cell
    why: str
    wrong: tuple[WrongAnswer, ...]
    feedback: ExerciseFeedback
    before: str = ""  # of an order: code that runs before the lines, and after them
    after: str = ""

    @property
    def judge(self) -> str:
        """The name of the function in ``checks/`` that judges this exercise."""
        return self.id.replace("-", "_")

    @property
    def made(self) -> str:
        """The name that the learner's code must bind, and that the check is given."""
        return CHECK_CALL.fullmatch(self.check.source)["name"]


@dataclass(frozen=True)
class Page:
    """What a lesson and an answer page have in common: a question, and cells that answer it."""

    path: Path
    question: str
    asked: dict[str, str]  # other ways to ask, each with the heading that answers it
    cells: tuple[Cell, ...]

    @property
    def errors(self) -> tuple[str, ...]:
        """Ids of the messages that the page explains, in order of appearance."""
        return tuple(dict.fromkeys(c.error for c in self.cells if c.error))


@dataclass(frozen=True)
class Answer(AnswerFile, Page):
    """A page that answers one question. Its title is the question."""

    kind = "answer"
    exercises = ()

    @property
    def title(self) -> str:
        return self.question

    @property
    def root(self) -> Path:
        """The checkout that it belongs to."""
        return self.path.parents[3]


@dataclass(frozen=True)
class Gallery(GalleryFile, Page):
    """Cells that draw the pictures of the library's reference; no page of its own shows them."""

    kind = "pictures"
    exercises = ()
    title = "Pictures of the library's reference"

    @property
    def root(self) -> Path:
        """The checkout that it belongs to."""
        return self.path.parents[2]


@dataclass(frozen=True)
class Lesson(LessonFile, Page):
    """A lesson with its answers, in the order of the page."""

    kind = "lesson"

    solution_path: Path
    title: str
    objectives: tuple[str, ...]
    prerequisites: tuple[str, ...]
    exercises: tuple[Exercise, ...] = field(default=())

    @property
    def root(self) -> Path:
        """The checkout that it belongs to."""
        return self.path.parents[1]
