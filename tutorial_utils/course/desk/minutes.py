"""How long exercises took: from the first check to the one that passed, as learners' folders say."""

import statistics
from pathlib import Path

from ..content.compiled import CompiledLesson
from ..exceptions import CourseError
from . import state


def minutes(about: dict | None) -> float | None:
    """From the first check of an exercise to the last one up to its pass; None where none was kept."""
    times = [(about or {}).get(name) for name in ("first", "last")]
    if not all(isinstance(t, int | float) for t in times):
        return None
    return max(0.0, (times[1] - times[0]) / 60)


def minutes_text(about: dict | None) -> str:
    """The same in words; empty where there is nothing to tell."""
    took = minutes(about)
    if took is None:
        return ""
    if took < 1:
        return "worked on for less than a minute"
    return "worked on for 1 minute" if round(took) == 1 else f"worked on for {took:.0f} minutes"


def class_minutes(folder: Path, lessons: list[CompiledLesson]) -> list[str]:
    """For each exercise how many learners tried it and passed it, and the median of their minutes.

    Args:
        folder: Holds learners' folders, at any depth. They are read, and nothing else.
        lessons: Those to tell of.

    Raises:
        CourseError: No learner's folder is there.
    """
    found = [state.read(path.parent) for path in sorted(folder.rglob(state.NAME))]
    if not found:
        raise CourseError(
            f"There is no learner's folder in {folder}: `{state.NAME}` keeps when they checked."
        )
    width = max(len(e["id"]) for lesson in lessons for e in lesson.exercises)
    lines = [
        f"{len(found)} learners. Minutes are medians, from the first check to the pass.",
        f"    {'exercise':<{width}}  tried  passed  minutes",
    ]
    for lesson in lessons:
        lines.append(f"{lesson.number}  {lesson.about['title']}")
        for id_ in (exercise["id"] for exercise in lesson.exercises):
            tried = sum(bool(known.tried.get(id_)) for known in found)
            passed = [known for known in found if known.progress.get(id_) == "PASS"]
            took = [m for known in passed if (m := minutes(known.checks.get(id_))) is not None]
            median = f"{statistics.median(took):.0f}" if took else "-"
            lines.append(f"    {id_:<{width}}  {tried:>5}  {len(passed):>6}  {median:>7}")
    return lines
