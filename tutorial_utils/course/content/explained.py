"""What the lessons say about an error message that somebody pasted."""

from collections.abc import Iterator

from ...tensors.errors import Match, find
from .compiled import CompiledAnswer, CompiledPage, compiled_answers, compiled_lessons

AT_MOST = 3

NOTHING = """\
No page explains this message. Two things to try:
- search the book for its rarest words: tutorial find "a few words"
- paste its last line alone, which starts with the error's name"""

NEAR = "No page explains just this message. Near it, and perhaps not yours:"
INTRODUCTION = "These words only introduce a message. What went wrong stands further on."


def explanations(message: str) -> Iterator[tuple[Match, list[CompiledPage]]]:
    """The likeliest entries first, each with the pages that show it, lessons first.

    Where it is sure which one it is, those that are only near are left out.
    """
    candidates = find(message)
    sure = [match for match in candidates if match.sure]
    pages = (*compiled_lessons(), *compiled_answers())
    for match in (sure or candidates)[:AT_MOST]:
        yield match, [page for page in pages if match.error.id in _ids_of(page)]


def _ids_of(page: CompiledPage) -> set[str]:
    return {error["id"] for error in page.about["errors"]}


def as_text(found: list[tuple[Match, list[CompiledPage]]]) -> Iterator[tuple[str, str]]:
    """Label and text of each line to show, for the first to the last candidate."""
    if not found[0][0].sure:
        yield "", INTRODUCTION if found[0][0].error.introduces else NEAR
    for number, (match, pages) in enumerate(found, 1):
        error = match.error
        yield f"{number} of {len(found)}" if len(found) > 1 else "", error.line
        yield "means", error.meaning
        for cause in error.causes:
            yield "if", cause.tell
            yield "do", cause.cure
        if not error.causes:
            yield "do", error.cure
        for page in pages:
            if isinstance(page, CompiledAnswer):
                yield "answer", page.about["question"]
            else:
                yield "lesson", f"{page.number} {page.about['title']}"
