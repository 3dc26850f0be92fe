"""Puts the notebooks that Sphinx reads into the book's folder."""

from pathlib import Path

from .contents import read_contents
from .lesson_page import lesson_page
from .notebook_text import as_text


def prepare(app) -> None:
    """Sphinx's ``builder-inited``: put one notebook for each page into the book's folder.

    What has no source any more is taken away; what stays the same is not written again.
    """
    app.tutorial_contents = contents = read_contents(app.srcdir.parent)
    folder = Path(app.srcdir) / "lessons"
    pages = {folder / f"{page.place}.ipynb": as_text(lesson_page(page)) for page in contents.pages}
    for stray in {path for path in folder.rglob("*") if path.is_file()} - pages.keys():
        stray.unlink()
    for path, text in pages.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
