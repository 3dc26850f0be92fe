"""Take from a page what no reader sees, so that it opens at once on a slow line too."""

import re

# Style sheets for what our pages do not have: coloured terminals, dashboards, drawn graphs.
UNUSED = ("mystnb", "graphviz")

# Names, punctuation and blanks have the colour of the code around them; literals need no parts.
_PLAIN = re.compile(r'<span class="(?:n|p|w|pre)">([^<]*)</span>')
_LITERAL = 'class="docutils literal notranslate"'


def lighten(_app, _pagename: str, _template, context: dict, _doctree) -> None:
    """Sphinx's ``html-page-context``: the same page in fewer bytes."""
    for part in ("body", "toc"):
        if part in context:
            plain = _PLAIN.sub(r"\1", context[part])
            context[part] = plain.replace(_LITERAL, 'class="literal"')
    context["css_files"] = [
        sheet
        for sheet in context["css_files"]
        if not any(name in str(sheet.filename) for name in UNUSED)
    ]
