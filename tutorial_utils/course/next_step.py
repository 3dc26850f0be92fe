"""What comes after what a learner has done."""

from dataclasses import dataclass

from .compiled import CompiledLesson
from .verdicts import PASS, Report


@dataclass(frozen=True)
class NextStep:
    """The next exercise of a lesson, or the next lesson; neither where all is done."""

    lesson: CompiledLesson | None = None
    exercise: str | None = None

    @property
    def command(self) -> str:
        if self.exercise:
            return f"tutorial hint {self.exercise}"
        return f"tutorial check {self.lesson.number}" if self.lesson else ""


def next_step(
    lessons: list[CompiledLesson], progress: dict[str, str], reports: list[Report]
) -> NextStep:
    """The first exercise that is not passed in the lessons just checked; else the next lesson.

    Args:
        lessons: All lessons, in order.
        progress: exercise -> state, as far as known.
        reports: What was just checked, one report or more.
    """
    checked = {report.lesson for report in reports}
    here = [lesson for lesson in lessons if lesson.slug in checked]
    for lesson in here:
        if left := _left(lesson, progress):
            return NextStep(lesson, left[0])
    last = lessons.index(here[-1])
    for lesson in [*lessons[last + 1 :], *lessons[:last]]:
        if _left(lesson, progress):
            return NextStep(lesson)
    return NextStep()


def _left(lesson: CompiledLesson, progress: dict[str, str]) -> list[str]:
    return [e["id"] for e in lesson.exercises if progress.get(e["id"]) != PASS]
