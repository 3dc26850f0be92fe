"""How errors show in a lesson: those that are meant in a few lines, a learner's own as they are.

A learner's own keep their traceback. Where a name is missing that a cell of the lesson makes, as after
a restart, a note says which cells to run.
"""

import re
import textwrap

from ...checks.raised import in_one_line
from ...checks.verdict import laid_out, wrapped
from ...tensors.errors import KnownError, known_error
from ..content.cards import rows_as_html
from ..desk.session import running_source
from .lesson_cells import is_made_by_the_lesson, is_watched_by_a_person, meant_error

COLUMNS = 64  # a notebook beside its list of files has as many on a small screen
LINES = 2  # of a message, at most
CUT = " ..."
BEFORE = 40  # characters that may stand before what an error is known by
WORD = 24  # characters that may be lost at the end of a line
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"

RUN_ABOVE = (
    "A cell of this lesson makes `{name}`, and it has not run since the kernel started.\n"
    "Run the cells above: menu Run, Run All Above Selected Cell."
)


def show(shell, kind: type, error: BaseException, traceback, tb_offset=None) -> None:
    """Show what a cell raised: for IPython's ``set_custom_exc``."""
    known = known_error(error)
    is_meant = known is not None and meant_error(running_source()) == known.id
    if is_meant:
        lines = message_of(error, known)
        if not is_watched_by_a_person():
            lines += row_as_text(known)
        error._render_traceback_ = lambda: lines  # IPython shows it in the traceback's place
    elif isinstance(error, NameError) and error.name and is_made_by_the_lesson(error.name):
        error.add_note(RUN_ABOVE.format(name=error.name))
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
    if is_meant and is_watched_by_a_person():
        from IPython.display import display

        text = "\n".join(row_as_text(known))
        display({"text/plain": text, "text/html": rows_as_html(_row(known))}, raw=True)


def message_of(error: BaseException, known: KnownError) -> list[str]:
    """Type and message, cut to what the error is known by."""
    said = _what_says_something(error, known)
    lines = textwrap.wrap(
        said,
        COLUMNS,
        max_lines=LINES,
        placeholder=CUT,
        break_on_hyphens=False,
        break_long_words=False,
    )
    name = type(error).__name__
    return [lines[0].replace(name, f"{BOLD}{name}{PLAIN}", 1), *lines[1:]]


def row_as_text(known: KnownError) -> list[str]:
    """What it means, and what to do, in lines."""
    return wrapped(laid_out("", _row(known)), indent=11).splitlines()[1:]


def _row(known: KnownError) -> dict[str, str]:
    return {"means": known.meaning, "do": known.cure}


def _what_says_something(error: BaseException, known: KnownError) -> str:
    """``Type: message``, from the line of it that the error is known by."""
    kind = type(error).__name__
    lines = [in_one_line(error).removeprefix(f"{kind}: "), *str(error).splitlines(), known.says]
    said = next(line.strip() for line in lines if re.search(known.match, line))
    found = re.search(known.match, said)
    if len(kind) + found.end() < LINES * COLUMNS - WORD:
        return f"{kind}: {said}"
    start = said.rfind(" ", 0, max(1, found.start() - BEFORE)) + 1
    return f"{kind}: ... {said[start:]}"
