"""Which sections answer a question best: the ranking of the book's page, which MiniSearch computes.

The score is BM25+ as MiniSearch 7 has it, field by field, with its weights for words that begin
alike or are spelt alike, and its factor for how many of the words were found. A section's score is
that of its own words and of the one way of asking that fits best, which counts more where it asks
just that and nothing else. ``book/_static/search/ranking.js``
has the same numbers; a test compares the two.
"""

import math
from collections.abc import Iterator
from functools import cached_property

from .terms import Vocabulary

BOOSTS = {"messages": 2.0, "names": 0.5, "text": 1.0, "asked": 5.0}

JUST_THAT = 3.0

# MiniSearch's own numbers.
_K, _B, _D = 1.2, 0.7, 0.5
_FUZZY, _PREFIX = 0.45, 0.375

MOST_TERMS = 40  # of a question; what is longer was pasted, and its first words tell enough
_TYPED = 12  # terms: in a longer question, nobody's typing is corrected
_LETTERS_FOR_A_TYPO = {5: 1, 8: 2}  # from so many letters on, so many may be wrong


class Ranking:
    """An index, ready to be asked."""

    def __init__(self, index: dict):
        self.words = Vocabulary(**index["words"])
        self._places, self._asked = _Half(index["places"]), _Half(index["asked"])
        self._ways = index["ways"]

    def terms_of(self, question: str) -> list[str]:
        """The question's terms, each once."""
        return list(dict.fromkeys(self.words.terms(question)))[:MOST_TERMS]

    def rank(self, question: str, at_least: float = 0.0) -> list[int]:
        """The sections that answer best.

        Args:
            question: In any words.
            at_least: The share of its terms that a section must have.

        Returns:
            The numbers of the sections that have any of the question's words, the best first.
        """
        terms = [(t, *self._leniency(t, n, of)) for t, n, of in _numbered(self.terms_of(question))]
        scores, found = self._places.scores(terms)
        best: dict[int, float] = {}
        asked, found_in_ways = self._asked.scores(terms)
        for way, score in asked.items():
            section = self._ways[way][0]
            if len(found_in_ways[way]) == len(terms) == self._asked.length(way):
                score *= JUST_THAT
            best[section] = max(best.get(section, 0.0), score)
            found.setdefault(section, set()).update(found_in_ways[way])
        for section, score in best.items():
            scores[section] = scores.get(section, 0.0) + score
        enough = [s for s in scores if len(found[s]) >= at_least * len(terms)]
        return sorted(enough, key=lambda section: (-round(scores[section], 6), section))

    def _leniency(self, term: str, number: int, of: int) -> tuple[int, bool]:
        """How many letters may be wrong, and whether the term may be the beginning of one."""
        if of > _TYPED or term in self._places.postings or term in self._asked.postings:
            return 0, False
        wrong = [most for letters, most in _LETTERS_FOR_A_TYPO.items() if len(term) >= letters]
        return max(wrong, default=0), number == of - 1 and len(term) > 2


def _numbered(terms: list[str]) -> Iterator[tuple[str, int, int]]:
    return ((term, number, len(terms)) for number, term in enumerate(terms))


class _Half:
    """One of the two indexes."""

    def __init__(self, mini_search: dict):
        self._index = mini_search
        self._boosts = {str(field): BOOSTS[name] for name, field in mini_search["fieldIds"].items()}

    @cached_property
    def postings(self) -> dict[str, dict[str, dict[str, int]]]:
        return dict(self._index["index"])

    def length(self, document: int) -> int:
        """How many terms a document has in its first field."""
        return self._index["fieldLength"][str(document)][0]

    def scores(
        self, terms: list[tuple[str, int, bool]]
    ) -> tuple[dict[int, float], dict[int, set[str]]]:
        """By document its score, and which of the terms it has."""
        sums: dict[int, float] = {}
        found: dict[int, set[str]] = {}
        for term, wrong, begins in terms:
            for other, weight in self._like(term, wrong, begins):
                for document, score in self._of_term(other):
                    sums[document] = sums.get(document, 0.0) + weight * score
                    found.setdefault(document, set()).add(term)
        return {number: score * len(found[number]) for number, score in sums.items()}, found

    def _of_term(self, term: str) -> Iterator[tuple[int, float]]:
        total = self._index["documentCount"]
        for field, documents in self.postings.get(term, {}).items():
            rarity = math.log(1 + (total - len(documents) + 0.5) / (len(documents) + 0.5))
            average = self._index["averageFieldLength"][int(field)]
            for document, times in documents.items():
                length = self._index["fieldLength"][document][int(field)]
                share = times * (_K + 1) / (times + _K * (1 - _B + _B * length / average))
                yield int(document), self._boosts[field] * rarity * (_D + share)

    def _like(self, term: str, wrong: int, begins: bool) -> Iterator[tuple[str, float]]:
        yield term, 1.0
        if not wrong and not begins:
            return
        for other in self.postings:
            more = len(other) - len(term)
            if begins and more > 0 and other.startswith(term):
                yield other, _PREFIX * len(other) / (len(other) + 0.3 * more)
            elif 0 < (apart := distance(term, other, wrong)) <= wrong:
                yield other, _FUZZY * len(other) / (len(other) + apart)


def distance(a: str, b: str, most: int) -> int:
    """How many letters must be changed, added or left out; above ``most``, any number above it.

    >>> distance("activtion", "activation", 2), distance("layer", "loss", 1)
    (1, 2)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y)))
        if min(row) > most:
            return most + 1
    return row[-1]
