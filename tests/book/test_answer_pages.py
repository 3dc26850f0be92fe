"""An answer page: the code to copy first, then what it explains; listed by topic."""

import pytest

from tutorial_utils.course.content.compiled import compiled_answers, is_code, source_of
from tutorial_utils.course.content.model import TOPICS
from tutorial_utils.course.desk import delivery

from .accessible import (
    OPEN_EVERYTHING,
    is_accessible_and_asks_nothing,
    is_accessible_on_other_screens,
    scrolls_down_only,
)
from .markup import read, squeezed

ANSWERS = compiled_answers()


@pytest.fixture(scope="module", params=ANSWERS, ids=lambda a: a.place)
def answer(request):
    """All that is looked at on one page follows one after another, so it is opened once a screen."""
    return request.param


@pytest.fixture(scope="module")
def name(answer):
    return f"lessons/{answer.place}.html"


@pytest.fixture(scope="module")
def listed(book, screens):
    """By topic: what is asked on the page of questions, and where each leads."""
    tab = screens["light"].context.new_page()
    tab.goto((book / "questions.html").as_uri())
    found = tab.evaluate(
        """() => [...document.querySelectorAll("section > h2")].map(heading => [
          heading.textContent,
          [...heading.parentElement.querySelectorAll("a.reference")].map(
            a => [a.textContent, a.getAttribute("href").split("#")[0]])])"""
    )
    tab.close()
    return {squeezed(heading): {squeezed(w): to for w, to in links} for heading, links in found}


def test_furniture(book, answer, name):
    page, about = read(book / name), answer.about
    assert squeezed(f"Answer: {TOPICS[answer.topic]}") in squeezed(page.text)
    assert squeezed(about["question"]) in squeezed(page.text)
    for version in about["versions"].values():
        assert version in page.text
    links = [a.get("href", "") for a in page.all("a")]
    for error in about["errors"]:
        assert f"../../../errors.html#{error['id']}" in links
        assert f"error-{error['id']}" in page.ids
    for suffix in (".ipynb", ".py"):
        assert f"../../../downloads/{answer.place}{suffix}" in links


def test_every_cell_but_the_set_up_is_shown(opened, answer, name):
    cells = [cell for cell in answer.notebook["cells"] if is_code(cell)]
    written = [source_of(c) for c in cells if "remove-cell" not in c["metadata"].get("tags", ())]
    shown = opened(name).locator("article .cell_input pre").all_text_contents()
    assert [text.strip() for text in shown] == [text.strip() for text in written]
    assert len(written) == len(cells) - 1


def test_question_and_answer_are_on_the_first_screen(opened, name):
    for screen in ("light", "phone"):
        tab = opened(name, screen)
        for part in ("article h1", "article p >> nth=1"):
            box = tab.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= tab.viewport_size["height"], (screen, part)
        assert tab.locator("article .cell_input").first.bounding_box()["y"] < 400, screen


def test_no_sideways_scroll_on_a_phone(opened, name):
    tab = opened(name, "phone")
    tab.evaluate(OPEN_EVERYTHING)
    scrolls_down_only(tab)


def test_it_is_accessible_and_asks_nothing_of_the_network(opened, sample, name):
    tab = opened(name)
    tab.evaluate(OPEN_EVERYTHING)
    is_accessible_and_asks_nothing(tab, opened.asked, like_others=name not in sample)
    if name in sample:
        is_accessible_on_other_screens(opened, name)


def test_it_is_listed_under_its_topic_with_every_way_to_ask(listed, answer):
    topic = squeezed(TOPICS[answer.topic])  # a lesson's title may hold the word, too
    leads = [links for heading, links in listed.items() if heading.startswith(topic)][-1]
    for question in (answer.about["question"], *answer.about["asked"]):
        assert leads[squeezed(question)] == f"lessons/{answer.place}.html"


def test_the_index_of_errors_leads_to_it(book, answer):
    links = [a.get("href") for a in read(book / "errors.html").all("a")]
    for error in answer.about["errors"]:
        assert f"lessons/{answer.place}.html#error-{error['id']}" in links


def test_downloads_are_the_page_without_set_up_and_outputs(book, answer):
    path = book / "downloads" / f"{answer.place}.ipynb"
    script = path.with_suffix(".py").read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") == delivery.as_notebook(answer)
    assert script == delivery.as_script(answer)
    assert "quiet" not in script
    compile(script, answer.slug, "exec")
