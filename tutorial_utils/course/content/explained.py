"""What the lessons say about an error message that somebody pasted."""

from collections.abc import Iterator

from ...tensors.errors import KnownError, find
from ...tensors.errors.pasted import readings
from .compiled import CompiledLesson, compiled_lessons

AT_MOST = 3

NOTHING = """\
No lesson explains this message. Two things to try:
- paste its last line alone, which starts with the error's name
- search the book for its rarest words: tutorial book"""


def explanations(message: str) -> Iterator[tuple[KnownError, list[CompiledLesson]]]:
    """The likeliest entries first, each with the lessons that show it.

    Where today's wording is found, older ones that only resemble it are left out.
    """
    candidates, read = find(message), readings(message)
    today = [error for error in candidates if any(reading.has(error.match) for reading in read)]
    for error in (today or candidates)[:AT_MOST]:
        yield error, [le for le in compiled_lessons() if error.id in _ids_of(le)]


def _ids_of(lesson: CompiledLesson) -> set[str]:
    return {error["id"] for error in lesson.about["errors"]}


def as_text(found: list[tuple[KnownError, list[CompiledLesson]]]) -> Iterator[tuple[str, str]]:
    """Label and text of each line to show, for the first to the last candidate."""
    for number, (error, lessons) in enumerate(found, 1):
        yield f"{number} of {len(found)}" if len(found) > 1 else "", f"{error.type}: {error.says}"
        yield "means", error.meaning
        yield "do", error.cure
        for lesson in lessons:
            yield "lesson", f"{lesson.number} {lesson.about['title']}"
