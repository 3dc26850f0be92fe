"""What travels in the wheel is enough: the commands work with no clone about."""

import importlib.metadata
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import tutorial_utils
from tutorial_utils.course.content.compiled import (
    compiled_answers,
    compiled_gallery,
    compiled_lessons,
)

from ..conftest import ROOT
from .program import environment

LESSON = compiled_lessons()[0]
EXERCISE = LESSON.exercises[0]["id"]

# -I: neither this checkout nor PYTHONPATH is looked at before the unpacked wheel.
RUN = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import tutorial_utils.__main__ as program\n"
    "from tutorial_utils.course.content.location import content\n"
    "assert str(content()).startswith(sys.path[0]), content()\n"
    "program.main()"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Builds the wheel from a copy of what it is made from, with or without the book."""
    pytest.importorskip("hatchling", reason="the wheel's build backend is not installed")

    def build(book: bool) -> Path:
        root = tmp_path_factory.mktemp("source")
        for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.lock"):
            shutil.copy(ROOT / name, root)
        for name in ("tutorial_utils", "lessons", "solutions"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        (root / "book").mkdir()
        shutil.copy(ROOT / "book" / "wheel.py", root / "book")
        if book:
            (root / "book" / "_build" / "html" / "_static").mkdir(parents=True)
            (root / "book" / "_build" / "html" / "index.html").write_text("<h1>the book</h1>")
            (root / "book" / "_build" / "html" / "_static" / "book.css").write_text("")
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
            cwd=root, check=True, capture_output=True,
        )  # fmt: skip
        (built,) = (root / "dist").glob("*.whl")
        site = tmp_path_factory.mktemp("site")
        zipfile.ZipFile(built).extractall(site)
        return site

    return build


@pytest.fixture(scope="module")
def site(wheel):
    return wheel(book=False)


def run(site: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-I", "-c", RUN, str(site), *words],
        cwd=cwd, env=environment(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_a_learner_needs_no_clone(site, tmp_path):
    said = run(site, "lab", "--py", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "my-lessons" / f"{LESSON.slug}.py").is_file()
    for words, shown in {
        (): "0 of",
        ("list",): EXERCISE,
        ("hint", EXERCISE): "Hint 1.",
        ("solution", EXERCISE, "--yes"): LESSON.exercises[0]["answer"],
        ("reset", EXERCISE, "--yes"): "as it was delivered",
        ("error", LESSON.about["errors"][0]["says"]): LESSON.about["title"],
    }.items():
        said = run(site, *words, cwd=tmp_path)
        assert said.returncode == 0 and shown in said.stdout, (words, said.stdout, said.stderr)


def test_maintainers_commands_say_that_they_need_a_clone(site, tmp_path):
    said = run(site, "dev", "build", cwd=tmp_path)
    assert said.returncode == 2 and "in a clone of the project" in said.stderr


def test_without_the_book_one_sentence_says_where_it_is(site, tmp_path):
    said = run(site, "book", "--no-browser", cwd=tmp_path)
    assert said.returncode == 2 and "make book" in said.stderr and "tutorial lab" in said.stderr


def test_the_book_travels_where_it_was_built(wheel, tmp_path):
    site = wheel(book=True)
    said = run(site, "book", "--no-browser", cwd=tmp_path)
    page = site / "tutorial_utils" / "_content" / "book" / "index.html"
    assert (said.returncode, said.stdout.split()[-1]) == (0, page.as_uri())
    assert (page.parent / "_static" / "book.css").is_file()


def test_it_says_that_it_has_types_and_which_version_it_is(site):
    assert (site / "tutorial_utils" / "py.typed").is_file()
    (found,) = importlib.metadata.distributions(name="seeing-tensors", path=[str(site)])
    assert found.version == tutorial_utils.__version__


def test_it_carries_the_lock_and_every_lesson_and_nothing_of_the_tests(site):
    content = site / "tutorial_utils" / "_content"
    assert (content / "requirements.lock").read_bytes() == (ROOT / "requirements.lock").read_bytes()
    compiled = content / "solutions" / "compiled"
    pages = (*compiled_lessons(), *compiled_answers(), *compiled_gallery())
    assert {p.relative_to(compiled).with_suffix("") for p in compiled.rglob("*.ipynb")} == {
        Path(page.place) for page in pages
    }
    for page in pages:
        assert (content / "lessons" / f"{page.place}.py").is_file()
    assert {p.name.split("-")[0] for p in site.iterdir()} == {"tutorial_utils", "seeing_tensors"}
