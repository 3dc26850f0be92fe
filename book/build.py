"""Build the book: ``python book/build.py``. Prints the address of its first page.

Pages go to ``book/_build/html``, and only pages: what Sphinx keeps for itself stays beside them.
"""

import argparse
import contextlib
import ctypes
import gc
import io
import multiprocessing
import os
import shutil
import signal
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
    workers_end_with_us()
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
        try:
            app.build(force_all=True)
        except KeyboardInterrupt:
            for worker in multiprocessing.active_children():  # else they are waited for
                worker.kill()
            raise
    return said.getvalue()


def workers_end_with_us() -> None:
    """Where the system can (Linux), what is forked from here ends when this process is killed."""
    if sys.platform.startswith("linux"):
        system, die = ctypes.CDLL(None), 1  # PR_SET_PDEATHSIG
        os.register_at_fork(after_in_child=lambda: system.prctl(die, signal.SIGKILL, 0, 0, 0))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("html", nargs="?", type=Path, default=HTML, help="folder for the pages")
    from tutorial_utils.course.machine.signals import ends_on_request

    gc.disable()  # it would take a third of the time, and this process ends with the book
    with ends_on_request():
        print(build(parser.parse_args().html.resolve()).as_uri())
