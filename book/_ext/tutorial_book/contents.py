"""What the book is made of: the compiled notebooks of lessons and answers, if they are up to date."""

from dataclasses import dataclass
from pathlib import Path

from sphinx.errors import SphinxError

from tutorial_utils.course.content.compiled import (
    CompiledAnswer,
    CompiledGallery,
    CompiledLesson,
    CompiledPage,
    digests_of_sources,
)
from tutorial_utils.course.content.location import COMPILED
from tutorial_utils.course.content.model import ANSWERS, GALLERY


@dataclass(frozen=True)
class Contents:
    """What the book is made of."""

    lessons: list[CompiledLesson]
    answers: list[CompiledAnswer]
    gallery: list[CompiledGallery]

    @property
    def pages(self) -> list[CompiledPage]:
        return [*self.lessons, *self.answers]


class OutOfDate(SphinxError):
    """A page's source, or its answers, and the compiled notebook do not belong together."""

    category = "The book was not built"


def read_contents(root: Path) -> Contents:
    """All compiled lessons below ``root``, in order, and all compiled answer pages.

    Raises:
        OutOfDate: naming the first page that has changed since it was compiled, or has not been
            compiled at all, and the command that puts it right.
    """
    lessons = sorted((root / "lessons").glob("[0-9][0-9]_*.py"))
    answers = sorted((root / "lessons" / ANSWERS).glob("*/*.py"))
    gallery = sorted((root / "lessons" / GALLERY).glob("*.py"))
    contents = Contents(
        [CompiledLesson(_compiled(path, root)) for path in lessons],
        [CompiledAnswer(_compiled(path, root)) for path in answers],
        [CompiledGallery(_compiled(path, root)) for path in gallery],
    )
    for page in (*contents.pages, *contents.gallery):
        if changed := changed_source(page, root):
            raise OutOfDate(
                f"{changed} is not what {COMPILED}/{page.place}.ipynb was compiled from: "
                "run `make build book`."
            )
    return contents


def _compiled(source: Path, root: Path) -> Path:
    return root / COMPILED / source.relative_to(root / "lessons").with_suffix(".ipynb")


def changed_source(page: CompiledPage, root: Path) -> str | None:
    """The source that differs from what the compiled notebook says it was made from."""
    try:
        made_from = page.about["sources"]
    except (OSError, ValueError, KeyError):
        return f"lessons/{page.place}.py"
    now = digests_of_sources(page.place, root)
    return next((n for n in sorted({*made_from, *now}) if made_from.get(n) != now.get(n)), None)
