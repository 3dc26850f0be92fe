"""The part of a section that a hit shows: where most of the question's words stand together."""

import bisect

from .terms import Vocabulary

_LETTERS = 190
_BEFORE = 30  # letters of what stands before the first word that was found


def excerpt(text: str, terms: list[str], words: Vocabulary) -> list[tuple[str, bool]]:
    """Pieces of the text in order, each with whether it is one of the words that were looked for."""
    wanted = set(terms)
    names = words.names(text)
    found = [(at, end, wanted & set(terms)) for at, end, terms in names if wanted & set(terms)]
    start = _densest(found) - _BEFORE
    starts = [at for at, _, _ in names]
    start = starts[bisect.bisect_left(starts, start)] if start > _BEFORE else 0
    stop = len(text)
    if stop - start > _LETTERS:
        stop = text.rfind(" ", start, start + _LETTERS)
        stop = stop if stop > start else start + _LETTERS
    pieces, here = [("…", False)] if start else [], start
    for at, end, _ in found:
        if start <= at and end <= stop:
            pieces += [(text[here:at], False), (text[at:end], True)]
            here = end
    pieces += [(text[here:stop], False), ("…" if stop < len(text) else "", False)]
    return [piece for piece in pieces if piece[0]]


def _densest(found: list[tuple[int, int, set[str]]]) -> int:
    """Where the stretch begins that has the most of the words; the first of several."""
    best, most = 0, 0
    for number, (at, _, _) in enumerate(found):
        near = set().union(
            *(terms for a, _, terms in found[number:] if a < at + _LETTERS - _BEFORE)
        )
        if len(near) > most:
            best, most = at, len(near)
    return best
