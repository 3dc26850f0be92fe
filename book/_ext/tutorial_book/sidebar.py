"""In the sidebar of an answer page stand the questions of its own topic; of any other page, none.

All of them would hide what else the book has, and weigh on every page.
"""

import re

_QUESTION = re.compile(r'<li class="toctree-l2[^"]*"><a [^>]*href="([^"]*)">.*?</a></li>\n?', re.S)
_NO_LIST = re.compile(r"<ul(?: class=\"[^\"]*\")?>\s*</ul>\n?")


def of_the_topic(_app, _pagename: str, _template, context: dict, _doctree) -> None:
    """Sphinx's ``html-page-context``: what Furo makes its sidebar of."""
    everything = context["toctree"]
    context["toctree"] = lambda *args, **options: _shortened(everything(*args, **options))


def _shortened(tree: str) -> str:
    # from an answer page, the pages of its topic are files of its own folder
    kept = _QUESTION.sub(lambda found: "" if "/" in found[1] else found[0], tree or "")
    return _NO_LIST.sub("", kept)
