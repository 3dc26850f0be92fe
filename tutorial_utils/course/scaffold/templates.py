"""Templates, and how their words become those of something new."""

from collections.abc import Mapping
from pathlib import Path

from ..author.cells import as_jupytext_writes

_FOLDER = Path(__file__).with_name("template")

# What the templates call things.
TITLE, QUESTION, SLUG = "Sums", "How much is it?", "01_sums"
EXERCISE, FUNCTION = "add-up", "add_up"


def template(name: str) -> str:
    """The text of a template, such as ``lesson.py`` or ``blank/lesson.py``."""
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def filled(text: str, words: Mapping[str, str]) -> str:
    """Plain text with other words, each for one of the template's."""
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def filled_page(text: str, words: Mapping[str, str]) -> str:
    """A py:percent file with other words, in its front matter too, where some need quotes."""

    def everywhere(value):
        if isinstance(value, dict):
            return {filled(key, words): everywhere(item) for key, item in value.items()}
        if isinstance(value, list):
            return [everywhere(item) for item in value]
        return filled(value, words)

    def change(notebook) -> None:
        notebook.metadata["lesson"] = everywhere(notebook.metadata["lesson"])
        for cell in notebook.cells:
            cell.source = filled(cell.source, words)

    return as_jupytext_writes(text, change)


def in_words(slug: str) -> str:
    """
    >>> in_words("gradients_by_name")
    'Gradients by name'
    """
    return slug.replace("_", " ").capitalize()
