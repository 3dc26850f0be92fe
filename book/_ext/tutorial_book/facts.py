"""What a lesson's page says of itself, below the short answer."""

from tutorial_utils.course.content.compiled import CompiledLesson

from .known_errors import message
from .markdown import as_code, counted
from .versions import as_words


def facts(lesson: CompiledLesson) -> str:
    """Downloads, versions and the messages that the lesson explains."""
    about = lesson.about
    rows = [
        ("Work on it", _downloads(lesson)),
        ("Run with", as_words(about["versions"])),
    ]
    if about["errors"]:
        rows.append(("Explains", _messages(about["errors"])))
    return "\n\n".join(
        ['<div class="facts">', *(f"**{name}**\n: {value}" for name, value in rows), "</div>"]
    )


def _downloads(lesson: CompiledLesson) -> str:
    links = [
        f'<a href="../downloads/{lesson.slug}{suffix}" download>{name}</a>'
        for name, suffix in (("notebook", ".ipynb"), ("script", ".py"))
    ]
    return f"Download the {' or the '.join(links)}, without the answers."


def _messages(errors: list[dict]) -> str:
    """Closed, for it may be long, and the searcher has come with one of them."""
    items = "\n".join(
        f"  * [{as_code(message(error))}](../errors.md#{error['id']})" for error in errors
    )
    lid = counted(len(errors), "error message")
    return f"<details><summary>{lid}</summary>\n\n{items}\n\n  </details>"
