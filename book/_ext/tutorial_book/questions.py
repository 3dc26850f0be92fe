"""Every question that a lesson answers, with the place that answers it."""

from tutorial_utils.course.content.compiled import CompiledLesson

from .markdown import slug


def questions(lessons: list[CompiledLesson]) -> str:
    """A heading for each lesson, and below it the lesson's question and its others."""
    return "\n\n".join(_of_lesson(lesson) for lesson in lessons)


def _of_lesson(lesson: CompiledLesson) -> str:
    about = lesson.about
    page = f"lessons/{lesson.slug}.ipynb"
    rows = [f"## {about['title']}", "", f"* [{about['question']}]({page})"]
    rows += [
        f"* [{question}]({page}#{slug(heading)})"
        for question, heading in about["questions"].items()
    ]
    return "\n".join(rows)
