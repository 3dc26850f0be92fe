"""What keeps people from reading a page, as axe finds it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ALL_RULES = {"type": "tag", "values": _TAGS}
# What depends alone on what an element is and on what it stands in, and takes most of axe's time.
OF_A_KIND = ["color-contrast", "link-in-text-block"]

OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(d => { d.open = true })"


# Of the elements with text of their own that are alike, they and the three around them, the first
# stays. What holds nothing that stays is taken away, and can be put back.
_LEAVE_ONE_OF_EACH_KIND = """() => {
  const kind = e => {
    let text = "";
    for (let up = e, i = 0; up && i < 4; up = up.parentElement, i++)
      text += `<${up.tagName} ${up.getAttribute("class")}>`;
    return text;
  };
  const kinds = new Set(), stay = new Set([document.body]), all = [...document.body.querySelectorAll("*")];
  for (const e of all) {
    if (![...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim())) continue;
    if (kinds.has(kind(e))) continue;
    kinds.add(kind(e));
    for (let up = e; up && !stay.has(up); up = up.parentElement) stay.add(up);
  }
  window.takenAway = all
    .filter(e => !stay.has(e) && stay.has(e.parentElement))
    .map(e => [e, e.parentElement, e.nextSibling]);
  for (const [e] of window.takenAway) e.remove();
}"""
_PUT_BACK = """() => {
  for (const [e, parent, next] of window.takenAway.reverse()) parent.insertBefore(e, next);
}"""


@contextmanager
def one_of_each_kind(tab) -> Iterator[None]:
    """Inside the block, the page that is open holds each kind of text once."""
    tab.evaluate(_LEAVE_ONE_OF_EACH_KIND)
    try:
        yield
    finally:
        tab.evaluate(_PUT_BACK)


def violations_of_kinds(tab) -> list:
    """What axe complains of that holds for all elements of a kind: one of each is looked at."""
    with one_of_each_kind(tab):
        return violations(tab, {"type": "rule", "values": OF_A_KIND})


# Of all that axe tells, what is shown of a fault leaves the browser: the rest takes as long as axe.
# Its copy of the page's styles would be for a rule that is an experiment, and not among these.
_RUN = """([inside, options]) => axe.run(inside ?? document, options).then(
  told => told.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 120))]))"""
_WHAT_IT_LOADS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}


def violations(
    tab, rules: dict, without: tuple[str, ...] | list[str] = (), inside: str | dict | None = None
) -> list:
    """What axe complains of on the page that is open, or in a part of it: axe's ``context``."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(axe.Axe().axe_script)
    off = {rule: {"enabled": False} for rule in without}
    return tab.evaluate(_RUN, [inside, {"runOnly": rules, "rules": off, **_WHAT_IT_LOADS}])


# What a narrow screen can change of an element that is seen on all.
_OF_A_PHONE = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
# By screen, what axe complains of that is not so on a desk.
_OTHER_SCREENS = {
    "dark": violations_of_kinds,
    "phone": lambda tab: violations(tab, _OF_A_PHONE),
}


def is_accessible_and_asks_nothing(tab, asked: list[str], *, like_others: bool = False) -> None:
    """Fail where axe complains of the page that is open, or where it has asked the network.

    Args:
        tab: It shows the page.
        asked: The addresses that it has asked for, and asks for meanwhile.
        like_others: Whether pages that are looked at in whole have all kinds of its elements, and
            the same sidebar: what holds for those is left to them.
    """
    left_out = {"exclude": [".sidebar-drawer"]} if like_others else None
    assert violations(tab, ALL_RULES, without=OF_A_KIND, inside=left_out) == []
    assert like_others or violations_of_kinds(tab) == []
    tab.wait_for_load_state("networkidle")
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


def is_accessible_on_other_screens(opened, name: str) -> None:
    """Fail where axe complains of a page in the dark or on a phone, but not on a desk."""
    told = {screen: look_at(opened(name, screen)) for screen, look_at in _OTHER_SCREENS.items()}
    assert not any(told.values()), told


def scrolls_down_only(tab) -> None:
    """Fail where the page that is open is wider than a phone."""
    assert tab.viewport_size["width"] == 390
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    sideways = "(c => c.scrollWidth - c.clientWidth)(document.querySelector('.content'))"
    assert tab.evaluate(sideways) <= 0
