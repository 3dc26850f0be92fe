"""What the page of a lesson or an answer says of itself."""

from tutorial_utils.course.content.compiled import CompiledLesson, CompiledPage

from .known_errors import message
from .markdown import as_code, counted
from .versions import as_words


def facts(page: CompiledPage) -> str:
    """Downloads, versions and the messages that the page explains."""
    about = page.about
    up = "../" * (page.place.count("/") + 1)  # to the book's own folder
    rows = [
        _downloads(page, up),
        ("Run with", as_words(about["versions"])),
    ]
    if about["errors"]:
        rows.append(("Explains", _messages(about["errors"], up)))
    return "\n\n".join(
        ['<div class="facts">', *(f"**{name}**\n: {value}" for name, value in rows), "</div>"]
    )


def _downloads(page: CompiledPage, up: str) -> tuple[str, str]:
    links = [
        f'<a href="{up}downloads/{page.place}{suffix}" download>{name}</a>'
        for name, suffix in (("notebook", ".ipynb"), ("script", ".py"))
    ]
    download = f"Download the {' or the '.join(links)}"
    if isinstance(page, CompiledLesson):
        return "Work on it", f"{download}, without the answers."
    return "Try it", f"{download}."


def _messages(errors: list[dict], up: str) -> str:
    """Closed, for it may be long, and the searcher has come with one of them."""
    items = "\n".join(
        f"  * [{as_code(message(error))}]({up}errors.md#{error['id']})" for error in errors
    )
    lid = counted(len(errors), "error message")
    return f"<details><summary>{lid}</summary>\n\n{items}\n\n  </details>"
