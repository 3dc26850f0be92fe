"""Parts of pages that are computed: ``<!-- book: NAME -->`` in a page's source.

A page keeps its prose; facts that stand in lessons and answers come from there, and stand once.
"""

import re

from sphinx.errors import SphinxError

from . import at_a_glance, cheat_sheet, known_errors, path, questions, reference, versions

_PLACE = re.compile(r"<!-- book: ([a-z-]+) -->")

# By name: a function of the book's contents that gives Markdown.
PARTS = {
    "at-a-glance": at_a_glance.picture,
    "path": path.path,
    "lesson-pages": path.pages,
    "answer-pages": questions.pages,
    "errors": known_errors.entries,
    "questions": questions.questions,
    "list-of-questions": questions.closed_list,
    "cheat-sheet": cheat_sheet.cheat_sheet,
    "versions": versions.versions,
    "tested-with": versions.tested_with,
    "citation": versions.citation,
}


def fill_in(app, docname: str, source: list[str]) -> None:
    """Sphinx's ``source-read``: replace each place by its part."""

    def part(found: re.Match) -> str:
        name = found[1]
        if name == "reference":
            return reference.reference(app.env, app.tutorial_contents.gallery)
        if name not in PARTS:
            raise SphinxError(f"{docname}: there is no computed part called {name!r}.")
        return PARTS[name](app.tutorial_contents)

    source[0] = _PLACE.sub(part, source[0])
