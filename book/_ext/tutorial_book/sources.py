"""Where the pages of the lessons come from: the compiled notebooks, if they are up to date."""

from pathlib import Path

from sphinx.errors import SphinxError

from tutorial_utils.course.content.compiled import CompiledLesson, digests_of_sources
from tutorial_utils.course.content.location import COMPILED

from .lesson_page import lesson_page
from .notebook_text import as_text


class OutOfDate(SphinxError):
    """A lesson, or its answers, and the compiled notebook do not belong together."""

    category = "The book was not built"


def prepare(app) -> None:
    """Sphinx's ``builder-inited``: put one notebook for each lesson into the book's folder.

    What has no lesson any more is taken away; what stays the same is not written again.
    """
    lessons = read_lessons(app.srcdir.parent)
    app.tutorial_lessons = lessons
    folder = Path(app.srcdir) / "lessons"
    folder.mkdir(exist_ok=True)
    pages = {f"{lesson.slug}.ipynb": as_text(lesson_page(lesson)) for lesson in lessons}
    for stray in {p.name for p in folder.iterdir()} - pages.keys():
        (folder / stray).unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def read_lessons(root: Path) -> list[CompiledLesson]:
    """All compiled lessons below ``root``, in order.

    Raises:
        OutOfDate: naming the first lesson that has changed since it was compiled, or has not been
            compiled at all, and the command that puts it right.
    """
    sources = sorted((root / "lessons").glob("[0-9][0-9]_*.py"))
    lessons = [CompiledLesson(root / COMPILED / f"{p.stem}.ipynb") for p in sources]
    for lesson in lessons:
        if changed := changed_source(lesson, root):
            raise OutOfDate(
                f"{changed} is not what {COMPILED}/{lesson.slug}.ipynb was compiled from: "
                "run `make build book`."
            )
    return lessons


def changed_source(lesson: CompiledLesson, root: Path) -> str | None:
    """The source that differs from what the compiled notebook says it was made from."""
    try:
        made_from = lesson.about["sources"]
    except (OSError, ValueError, KeyError):
        return f"lessons/{lesson.slug}.py"
    now = digests_of_sources(lesson.slug, root)
    return next((n for n in sorted({*made_from, *now}) if made_from.get(n) != now.get(n)), None)
