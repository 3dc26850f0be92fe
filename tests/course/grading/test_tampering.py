"""A submission that changes what it is judged by gets no verdict, nor does anybody by its doing."""

import importlib.util
import py_compile
import shutil
from pathlib import Path

import pytest

from tutorial_utils.course.grading import tampering
from tutorial_utils.course.grading.tampering import Look

from ...conftest import ROOT
from ..program import said_as_json
from ..tiny_course import RIGHT, WRONG, TinyCourse

POISON = (
    "import tutorial_utils.checks.feedback as feedback\n"
    "with open(feedback.__file__, 'a') as file:\n    file.write('\\n# poison\\n')"
)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory):
    """One submission writes into a copy of this package; another is checked with what is left."""
    course = TinyCourse(tmp_path_factory.mktemp("poisoned"))
    package = course.stand_ins / "tutorial_utils"
    shutil.copytree(ROOT / "tutorial_utils", package, ignore=shutil.ignore_patterns("__pycache__"))
    course.write("01_sums", WRONG, POISON)
    course.write("02_more", RIGHT)
    return course.run("check", "--all", "--json"), course.run("check", "02", "--json")


def test_nobody_gets_a_verdict_from_a_run_in_which_the_package_changed(poisoned):
    files, end = said_as_json(poisoned[0])
    assert poisoned[0].returncode == 3 and end["files"] == 0 and not end["passed"]
    assert len(files) == 2, "whoever was checked beside it may have been judged by it"
    for file in files:
        assert "checks/feedback.py changed while it was checked" in file["text"]


def test_the_next_run_does_not_trust_the_file(poisoned):
    _, end = said_as_json(poisoned[1])
    assert poisoned[1].returncode == 3 and end["files"] == 0
    assert "feedback.py is not as set up" in end["errors"][0]["text"]


@pytest.fixture
def environment(tmp_path):
    for name in ("keras/__init__.py", "numpy/core.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x = 1")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "is_seen"),
    [
        ("keras/__init__.py", "x = 2", True),
        ("evil.pth", "import evil", True),
        ("sitecustomize.py", "x = 2", True),
        ("keras/__init__.py", None, True),
        ("seaborn.py", "a package that a cell installed", False),
        ("numpy/readme.txt", "no code", False),
    ],
)
def test_a_change_of_the_environment_is_seen(name, text, is_seen, environment):
    look = Look(environment)
    assert look.changed() == []
    path = environment / name
    path.unlink() if text is None else path.write_text(text)
    assert look.changed() == ([path] if is_seen else [])


def test_a_compiled_module_counts_where_it_is_not_what_its_source_gives(tmp_path):
    source, other = tmp_path / "judge.py", tmp_path / "other.py"
    source.write_text("passes = False")
    other.write_text("passes = True")
    compiled = Path(importlib.util.cache_from_source(str(source)))
    py_compile.compile(str(source), str(compiled), doraise=True)
    assert tampering._is_true(compiled)
    py_compile.compile(str(other), str(compiled), dfile=str(source), doraise=True)
    assert not tampering._is_true(compiled)
    compiled.write_bytes(b"")
    assert not tampering._is_true(compiled)


def test_what_changed_is_not_trusted_until_somebody_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(tampering, "DISTRUSTED", tmp_path / "changed.json")
    monkeypatch.setattr(tampering, "changed_since_set_up", list)
    tampering.trusted()
    path = tmp_path / "judge.py"
    path.write_text("one")
    look = Look(tmp_path)
    look._hashes[path] = tampering.sha256(path)
    path.write_text("two")
    look.distrust([path])
    with pytest.raises(tampering.EnvironmentFault, match="tutorial dev trust"):
        tampering.trusted()
    path.write_text("one")
    tampering.trusted()
    path.write_text("two")
    tampering.trusted()  # what was put back once is as any file
    look.distrust([path])
    tampering.forgive()
    tampering.trusted()
