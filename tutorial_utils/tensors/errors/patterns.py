"""The patterns of ``table/``: regular expressions of few parts, which search in linear time.

Letters, groups of alternatives with or without ``?``, digits that repeat (``\\d+``), and the names of
kinds of objects (``{graph}``) for the class names that messages use. ``{python graph}`` stands
for all that Python itself says of such an object where it wants a number, a text or a list. Nothing
else repeats: `.*`
between two words takes a second for a page that repeats the first, and an hour for a log.
"""

import functools
import itertools
import re
import tomllib
from pathlib import Path

_KIND = re.compile(r"\{(python )?([a-z]+)\}")
_PARTS = re.compile(r"\\d\+|\\b|\\[^\w\n]|[()|?]|[^\\()|?*+.\[\]{}^$]+")
_QUOTES = re.compile(r"""['"`\u2018\u2019\u201c\u201d]""")
# Inside of a word (it's), or with neither a letter nor a group of names beside it.
_NOT_AT_A_NAME = re.compile(r"""(?<=\w)['"`](?=\w)|(?<!\w)(?<!(?<!\\)\))['"`](?![\w(])""")
_DIGITS = re.compile(r"\d+")

# What stands before the name of the class, and what stands behind it.
_BEFORE = (
    r"(float|int|complex)\(\) argument must be a string(, a bytes-like object)?(,)? or a (real )?number, not '",
    r"(must be real number|a real number is required|a number is required), not ",
    r"unsupported format string passed to ",
    r"object of type '",
    r"Object of type ",
    r"unhashable type: '",
    r"type ",
    r"bad operand type for (abs\(\)|unary -): '",
    r"loop of ufunc does not support argument \d+ of type ",
    r"(write\(\) argument )?must be str, not ",
    r"expected str, bytes or os\.PathLike object, not ",
    r"argument must be str, bytes, or os\.PathLike object, not '",
    r"cannot pickle '",
    r'can only concatenate (str|list) \(not "',
    r"(list|tuple) indices must be integers or slices, not ",
    r"argument of type '",
    r"cannot unpack non-iterable ",
    r"'(<|>|<=|>=)' not supported between instances of '((int|float|str)' and ')?",
    r"unsupported operand type\(s\) for (\+|-|\*|/|//|\*\*|\*\* or pow\(\)|%|@|\+=|-=|\*=|/=): '"
    r"((int|float|str|NoneType|numpy\.float32|numpy\.ndarray)' and ')?",
)  # fmt: skip
_BEHIND = (
    "cannot be interpreted as an integer",
    "is not iterable",
    "is not subscriptable",
    "is not callable",
    "is not an iterator",
    "does not support item assignment",
    "does not support item deletion",
)
_OF_PYTHON = f"({'|'.join(_BEFORE)})KIND\\b|'KIND' object ({'|'.join(_BEHIND)})"


@functools.cache
def kinds() -> dict[str, str]:
    """The class names of each kind of object, as a pattern of alternatives."""
    read = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))
    return {kind: f"({'|'.join(map(re.escape, names))})" for kind, names in read.items()}


def expanded(pattern: str) -> str:
    """The pattern with the class names of the kinds that it names.

    Raises:
        ValueError: for a kind that is not known.
    """

    def names(found: re.Match) -> str:
        if found[2] not in kinds():
            raise ValueError(f"there is no kind {found[0]} of objects in kinds.toml")
        kind = kinds()[found[2]]
        return _OF_PYTHON.replace("KIND", kind) if found[1] else kind

    return _KIND.sub(names, pattern)


def require_pattern(whole: str) -> None:
    """Raise ValueError for what is no expanded pattern of the parts above."""
    parts = _PARTS.findall(whole)
    optional = [before for before, part in itertools.pairwise(parts) if part == "?"]
    if "".join(parts) != whole or set(optional) - {")"} or parts[:1] == ["?"]:
        raise ValueError(r"it may hold letters, (a|b), (a)? and \d+, and nothing else that repeats")
    try:
        re.compile(whole)
        re.compile(unquoted_pattern(whole))
    except re.error as error:
        raise ValueError(f"it is no regular expression: {error}") from None
    wordings(whole)


@functools.lru_cache(maxsize=4096)
def wordings(pattern: str, letters: int | None = None) -> tuple[str, ...]:
    """All texts that an expanded pattern stands for, with 0 for any number.

    Args:
        pattern: An expanded pattern.
        letters: Only so many of each from its beginning, which are soon made: few differ there.

    >>> wordings(r"No (layer|model)( here)?: \\d+")
    ('No layer here: 0', 'No layer: 0', 'No model here: 0', 'No model: 0')
    >>> wordings(r"No (layer|model)( here)?: \\d+", 4)
    ('No l', 'No m')
    """
    parts = _PARTS.findall(pattern)
    found, end = _alternatives(parts, 0, letters)
    if end != len(parts):
        raise ValueError("it closes a group that it has not opened")
    return tuple(dict.fromkeys(found))


def _alternatives(parts, at, letters):
    """The texts of what stands from here to the end of the group, and where that is."""
    all_of_them, texts = [], [""]
    while at < len(parts) and parts[at] != ")":
        part, at = parts[at], at + 1
        if part == "|":
            all_of_them, texts = all_of_them + texts, [""]
            continue
        if part == "(":
            more, at = _alternatives(parts, at, letters)
            at += 1
            if parts[at : at + 1] == ["?"]:
                more, at = [*more, ""], at + 1
        else:
            more = [_said(part)]
        pairs = itertools.product(texts, more)
        texts = list(dict.fromkeys((before + after)[:letters] for before, after in pairs))
    return all_of_them + texts, at


def _said(part):
    """What a part that is no group stands for, with 0 for any number."""
    return {r"\d+": "0", r"\b": ""}.get(part, part.removeprefix("\\"))


def with_any_number(text: str) -> str:
    """As in :func:`wordings`.

    >>> with_any_number("ndim=12")
    'ndim=0'
    """
    return _DIGITS.sub("0", text)


@functools.lru_cache(maxsize=4096)
def needed(pattern: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Which words a text must have, that an expanded pattern may match it: any of the first tuples, and in
    it of each tuple one. To look for them takes a thousandth of what it takes to compile the pattern.

    >>> needed(r"No (layer|model) of \\d+ units\\.|No way")
    ((('No ',), ('layer', 'model'), (' of ',), (' units.',)), (('No way',),))
    """
    alternatives, _ = _needed(_PARTS.findall(pattern), 0)
    return tuple(map(tuple, alternatives))


def may_match(pattern: str, text: str, form=str) -> bool:
    """Whether a text has the words that an expanded pattern needs, each in a form such as :func:`unquoted`."""
    return any(
        all(any(said in text for said in choice) for choice in words)
        for words in _needed_in(pattern, form)
    )


@functools.lru_cache(maxsize=4096)
def _needed_in(pattern, form):
    return [[tuple(map(form, choice)) for choice in words] for words in needed(pattern)]


def _needed(parts, at):
    """The words of each alternative from here to the end of the group, and where that is."""
    alternatives, run = [[]], ""

    def end_run():
        nonlocal run
        if run:
            alternatives[-1].append((run,))
        run = ""

    while at < len(parts) and parts[at] != ")":
        part, at = parts[at], at + 1
        if part == "(":
            end_run()
            options, at = _needed(parts, at)
            at += 1
            if parts[at : at + 1] == ["?"]:
                at += 1
            elif all(options):  # one word stands for an option; an option without any needs nothing
                alternatives[-1].append(tuple(_longest(words) for words in options))
        elif part in ("|", r"\d+", r"\b"):
            end_run()
            if part == "|":
                alternatives.append([])
        else:
            run += _said(part)
    end_run()
    return alternatives, at


def _longest(words):
    """Of what an option needs, the longest that has no choice; else any text."""
    return max((said for said, *others in words if not others), key=len, default="")


def unquoted(text: str) -> str:
    """Without quotes: a shell takes them away."""
    return _QUOTES.sub("", text)


def unquoted_pattern(pattern: str) -> str:
    """The pattern for a text without quotes: where one stood at a name, it begins or ends."""
    return _QUOTES.sub(r"\\b", _NOT_AT_A_NAME.sub("", pattern))


def unspaced(text: str) -> str:
    """Without spaces: a terminal breaks a line inside a word."""
    return "".join(text.split())
