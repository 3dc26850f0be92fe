"""What `tutorial dev new` makes works at once: rules, layout, every verdict, and the build."""

import re
import shutil
import subprocess
import sys

import pytest

from tutorial_utils.course.author import build, rules
from tutorial_utils.course.author.answers import read_pages
from tutorial_utils.course.content.model import KINDS
from tutorial_utils.course.exceptions import CourseError
from tutorial_utils.course.scaffold.new import write_answer, write_exercise, write_lesson

from ...conftest import ROOT
from ...gauntlet import attempts_of, run_gauntlet
from .. import tiny

QUESTION = "Why is `x`: a \"number\" # and not 'None'?"  # what YAML would take for something else


@pytest.fixture
def small(tmp_path):
    """A checkout with one lesson."""
    tiny.write(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A copy of this package with one lesson, one exercise of each kind in it, and one answer."""
    root = tmp_path_factory.mktemp("checkout")
    skip = shutil.ignore_patterns("__pycache__", "_content")
    shutil.copytree(ROOT / "tutorial_utils", root / "tutorial_utils", ignore=skip)
    tiny.write(root)
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    files = write_lesson(root, "02_more_sums", QUESTION)
    for kind, id_ in zip(
        KINDS, ("one", "two", "three", "four", "five", "six", "seven"), strict=True
    ):
        written = write_exercise(root, "2", id_, kind, to_go_on=KINDS[kind] > 4)
        assert set(written) <= set(files)
    files += write_answer(root, "data/first_batch", "How do I see the first batch?")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root))
        yield root, files


def test_it_keeps_to_every_rule(made):
    root, files = made
    lessons, answers = read_pages(root)
    assert rules.problems(lessons, root, answers) == []
    lesson = lessons[1]
    assert lesson.question == QUESTION and lesson.title == "More sums"
    assert [exercise.kind for exercise in lesson.exercises] == ["predict", "blank", *KINDS]
    assert answers[0].question == "How do I see the first batch?"
    python = [str(path) for path in files if path.suffix == ".py"]
    for command in (["format", "--check"], ["check"]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--config", str(root / "pyproject.toml"), *python],
            capture_output=True, text=True, cwd=root, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout


def test_every_answer_gets_its_verdict(made, tmp_path):
    root, _ = made
    lessons, _ = read_pages(root)
    lesson = lessons[1]
    trials = run_gauntlet(lesson, tmp_path).trials
    attempts = [attempt for exercise in lesson.exercises for attempt in attempts_of(exercise)]
    assert len(attempts) >= 4 * len(lesson.exercises)
    for attempt in attempts:
        assert trials[attempt.id].kind == attempt.expects, trials[attempt.id]


def test_it_is_compiled_and_then_nothing_is_stale(made):
    """The first lesson, without the cell that imports `check`, cannot be run: it stays out."""
    root, _ = made
    for path in root.glob("*/**/*sums*"):
        if path.stem in ("01_sums", "sums"):
            path.unlink()
    page = root / "lessons" / "answers" / "data" / "first_batch.py"
    page.write_text(
        re.sub("01_sums.py#.*(?=\\))", "02_more_sums.py#what-to-keep", page.read_text())
    )
    said: list[str] = []
    assert len(build.build(root, say=said.append)) == 2, said
    lessons, answers = read_pages(root)
    assert list(build.stale(lessons, root, answers)) == []
    assert len(answers) == 1 and len(lessons) == 1


REFUSED = {
    "a lesson without a number": (write_lesson, ("gradients",), "is no lesson's name"),
    "a lesson in capitals": (write_lesson, ("06_Gradients",), "is no lesson's name"),
    "a number that is taken": (write_lesson, ("01_more",), "01_sums is there already"),
    "a topic that is taken": (write_lesson, ("02_sums",), "01_sums is there already"),
    "a topic that is none": (write_answer, ("sums/add",), "The topics are values, graphs"),
    "an answer without a topic": (write_answer, ("add",), "is no place for an answer page"),
    "an answer that is there": (write_answer, ("graphs/sum_of_numbers",), "is there already"),
    "a lesson that is not there": (write_exercise, ("07", "add-on", "blank"), "The lessons are 01_sums"),
    "an unknown kind": (write_exercise, ("01", "add-on", "riddle"), "The kinds are predict, order"),
    "an id in capitals": (write_exercise, ("01", "Add", "blank"), "is no id"),
    "an id that is taken": (write_exercise, ("01", "add-up", "blank"), "is an exercise of 01_sums"),
    "an id that is a lesson": (write_exercise, ("01", "sums", "blank"), "is the name of a lesson"),
    "a name of the lesson": (write_exercise, ("01", "total", "blank"), "has the name `total`"),
}  # fmt: skip


def contents(root) -> dict:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("fault", REFUSED)
def test_refused_with_a_sentence_and_nothing_is_written(fault, small):
    write, given, words = REFUSED[fault]
    tiny.write_answer(small)
    before = contents(small)
    with pytest.raises(CourseError, match=re.escape(words)):
        write(small, *given)
    assert contents(small) == before


def test_what_is_there_is_never_overwritten(small):
    theirs = small / "solutions" / "02_more.py"
    theirs.write_text("mine")
    before = contents(small)
    with pytest.raises(CourseError, match="is not overwritten"):
        write_lesson(small, "02_more")
    assert contents(small) == before


def test_an_exercise_is_added_and_all_else_stays(small):
    before = contents(small)
    written = write_exercise(small, "sums", "add-on", "blank")
    assert [path.name for path in written] == [
        "01_sums.py",
        "01_sums.py",
        "01_sums.toml",
        "sums.py",
    ]
    for path, old in before.items():
        now = path.read_text().splitlines()
        kept = iter(now)
        assert all(line in kept for line in old.decode().splitlines()), f"{path} lost a line"
        assert (len(now) > len(old.decode().splitlines())) == (path in written)
    judges = written[-1].read_text()
    assert judges.count("Judges of the lesson") == 1 and "def add_on(attempt):" in judges


def test_the_program_writes_and_says_what_is_next(small, monkeypatch, capsys):
    from tutorial_utils.course.commands import program

    monkeypatch.setattr("tutorial_utils.course.content.location.checkout", lambda: small)
    monkeypatch.chdir(small)
    monkeypatch.setattr(
        "sys.argv", ["tutorial", "dev", "new", "exercise", "1", "add-on", "predict"]
    )
    with pytest.raises(SystemExit) as ended:
        program.main()
    said = capsys.readouterr().out
    assert not ended.value.code and "solutions/01_sums.toml" in said and "dev check" in said
