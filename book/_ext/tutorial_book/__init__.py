"""Our Sphinx extension: lessons, errors and questions become pages, computed from the notebooks.

Each module holds one idea; this one says when each of them has its turn.
"""

from . import (
    at_home,
    callouts,
    cells,
    computed,
    downloads,
    furniture,
    known_errors,
    sources,
    weight,
)


def setup(app):
    at_home.stay()
    app.connect("builder-inited", sources.prepare)
    app.connect("source-read", computed.fill_in)
    app.add_transform(cells.ShapeCells)
    app.add_post_transform(callouts.BoldLeadCallouts)
    app.connect("html-page-context", furniture.describe_page)
    app.connect("html-page-context", known_errors.give_to_search)
    app.connect("html-page-context", weight.lighten)
    app.connect("build-finished", downloads.write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
