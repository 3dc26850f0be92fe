"""Build the book: ``python book/build.py``. Prints the address of its first page.

Pages go to ``book/_build/html``, and only pages: what Sphinx keeps for itself stays beside them.
"""

import argparse
import contextlib
import io
import os
import shutil
import sys
from pathlib import Path

BOOK = Path(__file__).resolve().parent
HTML = BOOK / "_build" / "html"


def build(html: Path = HTML) -> Path:
    """Write the whole book anew and put it in the place of the one that is there.

    Args:
        html: The folder for the pages.

    Returns:
        The first page.

    Raises:
        SystemExit: with what is wrong, in words; the book that was there stays.
    """
    from sphinx.errors import SphinxError

    beside = html.with_name(html.name + ".new")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        said = _run_sphinx(beside)
    except SphinxError as error:
        raise SystemExit(f"{error.category}: {error}") from None
    if said:
        raise SystemExit(said.strip())
    (beside / ".buildinfo").unlink(missing_ok=True)  # Sphinx's own note
    shutil.rmtree(html, ignore_errors=True)
    beside.rename(html)
    return html / "index.html"


def _run_sphinx(html: Path) -> str:
    """Run Sphinx from nothing: every page, no memory of the last time. Returns its warnings."""
    from sphinx.application import Sphinx
    from sphinx.util.console import nocolor

    nocolor()
    said = io.StringIO()
    with contextlib.redirect_stdout(sys.stderr):
        app = Sphinx(
            srcdir=BOOK,
            confdir=BOOK,
            outdir=html,
            doctreedir=html.with_name("doctrees"),
            buildername="html",
            status=None,
            warning=said,
            freshenv=True,
            parallel=min(4, os.cpu_count() or 1),
        )
        app.build(force_all=True)
    return said.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("html", nargs="?", type=Path, default=HTML, help="folder for the pages")
    print(build(parser.parse_args().html.resolve()).as_uri())
