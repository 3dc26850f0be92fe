"""What an answer page must keep to beyond what every page must: short, and its code stands alone."""

import re
from collections.abc import Iterator

from ...content.model import Answer
from ...content.names import free_names
from ...exceptions import Problem
from .together import links_of

LINES = range(30, 61)  # of the file, below its front matter
LONGEST_SLUG = 50  # cells are named after it


def it_is_short(page: Answer) -> Iterator[Problem]:
    _, _, below = page.path.read_text(encoding="utf-8").partition("# ---\n")[2].partition("# ---\n")
    lines = len(below.strip().splitlines())
    if lines not in LINES:
        yield Problem(
            page.path,
            1,
            f"an answer page has {LINES[0]} to {LINES[-1]} lines below its front matter; "
            f"this one has {lines}",
        )
    if len(page.slug) > LONGEST_SLUG:
        yield Problem(page.path, 1, f"the file's name has more than {LONGEST_SLUG} characters")


def first_says_the_answer(page: Answer) -> Iterator[Problem]:
    """Below the heading stands one sentence or two, and then the code to copy."""
    first = page.cells[0]
    if len([part for part in first.source.split("\n\n") if part.strip()]) != 2:
        yield first.problem("the first cell is the heading and one paragraph that answers it")
    shown = [cell for cell in page.cells if not cell.is_hidden]
    if len(shown) < 2 or shown[1].type != "code":
        yield first.problem("the second cell is the code to copy")


def code_stands_alone(page: Answer) -> Iterator[Problem]:
    """The first code block can be pasted into an empty script."""
    shown = [cell for cell in page.cells if cell.type == "code" and not cell.is_hidden]
    if len(shown) < 2:
        yield page.cells[0].problem(
            "there are two code cells or more: the answer, and the way that looks right and is not"
        )
    for cell in shown[:1]:
        if missing := sorted(free_names(cell.source)):
            yield cell.problem(
                "this code is to be copied as it stands, and does not say where it has "
                f"`{'`, `'.join(missing)}` from"
            )
        if cell.error or "raises-exception" in cell.tags:
            yield cell.problem("the first code is the answer: it does not raise")


def it_leads_to_one_lesson(page: Answer) -> Iterator[Problem]:
    lessons = [
        (cell, target, section)
        for cell, target, section in links_of(page)
        if re.fullmatch(r"(\.\./)*\d\d_\w+\.py", target)
    ]
    if len(lessons) != 1:
        yield page.cells[-1].problem(
            f"an answer page has one link to the lesson that teaches it; this one has {len(lessons)}"
        )
    for cell, target, section in lessons:
        if not section:
            yield cell.problem(f"the link to `{target}` names a section: {target}#its-heading")


RULES = (it_is_short, first_says_the_answer, code_stands_alone, it_leads_to_one_lesson)
