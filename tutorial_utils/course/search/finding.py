"""Hits for a question: known messages with their cure first, then the sections that rank best."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...tensors.errors import Match, recognise
from ..content.compiled import compiled_answers, compiled_lessons
from .excerpts import excerpt
from .index import from_script, index_of
from .pasted import essence
from .ranking import Ranking
from .sections import address_of, messages_of, sections_of

AT_MOST = 10
MESSAGES = 3
NEAREST = 3
SCRIPT = Path("_static", "search", "index.js")  # below the book's first page


@dataclass(frozen=True)
class Hit:
    """A place that may answer a question."""

    address: str  # from the book's folder
    page: str
    heading: str
    excerpt: list[tuple[str, bool]]  # pieces of text, and whether each was looked for
    cure: str = ""  # of a known message
    sure: bool = True  # that it is this message


class Search:
    """A book's index, ready to be asked."""

    def __init__(self, index: dict):
        self._index = index

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking(self._index)

    @cached_property
    def _ways(self) -> list[tuple[int, set[str]]]:
        return [(number, _threes(way)) for number, way in self._index["ways"]]

    def hits(self, question: str, at_least: float = 0.0, at_most: int = AT_MOST) -> list[Hit]:
        """The best places, with at least this share of the question's terms.

        Args:
            question: In any words, or a pasted message.
            at_least: The share of its terms that a place must have.
            at_most: How many places. The words that each shows take longer than its rank.
        """
        numbers = {s["address"]: number for number, s in enumerate(self._index["sections"])}
        known = {
            numbers[address]: match
            for match in recognised(question)
            if (address := address_of(match.error.id)) in numbers  # not in an older book
        }
        asked = essence(question)
        ranked = [number for number in self._ranking.rank(asked, at_least) if number not in known]
        terms = self._ranking.terms_of(asked)
        return [self._hit(number, terms, known) for number in [*known, *ranked][:at_most]]

    def _hit(self, number: int, terms: list[str], known: dict[int, Match]) -> Hit:
        section = self._index["sections"][number]
        shown = excerpt(section["text"], terms, self._ranking.words)
        about = (section["address"], section["page"], section["heading"])
        match = known.get(number)
        if not match:
            return Hit(*about, shown)
        return Hit(*about, shown, match.error.cure, match.sure or match.error.introduces)

    def nearest(self, question: str) -> list[Hit]:
        """For a question that finds nothing: the places whose headings are spelt most like it."""
        asked = _threes(question)
        alike: dict[int, float] = {}
        for number, way in self._ways:
            share = 2 * len(asked & way) / max(len(asked) + len(way), 1)
            alike[number] = max(alike.get(number, 0.0), share)
        best = sorted(alike, key=lambda number: (-round(alike[number], 6), number))
        return [self._hit(number, [], {}) for number in best[:NEAREST]]


def recognised(question: str) -> list[Match]:
    """The known messages that stand in it: the sure ones, or those that are near."""
    known = recognise(question)
    return ([match for match in known if match.sure] or known)[:MESSAGES]


def _threes(text: str) -> set[str]:
    """All that stands in a text, three letters at a time."""
    text = f" {' '.join(text.lower().split())} "
    return {text[at : at + 3] for at in range(len(text) - 2)}


def of_book(first_page: Path) -> Search:
    """The search of a built book."""
    return Search(from_script((first_page.parent / SCRIPT).read_text(encoding="utf-8")))


def of_lessons() -> Search:
    """The search of the lessons and answer pages alone, where no book is built."""
    pages = [*compiled_lessons(), *compiled_answers()]
    return Search(index_of(sections_of(pages), messages_of()))
