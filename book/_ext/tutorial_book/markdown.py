"""Small pieces of Markdown."""

import re


def as_code(text: str) -> str:
    """A code span, also of text that holds backticks itself."""
    runs = re.findall("`+", text)
    fence = "`" * (max(map(len, runs)) + 1) if runs else ""
    return f"{fence} {text} {fence}" if runs else f"`{text}`"


def as_text(text: str) -> str:
    r"""Text that stays as it is: nothing in it is read as a mark, a link or a tag.

    >>> print(as_text("K.function([a], *b) <x>"))
    K.function(\[a\], \*b) \<x\>
    """
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def counted(number: int, thing: str) -> str:
    """``1 exercise``, ``2 exercises``.

    >>> counted(1, "exercise"), counted(3, "exercise")
    ('1 exercise', '3 exercises')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
