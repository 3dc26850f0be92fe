"""The lessons and answer pages, read once, for tests to be parametrised over."""

from functools import cache

from tutorial_utils.course.author.answers import read_answers
from tutorial_utils.course.author.reading import read_course
from tutorial_utils.course.content.model import Answer, Lesson

from .conftest import ROOT


@cache
def course() -> tuple[Lesson, ...]:
    return tuple(read_course(ROOT))


@cache
def answers() -> tuple[Answer, ...]:
    return tuple(read_answers(ROOT))
