"""The sections of the lessons and answer pages, and the messages: what can be found."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...tensors.errors import KnownError, known_errors
from ..content.compiled import CompiledAnswer, CompiledPage, is_code, source_of
from ..content.model import TOPICS

# Parts of every lesson that say again, for its reader, what its sections say.
_SAID_ELSEWHERE = {
    "What you will be able to do",
    "Before you start",
    "When it goes wrong",
    "What to keep",
    "Go on if you need it",
}
_FOR_THE_READER_OF_A_LESSON = re.compile(r"If that was your question|Set aside \d+ minutes")
_ERRORS = "errors.html"
_HEADING = re.compile(r"^(#{1,3}) (?!Exercise \d+ of \d+: )(.+)$")  # a task belongs to its section
_HTML = re.compile(r"<!--.*?-->|</?(?:a|br|code|details|div|kbd|span|summary)\b[^>]*>", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^ *(?:>+ ?|\* |#+ |\|[-| ]+\|$)|\*\*|^\|", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w`*])\*(\w[^*`\n]*)\*(?![\w`*])")
_CODE = re.compile(r"`+ ?(.+?) ?`+")


@dataclass
class Section:
    """A place in the book, and what it is found by."""

    address: str  # of its page, and the anchor in it
    page: str  # what the page is called, as a hit shows it
    heading: str
    asked: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # pieces of code
    text: str = ""
    is_entry: bool = False  # of a list, such as that of messages: its heading is no way of asking


@dataclass
class Message:
    """A known message: what it is recognised by, and what to do."""

    address: str
    types: list[str]
    match: str
    older: list[str]  # their patterns
    cure: str
    sure: bool
    introduces: bool
    says: str


def sections_of(pages: Sequence[CompiledPage]) -> list[Section]:
    """What the pages hold: their sections in order, then every message that they explain."""
    found = [section for page in pages for section in _of_page(page)]
    return found + [_entry(error) for error in known_errors()]


def messages_of() -> list[Message]:
    """Every known message."""
    return [
        Message(
            address_of(error.id),
            sorted(error.types),
            error.match,
            [older.match for older in error.older],
            error.cure,
            error.sure,
            error.introduces,
            error.says,
        )
        for error in known_errors()
    ]


def address_of(id_: str) -> str:
    """Where the book explains a known message."""
    return f"{_ERRORS}#{id_}"


def _of_page(page: CompiledPage) -> Iterator[Section]:
    question = page.about["question"]
    place, title = f"lessons/{page.place}.html", title_of(page)
    messages = {e["id"]: f"{e['type']}: {e['says']}" for e in page.about["errors"]}
    section = Section(place, title, question, [question])
    found = {question: section}
    for cell in filter(_is_searched, page.notebook["cells"]):
        if is_code(cell):
            section.names.append(source_of(cell))
            if said := messages.get(cell["metadata"].get("error")):
                section.messages.append(said)
            continue
        for line in source_of(cell).splitlines():
            heading = _HEADING.match(line)
            if not heading:
                section.text += "" if _FOR_THE_READER_OF_A_LESSON.match(line) else line + "\n"
            elif heading[2] != question and not isinstance(page, CompiledAnswer):
                section = Section(f"{place}#{id_of(heading[2])}", title, heading[2])
                found[section.heading] = section
    for way, heading in page.about["asked"].items():
        found[heading].asked.append(way)
    for section in found.values():
        if section.heading not in _SAID_ELSEWHERE or section.asked:
            section.names += _CODE.findall(section.text)
            section.text = plain(section.text)
            yield section


def _is_searched(cell: dict) -> bool:
    """An answer to an exercise is not to be read in a list of hits."""
    metadata = cell["metadata"]
    hidden = {"check", "remove-cell"} & set(metadata.get("tags", ()))
    return metadata.get("part") != "answer" and not hidden


def title_of(page: CompiledPage) -> str:
    """What a page is called above its heading: the lesson, or the topic of the answer."""
    if isinstance(page, CompiledAnswer):
        return f"Answer: {TOPICS[page.topic]}"
    return f"Lesson {int(page.number)}: {page.about['title']}"


def _entry(error: KnownError) -> Section:
    told = f"{error.meaning} {error.cure}"
    return Section(
        address_of(error.id),
        "Error messages",
        error.line,
        messages=[older.text for older in error.older],
        names=_CODE.findall(told),
        text=plain(told),
        is_entry=True,
    )


def id_of(heading: str) -> str:
    """The id that docutils gives to a section.

    >>> id_of("Under XLA, `tf.print` raises")
    'under-xla-tf-print-raises'
    """
    ascii_only = unicodedata.normalize("NFKD", heading.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"^[-0-9]+|-+$", "", re.sub(r"[^a-z0-9]+", "-", ascii_only))


def plain(markdown: str) -> str:
    """Prose as it is read: without marks, links and comments; code stays in its backticks.

    >>> plain("> **Note.** See [the cell](a.html#b): `tf.print(t)` *is* it<!-- x -->.")
    'Note. See the cell: `tf.print(t)` is it .'
    """
    text = _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", _HTML.sub(" ", markdown)))
    return " ".join(_MARKS.sub("", text).split())
