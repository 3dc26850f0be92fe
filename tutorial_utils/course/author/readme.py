"""The list of lessons in README.md, computed from the lessons."""

import re
from pathlib import Path

from ..content import atomic
from ..content.location import COMPILED
from ..content.model import Lesson
from .layers import minutes

_BLOCK = re.compile(
    r"(?<=<!-- lessons: made by `make build` -->\n).*?(?=<!-- end of lessons -->)", re.S
)


def with_lessons(text: str, course: list[Lesson]) -> str:
    """``text`` with the list of lessons as it is now."""
    return _BLOCK.sub(lambda _: _table(course), text)


def update(root: Path, course: list[Lesson]) -> bool:
    """Write the list into README.md; whether it had changed."""
    path = root / "README.md"
    before = path.read_text(encoding="utf-8")
    after = with_lessons(before, course)
    if after != before:
        atomic.write_text(path, after)
    return after != before


def _table(course: list[Lesson]) -> str:
    rows = ["", "| lesson | answers | exercises | minutes | to go on |", "|---|---|---:|---:|---:|"]
    rows += map(_row, course)
    return "\n".join([*rows, "", ""])


def _row(lesson: Lesson) -> str:
    core, rest = minutes(lesson)
    link = f"[{lesson.title}]({COMPILED}/{lesson.slug}.ipynb)"
    return (
        f"| {lesson.number} {link} | {lesson.question} "
        f"| {len(lesson.exercises)} | {core} | {rest} |"
    )
