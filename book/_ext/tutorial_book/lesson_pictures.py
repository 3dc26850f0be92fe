"""A small picture of each lesson: the first that its cells draw."""

import base64
from html import escape
from pathlib import Path

from tutorial_utils.course.content.compiled import CompiledLesson

FOLDER = "pictures"


def small_picture(lesson: CompiledLesson) -> str:
    """The picture as HTML, with the first sentence of its words."""
    if not (drawn := _first_picture(lesson)):
        return ""
    alt = escape(drawn["metadata"]["image/png"]["alt"].partition(". ")[0], quote=True)
    source = f"{FOLDER}/{lesson.slug}.png"
    return f'<img class="lesson-picture" src="{source}" alt="{alt}" loading="lazy">'


def _first_picture(lesson: CompiledLesson) -> dict | None:
    """The output that holds it, as the lesson's cell has drawn it."""
    outputs = (output for cell in lesson.notebook["cells"] for output in cell.get("outputs", ()))
    return next((output for output in outputs if "image/png" in output.get("data", {})), None)


def write(app, exception: Exception | None) -> None:
    """Sphinx's ``build-finished``: one file for each lesson that draws something."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for lesson in app.tutorial_contents.lessons:
        if drawn := _first_picture(lesson):
            png = base64.b64decode("".join(drawn["data"]["image/png"]))
            (folder / f"{lesson.slug}.png").write_bytes(png)
