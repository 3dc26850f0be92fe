"""The error messages that the lessons explain, and how a pasted one is found among them."""

import collections
import functools
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .pasted import plain, readings, tight, words_of

_REQUIRED = ("id", "type", "says", "match", "meaning", "cure")
_TYPE = re.compile(r"\b([A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt))\b")
# Digits may repeat; nothing else: `.*` between two words takes a second for a page that repeats the
# first, and an hour for a log.
_REPEATS = re.compile(r"(?<!\\)(?:\\\\)*[*+{]")
_ENOUGH_OF_AN_OLDER_TEXT = 0.6
_ENOUGH_OF_RARE_WORDS = 0.6
_RARE_ENOUGH = 5.0  # nats: two words that few messages have
_TYPED = 40  # words: longer texts are pasted, and then the message itself is in them


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
    holds: tuple[str, ...]
    older: tuple[Older, ...] = ()

    def is_in(self, message: str) -> bool:
        """Whether today's wording stands in the message, whatever stands around it."""
        return any(reading.has(self.match) for reading in readings(message))


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
    ... holds = ["a Functional model"]
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
    for key in table.keys() - {*_REQUIRED, "holds", "older"}:
        raise ValueError(f"{where}: the key {key!r} is not known")
    try:
        pattern = re.compile(table["match"])
        re.compile(tight(table["match"]))
    except re.error as error:
        raise ValueError(f"{where}: the key 'match' is no regular expression: {error}") from None
    if _REPEATS.search(table["match"].replace(r"\d+", "")):
        raise ValueError(f"{where}: the key 'match' repeats something that is no digit (\\d+)")
    if pattern.search(""):
        raise ValueError(f"{where}: the key 'match' is found in every message")
    if not pattern.search(table["says"]):
        raise ValueError(f"{where}: the key 'match' is not found in its 'says'")
    fields = {key: table[key].strip() if key != "match" else table[key] for key in _REQUIRED}
    older = tuple(_older(item, where) for item in _list(table, where))
    return KnownError(**fields, holds=_situations(table, where), older=older)


def _situations(table, where):
    holds = table.get("holds")
    texts = isinstance(holds, list) and all(isinstance(one, str) and one.strip() for one in holds)
    if not texts or not holds or len(set(holds)) < len(holds):
        raise ValueError(f"{where}: the key 'holds' must be a list of situations, each named once")
    return tuple(holds)


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
            line breaks in any place, marks of a quotation or a log before each line.
        type: The class name of the exception; if None, the names that stand in the message are used.

    Returns:
        Those whose pattern is found in it, then those of which an older wording is mostly in it,
        then, for a short text, those whose rare words are in it.
    """
    found = readings(message)
    types = {type.rpartition(".")[2]} if type else set(_TYPE.findall(found[0].text))
    scored = [
        (max(_likeness(error, reading, types) for reading in found), error)
        for error in known_errors()
    ]
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


def _likeness(error, reading, types):
    """Above 2 for today's wording, above 1 for all of an older one, below for most of one."""
    of_its_type = 0.5 if error.type in types else 0.0
    if found := reading.search(error.match):
        # Of two that match, the one that says more.
        return 2.0 + len(found.group()) / (1 + len(reading.text)) + of_its_type
    enough = _ENOUGH_OF_AN_OLDER_TEXT
    best = max((reading.share_of(plain(o.text), enough) for o in error.older), default=0.0)
    if best >= enough:
        return best + of_its_type
    from_memory = _rare_words_shared(error.says, reading)
    return from_memory / 2 if from_memory >= _ENOUGH_OF_RARE_WORDS else 0.0


def _rare_words_shared(sample, reading):
    """How much of what sets ``sample`` apart from other messages stands in a short text, 0 to 1.

    For a message that is typed from memory. A text that is a part of the sample counts as the
    whole of it, if it has rare words enough.
    """
    words, among = set(words_of(sample)), set(reading.words)
    if len(among) > _TYPED:
        return 0.0
    rarity = _rarity(known_errors())
    shared = sum(rarity[w] for w in words & among)
    in_sample = shared / sum(rarity[w] for w in words)
    unknown = math.log(1 + len(known_errors()))
    in_text = shared / max(sum(rarity.get(w, unknown) for w in among), 1)
    return max(in_sample, in_text if shared >= _RARE_ENOUGH and in_text > 0.9 else 0)


@functools.cache
def _rarity(known):
    """Each word of today's messages -> how few of them have it, as information in nats."""
    messages = [set(words_of(error.says)) for error in known]
    count = collections.Counter(word for words in messages for word in words)
    return {word: math.log((1 + len(messages)) / number) for word, number in count.items()}
