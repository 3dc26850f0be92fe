"""What a reader sees: on a desk, in the dark, on a phone, and by keyboard alone."""

import pytest

from .accessible import (
    ALL_RULES,
    OPEN_EVERYTHING,
    is_accessible_and_asks_nothing,
    is_accessible_on_other_screens,
    scrolls_down_only,
    violations,
    violations_of_kinds,
)
from .conftest import ANSWER_PAGES, LESSON_PAGES, PAGES

# Answer pages are opened in `test_answer_pages.py`, for these tests and for others.
HERE = [name for name in PAGES if name not in ANSWER_PAGES]

# A search that finds a known message and other places, and one that finds nothing.
ANSWERED = "search.html?q='KerasTensor' object has no attribute 'numpy'"
UNANSWERED = "search.html?q=zzyzx"


@pytest.fixture(scope="module", params=[*HERE, ANSWERED, UNANSWERED])
def name(request):
    return request.param


def test_every_page_is_accessible_and_asks_nothing_of_the_network(opened, sample, name):
    """On other screens, every kind of element once: what holds for it on one page holds on all."""
    tab = opened(name)
    tab.evaluate(OPEN_EVERYTHING)
    if "?" in name:
        tab.locator(".hits-box > *").first.wait_for()
    is_accessible_and_asks_nothing(tab, opened.asked)
    if "?" in name or name in sample:
        is_accessible_on_other_screens(opened, name)


@pytest.mark.parametrize("screen", ["dark", "phone"])
def test_what_all_pages_share_is_accessible_on_other_screens(opened, screen):
    """A phone has a header and menus of its own."""
    assert violations(opened("search.html", screen), ALL_RULES) == []


@pytest.mark.parametrize("screen", ["light", "dark"])
def test_names_in_code_look_like_no_links(opened, screen):
    """Imported ones and those of classes, of which the last lesson has both."""
    names = opened(LESSON_PAGES[-1], screen).locator(".highlight :is(.nn, .nc)")
    lines = names.evaluate_all("all => all.map(one => getComputedStyle(one).textDecorationLine)")
    kinds = names.evaluate_all("all => all.map(one => one.className)")
    assert {*kinds} == {"nn", "nc"}
    assert {*lines} == {"none"}


def test_no_sideways_scroll_on_a_phone(opened, name):
    tab = opened(name, "phone")
    tab.evaluate(OPEN_EVERYTHING)
    scrolls_down_only(tab)


def test_keyboard_alone_opens_everything(look, sample):
    tab = look(next(name for name in sample if name in LESSON_PAGES))
    lids = tab.locator("article summary").count()
    where = """() => {
      const on = document.activeElement;
      if (on.matches("summary") && !on.parentElement.open) return "closed";
      return on === document.body ? "end" : "other";
    }"""
    for _ in range(40 + 20 * lids):
        tab.keyboard.press("Tab")
        state = tab.evaluate(where)
        if state == "end":
            break
        if state == "closed":
            tab.keyboard.press("Enter")
    assert tab.locator("article details[open] > summary").count() == lids


SPOILT = """
<main><p style="color:#000">Read <a class="{kind}" href="#x" style="color:{link};text-decoration:none">this</a> first.</p>
<ul>{items}</ul></main>
"""


def test_one_that_is_hard_to_read_is_found_among_many_of_other_kinds(screens):
    tab = screens["light"]
    items = "".join(f"<li>{i}</li>" for i in range(50)) + '<li class="pale"><b>fifty</b></li>'
    tab.set_content(SPOILT.format(kind="a", link="#111", items=items))
    tab.add_style_tag(content=".pale b { color: #ccc; background: #fff }")
    before = tab.content()
    told = {rule for rule, _ in violations_of_kinds(tab)}
    assert told == {"color-contrast", "link-in-text-block"}
    assert tab.content() == before
