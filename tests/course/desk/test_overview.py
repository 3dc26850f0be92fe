"""`tutorial` alone and `tutorial list`: where a learner is, at any width, in words."""

import json
import shutil

import pytest

from tutorial_utils.course.content.compiled import compiled_lessons, in_short
from tutorial_utils.course.content.location import STAGED
from tutorial_utils.course.desk import state
from tutorial_utils.course.desk.delivery import deliver
from tutorial_utils.course.desk.overview import overview
from tutorial_utils.course.desk.progress import current_lesson

from ..program import tutorial, tutorial_in_process
from ..terminal import at_a_terminal

LESSONS = compiled_lessons()
LESSON = LESSONS[0]
IDS = [exercise["id"] for exercise in LESSON.exercises]


@pytest.fixture
def home(tmp_path):
    deliver(tmp_path / "my-lessons")
    return tmp_path / "my-lessons"


def passed(home, *ids):
    with state.changing(home) as known:
        known.progress.update(dict.fromkeys(ids, "PASS"))


def test_before_there_is_a_folder_it_says_how_to_begin(tmp_path):
    run = tutorial(cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert len(run.stdout.splitlines()) == 5 and "tutorial lab" in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_five_lines_say_where_you_are_and_what_is_next(home):
    passed(home, IDS[0])
    run = tutorial_in_process(cwd=home.parent)
    lines = run.stdout.splitlines()
    assert run.returncode == 0 and len(lines) == 5
    assert lines[0].startswith("you are in  my-lessons/, 1 of ")
    assert LESSON.about["title"] in lines[1]
    assert lines[2].split()[1] == f"{IDS[1]};"
    inside = tutorial_in_process(cwd=home)
    assert inside.stdout.splitlines()[0].startswith("you are in  this folder, 1 of ")


def test_when_all_is_passed_it_says_so(home):
    passed(home, *(e["id"] for lesson in LESSONS for e in lesson.exercises))
    assert "every exercise is passed" in tutorial_in_process(cwd=home.parent).stdout


def test_help_is_still_there(tmp_path):
    assert "Commands:" in tutorial_in_process("--help", cwd=tmp_path).stdout


def test_the_current_lesson_is_the_one_that_somebody_saved(tmp_path, monkeypatch):
    """All were written by the program itself, the last one last."""
    for slug in ("01_first", "02_second"):
        (tmp_path / "content" / "solutions" / "compiled").mkdir(parents=True, exist_ok=True)
        shutil.copy(LESSON.path, tmp_path / "content" / "solutions" / "compiled" / f"{slug}.ipynb")
    monkeypatch.setenv(STAGED, str(tmp_path / "content"))
    home = tmp_path / "my"
    deliver(home)
    assert current_lesson(home).slug == "01_first"
    saved = home / "02_second.ipynb"
    saved.write_text(saved.read_text() + "\n")
    assert current_lesson(home).slug == "02_second"


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_the_list_in_words_and_bars_at_any_width(home, columns):
    passed(home, *IDS[:2])
    with state.changing(home) as known:
        known.progress[IDS[2]] = "NOT YET"
    code, screen = at_a_terminal("list", cwd=home.parent, columns=columns)
    assert code == 0 and "\x1b" not in screen
    rows = [line.split() for line in screen.splitlines()]
    assert ["PASS", IDS[0]] in rows and ["NOT", "YET", IDS[2]] in rows
    assert ["NOT", "STARTED", IDS[3]] in rows
    assert f"2 of {len(IDS)} passed  ██" in screen
    for lesson in LESSONS:
        assert lesson.about["title"] in screen and in_short(lesson.about) in screen


def test_of_lessons_that_are_not_worked_on_there_is_a_line_each(home):
    """Beside a lesson that is watched, all of it fits a terminal of 40 rows."""
    passed(home, IDS[0])
    lines = overview(home, at=LESSONS[1].slug)
    assert len(lines) <= 12 + len(LESSONS)
    assert lines[0] == f"{LESSON.number}  {LESSON.about['title']}, 1 of {len(IDS)} passed"
    shown = {line.split("  ")[-1].strip() for line in lines}
    assert {e["id"] for e in LESSONS[1].exercises} <= shown and not shown & set(IDS)


def test_in_a_folder_of_scripts_the_next_step_is_a_script(tmp_path):
    deliver(tmp_path / "my-lessons", scripts=True)
    said = tutorial_in_process(cwd=tmp_path).stdout
    assert f"it is in my-lessons/{LESSON.slug}.py; tutorial watch" in said
    assert "tutorial lab" not in said


def test_the_list_fits_60_columns(home):
    lines = tutorial_in_process("list", cwd=home.parent).stdout.splitlines()
    titles = {f"{lesson.number}  {lesson.about['title']}" for lesson in LESSONS}
    assert [line for line in lines if len(line) > 60 and line not in titles] == []


def test_a_pipe_without_unicode_gets_plain_signs(home, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    run = tutorial("list", cwd=home.parent)
    assert run.returncode == 0 and "--------------------" in run.stdout and "█" not in run.stdout


def test_without_a_folder_the_list_is_shown_all_the_same(tmp_path):
    run = tutorial_in_process("list", cwd=tmp_path)
    assert run.returncode == 0 and IDS[0] in run.stdout
    assert "not in my-lessons/ yet. Bring them: tutorial lab" in run.stdout


@pytest.mark.parametrize("words", [("list",), ("hint", IDS[0]), ("reset", IDS[0], "--yes")])
def test_a_folder_that_is_not_there_is_one_sentence(words, tmp_path):
    run = tutorial_in_process(*words, "--dir", "nowhere", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stderr == (
        "There is no folder nowhere. Bring the lessons there: tutorial lab nowhere\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_into_a_folder_that_is_no_learners(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    assert tutorial_in_process("hint", IDS[0], "--dir", "other", cwd=tmp_path).returncode == 0
    assert list(other.iterdir()) == []


def test_lab_inside_the_folder_is_about_that_folder(home):
    run = tutorial_in_process("lab", "--py", cwd=home)
    assert run.returncode == 0 and f"{LESSON.slug}.py  new" in run.stdout
    assert not (home / "my-lessons").exists()


def test_the_state_file_says_what_it_holds(home):
    passed(home, IDS[0])
    kept = json.loads((home / state.NAME).read_text())
    assert kept["version"] == state.VERSION and kept["progress"] == {IDS[0]: "PASS"}
