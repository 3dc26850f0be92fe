"""The path through the lessons: their order, their minutes, their pages."""

from tutorial_utils.course.content.compiled import CompiledLesson, in_words

from .contents import Contents
from .lesson_pictures import small_picture
from .markdown import counted


def path(contents: Contents) -> str:
    """A numbered list, and the minutes of all of it."""
    lessons = contents.lessons
    rows = [_row(lesson) for lesson in lessons]
    total = _total(lessons) if len(lessons) > 1 else ""
    return "\n".join(['<div class="path">', "", *rows, "", "</div>", "", total])


def _total(lessons: tuple[CompiledLesson, ...]) -> str:
    core, more = (
        sum(lesson.about[of] for lesson in lessons) for of in ("minutes", "minutes_to_go_on")
    )
    also = f", and {spoken(more)} more for all that you may go on with" if more else ""
    return f"Set aside {spoken(core)} for all of it{also}."


def _row(lesson: CompiledLesson) -> str:
    about = lesson.about
    work = f", {counted(len(lesson.exercises), 'exercise')}" if lesson.exercises else ""
    return (
        f"{int(lesson.number)}. {small_picture(lesson)}[{about['title']}](lessons/{lesson.slug}.ipynb)"
        f"<br>{about['question']}<br>{in_words(about)}{work}"
    )


def pages(contents: Contents) -> str:
    """The lessons' part of the navigation."""
    entries = [
        f"{int(lesson.number)}. {lesson.about['title']} <lessons/{lesson.slug}>"
        for lesson in contents.lessons
    ]
    return "\n".join(["```{toctree}", ":hidden:", ":caption: Lessons", "", *entries, "```"])


def spoken(minutes: int) -> str:
    """Minutes as people say them.

    >>> spoken(50), spoken(120), spoken(135)
    ('50 minutes', '2 hours', '2 hours and 15 minutes')
    """
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] * bool(hours) + [counted(rest, "minute")] * bool(rest)
    return " and ".join(parts)
