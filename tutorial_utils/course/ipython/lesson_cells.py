"""What the lessons say of a cell that runs, known by its source: a learner's file may have lost the rest."""

import functools
import os
from pathlib import Path

from ..content.compiled import CompiledLesson, compiled_lessons, is_code, source_of
from ..content.names import bound_in

# What a prediction without an exercise stands for: it is made aloud, so nobody knows of it here.
ALOUD = ""


def is_watched_by_a_person() -> bool:
    """Whether a notebook in Jupyter runs this, and no program that compares or counts."""
    return "JPY_SESSION_NAME" in os.environ and "PYTEST_VERSION" not in os.environ


def meant_error(source: str) -> str | None:
    """The id of the error that a cell of a lesson is there to raise; None for any other cell."""
    return _errors().get(source.strip())


def prediction(source: str) -> str | None:
    """What a cell's result was to be predicted in: a name, or :data:`ALOUD`; None for other cells."""
    return _predictions().get(source.strip())


def is_made_by_the_lesson(name: str) -> bool:
    """Whether a cell of this lesson, outside its exercises, gives a name its value."""
    return name in _names()


def this_lesson() -> CompiledLesson | None:
    """The lesson of the notebook that runs, by the name that Jupyter's server gives it."""
    stem = Path(os.environ.get("JPY_SESSION_NAME", "")).stem
    return next((lesson for lesson in compiled_lessons() if lesson.slug in stem), None)


@functools.cache
def _errors() -> dict[str, str]:
    return {
        source_of(cell).strip(): cell["metadata"]["error"]
        for lesson in compiled_lessons()
        for cell in lesson.notebook["cells"]
        if "error" in cell["metadata"]
    }


@functools.cache
def _predictions() -> dict[str, str]:
    return {
        source: name for lesson in compiled_lessons() for source, name in _predictions_in(lesson)
    }


def _predictions_in(lesson: CompiledLesson):
    made = {e["id"]: e["made"] for e in lesson.exercises}
    before = ALOUD
    for cell in lesson.notebook["cells"]:
        tags = cell["metadata"].get("tags", ())
        if "hide-output" in tags:
            yield source_of(cell).strip(), before
        elif "check" in tags:
            before = made[cell["metadata"]["exercise"]]
        elif not is_code(cell):
            before = ALOUD


@functools.cache
def _names() -> frozenset[str]:
    """The names that this lesson makes; those of all lessons where it is not known which this is."""
    here = [this] if (this := this_lesson()) else compiled_lessons()
    return frozenset(
        name
        for lesson in here
        for cell in lesson.notebook["cells"]
        if is_code(cell) and "exercise" not in cell["metadata"]
        for name in bound_in(source_of(cell))
    )
