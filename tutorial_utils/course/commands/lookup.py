"""What needs no lesson: a pasted message, the book, a look at the machine."""

import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ..desk.progress import my_folder
from ..exceptions import CourseError, EnvironmentFault
from .options import DONE, NOT_YET, Folder

if TYPE_CHECKING:
    from ..search.finding import Hit, Search

_HITS = 3
_MOST = 0.6  # of a message's words: a message of another subject shares a few with everything


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

    if not message and sys.stdin.isatty():
        typer.echo("Paste the message, then press Enter and Ctrl-D:", err=True)
    given = " ".join(message) if message else sys.stdin.buffer.read().decode("utf-8", "replace")
    if not given.strip():
        raise CourseError('There is no message. Give it in quotes: tutorial error "..."')
    found = list(explanations(given))
    if not found:
        typer.echo(NOTHING)
        from ..search.pasted import gist

        if hits := _search().hits(gist(given), _MOST, _HITS):
            typer.echo("\nThese places have most words of it:")
            _show(hits)
        raise typer.Exit(NOT_YET)
    _labelled(as_text(found))


def find(
    question: Annotated[
        list[str], typer.Argument(help="A question, some words, a name, or a message.")
    ],
) -> None:
    """Search the book: the three sections that answer best, each with its address.

    \b
        tutorial find "how do I print a layer's output"
        tutorial find K.get_value
    """
    asked, search = " ".join(question), _search()
    if hits := search.hits(asked, at_most=_HITS):
        _show(hits)
        return
    typer.echo("Nothing in the book has these words. Spelt most like them:")
    _show(search.nearest(asked))
    raise typer.Exit(NOT_YET)


def _search() -> "Search":
    """Of the built book, whose addresses can be opened; without one of this version, of the lessons."""
    from ..search import finding
    from .browser import first_page

    try:
        return finding.of_book(first_page())
    except (CourseError, OSError, ValueError):
        return finding.of_lessons()


def _show(hits: "list[Hit]") -> None:
    from .browser import address_in_book

    for hit in hits:
        typer.echo(f"\n{hit.heading}")
        told = ("do", hit.cure) if hit.cure else ("says", "".join(text for text, _ in hit.excerpt))
        _labelled([("in", hit.page), told])
        typer.echo(f"{'at':<9}{address_in_book(hit.address)}")  # in one piece, to be opened


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

    wrong = 0
    for finding in examine(folder or my_folder(None), seconds):
        wrong += finding.state == WRONG
        _labelled([(finding.state, finding.said)])
        if finding.cure and finding.state != OK:
            _labelled([("", f"Do: {finding.cure}")])
    typer.echo(f"{wrong} to put right." if wrong else "Nothing is wrong.")
    raise typer.Exit(EnvironmentFault.exit_code if wrong else DONE)


def book(browser: Annotated[bool, typer.Option(help="Open a browser.")] = True) -> None:
    """Open the book, and print its address.

    \b
        tutorial book
        tutorial book --no-browser
    """
    from .browser import first_page

    address = first_page().as_uri()
    typer.echo(f"The book is at          {address}")
    if browser:
        import webbrowser

        webbrowser.open(address)


def _labelled(lines: Iterable[tuple[str, str]], width: int = 9) -> None:
    """Label and text, wrapped in a column of its own; an unlabelled line stands out to the left."""
    columns = min(shutil.get_terminal_size().columns, 100)
    for label, text in lines:
        indent = " " * width
        print(
            textwrap.fill(
                text,
                columns,
                initial_indent=f"{label:<{width}}",
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
