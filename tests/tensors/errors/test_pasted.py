"""A long text is searched in a time that grows with its length: each pattern gets its own worst case.

The search runs in a process of its own, because only that can be ended. What takes a second or two
in linear time takes hours in quadratic time, so the limit is generous.
"""

import re
import subprocess
import sys

from tutorial_utils.tensors.errors import find, known_errors
from tutorial_utils.tensors.errors.patterns import unquoted_pattern, unspaced

from ...conftest import ROOT

LENGTH = 20_000  # as much as is looked at of a text
SECONDS = 120
SEPARATORS = ("", " ", "'", "(", "1", "x", "\n")


def literals(pattern: str) -> list[str]:
    """The texts that a pattern is made of, in order."""
    pieces = re.split(r"(?<!\\)[()|?*+.\[\]{}]|\\[dws]", pattern)
    return [re.sub(r"\\(.)", r"\1", piece) for piece in pieces if piece]


def worst_cases(pattern: str) -> list[str]:
    """Texts that make a search begin as often as can be, and go as far as can be each time."""
    found = literals(pattern)
    starts = {found[0], max(found, key=len), "".join(found)}
    units = [start + separator for start in starts for separator in SEPARATORS]
    lasting = [(start, separator) for start in starts for separator in SEPARATORS if separator]
    return [
        *(unit * (LENGTH // len(unit)) for unit in units),
        *(start + separator * LENGTH for start, separator in lasting),
    ]


def search_each_pattern() -> None:
    for error in known_errors():
        print(error.id, flush=True)
        for plain in (error.match, *(older.match for older in error.older)):
            for pattern in {plain, unquoted_pattern(plain), unspaced(plain)}:
                for text in worst_cases(pattern):
                    re.search(pattern, text)


def find_in_long_texts() -> None:
    older = [older.text for error in known_errors() for older in error.older]
    for unit in (
        "Sequential model '",
        "object has no attribute ",  # the words of many messages
        " ".join(older),
        "\x1b[",
        "> E   a.py:1 ",
        "x",
    ):
        print(repr(unit[:40]), flush=True)
        find(unit * (LENGTH // len(unit)))


def ends(function) -> None:
    """In a process of its own; it says what it begins."""
    code = f"from {__name__} import {function.__name__}; {function.__name__}()"
    try:
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as expired:
        begun = (expired.stdout or b"").decode().split("\n")
        raise AssertionError(f"after {SECONDS} s it still searches: {begun[-2:]}") from None


def test_literals_are_what_a_pattern_says():
    assert literals(r"name '(a|b)?' is\(\d+, .*x") == ["name '", "a", "b", "' is(", ", ", "x"]


def test_every_pattern_is_fast_on_its_own_worst_cases():
    ends(search_each_pattern)


def test_a_long_text_is_looked_up_fast():
    ends(find_in_long_texts)
