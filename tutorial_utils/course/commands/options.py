"""What commands share: options, exit codes, and the question before something is done."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..exceptions import CourseError
from .completion import complete_exercise

DONE, NOT_YET = 0, 1

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
