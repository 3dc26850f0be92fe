"""Which known messages stand in a pasted text. The book's page does the same in ``pasted.js``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .messages import KnownError, known_errors
from .pasted import forms, plain, raised_at, readings, types_in
from .patterns import (
    may_match,
    unquoted,
    unquoted_pattern,
    unspaced,
    with_any_number,
    wordings,
)

_BEGINNING = 15  # letters of a wording: where they stand in a cut text, it may begin
_ENOUGH = 24  # letters of a wording: `object has no attribute` is said of everything
_LONGEST_CUT = 400  # letters: a longer text was not cut by hand
_OTHER_WORDS = 1  # of a beginning, beside names in quotes or with a number
_A_NAME = re.compile(r"['\"`\d_]")

# What is done to the words for each form of the text; whether a word of all matches is in it is
# looked at first, because to compile a pattern takes longer than to look.
_IN_FORM = {
    "plain": (lambda text: text, lambda pattern: pattern),
    "unquoted": (unquoted, unquoted_pattern),
    "unspaced": (unspaced, unspaced),
}


@dataclass(frozen=True)
class Match:
    """A known message that stands in a text, and how sure that is."""

    error: KnownError
    wording: str  # "today", "older"
    sure: bool = True  # else it is not this one, but near


@dataclass(frozen=True)
class _Place:
    error: KnownError
    wording: str
    start: int
    end: int
    letters: int
    in_last: bool  # of several exceptions, in the one that was not caught
    fits: bool  # its type is one of those that the text names

    @property
    def rank(self):
        """Of two for the same words, the one that says more is it."""
        return (self.fits, self.in_last, self.wording == "today", self.letters)

    @property
    def place(self):
        """Of two in one text, the one that is sure, and then the one that comes first, is it."""
        sure = self.fits and self.error.sure
        return (not sure, not self.in_last, self.wording != "today", self.start)


def recognise(
    message: str, type: str | None = None, errors: Iterable[KnownError] | None = None
) -> list[Match]:
    """The known messages that stand in a text, those that say most first.

    Args:
        message: The message, with or without what stands around it: a whole traceback, colours,
            line breaks in any place, marks of a quotation or a log before each line, or its
            beginning alone.
        type: The class name of the exception; if None, the names that stand in the message are used.
        errors: The messages that are known; if None, all.

    Returns:
        Of several patterns for the same words, the one that says most. A match is sure where the
        type fits too, and the entry itself leaves no doubt. Words that only introduce a message count
        where nothing else is found.
    """
    errors = known_errors() if errors is None else tuple(errors)
    found = _recognised(errors, message, type)
    said = [match for match in found if not match.error.introduces]
    return said or found


def _recognised(errors, message, type) -> list[Match]:
    types = {type.rpartition(".")[2]} if type else set()
    types = types or types_in(readings(message)[0])
    read = [
        list(_places(errors, form, text, types)) for form, texts in forms(message) for text in texts
    ]
    best = max(read, key=lambda places: max((p.rank for p in places), default=()))
    said = max((place.end - place.start for place in best), default=0)
    found, begun = _matches(best), _cut(errors, message, types, said)
    if not (found or begun):
        return _begun_alike(errors, message, types)
    if not (found and begun):
        return begun or found
    # It may go on as the longer wording does, or otherwise.
    ids = {match.error.id for match in begun}
    both = [*begun, *(match for match in found if match.error.id not in ids)]
    return [Match(match.error, match.wording, sure=False) for match in both]


def _places(errors, form, text, types) -> Iterator[_Place]:
    word, pattern_of = _IN_FORM[form]
    last = raised_at(text)
    for error in errors:
        fits = not types or bool(types & error.types)
        for wording, pattern in _patterns(error):
            if not may_match(pattern, text, word):
                continue
            for found in re.finditer(pattern_of(pattern), text):
                letters = len(unquoted(unspaced(found.group())))
                yield _Place(error, wording, *found.span(), letters, found.start() >= last, fits)


def _patterns(error) -> Iterator[tuple[str, str]]:
    yield "today", error.match
    for older in error.older:
        yield "older", older.match


def _matches(places: list[_Place]) -> list[Match]:
    best: dict[str, _Place] = {}
    for place in sorted(places, key=lambda place: place.rank, reverse=True):
        overlaps = any(
            place.start < other.end and other.start < place.end for other in best.values()
        )
        if place.error.id not in best and not overlaps:
            best[place.error.id] = place
    in_order = sorted(best.values(), key=lambda place: place.place)
    return [Match(p.error, p.wording, p.fits and p.error.sure) for p in in_order]


def _cut(errors, message, types, said) -> list[Match]:
    """A text that ends inside a wording, of which it has more than is said in full by another.

    It is sure, if that is so for one message alone.
    """
    text = with_any_number(plain(message)).rstrip("\u2026. ")
    if not _ENOUGH <= len(text) <= _LONGEST_CUT:
        return []
    found = [
        (-letters, at, Match(error, wording))
        for at, error in enumerate(errors)
        if not types or types & error.types
        for wording, pattern in _patterns(error)
        if (letters := _shared(text, pattern)) > said
    ]
    ranked = [match for *_, match in sorted(found, key=lambda one: one[:2])]
    ids = dict.fromkeys(match.error.id for match in ranked)
    only = [next(match for match in ranked if match.error.id == id_) for id_ in ids]
    sure = len(only) == 1 and only[0].error.sure
    return [Match(match.error, match.wording, sure) for match in only]


def _shared(text: str, pattern: str) -> int:
    """How many letters at the text's end are the beginning of a wording."""
    longest = 0
    if not any(beginning in text for beginning in wordings(pattern, _BEGINNING)):
        return longest
    for wording in wordings(pattern):
        start = text.rfind(wording[:_BEGINNING])
        if start >= 0 and len(text) - start >= _ENOUGH and wording.startswith(text[start:]):
            longest = max(longest, len(text) - start)
    return longest


def _begun_alike(errors, message, types) -> list[Match]:
    """A text that ends inside what a message says, but for the names in it: never sure."""
    text = with_any_number(plain(message)).rstrip("\u2026. ")
    if len(text) > _LONGEST_CUT:
        return []
    words = text.split()
    found = [
        (-letters, at, Match(error, "today", sure=False))
        for at, error in enumerate(errors)
        if not types or types & error.types
        if (letters := _alike(words, with_any_number(error.says).split())) >= _ENOUGH
    ]
    return [match for *_, match in sorted(found, key=lambda one: one[:2])]


def _alike(words: list[str], said: list[str]) -> int:
    """How many letters at the text's end are words that a message begins with."""
    return max(
        (
            _letters_alike(words[start:], said)
            for start, word in enumerate(words)
            if word == said[0]
        ),
        default=0,
    )


def _letters_alike(words: list[str], said: list[str]) -> int:
    if len(words) > len(said) or words[len(said) - 1 :] == said[-1:]:  # it was not cut
        return 0
    same = [word == other for word, other in zip(words, said, strict=False)]
    same[-1] = said[len(words) - 1].startswith(words[-1])
    others = [
        word
        for word, other, is_same in zip(words, said, same, strict=False)
        if not is_same and not (_A_NAME.search(word) and _A_NAME.search(other))
    ]
    if len(others) > _OTHER_WORDS or not same[-1]:
        return 0
    return sum(len(word) for word, is_same in zip(words, same, strict=True) if is_same)
