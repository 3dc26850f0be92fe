"""Take from a page what no reader sees, so that it opens at once on a slow line too."""

import re
from pathlib import Path

# Style sheets for what our pages do not have: coloured terminals, dashboards, drawn graphs.
UNUSED = ("mystnb", "graphviz")

# Marks the words of a search of Sphinx's own, which this book does not have.
UNUSED_SCRIPTS = ("sphinx_highlight",)

# Names, punctuation and blanks have the colour of the code around them; literals need no parts.
_PLAIN = re.compile(r'<span class="(?:n|p|w|pre)">([^<]*)</span>')
_LITERAL = 'class="docutils literal notranslate"'


def lighten(_app, _pagename: str, _template, context: dict, _doctree) -> None:
    """Sphinx's ``html-page-context``: the same page in fewer bytes."""
    for part in ("body", "toc"):
        if part in context:
            plain = _PLAIN.sub(r"\1", context[part])
            context[part] = plain.replace(_LITERAL, 'class="literal"')
    for kind, unused in (("css_files", UNUSED), ("script_files", UNUSED_SCRIPTS)):
        context[kind] = [
            file for file in context[kind] if not any(name in str(file.filename) for name in unused)
        ]


_COLOUR = re.compile(r"\.highlight \.(\w{1,3}) \{")
_COLOURED = re.compile(r'<span class="(\w{1,3})"')


def leave_out_colours(app, exception: Exception | None) -> None:
    """Sphinx's ``build-finished``: of the colours of code, those that a page has words for."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    used = {
        name for page in out.rglob("*.html") for name in _COLOURED.findall(page.read_text("utf-8"))
    }
    sheet = out / "_static" / "pygments.css"
    rules = sheet.read_text(encoding="utf-8").splitlines()
    kept = [r for r in rules if not (of := _COLOUR.search(r)) or of[1] in used]
    sheet.write_text("\n".join(kept) + "\n", encoding="utf-8")


_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def leave_out_comments(app, exception: Exception | None) -> None:
    """Sphinx's ``build-finished``: of the book's own style sheets, what is for those who write them."""
    if exception is not None or app.builder.format != "html":
        return
    for own in Path(app.confdir, "_static").glob("*.css"):
        sheet = Path(app.outdir, "_static", own.name)
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(_COMMENT.sub("", text), encoding="utf-8")
