"""What the template says above a page's title."""

from tutorial_utils.course.content.compiled import CompiledLesson, CompiledPage
from tutorial_utils.course.content.model import TOPICS


def describe_page(app, pagename: str, _template, context: dict, _doctree) -> None:
    """Sphinx's ``html-page-context``: what ``_templates/page.html`` says of a lesson or an answer."""
    for page in app.tutorial_contents.pages:
        if pagename == f"lessons/{page.place}":
            context["kicker"] = kicker(page)


def kicker(page: CompiledPage) -> str:
    if isinstance(page, CompiledLesson):
        return f"Lesson {int(page.number)}: {page.about['title']}"
    return f"Answer: {TOPICS[page.topic]}"
