"""What a reader sees: on a desk, in the dark, on a phone, on paper, and by keyboard alone."""

import statistics
from pathlib import Path

import pytest

from tutorial_utils.course.content import compiled

from .conftest import LESSON_PAGES, PAGES, requests

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# A search that finds a known message and other places, and one that finds nothing.
ANSWERED = "search.html?q='KerasTensor' object has no attribute 'numpy'"
UNANSWERED = "search.html?q=zzyzx"
ALL_RULES = {"type": "tag", "values": TAGS}
# What depends on an element's tag and class alone, and takes most of the time that axe takes.
OF_A_KIND = ["color-contrast", "link-in-text-block"]
# What another screen can change of an element that is seen on all.
CHANGED = {
    "dark": {"type": "rule", "values": OF_A_KIND},
    "phone": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]},
}


def violations(
    tab, rules: dict, without: tuple[str, ...] | list[str] = (), inside: str | None = None
) -> list:
    """What axe complains of on the page that is open, or in what a selector finds there."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    options = {"runOnly": rules, "rules": {rule: {"enabled": False} for rule in without}}
    found = axe.Axe().run(tab, context=inside, options={**options, "resultTypes": ["violations"]})
    return [
        (v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found.response["violations"]
    ]


def opened(look, name: str, screen: str):
    """A page with everything open, and what it searches found."""
    tab = look(name, screen, everything=True)
    if "?" in name:
        tab.locator(".hits-box > *").first.wait_for()
    return tab


@pytest.mark.parametrize("name", [*PAGES, ANSWERED, UNANSWERED])
def test_every_page_is_accessible_and_asks_nothing_of_the_network(look, screens, sample, name):
    with requests(screens["light"]) as asked:
        tab = opened(look, name, "light")
        tab.wait_for_load_state("networkidle")
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert violations(tab, ALL_RULES, without=[] if name in sample else OF_A_KIND) == []


@pytest.mark.parametrize("screen", CHANGED)
def test_accessible_on_other_screens(look, sample, screen):
    """Every kind of element, once: what holds for it on one page holds on all."""
    pages = [*sample, ANSWERED, UNANSWERED]
    told = {name: violations(opened(look, name, screen), CHANGED[screen]) for name in pages}
    assert not {name: found for name, found in told.items() if found}
    # A phone has a header and menus of its own, the same on each page.
    assert violations(look(ANSWERED, screen), ALL_RULES) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_sideways_scroll_on_a_phone(look, name):
    tab = look(name, "phone", everything=True)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        tab.evaluate("(c => c.scrollWidth - c.clientWidth)(document.querySelector('.content'))")
        <= 0
    )


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
