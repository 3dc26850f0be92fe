"""The index of the search, written when the pages are: the notebooks', and that of the book's own pages.

Pages that say again what others say (the first page, the questions, the cheat sheet) are left out.
"""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from tutorial_utils.course.search.finding import SCRIPT
from tutorial_utils.course.search.index import as_script, index_of
from tutorial_utils.course.search.sections import Section, messages_of, sections_of


def replace_that_of_sphinx(app) -> None:
    """Sphinx's ``builder-inited``: its own index knows pages and words, not sections."""
    app.builder.search = False


def write(app, exception: Exception | None) -> None:
    """Sphinx's ``build-finished``: the index as a script, which a page loads when one searches."""
    if exception is not None or app.builder.format != "html":
        return
    pages = app.tutorial_contents.pages
    own = [*_glossary(app.env), *_sections(app.env, "about"), *_library(app.env)]
    index = index_of([*sections_of(pages), *own], messages_of())
    (Path(app.outdir) / SCRIPT).write_text(as_script(index), encoding="utf-8")


def _glossary(env) -> Iterator[Section]:
    page = "glossary"
    for entry in env.get_doctree(page).findall(nodes.definition_list_item):
        terms = [node for node in entry if isinstance(node, nodes.term)]
        address = f"{page}.html#{terms[0]['ids'][0]}"
        text = " ".join(n.astext() for n in entry.findall(nodes.definition))
        heading = ", ".join(term.astext() for term in terms)
        yield Section(address, "Glossary", heading, text=_on_a_line(text), is_entry=True)


def _sections(env, page: str) -> Iterator[Section]:
    doctree = env.get_doctree(page)
    title = next(doctree.findall(nodes.title)).astext()
    for section in doctree.findall(nodes.section):
        paragraphs = [n.astext() for n in section if not isinstance(n, nodes.section | nodes.title)]
        address = f"{page}.html#{section['ids'][0]}"
        yield Section(address, title, section[0].astext(), text=_on_a_line(" ".join(paragraphs)))


def _library(env) -> Iterator[Section]:
    page = "reference"
    for entry in env.get_doctree(page).findall(addnodes.desc):
        signature = entry[0]
        if not isinstance(entry.parent, nodes.section | nodes.document) or not signature["ids"]:
            continue
        name = signature["fullname"] if "fullname" in signature else signature.astext()
        text = _on_a_line(" ".join(n.astext() for n in entry.findall(nodes.paragraph)))
        address = f"{page}.html#{signature['ids'][0]}"
        names = [signature.astext()]
        yield Section(address, "The library", name, names=names, text=text, is_entry=True)


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
