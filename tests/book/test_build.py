"""Building: fast, always the same bytes, without TensorFlow, and not from what is out of date."""

import filecmp
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tutorial_utils import tensors
from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons

from ..conftest import ROOT
from .conftest import LESSONS, PAGES, run_build

# Nothing is searched on this page, so that what is wrong with it changes no other file of the book.
SPOILT = "cheat_sheet"


@contextmanager
def spoilt(path: Path, more: str) -> Iterator[None]:
    """A file with more at its end, inside the block."""
    before = path.read_text(encoding="utf-8")
    path.write_text(before + more, encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.fixture(scope="module")
def failed_build(checkout):
    """The book again, from another folder and with a link to nowhere, where a whole one stands."""
    html = checkout.parent / "out" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("the whole one", encoding="utf-8")
    with spoilt(checkout / "book" / f"{SPOILT}.md", "\n[there](errors.md#no-such-message)\n"):
        return run_build(html, checkout)


def files(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_every_page_is_there_and_no_other(book):
    assert {name for name in files(book) if name.endswith(".html")} == set(PAGES)


def test_it_prints_the_address_of_the_first_page(first_build):
    assert first_build.out == (first_build.html / "index.html").as_uri() + "\n"


def test_two_builds_are_identical(book, failed_build):
    """What a build writes before it looks at what was wrong is the same, but for the wrong page."""
    again = failed_build.html.with_name("html.new")
    assert files(book) == files(again) - {".buildinfo"}
    same = files(book) - {f"{SPOILT}.html", f"_sources/{SPOILT}.md.txt"}
    assert len(same) > len(PAGES)
    _, differ, unread = filecmp.cmpfiles(book, again, same, shallow=False)
    assert not differ and not unread


def test_a_link_to_nowhere_stops_it(failed_build):
    assert failed_build.code == 1
    assert "no-such-message" in failed_build.err and "Traceback" not in failed_build.err
    assert (failed_build.html / "index.html").read_text(encoding="utf-8") == "the whole one"
    assert files(failed_build.html) == {"index.html"}


def test_each_public_name_has_its_entry_in_the_reference(book):
    page = (book / "reference.html").read_text(encoding="utf-8")
    described = re.findall(r'<dt class="sig[^"]*" id="(\w+)\.(\w+)"', page)
    assert sorted(described) == sorted(("tutorial_utils", name) for name in tensors.__all__)


def test_it_imports_no_tensorflow(book):
    trap = book.parent / "trap"
    assert (trap / "tensorflow.py").exists() and not (trap / "imported").exists()


def test_only_pages_stand_among_the_pages(book):
    assert not [
        name for name in files(book) if name.endswith((".doctree", ".pickle", ".buildinfo"))
    ]


def test_what_is_out_of_date_stops_it_with_one_sentence(checkout, tmp_path):
    with spoilt(checkout / "lessons" / f"{LESSONS[0]}.py", "\n# changed\n"):
        build = run_build(tmp_path / "html", checkout)
    assert build.code == 1 and not build.html.exists()
    assert len(build.err.splitlines()) == 1
    assert f"lessons/{LESSONS[0]}.py" in build.err and "make build" in build.err


@pytest.mark.parametrize("page", [*compiled_lessons(), *compiled_answers()], ids=lambda p: p.place)
def test_every_page_is_compared_with_its_sources(checkout, page, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "book" / "_ext")
    from tutorial_book import contents

    compiled = type(page)(checkout / "solutions" / "compiled" / f"{page.place}.ipynb")
    assert contents.changed_source(compiled, checkout) is None
    for folder in ("solutions", "lessons"):
        source = checkout / folder / f"{page.place}.py"
        if source.is_file():
            with spoilt(source, "\n# changed\n"):
                changed = contents.changed_source(compiled, checkout)
            assert changed == f"{folder}/{page.place}.py"
    whole = compiled.path.read_bytes()
    compiled.path.unlink()
    try:
        with pytest.raises(contents.OutOfDate, match=page.slug):
            contents.read_contents(checkout)
    finally:
        compiled.path.write_bytes(whole)


def test_pages_hold_no_logs_paths_or_addresses(book):
    told = re.compile(r"\b[IWE]0000 |absl::|/(tmp|root|home)/|\b0x[0-9a-f]{6,}")
    for name in files(book):
        if name.endswith((".html", ".ipynb", ".py")) or name == "_static/search/index.js":
            assert not told.search((book / name).read_text(encoding="utf-8")), name


@pytest.mark.parametrize("slug", LESSONS)
def test_downloads_are_the_lesson_without_answers(book, slug):
    from tutorial_utils.course.content import compiled
    from tutorial_utils.course.desk import delivery

    lesson = compiled.find_lesson(slug)
    notebook = (book / "downloads" / f"{slug}.ipynb").read_text(encoding="utf-8")
    script = (book / "downloads" / f"{slug}.py").read_text(encoding="utf-8")
    assert notebook == delivery.as_notebook(lesson)
    assert script == delivery.as_script(lesson)
    compile(script, slug, "exec")
    for cell in json.loads(notebook)["cells"]:
        assert cell["metadata"].get("part") != "answer" and not cell.get("outputs")


BUILD = """
import os, runpy, signal, sys, time
book = runpy.run_path(sys.argv[1])
book["workers_end_with_us"]()
if not os.fork():
    print(os.getpid(), flush=True)
    time.sleep(600)
time.sleep(600)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can")
def test_workers_end_where_the_build_is_killed():
    command = [sys.executable, "-c", BUILD, ROOT / "book" / "build.py"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    worker = psutil.Process(int(process.stdout.readline()))
    process.kill()
    process.wait()
    assert psutil.wait_procs([worker], timeout=5)[1] == []


# What the reference shows in a picture of its own: the jobs, and each way to draw.
IN_A_PICTURE = {
    "ActivationLogger",
    "GradientLogger",
    "StopOnNonfinite",
    "activation_statistics",
    "compare_activations",
    "edit_activations",
    "find_nonfinite",
    "get_gradients",
    "plot_attention",
    "plot_comparison",
    "plot_histogram",
    "plot_histograms",
    "plot_images",
    "plot_spread",
}


def test_each_job_of_the_library_has_a_picture_with_words_in_the_reference(book):
    page = (book / "reference.html").read_text(encoding="utf-8")
    places = list(re.finditer(r'<dt class="sig sig-object py" id="tutorial_utils\.(\w+)">', page))
    ends = [place.start() for place in places[1:]] + [len(page)]
    shown = {
        place[1]: re.findall(
            r'<img class="reference-picture" src="([^"]+)" width="\d+" alt="([^"]{30,})"',
            page[place.end() : end],
        )
        for place, end in zip(places, ends, strict=True)
    }
    assert {name for name, found in shown.items() if found} == IN_A_PICTURE
    for found in shown.values():
        for file, _ in found:
            assert (book / file).read_bytes().startswith(b"\x89PNG")
