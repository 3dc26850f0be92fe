"""The index: all that a search needs, as the book's page loads it and as ``tutorial find`` reads it.

Two indexes in the form in which MiniSearch keeps them: one of the places, and one of the ways of
asking, each of which leads to a place.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from .sections import Message, Section
from .terms import vocabulary

FIELDS_OF_A_PLACE = ("messages", "names", "text")
FIELDS_OF_A_WAY = ("asked",)

# A browser reads JSON in half the time that the same data take as a program.
_BEFORE, _AFTER = "window.bookIndex = JSON.parse('", "');\n"


def index_of(sections: Sequence[Section], messages: Sequence[Message]) -> dict:
    """The index of sections and messages: plain data that JSON can hold."""
    words = vocabulary()
    ways = [
        (number, way)
        for number, section in enumerate(sections)
        for way in dict.fromkeys([*section.asked, *([] if section.is_entry else [section.heading])])
    ]
    return {
        "words": words.table,
        "sections": [
            {"address": s.address, "page": s.page, "heading": s.heading, "text": s.text}
            for s in sections
        ],
        "messages": [asdict(message) for message in messages],
        "places": _mini_search(FIELDS_OF_A_PLACE, map(_fields, sections), words.terms),
        "asked": _mini_search(FIELDS_OF_A_WAY, ([way] for _, way in ways), words.terms),
        "ways": [[number, way] for number, way in ways],
    }


def _fields(section: Section) -> list[str]:
    said = [*section.messages, *([section.heading] if section.is_entry else [])]
    return [" ".join(said), " ".join(section.names), section.text]


def _mini_search(
    fields: Sequence[str], documents: Iterable[list[str]], terms: Callable[[str], list[str]]
) -> dict:
    """What ``JSON.stringify`` gives of a MiniSearch of version 7 that holds these documents."""
    postings: dict[str, dict[int, dict[int, int]]] = {}
    lengths = []
    for number, texts in enumerate(documents):
        counts = [Counter(terms(text)) for text in texts]
        lengths.append([len(count) for count in counts])
        for field, count in enumerate(counts):
            for term, times in count.items():
                postings.setdefault(term, {}).setdefault(field, {})[number] = times
    numbers = range(len(lengths))
    return {
        "documentCount": len(lengths),
        "nextId": len(lengths),
        "documentIds": {str(n): n for n in numbers},
        "fieldIds": {name: field for field, name in enumerate(fields)},
        "fieldLength": {str(n): lengths[n] for n in numbers},
        "averageFieldLength": [
            sum(found[field] for found in lengths) / max(len(lengths), 1)
            for field in range(len(fields))
        ],
        "storedFields": {},
        "dirtCount": 0,
        "index": [
            [term, {str(f): {str(n): t for n, t in found.items()} for f, found in by_field.items()}]
            for term, by_field in sorted(postings.items())
        ],
        "serializationVersion": 2,
    }


def as_script(index: dict) -> str:
    """The index as a script: a page that was opened from a file can load a script, and no data."""
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return _BEFORE + re.sub(r"[\\']", r"\\\g<0>", text) + _AFTER


def from_script(script: str) -> dict:
    """The index that :func:`as_script` wrote."""
    text = script.removeprefix(_BEFORE).removesuffix(_AFTER)
    return json.loads(re.sub(r"\\(.)", r"\1", text))
