"""The error messages that the lessons explain, and how a pasted one is found among them."""

import collections
import difflib
import functools
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

_REQUIRED = ("id", "type", "says", "match", "meaning", "cure")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_TYPE = re.compile(r"\b([A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt))\b")
# Before a line: a quotation's marks, pytest's E, the time, level and place of a log.
_BEFORE_A_LINE = re.compile(
    r"""^\s*(?:[>|\u2502]+[ ]?|E\s{2,}|\[?\d{4}-\d\d-\d\d[T ][\d:.,]+Z?\]?[ ]?
        |\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|FATAL)\]?[: ]+|[IWEF]\d{4}[ ][\d:.]+[ ]+\d+[ ]
        |[\w./-]+\.py:\d+[\]:]?[ ])+""",
    re.VERBOSE,
)
_SPACES_AND_QUOTES = re.compile(r"""[\s'"`\u2018\u2019\u201c\u201d]+""")
_SLACK = 6  # words that a log may put into a message
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
    older: tuple[Older, ...] = ()

    def is_in(self, message: str) -> bool:
        """Whether today's wording stands in the message, whatever stands around it."""
        return any(re.search(self.match, text) for text in _readings(message))


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
            line breaks in any place, marks of a quotation or a log before each line.
        type: The class name of the exception; if None, the names that stand in the message are used.

    Returns:
        Those whose pattern is found in it, then those of which an older wording is mostly in it,
        then, for a short text, those whose rare words are in it.
    """
    texts = _readings(message)
    types = {type.rpartition(".")[2]} if type else set(_TYPE.findall(texts[0]))
    scored = [
        (max(_likeness(error, text, types) for text in texts), error) for error in known_errors()
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


def plain(message: str) -> str:
    """Without colours, and with single spaces for any white space."""
    return " ".join(_ANSI.sub("", message).split())


def _readings(message):
    """The plain text; and, where lines begin with marks, the text without those."""
    lines = _ANSI.sub("", message).splitlines()
    unmarked = plain("\n".join(_BEFORE_A_LINE.sub("", line) for line in lines))
    return list(dict.fromkeys((plain(message), unmarked)))


def _likeness(error, text, types):
    """Above 2 for today's wording, above 1 for all of an older one, below for most of one."""
    of_its_type = 0.5 if error.type in types else 0.0
    if found := re.search(error.match, text) or _found_tight(error.match, text):
        longest = len(found.group()) / (1 + len(text))  # of two that match, the one that says more
        return 2.0 + longest + of_its_type
    best = max((_shared(plain(older.text), text) for older in error.older), default=0.0)
    if best >= _ENOUGH_OF_AN_OLDER_TEXT:
        return best + of_its_type
    from_memory = _rare_words_shared(error.says, text)
    return from_memory / 2 if from_memory >= _ENOUGH_OF_RARE_WORDS else 0.0


def _found_tight(pattern, text):
    """The pattern in the text, both without spaces and quotes.

    A terminal breaks a line inside a word; a shell takes quotes away.
    """
    try:
        return re.search(_tight(pattern), _tight(text))
    except re.error:  # a pattern that means something by its spaces
        return None


def _tight(text):
    return _SPACES_AND_QUOTES.sub("", text)


def _shared(sample, text):
    """How much of the words of ``sample`` stands in ``text``, together and in order, 0 to 1."""
    if _tight(sample).lower() in _tight(text).lower():
        return 1.0
    words, among = _words(sample), _words(text)
    longest = difflib.SequenceMatcher(None, words, among, autojunk=False).find_longest_match()
    start = max(0, longest.b - longest.a - _SLACK)  # words far away belong to something else
    near = among[start : longest.b - longest.a + len(words) + _SLACK]
    blocks = difflib.SequenceMatcher(None, words, near, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(words), 1)


def _rare_words_shared(sample, text):
    """How much of what sets ``sample`` apart from other messages stands in a short text, 0 to 1.

    For a message that is typed from memory. A text that is a part of the sample counts as the
    whole of it, if it has rare words enough.
    """
    words, among = set(_words(sample)), set(_words(text))
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
    messages = [set(_words(error.says)) for error in known]
    count = collections.Counter(word for words in messages for word in words)
    return {word: math.log((1 + len(messages)) / number) for word, number in count.items()}


def _words(text):
    return re.findall(r"\w+", text.lower())
