"""Pictures of the library's reference: what its own plots draw of a run, with the code that draws them."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from tutorial_utils.course.content.compiled import CompiledPage, is_code, source_of

from .lesson_pictures import FOLDER

HEADING = "## "
SHOWN_BY = "drawn("  # the line of a cell that is of the notebook, and not of what a reader does


@dataclass(frozen=True)
class Picture:
    """One picture: the names that it is of, what is to be seen, the code, and the output."""

    names: tuple[str, ...]
    words: str
    code: str
    output: dict

    @property
    def file(self) -> str:
        return f"{FOLDER}/reference-{self.names[0]}.png"

    @property
    def png(self) -> bytes:
        return base64.b64decode("".join(self.output["data"]["image/png"]))

    def as_rst(self) -> str:
        """For the end of an entry of the reference."""
        about = self.output["metadata"]["image/png"]
        image = (
            f'<img class="reference-picture" src="{self.file}" width="{about["width"]}" '
            f'alt="{escape(about["alt"], quote=True)}" loading="lazy">'
        )
        parts = [
            f"**As a picture.** {self.words}",
            code_block(self.code),
            f".. raw:: html\n\n   {image}",
        ]
        return "\n\n".join(parts)


def pictures(gallery: list[CompiledPage]) -> Iterator[Picture]:
    """Each cell that draws, with the heading and the words above it."""
    for page in gallery:
        heading = words = ""
        for cell in page.notebook["cells"]:
            if not is_code(cell):
                heading, _, words = source_of(cell).partition("\n")
                continue
            drawn = [o for o in cell["outputs"] if "image/png" in o.get("data", {})]
            if drawn and heading.startswith(HEADING):
                names = tuple(heading.removeprefix(HEADING).split(", "))
                yield Picture(names, words.strip(), _code(cell), drawn[0])


def what_they_share(gallery: list[CompiledPage]) -> str:
    """The code that the pictures need and that draws nothing, as reStructuredText."""
    cells = [
        source_of(cell)
        for page in gallery
        for cell in page.notebook["cells"]
        if is_code(cell)
        and not cell["outputs"]
        and "remove-cell" not in cell["metadata"].get("tags", ())
    ]
    if not cells:
        return ""
    return "\n\n".join(
        ["The pictures below are of this model and these rows:", *map(code_block, cells)]
    )


def code_block(code: str) -> str:
    lines = [f"   {line}".rstrip() for line in code.splitlines()]
    return "\n".join([".. code-block:: python", "", *lines])


def _code(cell: dict) -> str:
    lines = source_of(cell).splitlines()
    return "\n".join(line for line in lines if not line.startswith(SHOWN_BY))


def write(app, exception: Exception | None) -> None:
    """Sphinx's ``build-finished``: one file for each picture."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for picture in pictures(app.tutorial_contents.gallery):
        (Path(app.outdir) / picture.file).write_bytes(picture.png)
