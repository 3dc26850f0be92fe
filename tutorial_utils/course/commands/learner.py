"""What a learner does: bring lessons, see how far they are, ask for help, start over."""

import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..content.compiled import compiled_lessons, find_exercise
from ..desk import attempts, state
from ..desk.progress import DEFAULT_FOLDER, copy_of, current_lesson, is_home, my_folder
from ..exceptions import CourseError
from .options import ExerciseId, Folder, Yes, agree, complete_exercise_or_lesson
from .targets import exercise_or_lesson


def start(context: typer.Context) -> None:
    """Seeing Tensors: how to see the values inside a Keras or TensorFlow tensor.

    Without a command: where you are, and what is next.
    """
    if context.invoked_subcommand is None:
        from ..desk.overview import where_am_i

        for line in where_am_i(my_folder(None)):
            typer.echo(line)


def lab(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=f"Where your copies of the lessons go.  [default: {DEFAULT_FOLDER}]",
            show_default=False,
        ),
    ] = None,
    py: Annotated[bool, typer.Option("--py", help="As scripts; starts nothing.")] = False,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Bring the lessons into your folder and open them in JupyterLab.

    What you changed is never overwritten: a new version goes beside it.

    \b
        tutorial lab
        tutorial lab my-tensors --no-browser
        tutorial lab --py
    """
    from ..desk.delivery import deliver

    folder = folder or my_folder(None)
    for delivered in deliver(folder, scripts=py):
        typer.echo(delivered)
    if py:
        typer.echo(f"Edit them while this runs: tutorial watch --dir {folder}")
        return
    from ..machine.jupyterlab import serve
    from .browser import first_page

    def say(url: str) -> None:
        """Last of all, and nothing after it: where to read, and where to work."""
        typer.echo("\nCtrl-C stops JupyterLab.")
        with contextlib.suppress(CourseError):  # no book is built
            typer.echo(f"To read     {first_page().as_uri()}")
        typer.echo(f"To work on  {url}")

    first = current_lesson(folder)
    raise typer.Exit(serve(folder, f"{first.slug}.ipynb", browser=browser, say=say))


def list_(
    folder: Folder = None,
    stats: Annotated[
        Path | None,
        typer.Option(help="A class's folder: how many passed, and their median minutes."),
    ] = None,
) -> None:
    """Show lessons and exercises, the minutes to set aside (+ those to go on), and how far you are.

    Of an exercise that you have checked: the minutes from the first check to the pass.

    \b
        tutorial list
        tutorial list --dir my-tensors
        tutorial list --stats class/
    """
    from ..desk.minutes import class_minutes

    if stats is None:
        show_overview(my_folder(folder))
        return
    for line in class_minutes(stats, compiled_lessons()):
        typer.echo(line)


def show_overview(home: Path, at: str | None = None) -> None:
    """How far the learner is, with all exercises, or with those of one lesson."""
    from ..desk.overview import overview

    for line in overview(home, *bar_characters(), at):
        typer.echo(line)


def hint(id_: ExerciseId, folder: Folder = None) -> None:
    """Show a hint for an exercise; after a try, one more each time you ask.

    The first hint is a question about what is on the screen. A try is a check of your own code.

    \b
        tutorial hint numbers-of-a-layer
    """
    from .report import markdown

    _, exercise = find_exercise(id_)
    home = my_folder(folder)
    known = state.read(home)
    hints = attempts.next_hints(known, exercise)
    markdown(attempts.as_markdown(hints))
    if hints.then == "try":
        typer.echo(f"More comes after a try: tutorial check {id_}")
    if hints.then == "solution":
        typer.echo(f"These are all. An answer, and why it works: tutorial solution {id_}")
    if is_home(home):
        with state.changing(home) as known:
            attempts.next_hints(known, exercise)


def solution(id_: ExerciseId, yes: Yes = False, folder: Folder = None) -> None:
    """Show an answer to an exercise, why it works, and what else would.

    Before your first try it asks whether you want that.

    \b
        tutorial solution numbers-of-a-layer
        tutorial solution numbers-of-a-layer --yes
    """
    from .report import markdown

    _, exercise = find_exercise(id_)
    if not yes and not state.read(my_folder(folder)).tried.get(id_):
        agree(
            f"You have not tried {id_} yet; a hint may be all you need: tutorial hint {id_}\n"
            "Show the answer now?",
            f"You have not tried {id_} yet. To see its answer all the same: "
            f"tutorial solution {id_} --yes",
        )
    typer.echo(f"{exercise['answer']}\n")  # as it is, to be copied
    markdown(exercise["why"])


def reset(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|LESSON",
            help="An exercise's id, or a lesson (01).",
            autocompletion=complete_exercise_or_lesson,
        ),
    ],
    yes: Yes = False,
    folder: Folder = None,
) -> None:
    """Give an exercise or a lesson back as it was delivered. Your own version is kept.

    An exercise alone: the rest of the file stays as it is. What was there is in .backups/ of your
    folder. Its verdict, tries and hints are forgotten.

    \b
        tutorial reset numbers-of-a-layer
        tutorial reset 01
    """
    from ..desk.reset import reset_exercise, reset_lesson

    home = my_folder(folder)
    lesson, exercise = exercise_or_lesson(what)
    path = copy_of(lesson, home)
    thing = f"{exercise['id']} in {path}" if exercise else f"{path}, the whole lesson,"
    agree(
        f"Reset {thing} to what was delivered? Yours is kept in {path.parent / '.backups'}/.",
        f"This replaces your work on {what}, and keeps it in {path.parent / '.backups'}/. "
        f"To do it: tutorial reset {what} --yes",
        yes,
    )
    done = reset_exercise(path, lesson, exercise) if exercise else reset_lesson(path, lesson)
    if done.kept is None:
        typer.echo(f"{what} in {path} is as it was delivered; its progress is forgotten.")
        return
    typer.echo(f"{what} in {path} is as it was delivered.\nYours is kept: {done.kept}")
    if path.suffix == ".ipynb":
        typer.echo("Open in JupyterLab? Then: File, Reload Notebook from Disk.")


def bar_characters() -> tuple[str, str]:
    """Full and empty, where the output can show blocks; else plain ASCII."""
    try:
        "█░".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "#", "-"
    return "█", "░"
