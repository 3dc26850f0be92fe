"""What is kept of a try, and what a learner may see before and after the first one.

The same rules for the command line and for a notebook, which differ only in how they are spelled.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass

from .state import State

AS_GIVEN = "as-given"  # the diagnosis of a repair that nobody has touched


@dataclass(frozen=True)
class Source:
    """Where a verdict comes from: a file by its name, where that is known.

    ``is_own`` says that the file is the learner's copy of the lesson, as far as its name tells.
    """

    file: str = ""
    is_own: bool = True


def note_check(
    known: State,
    exercise: str,
    verdict: str,
    diagnosis: str = "",
    source: Source | None = None,
    now: float | None = None,
) -> None:
    """Keep a verdict. PASS and NOT YET are a try, except on a repair that nobody has touched.

    A PASS stays one, whatever another file than the one that it came from says.

    Args:
        known: Is changed.
        exercise: Its id.
        verdict: PASS, NOT YET or NOT STARTED.
        diagnosis: What is wrong, by its short name.
        source: Where it comes from; by default the learner's own notebook.
        now: The time, in seconds since 1970.
    """
    source = source or Source()
    about = known.checks.get(exercise, {})
    had_passed = known.progress.get(exercise) == "PASS"
    if had_passed and verdict != "PASS" and _is_another(source, about.get("file", "")):
        return
    known.progress[exercise] = verdict
    if verdict not in ("PASS", "NOT YET") or diagnosis == AS_GIVEN:
        return
    known.tried[exercise] = True
    at = int(time.time() if now is None else now)
    if not had_passed:  # what comes after a pass is no work on it
        about = {"first": about.get("first", at), "last": at}
    known.checks[exercise] = about | ({"file": source.file} if verdict == "PASS" else {})


def _is_another(source: Source, file: str) -> bool:
    return source.file != file if source.file and file else not source.is_own


def last_tried(known: State, among: Collection[str] | None = None) -> str:
    """The exercise that was checked last; empty where none was.

    Args:
        known: What is remembered.
        among: Ids; by default all.
    """
    tried = {id_: at for id_, at in known.checks.items() if among is None or id_ in among}
    return max(tried, key=lambda id_: tried[id_].get("last", 0), default="")


def forget(known: State, exercise: str) -> None:
    """As if nobody had ever worked on it."""
    for part in (known.progress, known.tried, known.hints, known.checks):
        part.pop(exercise, None)


@dataclass(frozen=True)
class Hints:
    """The hints to show, and what may come after them: "try", "solution" or ""."""

    texts: tuple[str, ...]
    then: str


def next_hints(known: State, exercise: dict) -> Hints:
    """All hints so far and one more; before the first try, the first hint alone.

    Args:
        known: Is changed: what is shown now has been shown.
    """
    id_, hints = exercise["id"], exercise["hints"]
    before = known.hints.get(id_, 0)
    tried = bool(known.tried.get(id_))
    count = min(before + 1, len(hints)) if tried else 1
    known.hints[id_] = max(before, count)
    then = "try" if not tried else "solution" if before >= len(hints) else ""
    return Hints(tuple(hints[:count]), then)


def as_markdown(hints: Hints) -> str:
    return "\n\n".join(
        f"**Hint {number}.**{' ' if not text.startswith('```') else chr(10) * 2}{text}"
        for number, text in enumerate(hints.texts, 1)
    )
