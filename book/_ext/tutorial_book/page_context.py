"""What the template says above a lesson's title."""


def describe_page(app, pagename: str, _template, context: dict, _doctree) -> None:
    """Sphinx's ``html-page-context``: the lesson of a page, for ``_templates/page.html``."""
    for lesson in app.tutorial_lessons:
        if pagename == f"lessons/{lesson.slug}":
            context["lesson"] = {"number": int(lesson.number), **lesson.about}
