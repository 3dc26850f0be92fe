"""What a notebook remembers: in the learner's folder, or, elsewhere, as long as its kernel lives.

Nothing here ever makes a cell fail, and nothing is read or written where no learner's folder is, or
where a program runs the notebook: builds and nbval get the same outputs always.
"""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ..exceptions import CourseError
from . import state
from .state import State

Answer = TypeVar("Answer")

_in_this_kernel = State()


def update(change: Callable[[State], object]) -> State | None:
    """Change what is remembered.

    Returns:
        What the learner's folder holds now; None where there is none, or it cannot be written.
    """
    if _is_home():
        try:
            with state.changing(Path()) as known:
                _add(_in_this_kernel, to=known)
                change(known)
        except (CourseError, OSError):  # a full disk, or a folder without the right to write
            with contextlib.suppress(CourseError):
                before = state.read(Path())
                _add(_in_this_kernel, to=before)
                _add(before, to=_in_this_kernel)
        else:
            _forget_all(_in_this_kernel)
            return known
    change(_in_this_kernel)
    return None


def ask(question: Callable[[State], Answer]) -> Answer:
    """Ask what is remembered; the question may change it."""
    answers = []
    update(lambda known: answers.append(question(known)))
    return answers[-1]


def _is_home() -> bool:
    try:
        return "PYTEST_VERSION" not in os.environ and state.is_kept_in(Path())
    except OSError:
        return False


def _add(some: State, to: State) -> None:
    """What one of them knows and the other does not."""
    to.progress.update(some.progress)
    to.tried.update(some.tried)
    for id_, about in some.checks.items():
        first = {"first": to.checks[id_]["first"]} if "first" in to.checks.get(id_, {}) else {}
        to.checks[id_] = to.checks.get(id_, {}) | about | first
    for id_, shown in some.hints.items():
        to.hints[id_] = max(shown, to.hints.get(id_, 0))


def _forget_all(known: State) -> None:
    for part in (known.progress, known.tried, known.hints, known.checks):
        part.clear()
