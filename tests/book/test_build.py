"""Building: fast, always the same bytes, without TensorFlow, and not from what is out of date."""

import filecmp
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tutorial_utils import tensors
from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons

from ..conftest import ROOT
from .conftest import LESSONS, PAGES, run_build


@pytest.fixture(scope="module")
def second_build(first_build, tmp_path_factory):
    """The book again, where one of yesterday stands: with other prose, and a page more."""
    html = tmp_path_factory.mktemp("again") / "html"
    shutil.copytree(first_build.html, html)
    for name in ("about.html", "gone.html"):
        (html / name).write_text("yesterday's", encoding="utf-8")
    return run_build(html)


def files(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_every_page_is_there_and_no_other(book):
    assert {name for name in files(book) if name.endswith(".html")} == set(PAGES)


def test_it_prints_the_address_of_the_first_page(first_build):
    assert first_build.out == (first_build.html / "index.html").as_uri() + "\n"


def test_two_builds_are_identical(book, second_build):
    assert second_build.code == 0, second_build.err
    assert files(book) == files(second_build.html)
    _, differ, unread = filecmp.cmpfiles(book, second_build.html, files(book), shallow=False)
    assert not differ and not unread


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


def test_what_is_out_of_date_stops_it_with_one_sentence(checkout):
    source = checkout / "lessons" / f"{LESSONS[0]}.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    build = run_build(checkout / "out" / "html", checkout)
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
            text = source.read_text(encoding="utf-8")
            source.write_text(text + "\n# changed\n", encoding="utf-8")
            assert contents.changed_source(compiled, checkout) == f"{folder}/{page.place}.py"
    compiled.path.unlink()
    with pytest.raises(contents.OutOfDate, match=page.slug):
        contents.read_contents(checkout)


def test_a_link_to_nowhere_stops_it(checkout):
    page = checkout / "book" / "about.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n[there](errors.md#no-such-message)\n", "utf-8"
    )
    build = run_build(checkout / "out" / "html", checkout)
    assert build.code == 1
    assert "no-such-message" in build.err and "Traceback" not in build.err


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
