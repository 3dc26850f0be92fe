"""Anchors of headings, as the book's pages have them."""

import re


def anchor(heading: str) -> str:
    """The anchor that the book gives to a heading. An underscore inside of a word is no emphasis.

    >>> anchor("What `a_b` *is*, _really_")
    'what-a_b-is-really'
    """
    words = re.sub(r"[`*]|\b_|_\b", "", heading).strip().lower().replace(" ", "-")
    return re.sub(r"[^\w\u4e00-\u9fff\- ]", "", words)
