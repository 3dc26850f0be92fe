"""What is kept of a try, and what a learner may see before and after the first one.

The same rules for the command line and for a notebook, which differ only in how they are spelled.
"""

from dataclasses import dataclass

from .state import State

AS_GIVEN = "as-given"  # the diagnosis of a repair that nobody has touched


def note_check(known: State, exercise: str, verdict: str, diagnosis: str = "") -> None:
    """Keep a verdict. PASS and NOT YET are a try, except on a repair that nobody has touched.

    Args:
        known: Is changed.
        exercise: Its id.
        verdict: PASS, NOT YET or NOT STARTED.
        diagnosis: What is wrong, by its short name.
    """
    known.progress[exercise] = verdict
    if verdict in ("PASS", "NOT YET") and diagnosis != AS_GIVEN:
        known.tried[exercise] = True


def forget(known: State, exercise: str) -> None:
    """As if nobody had ever worked on it."""
    for part in (known.progress, known.tried, known.hints):
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
