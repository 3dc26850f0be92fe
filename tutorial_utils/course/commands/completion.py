"""What the shell offers after Tab: ids and lessons, with what they are."""

from collections.abc import Iterator

from ..content.compiled import compiled_lessons
from ..exceptions import CourseError


def complete_exercise(incomplete: str) -> list[tuple[str, str]]:
    """Ids that begin so, each with the title of its lesson."""
    return [(id_, title) for id_, title in _exercises() if id_.startswith(incomplete)]


def complete_exercise_or_lesson(incomplete: str) -> list[tuple[str, str]]:
    """The same, after the lessons whose number or slug begins so."""
    lessons = [(le.slug, le.about["title"]) for le in _lessons()]
    return [
        *((slug, title) for slug, title in lessons if slug.startswith(incomplete)),
        *complete_exercise(incomplete),
    ]


def _exercises() -> Iterator[tuple[str, str]]:
    for lesson in _lessons():
        for exercise in lesson.exercises:
            yield exercise["id"], lesson.about["title"]


def _lessons() -> list:
    """None where there are none: Tab must never print an error into the line."""
    try:
        return compiled_lessons()
    except CourseError:
        return []
