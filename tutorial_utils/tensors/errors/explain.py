"""Add to an error what the lessons say of it; its type, text and traceback stay."""

import contextlib
from collections.abc import Iterator
from typing import Any

from .messages import known_error


@contextlib.contextmanager
def explain_errors() -> Iterator[None]:
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


_before: dict[int, tuple] = {}  # by shell: what showed its errors, and which, before ours


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext tutorial_utils``: explain the errors of every cell from here on."""
    earlier = (shell.custom_exceptions, shell.CustomTB)
    _before.setdefault(id(shell), earlier if shell.custom_exceptions else ((), None))
    shell.set_custom_exc((Exception,), _show_explained)


def unload_ipython_extension(shell: Any) -> None:
    """``%unload_ext tutorial_utils``."""
    kinds, show = _before.pop(id(shell), ((), None))
    shell.set_custom_exc(kinds, None)
    if kinds:
        shell.CustomTB = show


def _show_explained(shell, kind, error, traceback, tb_offset=None):
    explain(error)
    kinds, show = _before.get(id(shell), ((), None))
    if isinstance(error, kinds):
        show(kind, error, traceback, tb_offset=tb_offset)
    else:
        shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
