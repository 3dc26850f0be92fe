"""Read a page without a browser: its links, its anchors, its words."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path


class Page(HTMLParser):
    """What the tests ask of one HTML file."""

    def __init__(self, path: Path):
        super().__init__()
        self.path = path
        self.elements: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def ids(self) -> set[str]:
        return {attrs["id"] for _, attrs in self.elements if "id" in attrs}

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str, css_class: str | None = None) -> list[dict]:
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and (css_class is None or css_class in attrs.get("class", "").split())
        ]


@cache
def read(path: Path) -> Page:
    return Page(path)


def squeezed(text: str) -> str:
    """Text as a page shows it, for comparing: blanks, quotes and kinds of dots do not count."""
    return re.sub(r"[\s\"'`*_“”‘’]+", "", text.replace("…", "..."))
