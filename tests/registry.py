"""The lessons, read once, for tests to be parametrised over."""

from functools import cache

from tutorial_utils.course.author.reading import read_course
from tutorial_utils.course.content.model import Lesson

from .conftest import ROOT


@cache
def course() -> tuple[Lesson, ...]:
    return tuple(read_course(ROOT))


def lesson_of(exercise_id: str) -> Lesson:
    return next(le for le in course() if any(e.id == exercise_id for e in le.exercises))
