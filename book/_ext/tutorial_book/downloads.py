"""The lessons without their answers, to download from their pages."""

from pathlib import Path

from tutorial_utils.course.desk.delivery import as_notebook, as_script


def write(app, exception: Exception | None) -> None:
    """Sphinx's ``build-finished``: one notebook and one script for each lesson."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "downloads"
    folder.mkdir(exist_ok=True)
    for lesson in app.tutorial_lessons:
        (folder / f"{lesson.slug}.ipynb").write_text(as_notebook(lesson), encoding="utf-8")
        (folder / f"{lesson.slug}.py").write_text(as_script(lesson), encoding="utf-8")
