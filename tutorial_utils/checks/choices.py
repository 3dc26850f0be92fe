"""Exercises that ask for one option of several, which need no judge of their own.

One way of reading what was written serves these and ``orders``, in all lessons: the same spelling means
the same everywhere.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from ..tensors import describe
from .attempt import Attempt
from .code.given_code import is_unfilled
from .verdict import NotStarted

_BEFORE_AN_OPTION = re.compile(r"\(?\s*([a-z])\s*(?:[).:,-]|$)")
_NUMBER_OF_A_LINE = re.compile(r"(?<![\d.])([0-9]{1,2})\s*[.):]?\s*(?=[A-Za-z](?![A-Za-z]))")
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


def judge_choice(attempt: Attempt, right: str, options: Mapping[str, str] = _NO_TEXTS) -> None:
    """Judge a predict exercise.

    Args:
        attempt: Its answer is what the learner wrote: ``"c"``, ``"C."``, ``"c) the option's text"``.
        right: The letter of the right option.
        options: What the options say, by letter.
    """
    wrong = {letter: entry for entry in attempt.feedback.wrong for letter in entry.pick}
    attempt.case(
        "no code: your letter is compared with the options",
        letters=_listed(sorted([right, *wrong])),
    )
    choice = _letter(attempt, {right, *wrong})
    if choice != right:
        verdict = attempt.not_yet(wrong[choice].id, repr(attempt.answer), entry=wrong[choice])
        if choice in options:
            verdict.said = f"{choice}: {options[choice]}"
        raise verdict


def _letter(attempt: Attempt, options: set[str]) -> str:
    text = written(attempt, attempt.answer, "not-a-letter").lower()
    found = _BEFORE_AN_OPTION.match(text)
    several = re.fullmatch(r"[a-z](?:[\s,;/]|and|or)*(?:[a-z](?:[\s,;/]|and|or)*)+", text)
    letters = set(re.findall(r"\b[a-z]\b", text)) or set(text)
    attempt.first(
        attempt.answer,
        ("several-letters", bool(several) and len(letters) > 1 and letters <= options),
        ("no-such-option", bool(found) and found[1] not in options),
        ("not-a-letter", not found),
        got=repr(attempt.answer),
    )
    return found[1]


def _listed(letters: list[str]) -> str:
    return ", ".join(map(repr, letters))


def written(attempt: Attempt, given: object, otherwise: str) -> str:
    """What was written: a text, or the texts in a list or tuple; the numbers of lines are left out.

    Args:
        attempt: Is told what is wrong with it.
        given: What was written.
        otherwise: The diagnosis of something that is no text.
    """
    if is_unfilled(given):
        raise NotStarted
    parts = given if isinstance(given, (list, tuple)) else [given]
    are_texts = all(isinstance(part, str) for part in parts)
    text = " ".join(parts).strip() if are_texts else ""
    attempt.first(
        given,
        ("nothing-written", given is None or (are_texts and not text), repr(given)),
        (otherwise, not are_texts, told(given)),
    )
    numbers = list(map(int, _NUMBER_OF_A_LINE.findall(text)))
    is_counted = numbers == list(range(1, len(numbers) + 1))
    return _NUMBER_OF_A_LINE.sub("", text) if is_counted else text


def told(found: object) -> str:
    """What was made, in a few words."""
    return repr(found) if isinstance(found, (str, bool, int, type(None))) else describe(found)
