"""What a reader sees: on a desk, in the dark, on a phone, on paper, and by keyboard alone."""

import statistics
from pathlib import Path

import pytest

from tutorial_utils.course.content import compiled

from .accessible import (
    ALL_RULES,
    OPEN_EVERYTHING,
    OTHER_SCREENS,
    is_accessible_and_asks_nothing,
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


def test_every_page_is_accessible_and_asks_nothing_of_the_network(opened, name):
    tab = opened(name)
    tab.evaluate(OPEN_EVERYTHING)
    if "?" in name:
        tab.locator(".hits-box > *").first.wait_for()
    is_accessible_and_asks_nothing(tab, opened.asked)


@pytest.mark.parametrize("screen", OTHER_SCREENS)
def test_accessible_on_other_screens(opened, name, screen):
    tab = opened(name, screen)
    tab.evaluate(OPEN_EVERYTHING)
    # A phone has a header and menus of its own, the same on each page.
    assert (violations(tab, ALL_RULES) if name == ANSWERED else OTHER_SCREENS[screen](tab)) == []


def test_no_sideways_scroll_on_a_phone(opened, name):
    tab = opened(name, "phone")
    tab.evaluate(OPEN_EVERYTHING)
    scrolls_down_only(tab)


@pytest.fixture(scope="module", params=LESSON_PAGES)
def page(request, book, screens):
    """A lesson on a desk, opened once for the tests that only look."""
    tab = screens["light"].context.new_page()
    tab.goto((book / request.param).as_uri())
    yield tab
    tab.close()


def test_contents_of_the_page_are_visible(page):
    contents = page.locator(".toc-drawer")
    box = contents.bounding_box()
    assert contents.locator("a").last.is_visible()
    assert box["width"] > 100 and box["x"] + box["width"] <= 1280


LINES = """() => [...document.querySelectorAll("article section > p")].flatMap(p => {
  const lines = new Map(), range = document.createRange();
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    for (let i = 0; i < node.length; i++) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      const line = Math.round(box.bottom / 12);
      lines.set(line, (lines.get(line) || 0) + 1);
    }
  }
  return [...lines.values()].slice(0, -1);
})"""


def test_measure(page):
    lines = page.evaluate(LINES)
    assert len(lines) > 5
    assert 60 <= statistics.median(lines) <= 75


def test_the_keyboard_reaches_every_lid(page):
    reached = page.locator("article summary").evaluate_all(
        "all => all.map(s => s.tabIndex === 0 && !s.closest('[inert]') && s.matches('details > *'))"
    )
    exercises = compiled.find_lesson(Path(page.url).stem).exercises
    assert len(reached) >= sum(len(exercise["hints"]) + 2 for exercise in exercises)
    assert all(reached)


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


def test_paper(page):
    page.emulate_media(media="print")
    try:
        for gone in (".sidebar-drawer", ".toc-drawer", ".help > details.hint"):
            assert not page.locator(gone).first.is_visible(), gone
        heights = page.locator("details .cell_input").evaluate_all(
            "all => all.map(code => code.getBoundingClientRect().height)"
        )
        assert heights and min(heights) > 10
    finally:
        page.emulate_media(media="screen")


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
