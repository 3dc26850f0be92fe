"""The glossary leads from the words that people search with to those of the lessons, and back."""

import re

import pytest

from .conftest import ROOT

GLOSSARY = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8").partition("{glossary}\n")[2]
ENTRIES = {
    term.lower(): entry
    for entry in GLOSSARY.removesuffix("```\n").strip().split("\n\n")
    for term in entry.splitlines()
    if not term.startswith(" ")
}
SEARCHED = [
    *("symbolic tensor", "KerasTensor", "graph tensor", "SymbolicTensor", "sub-model"),
    *("intermediate layer", "subclassed model", "trace", "validation data", "batch"),
    *("layer output", "eager execution", "graph mode", "feature extractor", "hook", "PerReplica"),
]
# The field's word -> the lessons' own for it.
OURS = {"symbolic tensor": "plan", "sub-model": "route", "validation data": "probe batch"}


def leads_to(entry: str) -> set[str]:
    """The terms that an entry links to."""
    links = re.findall(r"\{term\}`(?:[^`<]*<)?([^`>]+)>?`", entry)
    return {" ".join(link.split()).lower() for link in links}


@pytest.mark.parametrize("word", SEARCHED)
def test_a_word_that_people_search_with_leads_on(word):
    entry = ENTRIES[word.lower()]
    assert leads_to(entry) or "](lessons/" in entry


@pytest.mark.parametrize(("word", "own"), OURS.items())
def test_a_word_of_the_lessons_and_the_fields_lead_to_each_other(word, own):
    assert own in leads_to(ENTRIES[word])
    assert word in leads_to(ENTRIES[own])


def test_entries_are_in_order():
    firsts = list(dict.fromkeys(entry.splitlines()[0].lower() for entry in ENTRIES.values()))
    assert firsts == sorted(firsts)
