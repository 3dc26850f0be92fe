"""What a reader sees: on a desk, in the dark, on a phone, on paper, and by keyboard alone."""

import statistics
from pathlib import Path

import pytest

from tutorial_utils.course.content import compiled

from .conftest import LESSON_PAGES, PAGES, requests

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# A search that finds a known message, pages and names.
ANSWERED = "search.html?q='KerasTensor' object has no attribute 'numpy'"
ALL_RULES = {"type": "tag", "values": TAGS}
# What another screen can change of an element that is seen on all.
CHANGED = {
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "phone": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]},
}


def violations(look, name: str, screen: str, rules: dict) -> list:
    """What axe complains of, with everything open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab = look(name, screen, everything=True)
    if "?" in name:
        tab.locator(".search-summary:not(:empty)").wait_for()
    found = axe.Axe().run(tab, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [
        (v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found.response["violations"]
    ]


@pytest.mark.parametrize("name", [*PAGES, ANSWERED])
def test_accessible(look, name):
    assert violations(look, name, "light", ALL_RULES) == []


@pytest.mark.parametrize("screen", CHANGED)
def test_accessible_on_other_screens(look, sample, screen):
    """Every kind of element, once: what holds for it on one page holds on all."""
    told = {name: violations(look, name, screen, CHANGED[screen]) for name in [*sample, ANSWERED]}
    # A phone has a header and menus of its own, the same on each page.
    told["all rules"] = violations(look, ANSWERED, screen, ALL_RULES)
    assert not {name: found for name, found in told.items() if found}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_the_network(look, screens, name):
    with requests(screens["light"]) as asked:
        tab = look(name + ("?q=numpy" if name == "search.html" else ""), everything=True)
        tab.wait_for_load_state("networkidle")
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


@pytest.mark.parametrize("name", PAGES)
def test_no_sideways_scroll_on_a_phone(look, name):
    tab = look(name, "phone", everything=True)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        tab.evaluate("(c => c.scrollWidth - c.clientWidth)(document.querySelector('.content'))")
        <= 0
    )


@pytest.mark.parametrize("name", LESSON_PAGES)
def test_contents_of_the_page_are_visible(look, name):
    tab = look(name)
    contents = tab.locator(".toc-drawer")
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


@pytest.mark.parametrize("name", LESSON_PAGES)
def test_measure(look, name):
    lines = look(name).evaluate(LINES)
    assert len(lines) > 5
    assert 60 <= statistics.median(lines) <= 75


@pytest.mark.parametrize("name", LESSON_PAGES)
def test_the_keyboard_reaches_every_lid(look, name):
    tab = look(name)
    reached = tab.locator("article summary").evaluate_all(
        "all => all.map(s => s.tabIndex === 0 && !s.closest('[inert]') && s.matches('details > *'))"
    )
    exercises = compiled.find_lesson(Path(name).stem).exercises
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


@pytest.mark.parametrize("name", LESSON_PAGES)
def test_paper(look, name):
    tab = look(name)
    tab.emulate_media(media="print")
    try:
        for gone in (".sidebar-drawer", ".toc-drawer", ".help > details.hint"):
            assert not tab.locator(gone).first.is_visible(), gone
        heights = tab.locator("details .cell_input").evaluate_all(
            "all => all.map(code => code.getBoundingClientRect().height)"
        )
        assert heights and min(heights) > 10
    finally:
        tab.emulate_media(media="screen")
