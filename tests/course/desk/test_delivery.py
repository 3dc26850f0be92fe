"""Lessons are brought, and nothing of a learner's is ever overwritten."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutorial_utils.course.content import atomic
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.content.location import STAGED
from tutorial_utils.course.desk import delivery, state
from tutorial_utils.course.desk.cells import LearnerCell, fingerprints
from tutorial_utils.course.desk.delivery import BACKUPS, deliver
from tutorial_utils.course.exceptions import EnvironmentFault

from ..learner_files import answered, check_of, code, delivered, stub_of

LESSON = compiled_lessons()[0]
NAME = f"{LESSON.slug}.ipynb"


@pytest.fixture
def next_version(tmp_path, monkeypatch):
    """Makes a new version of the course the one that is delivered."""

    def publish(note: str) -> None:
        folder = tmp_path / f"content-{note}"
        (folder / "solutions" / "compiled").mkdir(parents=True)
        notebook = json.loads(LESSON.path.read_text())
        notebook["cells"][0]["source"] = f"# {note}"
        (folder / "solutions" / "compiled" / NAME).write_text(json.dumps(notebook))
        monkeypatch.setenv(STAGED, str(folder))

    return publish


def outcome(folder) -> dict[str, str]:
    return {d.path.name: d.what for d in deliver(folder)}


def test_new_then_as_you_left_it(tmp_path):
    home = tmp_path / "a" / "my-lessons"
    assert set(outcome(home).values()) == {"new"}
    assert set(outcome(home).values()) == {"untouched"}
    assert {p.name for p in home.iterdir()} == {f"{le.slug}.ipynb" for le in compiled_lessons()} | {
        state.NAME
    }


def test_delivered_notebooks_hold_no_answers(tmp_path):
    deliver(tmp_path)
    for lesson in compiled_lessons():
        text = (tmp_path / f"{lesson.slug}.ipynb").read_text()
        for exercise in lesson.exercises:
            assert json.dumps(exercise["answer"])[1:-1] not in text
            assert json.dumps(exercise["hints"][2])[1:-1] not in text


def test_a_changed_file_is_kept_and_the_new_version_lies_beside_it(tmp_path, next_version):
    path = delivered(tmp_path / "my", LESSON, answered(LESSON.exercises[0]["id"]))
    mine = path.read_bytes()
    assert outcome(tmp_path / "my")[NAME] == "kept"
    next_version("second")
    assert outcome(tmp_path / "my") == {f"{LESSON.slug}.new.ipynb": "beside"}
    assert path.read_bytes() == mine
    assert "# second" in (tmp_path / "my" / f"{LESSON.slug}.new.ipynb").read_text()
    assert outcome(tmp_path / "my") == {f"{LESSON.slug}.new.ipynb": "beside"}
    next_version("third")
    assert outcome(tmp_path / "my") == {f"{LESSON.slug}.new-2.ipynb": "beside"}
    assert "# second" in (tmp_path / "my" / f"{LESSON.slug}.new.ipynb").read_text()
    assert path.read_bytes() == mine


def test_an_unchanged_file_is_renewed_and_its_old_version_kept(tmp_path, next_version):
    def was_run(cells):
        stub_of(cells, LESSON.exercises[0]["id"])["execution_count"] = 7
        check = check_of(cells, LESSON.exercises[0]["id"])
        check["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "NOT STARTED"}]
        cells.append(code(""))  # JupyterLab adds an empty cell after the last one

    path = delivered(tmp_path / "my", LESSON, was_run)
    before = path.read_text()
    next_version("second")
    assert outcome(tmp_path / "my") == {NAME: "renewed"}
    assert "# second" in path.read_text()
    (backup,) = (tmp_path / "my" / BACKUPS).iterdir()
    assert backup.read_text() == before


@pytest.mark.parametrize("text", ["", "{", "my own notes"])
def test_a_file_that_is_no_notebook_any_more_is_the_learners(text, tmp_path, next_version):
    deliver(tmp_path / "my")
    path = tmp_path / "my" / NAME
    path.write_text(text)
    next_version("second")
    assert outcome(tmp_path / "my") == {f"{LESSON.slug}.new.ipynb": "beside"}
    assert path.read_text() == text


def test_without_its_state_a_changed_file_is_still_kept(tmp_path, next_version):
    path = delivered(tmp_path / "my", LESSON, answered(LESSON.exercises[0]["id"]))
    mine = path.read_bytes()
    (tmp_path / "my" / state.NAME).unlink()
    assert outcome(tmp_path / "my")[f"{LESSON.slug}.new.ipynb"] == "beside"
    assert path.read_bytes() == mine


def test_a_corrupt_state_is_set_aside(tmp_path):
    deliver(tmp_path)
    (tmp_path / state.NAME).write_text('{"progress": ')
    assert state.read(tmp_path) == state.State()
    (aside,) = tmp_path.glob(f"{state.NAME}.broken-*")
    assert aside.read_text() == '{"progress": '
    assert set(outcome(tmp_path).values()) == {"untouched"}


@given(
    st.dictionaries(st.text(max_size=20), st.sampled_from(["PASS", "NOT YET"])),
    st.dictionaries(st.text(max_size=20), st.integers(0, 3)),
)
def test_the_state_comes_back_as_it_was_written(tmp_path_factory, progress, hints):
    folder = tmp_path_factory.mktemp("state")
    kept = state.State(delivered={"a": ["x"]}, progress=progress, hints=hints)
    state.write(folder, kept)
    assert state.read(folder) == kept


def test_what_counts_as_changed():
    one = LearnerCell("code", "a = 1\n")
    assert fingerprints((one,)) == fingerprints(
        (LearnerCell("code", "a = 1"), LearnerCell("code", " "))
    )
    assert fingerprints((one,)) != fingerprints((LearnerCell("markdown", "a = 1"),))
    assert fingerprints((one,)) != fingerprints((LearnerCell("code", "a = 2"),))


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "x.txt"
    atomic.write_text(path, "old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        atomic.write_text(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.txt"], "a half-written file was left"


def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path, monkeypatch):
    def refuse(*_given, **_how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(delivery.atomic, "write_text", refuse)
    with pytest.raises(EnvironmentFault, match="cannot be written to: Permission denied"):
        deliver(tmp_path / "my")


def test_a_folder_that_is_a_file_gets_one_sentence(tmp_path):
    (tmp_path / "my").write_text("")
    with pytest.raises(EnvironmentFault) as refused:
        deliver(tmp_path / "my")
    assert "\n" not in str(refused.value)


def test_a_written_file_has_the_usual_mode(tmp_path):
    (tmp_path / "usual").write_text("")
    atomic.write_text(tmp_path / "ours", "")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "ours").chmod(0o600)
    atomic.write_text(tmp_path / "ours", "again")
    assert (tmp_path / "ours").stat().st_mode & 0o777 == 0o600
