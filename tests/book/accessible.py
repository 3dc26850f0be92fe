"""What keeps people from reading a page, as axe finds it."""

import pytest

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ALL_RULES = {"type": "tag", "values": _TAGS}
# What depends on an element's tag and class alone, and takes most of the time that axe takes.
OF_A_KIND = ["color-contrast", "link-in-text-block"]

OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(d => { d.open = true })"


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


def is_accessible_and_asks_nothing(tab, asked: list[str], *, all_kinds: bool) -> None:
    """Fail where axe complains of the page that is open, or where it has asked the network.

    Args:
        tab: It shows the page.
        asked: The addresses that it has asked for, and asks for meanwhile.
        all_kinds: Whether to look at what holds for all elements of a kind, too.
    """
    assert violations(tab, ALL_RULES, without=[] if all_kinds else OF_A_KIND) == []
    tab.wait_for_load_state("networkidle")
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


def scrolls_down_only(tab) -> None:
    """Fail where the page that is open is wider than a phone."""
    assert tab.viewport_size["width"] == 390
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    sideways = "(c => c.scrollWidth - c.clientWidth)(document.querySelector('.content'))"
    assert tab.evaluate(sideways) <= 0
