"""What can be found: each section with its words, and nothing that gives an answer away."""

import pytest

from tutorial_utils.course.content.compiled import (
    compiled_answers,
    compiled_lessons,
    is_code,
    source_of,
)
from tutorial_utils.course.search.sections import id_of, messages_of, plain, sections_of

PAGES = [*compiled_lessons(), *compiled_answers()]


@pytest.fixture(scope="module")
def sections():
    return {section.address: section for section in sections_of(PAGES)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.place)
def test_every_way_of_asking_leads_to_its_section(sections, page):
    asked = {way for section in sections.values() for way in section.asked}
    assert {page.about["question"], *page.about["asked"]} <= asked
    first = sections[f"lessons/{page.place}.html"]
    assert first.heading == page.about["question"] and first.text


def test_an_answer_page_is_one_section(sections):
    for page in compiled_answers():
        place = f"lessons/{page.place}.html"
        assert [address for address in sections if address.startswith(place)] == [place]


def test_answers_of_exercises_cannot_be_found(sections):
    everything = " ".join(" ".join([*s.names, s.text]) for s in sections.values())
    for page in compiled_lessons():
        for cell in page.notebook["cells"]:
            if cell["metadata"].get("part") == "answer" and is_code(cell):
                assert source_of(cell) not in everything


def test_every_message_is_a_section_with_its_cure(sections):
    messages = messages_of()
    assert len({message.address for message in messages}) == len(messages)
    for message in messages:
        entry = sections[message.address]
        assert entry.is_entry and not entry.asked
        assert any(entry.heading.startswith(type_) for type_ in message.types)
        assert plain(message.cure) in entry.text


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("And `disable_eager_execution`?", "and-disable-eager-execution"),
        ("Python's if and for", "python-s-if-and-for"),
        ("1. Première étape", "premiere-etape"),
    ],
)
def test_ids_are_those_of_docutils(heading, anchor):
    nodes = pytest.importorskip("docutils.nodes")
    assert id_of(heading) == anchor == nodes.make_id(heading.replace("`", ""))


def test_marks_are_taken_from_prose():
    text = "> **Predict.** *What* comes?\n>\n> a) [this](b.html)\n\n* one\n\n| `a` | b |\n|---|---|"
    assert plain(text) == "Predict. What comes? a) this one `a` | b |"
    assert plain("`<tf.Tensor 'x'>` <details>in</details>") == "`<tf.Tensor 'x'>` in"
