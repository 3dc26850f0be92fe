"""A message as people paste it, and how much of a known wording stands in it."""

import difflib
import re
from functools import cached_property

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
# Before a line: a quotation's marks, pytest's E, the time, level and place of a log.
_BEFORE_A_LINE = re.compile(
    r"""^\s*(?:[>|\u2502]+[ ]?|E\s{2,}|\[?\d{4}-\d\d-\d\d[T ][\d:.,]+Z?\]?[ ]?
        |\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|FATAL)\]?[: ]+|[IWEF]\d{4}[ ][\d:.]+[ ]+\d+[ ]
        |[\w./-]+\.py:\d+[\]:]?[ ])+""",
    re.VERBOSE,
)
_SPACES_AND_QUOTES = re.compile(r"""[\s'"`\u2018\u2019\u201c\u201d]+""")
_SLACK = 6  # words that a log may put into a message


class Reading:
    """One way to read a pasted text. What is derived from it is derived once, for all wordings.

    >>> Reading("'Tensor' object has no attribute 'numpy'").tight
    'Tensorobjecthasnoattributenumpy'
    """

    def __init__(self, text: str):
        """Of a text that is :func:`plain`."""
        self.text = text

    @cached_property
    def tight(self) -> str:
        return tight(self.text)

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.text)

    @cached_property
    def _tight_and_lower(self):
        return self.tight.lower()

    @cached_property
    def _matcher(self):
        """Indexes the words once; each wording is then compared with the index."""
        return difflib.SequenceMatcher(None, "", self.words, autojunk=False)

    def has(self, pattern: str) -> re.Match | None:
        return re.search(pattern, self.text)

    def search(self, pattern: str) -> re.Match | None:
        """The pattern in the text, or in the text without spaces and quotes.

        A terminal breaks a line inside a word; a shell takes quotes away.
        """
        return self.has(pattern) or re.search(tight(pattern), self.tight)

    def share_of(self, sample: str, enough: float) -> float:
        """How much of the words of ``sample`` stands here, together and in order.

        Returns:
            A number from 0 to 1. It may be 0 for all that is less than ``enough``.
        """
        if tight(sample).lower() in self._tight_and_lower:
            return 1.0
        words, where = words_of(sample), self._matcher.b2j
        if sum(word in where for word in words) < enough * len(words):
            return 0.0
        self._matcher.set_seq1(words)
        longest = self._matcher.find_longest_match()
        start = max(0, longest.b - longest.a - _SLACK)  # words far away belong to something else
        near = self.words[start : longest.b - longest.a + len(words) + _SLACK]
        blocks = difflib.SequenceMatcher(None, words, near, autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks) / max(len(words), 1)


def readings(message: str) -> list[Reading]:
    """The plain text; and, where lines begin with marks, the text without those."""
    lines = _ANSI.sub("", message).splitlines()
    unmarked = plain("\n".join(_BEFORE_A_LINE.sub("", line) for line in lines))
    return [Reading(text) for text in dict.fromkeys((plain(message), unmarked))]


def plain(message: str) -> str:
    """Without colours, and with single spaces for any white space."""
    return " ".join(_ANSI.sub("", message).split())


def tight(text: str) -> str:
    """Without spaces and quotes."""
    return _SPACES_AND_QUOTES.sub("", text)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
