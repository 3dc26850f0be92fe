"""The error messages that the lessons explain: read from ``errors.toml``, found in pasted text."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_KEYS = ("id", "type", "says", "match", "meaning", "cure")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


@dataclass(frozen=True)
class OlderWording:
    """How an earlier version said it, word for word, and where that was seen."""

    text: str
    source: str


@dataclass(frozen=True)
class KnownError:
    """One entry of ``errors.toml``; that file says what each part is."""

    id: str
    type: str
    says: str
    match: str
    meaning: str
    cure: str
    older: tuple[OlderWording, ...] = ()

    def is_in(self, text: str) -> bool:
        """Whether today's wording stands in ``text``, whatever stands around it."""
        return re.search(self.match, plain(text)) is not None


@cache
def known_errors() -> tuple[KnownError, ...]:
    """All known errors, in the order of the file.

    Raises:
        ValueError: naming the id and the key, where the file does not fit.

    >>> known_errors()[0].type
    'AttributeError'
    """
    text = files(__package__).joinpath("errors.toml").read_text(encoding="utf-8")
    errors = tuple(_known_error(entry) for entry in tomllib.loads(text)["error"])
    ids = [error.id for error in errors]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise ValueError(f"errors.toml: id {id_!r} stands {ids.count(id_)} times")
    return errors


def _known_error(entry: dict) -> KnownError:
    name = entry.get("id", "an entry without id")
    for key in entry.keys() - {*_KEYS, "older"}:
        raise ValueError(f"errors.toml: {name!r} has an unknown key {key!r}")
    for key in _KEYS:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ValueError(f"errors.toml: {name!r} has no {key!r}")
    older = tuple(OlderWording(**sample) for sample in entry.get("older", ()))
    error = KnownError(**{key: entry[key] for key in _KEYS}, older=older)
    if not error.is_in(error.says):
        raise ValueError(f"errors.toml: the `match` of {name!r} is not found in its `says`")
    return error


def plain(text: str) -> str:
    """``text`` as one line: terminal colours gone, line breaks and runs of blanks as one blank."""
    return re.sub(r"\s+", " ", _ANSI.sub("", text)).strip()
