"""Our Sphinx extension: lessons, errors and questions become pages, computed from the notebooks.

Each module holds one idea; this one says when each of them has its turn.
"""

from . import (
    callouts,
    cells,
    computed,
    downloads,
    lesson_pictures,
    offline,
    page_context,
    page_weight,
    reference_pictures,
    search_index,
    search_words,
    sidebar,
    sources,
)


def setup(app):
    offline.stay()
    app.connect("builder-inited", sources.prepare, priority=400)  # autoapi reads for seconds
    app.connect("builder-inited", search_index.replace_that_of_sphinx)
    app.connect("source-read", computed.fill_in)
    app.add_transform(cells.ShapeCells)
    app.add_post_transform(callouts.BoldLeadCallouts)
    app.connect("html-page-context", page_context.describe_page)
    app.connect("html-page-context", search_words.describe)
    app.connect("html-page-context", sidebar.of_the_topic)
    app.connect("html-page-context", page_weight.lighten)
    app.connect("build-finished", page_weight.leave_out_colours, priority=900)  # Furo writes them
    app.connect("build-finished", page_weight.leave_out_comments, priority=900)
    app.connect("build-finished", downloads.write)
    app.connect("build-finished", lesson_pictures.write)
    app.connect("build-finished", reference_pictures.write)
    app.connect("build-finished", search_index.write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
