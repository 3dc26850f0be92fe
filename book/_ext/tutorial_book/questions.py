"""Every question that an answer page or a lesson answers, with the place that answers it.

Answer pages stand by topic, and a lesson's questions below the heading that answers them, so that
two hundred and more can be looked through.
"""

import re
from collections.abc import Iterator

from tutorial_utils.course.content.compiled import (
    CompiledAnswer,
    CompiledLesson,
    CompiledPage,
    is_code,
    source_of,
)
from tutorial_utils.course.content.headings import anchor
from tutorial_utils.course.content.model import TOPICS

from .contents import Contents
from .markdown import as_text, counted

_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def questions(contents: Contents) -> str:
    """The page of questions: a heading for each topic and lesson, and for each of its sections."""
    parts: list[str] = []
    for title, pages in _groups(contents):
        parts.append(f"## {title}")
        for page in pages:
            for heading, address, ways in _sections(page):
                if heading != page.about["question"]:
                    parts.append(f"### {_link(heading, address)}")
                elif isinstance(page, CompiledAnswer):
                    parts.append(f"### {_link(heading, _address(page))}")
                else:
                    parts.append(f"* {_link(heading, _address(page))}")
                parts.append("\n".join(f"* {_link(way, address)}" for way in ways))
    return "\n\n".join(parts)


def closed_list(contents: Contents) -> str:
    """The same below lids, a topic or lesson each, for a page that has other things to say."""
    parts: list[str] = []
    for title, pages in _groups(contents):
        rows = []
        for page in pages:
            rows.append(f"* {_link(page.about['question'], _address(page))}")
            sections = _sections(page)
            rows += [f"* {_link(way, place)}" for _, place, ways in sections for way in ways]
        lid = f"<details><summary>{title} ({counted(len(rows), 'question')})</summary>"
        parts += [lid, "\n".join(rows), "</details>"]
    return "\n\n".join(parts)


def _groups(contents: Contents) -> Iterator[tuple[str, list[CompiledPage]]]:
    """The answer pages by topic, then the lessons in order, each with its title."""
    for topic, title in TOPICS.items():
        if answers := [answer for answer in contents.answers if answer.topic == topic]:
            yield title, answers
    for lesson in contents.lessons:
        yield _title(lesson), [lesson]


def _title(lesson: CompiledLesson) -> str:
    return f"Lesson {int(lesson.number)}: {lesson.about['title']}"


def _sections(page: CompiledPage) -> Iterator[tuple[str, str, list[str]]]:
    """Each heading that answers something, in the order of the page: its address, the ways to ask.

    The page's own question comes first.
    """
    cells = [source_of(cell) for cell in page.notebook["cells"] if not is_code(cell)]
    asked = page.about["asked"]
    for heading in _HEADING.findall("\n".join(cells)):
        ways = [way for way, answered_by in asked.items() if answered_by == heading]
        if ways or heading == page.about["question"]:
            yield heading, f"{_address(page)}#{anchor(heading)}", ways


def _address(page: CompiledPage) -> str:
    return f"lessons/{page.place}.ipynb"


def _link(question: str, address: str) -> str:
    return f"[{as_text(question)}]({address})"


def pages(contents: Contents) -> str:
    """The answer pages' part of the navigation, below the page of questions."""
    entries = [f"{a.about['question']} <lessons/{a.place}>" for a in contents.answers]
    return "\n".join(["```{toctree}", ":hidden:", "", *entries, "```"])
