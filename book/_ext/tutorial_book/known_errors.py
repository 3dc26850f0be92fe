"""The page of error messages: each with its meaning, its cure, and the cells that raise it."""

import re

from tutorial_utils.course.content.compiled import CompiledPage

from .contents import Contents
from .markdown import as_code


def entries(contents: Contents) -> str:
    """One section for each message, in the order of their types and words."""
    return "\n\n".join(_entry(error, where) for error, where in explained(contents))


def explained(contents: Contents) -> list[tuple[dict, list[CompiledPage]]]:
    """Every message with the pages that raise it."""
    errors: dict[str, dict] = {}
    where: dict[str, list[CompiledPage]] = {}
    for page in contents.pages:
        for error in page.about["errors"]:
            errors[error["id"]] = error
            where.setdefault(error["id"], []).append(page)
    in_order = sorted(errors.values(), key=lambda e: (e["type"], e["says"].lower()))
    return [(error, where[error["id"]]) for error in in_order]


def _entry(error: dict, pages: list[CompiledPage]) -> str:
    parts = [
        f"({error['id']})=",
        f"## {as_code(message(error))}",
        f"**It means**\n: {error['meaning']}",
        f"**Do this**\n: {error['cure']}",
        f"**Tried in**\n: {'; '.join(error['holds'])}",
        f"**See it run**\n: {_shown_in(error, pages)}",
    ]
    if error["older"]:
        said = "\n\n  ".join(_older(wording) for wording in error["older"])
        parts.append(f"**Older versions say**\n: {said}")
    return "\n\n".join(parts)


def message(error: dict) -> str:
    return f"{error['type']}: {error['says']}"


def _shown_in(error: dict, pages: list[CompiledPage]) -> str:
    links = [
        f"[the cell that raises it](lessons/{page.place}.ipynb#error-{error['id']}), "
        f"in [{page.about['title']}](lessons/{page.place}.ipynb)"
        for page in pages
    ]
    return "; ".join(links)


def _older(wording: dict) -> str:
    host = re.sub(r"^https?://(www\.)?([^/]+).*", r"\2", wording["source"])
    return f"{as_code(wording['text'])} ([seen at {host}]({wording['source']}))"
