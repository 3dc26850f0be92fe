"""What commands share: options and what Tab offers for them, exit codes, the question before an act."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..content.compiled import compiled_lessons
from ..exceptions import CourseError

DONE, NOT_YET = 0, 1


def complete_exercise(incomplete: str) -> list[tuple[str, str]]:
    """Ids that begin so, each with the title of its lesson."""
    return [(id_, title) for id_, title in _exercises() if id_.startswith(incomplete)]


def complete_exercise_or_lesson(incomplete: str) -> list[tuple[str, str]]:
    """The same, after the lessons whose number or slug begins so."""
    lessons = [(le.slug, le.about["title"]) for le in _lessons()]
    return [
        *((slug, title) for slug, title in lessons if slug.startswith(incomplete)),
        *complete_exercise(incomplete),
    ]


def _exercises() -> Iterator[tuple[str, str]]:
    for lesson in _lessons():
        for exercise in lesson.exercises:
            yield exercise["id"], lesson.about["title"]


def _lessons() -> list:
    """None where there are none: Tab must never print an error into the line."""
    try:
        return compiled_lessons()
    except CourseError:
        return []


Folder = Annotated[
    Path | None, typer.Option("--dir", help="Your folder, if it is not my-lessons/.")
]

ExerciseId = Annotated[
    str,
    typer.Argument(metavar="ID", help="An exercise's id.", autocompletion=complete_exercise),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def agree(question: str, refusal: str, yes: bool = False) -> None:
    """Go on where the answer is yes.

    Raises:
        CourseError: the refusal, where nobody is there to answer.
        typer.Exit: where the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise CourseError(refusal)
    if not typer.confirm(question):
        typer.echo("Nothing was done.")
        raise typer.Exit(NOT_YET)
