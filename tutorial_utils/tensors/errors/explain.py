"""Add to an error what the lessons say of it; its type, text and traceback stay."""

import contextlib
import sys

from .near import known_error


@contextlib.contextmanager
def explain_errors():
    """Inside the block, errors that the lessons explain get one note: what it means, what to do.

    >>> with explain_errors():
    ...     1 / 0
    Traceback (most recent call last):
    ZeroDivisionError: division by zero
    """
    try:
        yield
    except Exception as error:
        explain(error)
        raise


def explain(error: BaseException) -> None:
    """Add the note, unless the error is unknown or has it already."""
    known = known_error(error)
    if known is None:
        return
    note = f"What it means: {known.meaning}\nWhat to do: {known.cure}\n(explained as {known.id!r})"
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)


def explain_everywhere(ipython=None) -> None:
    """From here on, explain each error that nothing catches, in a script or in a notebook's cells.

    Args:
        ipython: The module IPython, where it is loaded; its shell shows the errors of its cells.
    """
    if ipython is not None and (shell := ipython.get_ipython()):
        load_ipython_extension(shell)
        return
    shown = sys.excepthook
    if getattr(shown, "explains", False):
        return

    def explained(kind, error, traceback):
        explain(error)
        shown(kind, error, traceback)

    explained.explains = True
    sys.excepthook = explained


def load_ipython_extension(shell) -> None:
    """``%load_ext tutorial_utils``: explain the errors of every cell from here on."""
    shell.set_custom_exc((Exception,), _show_explained)


def unload_ipython_extension(shell) -> None:
    """``%unload_ext tutorial_utils``."""
    shell.set_custom_exc((), None)


def _show_explained(shell, kind, error, traceback, tb_offset=None):
    explain(error)
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
