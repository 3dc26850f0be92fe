"""Every link, anchor, download and picture is there; nothing comes from elsewhere."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from .conftest import PAGES
from .markup import read


def addresses(page: Path) -> list[tuple[str, str]]:
    """Tag and address of all that a page links to or loads."""
    return [
        (tag, attrs[key])
        for tag, attrs in read(page).elements
        for key in ("href", "src", "action")
        if attrs.get(key) and not attrs[key].startswith("data:")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_linked_to_is_there(book, name):
    page = book / name
    for _, address in addresses(page):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "mailto"):
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert target.is_file(), address
        if parts.fragment and target.suffix == ".html":
            assert unquote(parts.fragment) in read(target).ids, address


@pytest.mark.parametrize("name", PAGES)
def test_only_links_lead_elsewhere(book, name):
    loaded = [a for tag, a in addresses(book / name) if tag != "a"]
    assert not [a for a in loaded if urlsplit(a).netloc]


def test_style_sheets_load_nothing_from_elsewhere(book):
    for sheet in book.rglob("*.css"):
        told = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\"']+", sheet.read_text())
        assert not told, sheet.name


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_has_words(book, name):
    for picture in read(book / name).all("img"):
        assert len(picture.get("alt", "").split()) >= 3, picture.get("src")
