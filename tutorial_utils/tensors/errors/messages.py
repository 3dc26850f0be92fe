"""The error messages that are explained, each once: the entries of ``table/``, read and checked."""

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .pasted import readings
from .patterns import expanded, needed, require_pattern

_TEXTS = ("id", "type", "says", "match", "meaning")
_MORE = {"cure", "causes", "also", "sure", "introduces", "holds", "older"}
TABLE = Path(__file__).with_name("table")


@dataclass(frozen=True)
class Older:
    """A wording that earlier versions used, and where it was seen."""

    text: str
    source: str
    match: str


@dataclass(frozen=True)
class Cause:
    """One of several things that give the same message: how to tell it, and its cure."""

    tell: str
    cure: str


@dataclass(frozen=True)
class KnownError:
    """One message; ``table/README.md`` says what each part is."""

    id: str
    type: str
    says: str
    match: str
    meaning: str
    cure: str
    holds: tuple[str, ...]
    older: tuple[Older, ...] = ()
    causes: tuple[Cause, ...] = ()
    also: tuple[str, ...] = ()
    sure: bool = True
    introduces: bool = False

    @property
    def types(self) -> frozenset[str]:
        """The class names under which it is raised."""
        return frozenset((self.type, *self.also))

    @property
    def line(self) -> str:
        """The message as it ends a traceback."""
        return self.says if self.says.startswith(self.type) else f"{self.type}: {self.says}"

    def is_in(self, message: str) -> bool:
        """Whether today's wording stands in the message, whatever stands around it."""
        return any(re.search(self.match, reading) for reading in readings(message))


@dataclass(frozen=True)
class Situation:
    """Where one stands when a message comes, and the messages that come there."""

    title: str
    errors: tuple[KnownError, ...]


@functools.cache
def situations() -> tuple[Situation, ...]:
    """The files of ``table/``, in the order of their names."""
    files = sorted(TABLE.glob("*.toml"))
    found = tuple(parse(file.read_text(encoding="utf-8"), checked=False) for file in files)
    ids = [error.id for situation in found for error in situation.errors]
    if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise ValueError(f"error {twice[0]!r}: its id is used twice")
    return found


@functools.cache
def known_errors() -> tuple[KnownError, ...]:
    """All messages, situation by situation."""
    return tuple(error for situation in situations() for error in situation.errors)


def check_table() -> None:
    """Read all files with their patterns checked. That takes a second, so whoever looks up does without.

    Raises:
        ValueError: for the first mistake, with the id and the key.
    """
    for file in sorted(TABLE.glob("*.toml")):
        parse(file.read_text(encoding="utf-8"))


def parse(text: str, checked: bool = True) -> Situation:
    """Read one file; a mistake in it is a ValueError that names the id and the key.

    Args:
        checked: Whether patterns are checked, too.

    >>> parse('''title = "In a cell"
    ... [[error]]
    ... id = "no-value"
    ... type = "AttributeError"
    ... says = "'KerasTensor' object has no attribute 'numpy'"
    ... match = "'{keras}' object has no attribute 'numpy'"
    ... meaning = "There are no numbers yet."
    ... cure = "Send data through."
    ... holds = ["a Functional model"]
    ... ''').errors[0].match
    "'(KerasTensor)' object has no attribute 'numpy'"
    """
    read = tomllib.loads(text)
    if not isinstance(read.get("title"), str):
        raise ValueError("a file of messages says in its title where one stands")
    found = {}
    for at, table in enumerate(read.get("error", []), start=1):
        error = _known_error(table, f"error {table.get('id', f'number {at}')!r}")
        if error.id in found:
            raise ValueError(f"error {error.id!r}: its id is used twice")
        if checked:
            _require_patterns(error)
        found[error.id] = error
    return Situation(read["title"], tuple(found.values()))


def _known_error(table, where):
    for key in _TEXTS:
        _text(table.get(key), where, key)
    for key in table.keys() - {*_TEXTS, *_MORE}:
        raise ValueError(f"{where}: the key {key!r} is not known")
    match = _pattern(table["match"], where, "match")
    causes = tuple(_cause(item, where) for item in _list(table, "causes", where))
    if bool(causes) == ("cure" in table) or len(causes) == 1:
        raise ValueError(f"{where}: it has the key 'cure', or 'causes' with two or more")
    cure = " ".join(f"{cause.tell}: {cause.cure}" for cause in causes) or table["cure"]
    _text(cure, where, "cure")
    texts = {key: table[key].strip() for key in _TEXTS} | {"match": match, "cure": cure.strip()}
    return KnownError(
        **texts,
        holds=_names(table.get("holds"), where, "holds"),
        older=tuple(_older(item, where) for item in _list(table, "older", where)),
        causes=causes,
        also=_names(table["also"], where, "also") if "also" in table else (),
        sure=table.get("sure", True),
        introduces=table.get("introduces", False),
    )


def _pattern(pattern, where, key):
    try:
        return expanded(pattern)
    except ValueError as error:
        raise ValueError(f"{where}: the key {key!r}: {error}") from None


def _require_patterns(error: KnownError) -> None:
    older = [("older.match", each.match, each.text) for each in error.older]
    for key, whole, says in (("match", error.match, error.says), *older):
        where = f"error {error.id!r}: the key {key!r}"
        try:
            require_pattern(whole)
        except ValueError as wrong:
            raise ValueError(f"{where}: {wrong}") from None
        if re.search(whole, ""):
            raise ValueError(f"{where} is found in every message")
        if not re.search(whole, says):
            raise ValueError(f"{where} is not found in {says!r}")
        if any(all(len(min(said, key=len)) <= 1 for said in words) for words in needed(whole)):
            raise ValueError(f"{where} has no words that all of its messages have")


def _text(value, where, key):
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: the key {key!r} must be a text that is not empty")


def _names(value, where, key):
    texts = isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
    if not texts or not value or len(set(value)) < len(value):
        raise ValueError(f"{where}: the key {key!r} must be a list of texts, each named once")
    return tuple(value)


def _list(table, key, where):
    items = table.get(key, [])
    if not isinstance(items, list):
        raise ValueError(f"{where}: the key {key!r} must be a list")
    return items


def _older(item, where):
    if not isinstance(item, dict) or not {"text", "source"} <= set(item) <= {
        "text",
        "source",
        "match",
    }:
        raise ValueError(f"{where}: each 'older' has 'text' and 'source', it may have 'match'")
    for key, value in item.items():
        _text(value, where, f"older.{key}")
    said = re.sub(
        r"^[A-Za-z_.]*(Error|Exception|Warning)( \(see above for traceback\))?: ", "", item["text"]
    )
    own = re.sub(r"\d+", r"\\d+", re.sub(r"([^\w\s'\"`:,;<>=!&%#@/-])", r"\\\1", said))
    match = _pattern(item.get("match", own), where, "older.match")
    return Older(item["text"], item["source"], match)


def _cause(item, where):
    if not isinstance(item, dict) or set(item) != {"tell", "cure"}:
        raise ValueError(f"{where}: each of 'causes' has the keys 'tell' and 'cure', and no others")
    for key, value in item.items():
        _text(value, where, f"causes.{key}")
    return Cause(item["tell"], item["cure"])
