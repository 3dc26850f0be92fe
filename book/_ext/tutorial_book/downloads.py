"""Lessons without their answers, and answer pages, to download from their pages."""

from pathlib import Path

from tutorial_utils.course.desk.delivery import as_notebook, as_script


def write(app, exception: Exception | None) -> None:
    """Sphinx's ``build-finished``: one notebook and one script for each page."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "downloads"
    for page in app.tutorial_contents.pages:
        path = folder / f"{page.place}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_notebook(page), encoding="utf-8")
        path.with_suffix(".py").write_text(as_script(page), encoding="utf-8")
