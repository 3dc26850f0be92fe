"""How well the search finds what real people asked: their titles, pasted as they stand."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tutorial_utils.course.search.finding import Search

FIRST = 3  # places that a searcher looks at


@dataclass(frozen=True)
class Question:
    """A question from the web, and the places that answer it; none where the book does not yet."""

    id: str
    title: str
    source: str
    answered_by: tuple[str, ...]


@cache
def open_questions() -> tuple[Question, ...]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return tuple(
        Question(**{**row, "answered_by": tuple(row["answered_by"])})
        for row in tomllib.loads(text)["question"]
    )


@dataclass(frozen=True)
class Measure:
    """Of the questions that the book answers, how many find their place."""

    answered: int
    first: int  # the right section stands first
    section: int  # it is among the first three
    page: int  # its page is
    missed: tuple[str, ...]  # titles whose section is not among the first three


def measure(search: Search) -> Measure:
    answered = [question for question in open_questions() if question.answered_by]
    first = page = 0
    missed = []
    for question in answered:
        found = [hit.address for hit in search.hits(question.title, at_most=FIRST)]
        first += found[:1] != [] and found[0] in question.answered_by
        page += not _pages(found).isdisjoint(_pages(question.answered_by))
        if set(found).isdisjoint(question.answered_by):
            missed.append(question.title)
    return Measure(len(answered), first, len(answered) - len(missed), page, tuple(missed))


def _pages(addresses) -> set[str]:
    return {address.partition("#")[0] for address in addresses}
