"""The page of error messages, by where one stands: each with its meaning and its cure."""

import re

from tutorial_utils.course.content.compiled import CompiledPage
from tutorial_utils.tensors.errors import KnownError, situations

from .contents import Contents
from .markdown import as_code


def entries(contents: Contents) -> str:
    """A section for each situation, and in it one for each message, as the table has them."""
    where = _pages_that_raise(contents)
    parts = []
    for situation in situations():
        parts.append(f"## {situation.title}")
        parts += [_entry(error, where.get(error.id, [])) for error in situation.errors]
    return "\n\n".join(parts)


def _pages_that_raise(contents: Contents) -> dict[str, list[CompiledPage]]:
    where: dict[str, list[CompiledPage]] = {}
    for page in contents.pages:
        for error in page.about["errors"]:
            where.setdefault(error["id"], []).append(page)
    return where


def _entry(error: KnownError, pages: list[CompiledPage]) -> str:
    parts = [
        f"({error.id})=",
        f"### {as_code(error.line)}",
        error.meaning,
        *(f"**{cause.tell}:** {cause.cure}" for cause in error.causes),
    ]
    if not error.causes:
        parts.append(f"**Do this:** {error.cure}")
    parts.append(f"Tried in: {'; '.join(error.holds)}.")
    if pages:
        parts.append(f"See it run: {_shown_in(error, pages)}.")
    if error.older:
        said = "; ".join(_older(wording.text, wording.source) for wording in error.older)
        parts.append(f"Older versions say: {said}.")
    return "\n\n".join(parts)


def message(error: dict) -> str:
    return f"{error['type']}: {error['says']}"


def _shown_in(error: KnownError, pages: list[CompiledPage]) -> str:
    return "; ".join(
        f"[{page.about['title']}](lessons/{page.place}.ipynb#error-{error.id})" for page in pages
    )


def _older(text: str, source: str) -> str:
    host = re.sub(r"^https?://(www\.)?([^/]+).*", r"\2", source)
    return f"{as_code(text)} ([seen at {host}]({source}))"
