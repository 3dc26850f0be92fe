"""Every question that an answer page or a lesson answers, with the place that answers it."""

from tutorial_utils.course.content.compiled import CompiledAnswer, CompiledLesson, CompiledPage
from tutorial_utils.course.content.headings import anchor
from tutorial_utils.course.content.model import TOPICS

from .contents import Contents
from .markdown import as_text


def questions(contents: Contents) -> str:
    """The answer pages by topic, then the lessons in order."""
    topics = {topic: [a for a in contents.answers if a.topic == topic] for topic in TOPICS}
    parts = [_of_topic(TOPICS[topic], answers) for topic, answers in topics.items() if answers]
    return "\n\n".join([*parts, *(_of_lesson(lesson) for lesson in contents.lessons)])


def _of_topic(title: str, answers: list[CompiledAnswer]) -> str:
    rows = [row for answer in answers for row in _rows(answer, "  ")]
    return "\n".join([f"## {title}", "", *rows])


def _of_lesson(lesson: CompiledLesson) -> str:
    title = f"Lesson {int(lesson.number)}: {lesson.about['title']}"
    return "\n".join([f"## {title}", "", *_rows(lesson)])


def _rows(page: CompiledPage, before: str = "") -> list[str]:
    """The page's question, and the other ways to ask it, each with its place."""
    about, address = page.about, f"lessons/{page.place}.ipynb"
    rows = [f"* [{as_text(about['question'])}]({address})"]
    return rows + [
        f"{before}* [{as_text(question)}]({address}#{anchor(heading)})"
        for question, heading in about["asked"].items()
    ]


def plain_list(contents: Contents) -> str:
    """Every page's question and the ways to ask it, in one list."""
    return "\n".join(row for page in contents.pages for row in _rows(page, "  "))


def pages(contents: Contents) -> str:
    """The answer pages' part of the navigation, below the page of questions."""
    entries = [f"{a.about['question']} <lessons/{a.place}>" for a in contents.answers]
    return "\n".join(["```{toctree}", ":hidden:", "", *entries, "```"])
