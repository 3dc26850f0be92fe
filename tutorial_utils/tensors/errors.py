"""The error messages that the lessons explain, and how a pasted one is found among them."""

import difflib
import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

_REQUIRED = ("id", "type", "says", "match", "meaning", "cure")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_TYPE = re.compile(r"\b([A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt))\b")
_ENOUGH_OF_AN_OLDER_TEXT = 0.6


@dataclass(frozen=True)
class Older:
    """A wording that earlier versions used, and where it was seen."""

    text: str
    source: str


@dataclass(frozen=True)
class KnownError:
    """One message; the head of ``errors.toml`` says what each part is."""

    id: str
    type: str
    says: str
    match: str
    meaning: str
    cure: str
    older: tuple[Older, ...] = ()

    def is_in(self, message: str) -> bool:
        """Whether today's wording stands in the message, whatever stands around it."""
        return re.search(self.match, plain(message)) is not None


@functools.cache
def known_errors() -> tuple[KnownError, ...]:
    """All messages of ``errors.toml``, in its order."""
    return parse(Path(__file__).with_name("errors.toml").read_text(encoding="utf-8"))


def parse(text: str) -> tuple[KnownError, ...]:
    """Read the table of errors; a mistake in it is a ValueError that names the id and the key.

    >>> parse('''[[error]]
    ... id = "no-value"
    ... type = "AttributeError"
    ... says = "'KerasTensor' object has no attribute 'numpy'"
    ... match = "has no attribute 'numpy'"
    ... meaning = "There are no numbers yet."
    ... cure = "Send data through."
    ... ''')[0].cure
    'Send data through.'
    """
    found = {}
    for at, table in enumerate(tomllib.loads(text).get("error", []), start=1):
        error = _known_error(table, f"error {table.get('id', f'number {at}')!r}")
        if error.id in found:
            raise ValueError(f"error {error.id!r}: its id is used twice")
        found[error.id] = error
    return tuple(found.values())


def _known_error(table, where):
    for key in _REQUIRED:
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise ValueError(f"{where}: the key {key!r} must be a text that is not empty")
    for key in table.keys() - {*_REQUIRED, "older"}:
        raise ValueError(f"{where}: the key {key!r} is not known")
    try:
        pattern = re.compile(table["match"])
    except re.error as error:
        raise ValueError(f"{where}: the key 'match' is no regular expression: {error}") from None
    if pattern.search(""):
        raise ValueError(f"{where}: the key 'match' is found in every message")
    if not pattern.search(table["says"]):
        raise ValueError(f"{where}: the key 'match' is not found in its 'says'")
    fields = {key: table[key].strip() if key != "match" else table[key] for key in _REQUIRED}
    return KnownError(**fields, older=tuple(_older(item, where) for item in _list(table, where)))


def _list(table, where):
    older = table.get("older", [])
    if not isinstance(older, list):
        raise ValueError(f"{where}: the key 'older' must be a list of {{text, source}}")
    return older


def _older(item, where):
    if not isinstance(item, dict) or set(item) != {"text", "source"}:
        raise ValueError(f"{where}: each 'older' has the keys 'text' and 'source', and no others")
    for key, value in item.items():
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{where}: the key 'older.{key}' must be a text that is not empty")
    return Older(item["text"], item["source"])


def find(message: str, type: str | None = None) -> list[KnownError]:
    """The known errors that a message may be, the likeliest first.

    Args:
        message: The message, with or without what stands around it: a whole traceback, colours,
            line breaks in any place.
        type: The class name of the exception; if None, the names that stand in the message are used.

    Returns:
        Those whose pattern is found in it, then those of which an older wording is mostly in it.
    """
    text = plain(message)
    types = {type.rpartition(".")[2]} if type else set(_TYPE.findall(text))
    scored = [(_likeness(error, text, types), error) for error in known_errors()]
    ranked = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [error for _, error in ranked]


def known_error(error: BaseException) -> KnownError | None:
    """The known error that an exception is, by its type and today's wording; None if it is none.

    >>> known_error(AttributeError("'KerasTensor' object has no attribute 'numpy'")).id
    'kerastensor-numpy'
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    message = str(error)
    for known in find(message, type(error).__name__):
        if known.type in kinds and known.is_in(message):
            return known
    return None


def plain(message: str) -> str:
    """Without colours, and with single spaces for any white space."""
    return " ".join(_ANSI.sub("", message).split())


def _likeness(error, text, types):
    found = re.search(error.match, text)
    if found:
        longest = len(found.group()) / (1 + len(text))  # of two that match, the one that says more
        return 2.0 + longest + (0.5 if error.type in types else 0.0)
    best = max((_shared(plain(older.text), text) for older in error.older), default=0.0)
    if best < _ENOUGH_OF_AN_OLDER_TEXT:
        return 0.0
    return best + (0.5 if error.type in types else 0.0)


def _shared(sample, text):
    """How much of the words of ``sample`` stands in ``text`` in the same order, 0 to 1."""
    words, among = _words(sample), _words(text)
    blocks = difflib.SequenceMatcher(None, words, among, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(words), 1)


def _words(text):
    return re.findall(r"\w+", text.lower())
