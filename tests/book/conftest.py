"""The book, built once, and a browser to look at it."""

import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tutorial_utils.course.content.compiled import compiled_answers

from ..browser import need
from ..conftest import ROOT
from .markup import read

# How a page is looked at: width, height, colours.
SCREENS = {
    "light": (1280, 720, "light"),
    "dark": (1280, 720, "dark"),
    "phone": (390, 844, "light"),
}

LESSONS = sorted(path.stem for path in (ROOT / "solutions" / "compiled").glob("[0-9][0-9]_*.ipynb"))
LESSON_PAGES = [f"lessons/{slug}.html" for slug in LESSONS]
ANSWER_PAGES = [f"lessons/{page.place}.html" for page in compiled_answers()]
PAGES = sorted(f"{path.stem}.html" for path in (ROOT / "book").glob("*.md"))
PAGES += [*LESSON_PAGES, *ANSWER_PAGES]


@dataclass(frozen=True)
class Build:
    """One run of ``book/build.py``."""

    html: Path
    code: int
    out: str
    err: str


def run_build(html: Path, root: Path = ROOT, path: Path | None = None) -> Build:
    """Build the book of a checkout, with the modules in ``path`` before all others."""
    first = [str(path)] if path else []
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*first, str(root)])}
    done = subprocess.run(
        [sys.executable, str(root / "book" / "build.py"), str(html)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    return Build(html, done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def sphinx():
    found = all(importlib.util.find_spec(name) for name in ("sphinx", "myst_nb", "furo", "autoapi"))
    need("Sphinx", found, "python -m pip install 'seeing-tensors[book]'")


@pytest.fixture(scope="session")
def first_build(sphinx, tmp_path_factory) -> Build:
    """The book, built where importing TensorFlow or Keras leaves a trace and fails.

    It takes the place of one with other prose and a page more. Once for all processes of a run:
    whoever comes first builds it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / "book.json"
        if not done.exists():
            build = _build_in_a_trap(shared / "book")
            done.write_text(json.dumps([str(build.html), build.code, build.out, build.err]))
        html, *said = json.loads(done.read_text())
    return Build(Path(html), *said)


def _build_in_a_trap(folder: Path) -> Build:
    html, trap = folder / "html", folder / "trap"
    for made in (html, trap):
        made.mkdir(parents=True)
    for name in ("about.html", "gone.html"):  # where a book of yesterday stands
        (html / name).write_text("yesterday's", encoding="utf-8")
    for name in ("tensorflow", "keras", "tutorial_trap"):
        (trap / f"{name}.py").write_text(
            "from pathlib import Path\n"
            'Path(__file__).with_name("imported").touch()\n'
            f'raise ImportError("{name}")\n'
        )
    return run_build(html, path=trap)


@pytest.fixture(scope="session")
def book(first_build) -> Path:
    """The folder of the built pages."""
    assert first_build.code == 0, first_build.err
    return first_build.html


@pytest.fixture(scope="session")
def sample(book) -> list[str]:
    """Few pages that have between them every kind of element: every tag with every class.

    What depends on the kind of an element alone, such as its colours, is looked at on these.
    """
    kinds = {
        name: {
            (tag, css_class)
            for tag, attrs in read(book / name).elements
            for css_class in (attrs.get("class") or "").split() or [""]
            if not css_class.startswith(("tag_", "toctree-l"))
        }
        for name in PAGES
    }
    left, chosen = set().union(*kinds.values()), []
    while left:
        chosen.append(max(PAGES, key=lambda name: len(kinds[name] & left)))
        left -= kinds[chosen[-1]]
    return chosen


@pytest.fixture(scope="module")
def checkout(sphinx, tmp_path_factory) -> Path:
    """A copy of what the book is made from. Who spoils a part of it puts that back."""
    root = tmp_path_factory.mktemp("copy") / "checkout"
    ignore = shutil.ignore_patterns("_build", "__pycache__", "_content")
    for name in ("book", "lessons", "solutions", "tutorial_utils"):
        shutil.copytree(ROOT / name, root / name, ignore=ignore)
    for name in ("pyproject.toml", "requirements.lock", "LICENSE"):
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.fixture(scope="session")
def screens(chromium):
    """A browser tab for each way of looking at a page."""
    tabs = {}
    for name, (width, height, colours) in SCREENS.items():
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=colours
        )
        tabs[name] = context.new_page()
    return tabs


@contextmanager
def requests(tab) -> Iterator[list[str]]:
    """The addresses that a tab asks for meanwhile."""
    asked: list[str] = []

    def note(request):
        asked.append(request.url)

    tab.on("request", note)
    try:
        yield asked
    finally:
        tab.remove_listener("request", note)


def address_of(book: Path, page: str) -> str:
    """Where a browser finds a page, which may come with a question."""
    name, mark, question = page.partition("?")
    return (book / name).as_uri() + mark + question


# A page hears of its new size with the next frame that is drawn, and not before.
_NEXT_FRAMES = "() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))"


@pytest.fixture(scope="module")
def opened(book, chromium):
    """Open a page and leave it open for the tests that change nothing of it: ``opened(name)``.

    A page is loaded once, on a desk, and becomes dark, or as narrow as a phone, where that is asked
    for. All that is asked for meanwhile, by the page and by what a test does on it, is in
    ``opened.asked``.
    """
    width, height, colours = SCREENS["light"]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=colours
    )
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))

    def on(name: str, screen: str = "light"):
        if on.name != name:
            asked.clear()
            tab.goto(address_of(book, name))
            on.name = name
        width, height, colours = SCREENS[screen]
        if tab.viewport_size != {"width": width, "height": height}:
            tab.set_viewport_size({"width": width, "height": height})
            tab.evaluate(_NEXT_FRAMES)
        if on.colours != colours:
            tab.emulate_media(color_scheme=colours)
            on.colours = colours
        return tab

    on.name, on.colours, on.asked = None, colours, asked
    yield on
    context.close()


@pytest.fixture
def look(book, screens):
    """Open a page on a screen: ``look("index.html", "phone")``."""

    def open_page(page: str, screen: str = "light", *, everything: bool = False):
        tab = screens[screen]
        tab.goto(address_of(book, page))
        if everything:
            tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        return tab

    return open_page
