"""What comes after what a learner has done."""

from dataclasses import dataclass

from ..content.compiled import CompiledLesson
from ..desk.progress import next_exercise
from ..desk.report_model import Report


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
    found = None
    for lesson in (lesson for lesson in lessons if lesson.slug in checked):
        found = next_exercise(lessons, lesson, progress)
        if found and found[0].slug == lesson.slug:
            return NextStep(lesson, found[1]["id"])
    return NextStep(found[0]) if found else NextStep()
