"""Small programs that meet each known error in each situation of its cure, and apply the cure.

A program is a function without arguments that gives three things: what raises the message, the same
with the cure applied, and the number that must come out of it. It names the error, the situation,
and the words of the cure that it applies.
"""

from collections.abc import Callable
from typing import NamedTuple


class Program(NamedTuple):
    """One situation: how the error comes, how it is cured, and what comes out then."""

    words: str  # they stand in the cure
    make: Callable  # gives broken, cured, result


PROGRAMS: dict[tuple[str, str], Program] = {}


def cured(error_id: str, situation: str, words: str) -> Callable:
    """Keep the decorated function as the program of one situation."""

    def keep(make):
        if (error_id, situation) in PROGRAMS:
            raise ValueError(f"{error_id!r} has two programs for {situation!r}")
        PROGRAMS[error_id, situation] = Program(words, make)
        return make

    return keep


def simple(error_id: str, situation: str, words: str, broken, right, result) -> None:
    """Keep a program that needs no names of its own."""
    cured(error_id, situation, words)(lambda: (broken, right, result))


from . import (  # noqa: E402, F401  (each fills PROGRAMS)
    callbacks,
    compiled,
    control_flow,
    devices,
    eager_python,
    eager_structures,
    fitting,
    introductions,
    leaks,
    model_objects,
    models,
    old_code,
    old_graphs,
    older_graphs,
    other_kinds,
    pipelines,
    sizes,
    sub_models,
    traced,
    traced_python,
    two_graphs,
    values,
)
