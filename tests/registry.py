"""The lessons and answer pages, read once, for tests to be parametrised over."""

from functools import cache

from tutorial_utils.course.author.answers import read_answers, read_gallery
from tutorial_utils.course.author.reading import read_course
from tutorial_utils.course.content.model import Answer, Gallery, Lesson

from .conftest import ROOT


@cache
def course() -> tuple[Lesson, ...]:
    return tuple(read_course(ROOT))


@cache
def gallery() -> tuple[Gallery, ...]:
    return tuple(read_gallery(ROOT))


@cache
def answers() -> tuple[Answer, ...]:
    return tuple(read_answers(ROOT))
