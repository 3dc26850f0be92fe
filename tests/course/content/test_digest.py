"""What set-up left is noted, and what is not so any more is found."""

import json
import shutil
import subprocess
import sys

import pytest

from tutorial_utils.course.content import digest


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with a package of two modules and one lesson."""
    root = tmp_path / "clone"
    for name in ("tutorial_utils/__init__.py", "tutorial_utils/judge.py", "pyproject.toml",
                 "lessons/01_sums.py", "solutions/compiled/01_sums.ipynb"):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    monkeypatch.setattr(digest, "PACKAGE", root / "tutorial_utils")
    monkeypatch.setattr(digest, "NOTE", root / ".digest.json")
    monkeypatch.setattr(digest, "checkout", lambda: root)
    monkeypatch.setattr(digest, "content", lambda: root)
    return root


def test_what_is_not_as_set_up_is_found(clone):
    assert digest.changed_since_set_up() == [], "nothing is noted yet"
    digest.renew()
    assert not digest.NOTE.exists()
    digest.note_set_up()
    assert digest.changed_since_set_up() == []
    judge, lesson = clone / "tutorial_utils/judge.py", clone / "solutions/compiled/01_sums.ipynb"
    judge.write_text("passes everything")
    lesson.unlink()
    new = clone / "tutorial_utils" / "new.py"
    new.write_text("imported in place of another")
    assert sorted(digest.changed_since_set_up()) == sorted([judge, lesson, new])
    digest.renew()
    assert digest.changed_since_set_up() == []


@pytest.mark.skipif(not shutil.which("git"), reason="no git here")
def test_what_is_committed_is_trusted_as_after_a_pull(clone):
    def git(*words):
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", *who, *words], cwd=clone, check=True, capture_output=True)

    digest.note_set_up()
    git("init")
    (clone / ".gitignore").write_text(".digest.json\n")
    judge = clone / "tutorial_utils/judge.py"
    judge.write_text("a better judge")
    git("add", ".")
    git("commit", "-m", "all")
    assert digest.changed_since_set_up() == []
    assert json.loads(digest.NOTE.read_text())["tutorial_utils/judge.py"] == digest.sha256(judge)
    judge.write_text("poison")
    assert digest.changed_since_set_up() == [judge]


def test_an_installed_file_has_its_hash_in_its_record():
    path = digest.Path(pytest.__file__)
    assert digest.recorded_hash(path.resolve()) == digest.sha256(path)
    assert digest.recorded_hash(digest.Path(sys.executable)) is None
