"""The cells of a file's text, and from where to where each of them stands in it.

Nothing but the standard library reads them, and the header of a script is not parsed: whatever a
learner has done to a file, its cells are found.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .cells import LearnerCell, cell_of


@dataclass(frozen=True)
class Placed:
    """A cell, and from where to where it stands in the file's text."""

    start: int
    end: int
    cell: LearnerCell


# Notebooks: the standard decoder reads one value at a place and says where it ends.

_SPACE = re.compile(r"[ \t\r\n\ufeff]*")  # some editors put a mark at the start of a file
_JSON = json.JSONDecoder()


def list_of_cells(text: str) -> tuple[int, int]:
    """From where to where the list ``cells`` reaches, without its brackets."""
    at = _skip(text, _skip(text, 0) + 1)
    while True:
        key, at = _JSON.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)  # over the colon
        _, end = _JSON.raw_decode(text, at)
        if key == "cells":
            return at + 1, end - 1
        at = _skip(text, _skip(text, end) + 1)  # over the comma


def cells_in_json(text: str) -> Iterator[Placed]:
    at, end = list_of_cells(text)
    at = _skip(text, at)
    while at < end:
        cell, after = _JSON.raw_decode(text, at)
        yield Placed(at, after, cell_of(cell))
        at = _skip(text, _skip(text, after) + 1)


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()


# Scripts: a cell is its marker and all up to the next one, less the empty lines between them.

_MARKER = re.compile(r"^#[ \t]*%%(?![\w%])(?P<rest>[^\r\n]*)(?:\r?\n|\Z)", re.MULTILINE)
_HEADER = re.compile(r"\ufeff?# ---\r?\n.*?^# ---\r?$", re.DOTALL | re.MULTILINE)
_SLUG = re.compile(r"^# +slug: *[\"']?([\w-]+)", re.MULTILINE)

# In a script these stand behind "# ", for they are no Python.
_MAGIC = re.compile(r"^([ \t]*)# ?(?=%{1,2}[a-zA-Z]|!\s*[a-zA-Z.~$/])", re.MULTILINE)


def cells_in_script(text: str) -> Iterator[Placed]:
    """A marker ends a cell also where the learner left a string open: nothing after it is lost."""
    markers = list(_MARKER.finditer(text))
    header = end_of_header(text)
    before = text[header : markers[0].start()] if markers else text[header:]
    if before.strip(" \t\r\n\ufeff"):
        yield Placed(header, header + len(before.rstrip()), LearnerCell("code", _code(before)))
    for marker, following in zip(markers, [*markers[1:], None], strict=False):
        body = text[marker.end() : following.start() if following else len(text)].rstrip()
        blank = len(text[marker.end() :]) - len(text[marker.end() :].lstrip("\r\n"))
        is_text = "[markdown]" in marker["rest"] or "[md]" in marker["rest"]
        found = re.search(r'\bexercise="([^"]*)"', marker["rest"])
        yield Placed(
            marker.start(),
            marker.end() + len(body) if body else marker.start() + len(marker[0].rstrip()),
            LearnerCell(
                "markdown" if is_text else "code",
                _uncommented(body) if is_text else _code(body),
                found[1] if found else None,
                _tags(marker["rest"]),
                1 + text.count("\n", 0, marker.end() + blank),
            ),
        )


def _code(body: str) -> str:
    return _MAGIC.sub(r"\1", body.replace("\r\n", "\n")).strip("\n\ufeff")


def _tags(rest: str) -> tuple[str, ...]:
    found = re.search(r"\btags=\[([^\]]*)\]", rest)
    return tuple(re.findall(r'"([^"]*)"', found[1])) if found else ()


def _uncommented(body: str) -> str:
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in body.splitlines())


def end_of_header(text: str) -> int:
    header = _HEADER.match(text)
    return header.end() if header else 0


def slug_in_script(text: str) -> str | None:
    """The lesson that a script's header names."""
    found = _SLUG.search(text, 0, end_of_header(text))
    return found[1] if found else None
