"""What each page says to those who search the web: a title as people search, and a description."""

import html
import re

import pytest

from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons

from .conftest import PAGES
from .markup import read, squeezed

QUESTIONS = {
    f"lessons/{page.place}.html": page.about["question"]
    for page in (*compiled_lessons(), *compiled_answers())
}
SUBJECT = re.compile(r"tensor|keras|tensorflow", re.I)


def title_of(path) -> str:
    head = path.read_text(encoding="utf-8").partition("</head>")[0]
    found = re.findall(r"<title>(.*?)</title>", head, re.S)
    assert len(found) == 1
    return html.unescape(found[0])


def description_of(path) -> str:
    said = [meta["content"] for meta in read(path).all("meta") if meta.get("name") == "description"]
    assert len(said) == 1, path
    return said[0]


@pytest.mark.parametrize("name", PAGES)
def test_it_says_what_people_search_for(book, name):
    title, description = title_of(book / name), description_of(book / name)
    assert title.endswith(" - Seeing Tensors")
    if question := QUESTIONS.get(name):
        assert squeezed(title).startswith(squeezed(question))
        assert squeezed(description).startswith(squeezed(question))
        assert len(description) >= len(question) + 40  # the answer's first words follow
    else:
        assert SUBJECT.search(title.removesuffix(" - Seeing Tensors"))
    assert SUBJECT.search(title) and SUBJECT.search(description)
    assert 60 <= len(description) <= 300


def test_no_two_pages_say_the_same(book):
    assert len({title_of(book / name) for name in PAGES}) == len(PAGES)
    assert len({description_of(book / name) for name in PAGES}) == len(PAGES)
