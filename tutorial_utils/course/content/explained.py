"""What the lessons say about an error message that somebody pasted."""

from collections.abc import Iterator

from ...tensors.errors import KnownError, find
from ...tensors.errors.pasted import readings
from .compiled import CompiledAnswer, CompiledPage, compiled_answers, compiled_lessons

AT_MOST = 3

NOTHING = """\
No page explains this message. Two things to try:
- search the book for its rarest words: tutorial find "a few words"
- paste its last line alone, which starts with the error's name"""


def explanations(message: str) -> Iterator[tuple[KnownError, list[CompiledPage]]]:
    """The likeliest entries first, each with the pages that show it, lessons first.

    Where today's wording is found, older ones that only resemble it are left out.
    """
    candidates, read = find(message), readings(message)
    today = [error for error in candidates if any(reading.has(error.match) for reading in read)]
    pages = (*compiled_lessons(), *compiled_answers())
    for error in (today or candidates)[:AT_MOST]:
        yield error, [page for page in pages if error.id in _ids_of(page)]


def _ids_of(page: CompiledPage) -> set[str]:
    return {error["id"] for error in page.about["errors"]}


def as_text(found: list[tuple[KnownError, list[CompiledPage]]]) -> Iterator[tuple[str, str]]:
    """Label and text of each line to show, for the first to the last candidate."""
    for number, (error, pages) in enumerate(found, 1):
        yield f"{number} of {len(found)}" if len(found) > 1 else "", f"{error.type}: {error.says}"
        yield "means", error.meaning
        yield "do", error.cure
        for page in pages:
            if isinstance(page, CompiledAnswer):
                yield "answer", page.about["question"]
            else:
                yield "lesson", f"{page.number} {page.about['title']}"
