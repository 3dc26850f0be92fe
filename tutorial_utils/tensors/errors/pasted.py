"""A message as people paste it, read in the ways in which its words may stand in it."""

import re
from collections.abc import Iterator

from .patterns import unquoted, unspaced

LOOKED_AT = 20_000  # letters at the end of a log: what was raised stands there
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
# Before a line: a quotation's marks, pytest's E, the time, level and place of a log.
_BEFORE_A_LINE = re.compile(
    r"""^\s*(?:[>|\u2502]+[ ]?|E\s{2,}|\[?\d{4}-\d\d-\d\d[T ][\d:.,]+Z?\]?[ ]?
        |\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|FATAL)\]?[: ]+|[IWEF]\d{4}[ ][\d:.]+[ ]+\d+[ ]
        |[\w./-]+\.py:\d+[\]:]?[ ])+""",
    re.VERBOSE,
)
_TYPE = re.compile(r"\b[A-Za-z_]\w{0,80}(?:Error|Exception|Warning|Interrupt)\b")


def readings(message: str) -> list[str]:
    """The plain text; and, where lines begin with marks, the text without those."""
    lines = _ANSI.sub("", message[-LOOKED_AT:]).splitlines()
    unmarked = " ".join(_BEFORE_A_LINE.sub("", line) for line in lines)
    return list(dict.fromkeys(plain(text) for text in (message[-LOOKED_AT:], unmarked)))


def forms(message: str) -> Iterator[tuple[str, list[str]]]:
    """The readings as they are; then without quotes; then without spaces."""
    read = readings(message)
    yield "plain", read
    yield "unquoted", [unquoted(text) for text in read]
    yield "unspaced", [unspaced(text) for text in read]


def types_in(text: str) -> set[str]:
    """The class names of exceptions that stand in a text.

    >>> types_in("tensorflow.errors.InvalidArgumentError: no value")
    {'InvalidArgumentError'}
    """
    return set(_TYPE.findall(text))


def raised_at(text: str) -> int:
    """Where the last name of an exception's type stands: what is before it, was caught."""
    return max((found.start() for found in _TYPE.finditer(text)), default=0)


def plain(message: str) -> str:
    """Without colours, and with single spaces for any white space."""
    return " ".join(_ANSI.sub("", message).split())
