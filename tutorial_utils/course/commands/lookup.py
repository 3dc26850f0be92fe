"""What needs no lesson: a pasted message, the book, a look at the machine."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..content.location import checkout, content
from ..desk.progress import my_folder
from ..exceptions import CourseError, EnvironmentFault
from .options import DONE, NOT_YET, Folder


def error(
    message: Annotated[
        list[str] | None,
        typer.Argument(help="The message; without it, what comes from a pipe or is pasted."),
    ] = None,
) -> None:
    """Explain an error message: what it means, what to do, which lesson shows it.

    A line of it or a whole traceback, from today's versions or from older ones.

    \b
        tutorial error "'KerasTensor' object has no attribute 'numpy'"
        python train.py 2>&1 | tutorial error
    """
    from ..content.explained import NOTHING, as_text, explanations
    from .report import labelled

    if not message and sys.stdin.isatty():
        typer.echo("Paste the message, then press Enter and Ctrl-D:", err=True)
    given = " ".join(message) if message else sys.stdin.buffer.read().decode("utf-8", "replace")
    if not given.strip():
        raise CourseError('There is no message. Give it in quotes: tutorial error "..."')
    found = list(explanations(given))
    if not found:
        typer.echo(NOTHING)
        raise typer.Exit(NOT_YET)
    labelled(as_text(found))


def doctor(
    folder: Folder = None,
    seconds: Annotated[float, typer.Option(help="How long one look may take.", min=1.0)] = 120.0,
) -> None:
    """Look at this machine: what is wrong, and what to do about it.

    Python, packages, TensorFlow, the kernel, your folder, the disk. Exit code 3: something is wrong.

    \b
        tutorial doctor
    """
    from ..machine.doctor import OK, WRONG, examine
    from .report import labelled

    wrong = 0
    for finding in examine(folder or my_folder(None), seconds):
        wrong += finding.state == WRONG
        labelled([(finding.state, finding.said)])
        if finding.cure and finding.state != OK:
            labelled([("", f"Do: {finding.cure}")])
    typer.echo(f"{wrong} to put right." if wrong else "Nothing is wrong.")
    raise typer.Exit(EnvironmentFault.exit_code if wrong else DONE)


def book(browser: Annotated[bool, typer.Option(help="Open a browser.")] = True) -> None:
    """Open the book, and print its address.

    \b
        tutorial book
        tutorial book --no-browser
    """
    address = first_page().as_uri()
    typer.echo(f"The book is at          {address}")
    if browser:
        import webbrowser

        webbrowser.open(address)


def first_page() -> Path:
    """The path of the book's first page: of a clone, or of the installed package.

    Raises:
        CourseError: saying how to get it.
    """
    try:
        page = checkout() / "book" / "_build" / "html" / "index.html"
        how = "The book is not built yet. Run: make book"
    except CourseError:
        page = content() / "book" / "index.html"
        how = (
            "The book is not in the installed package: get a clone of Seeing Tensors and run "
            "`make book` in it. Here, every lesson opens with: tutorial lab"
        )
    if not page.is_file():
        raise CourseError(how)
    return page
