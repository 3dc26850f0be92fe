"""What a page says to those who search the web: a title as people search, and a description."""

from html import escape

from docutils import nodes

LONGEST = 300  # characters of a description; results show about half of them


def describe(app, pagename: str, _template, context: dict, doctree) -> None:
    """Sphinx's ``html-page-context``: the page's question and the first words of its answer.

    A page of the book's own may say both itself, as ``searched-as`` and ``description`` above its
    heading.
    """
    if doctree is None:
        return
    said = context.get("meta") or {}
    title = said.get("searched-as") or next(doctree.findall(nodes.title)).astext()
    context["title"] = escape(title)
    description = said.get("description") or f"{title} {_first_words(doctree)}"
    content = escape(shortened(description), quote=True)
    context["metatags"] = f'{context["metatags"]}<meta name="description" content="{content}">\n'


def _first_words(doctree: nodes.document) -> str:
    return next((p.astext() for p in doctree.findall(nodes.paragraph)), "")


def shortened(text: str) -> str:
    """The text on one line, and no longer than a description may be.

    >>> shortened("two  words"), len(shortened("word " * 100)) <= LONGEST
    ('two words', True)
    """
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return line[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:") + "…"
