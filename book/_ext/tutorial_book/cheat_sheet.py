"""The cheat sheet: of each lesson the short answer, the key points and what to keep."""

import re

from tutorial_utils.course.content.compiled import CompiledLesson, is_code, source_of

from .contents import Contents

RECAP = "## What to keep"
_TO_A_PAGE = re.compile(r"\]\((?=[\w/.]+\.ipynb)")
_KEY = re.compile(r"^> \*\*Key\..*(?:\n>.*)*", re.M)


def cheat_sheet(contents: Contents) -> str:
    return "\n\n".join(_of_lesson(lesson) for lesson in contents.lessons)


def _of_lesson(lesson: CompiledLesson) -> str:
    about = lesson.about
    parts = [f"## [{about['question']}](lessons/{lesson.slug}.ipynb)"]
    if code := short_answer(lesson):
        parts.append(f"```python\n{code}\n```")
    prose = [source_of(c) for c in lesson.notebook["cells"] if not is_code(c)]
    recalled = [found[0] for text in prose for found in _KEY.finditer(text)]
    recalled += [_bullets(text) for text in prose if text.startswith(RECAP)]
    # a lesson's links begin at its own folder
    return "\n\n".join([*parts, *(_TO_A_PAGE.sub("](lessons/", text) for text in recalled)])


def short_answer(lesson: CompiledLesson) -> str | None:
    """The first code cell that the page shows."""
    for cell in lesson.notebook["cells"]:
        if is_code(cell) and "remove-cell" not in cell["metadata"].get("tags", ()):
            return source_of(cell)
    return None


def _bullets(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith("* "))
