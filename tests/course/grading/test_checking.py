"""Several files at once, what programs read, what comes next, and how a check ends."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tutorial_utils.checks.verdict import NotYet
from tutorial_utils.course.commands.program import main
from tutorial_utils.course.commands.report import show
from tutorial_utils.course.commands.targets import merged
from tutorial_utils.course.content.location import STAGED
from tutorial_utils.course.desk import state
from tutorial_utils.course.desk.report_model import Report, Verdict
from tutorial_utils.course.exceptions import EnvironmentFault
from tutorial_utils.course.grading.checking import cores
from tutorial_utils.course.grading.job import Job
from tutorial_utils.course.grading.next_step import next_step
from tutorial_utils.course.kernels.kernel import Kernel

from ..program import said_as_json
from ..tiny_course import LOOP, RIGHT, WRONG, TinyCourse, family, left_over


@pytest.fixture
def course(tmp_path):
    return TinyCourse(tmp_path)


def meets(mine: str, other: str) -> str:
    """A cell that goes on when a cell of the other lesson runs at the same time."""
    return (
        "import pathlib, time\n"
        f"pathlib.Path({mine!r}).touch()\n"
        "limit = time.monotonic() + 20\n"
        f"while not pathlib.Path({other!r}).exists():\n"
        "    assert time.monotonic() < limit\n"
        "    time.sleep(0.05)"
    )


@pytest.mark.skipif(cores() < 2, reason="one core: one lesson at a time")
def test_all_lessons_run_side_by_side_and_are_shown_in_order(course):
    course.write("01_sums", RIGHT, meets("one", "two"))
    course.write("02_more", WRONG, meets("two", "one"))
    run = course.run("check", "--all")
    assert run.returncode == 1
    assert "did not run" not in run.stdout
    assert run.stdout.index("01_sums") < run.stdout.index("02_more"), run.stdout
    assert "  PASS         add-up  1 + 2 = 3\n" in run.stdout
    assert "  NOT YET      add-more\n" in run.stdout
    assert course.progress() == {"add-up": "PASS", "add-more": "NOT YET"}
    assert run.stdout.endswith("Next: add-more   tutorial hint add-more\n")


def test_json_is_all_that_is_on_stdout_and_says_what_was_run(course):
    course.write("01_sums", WRONG, "undefined_name + 1")
    course.write("02_more", LOOP)
    run = course.run("check", "--json", "01", "02", "missing.ipynb", "--seconds", "2")
    assert run.returncode == 2
    files, end = said_as_json(run)
    assert run.stderr == end["errors"][0]["text"] + "\n"
    assert set(end) == {
        *("kind", "passed", "files", "errors", "next", "class", "trust", "versions"),
    }
    assert (end["passed"], end["files"]) == (False, 2)
    assert set(end["versions"]) == {
        *("python", "tensorflow", "keras", "numpy", "nbval", "seeing-tensors"),
    }
    assert all(re.match(r"\d+\.\d+", version) for version in end["versions"].values())
    missing, one, two = sorted(files, key=lambda file: file.get("lesson", ""))
    assert missing["file"] == "missing.ipynb" and missing["exit_code"] == 2
    assert set(one) == {
        *("kind", "file", "learner", "lesson", "passed", "trust", "cells_run", "seconds"),
        *("exercises", "failures", "notes"),
    }
    assert (one["lesson"], one["file"]) == ("01_sums", "my-lessons/01_sums.ipynb")
    assert one["learner"] == "my-lessons"
    assert one["cells_run"] == 6 and 0 < one["seconds"] < 30
    assert one["failures"] == [
        {
            "first_line": "undefined_name + 1",
            "error": "NameError: name 'undefined_name' is not defined (line 1 of the cell)",
        }
    ]
    (exercise,) = one["exercises"]
    assert set(exercise) == {"id", "state", "diagnosis", "feedback", "text"}
    assert exercise["diagnosis"] == "subtracted"
    assert exercise["feedback"]["got"] == "-1"
    assert list(exercise["feedback"]) == ["ran", "got", "expected", "usually", "next", "note"]
    (exercise,) = two["exercises"]
    assert (exercise["state"], exercise["diagnosis"]) == ("NOT YET", "stopped")
    assert "2 seconds" in exercise["feedback"]["got"]
    assert end["next"] == {
        "lesson": "01_sums",
        "exercise": "add-up",
        "command": "tutorial hint add-up",
    }


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--nonsense"], "--nonsense"),
        (["--seconds", "soon"], "--seconds"),
        (["missing.ipynb"], "There is no file missing.ipynb"),
        (["--dir", "nowhere"], "There is no folder nowhere"),
        (["empty"], "There is no lesson in empty/"),
        (["--resume"], "--csv FILE"),
        (["add-uq"], "add-up"),
    ],
)
def test_who_asks_for_json_gets_json_whatever_was_wrong(words, says, tmp_path, capsys, monkeypatch):
    course = TinyCourse(tmp_path)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(STAGED, str(course.root))
    monkeypatch.setattr("sys.argv", ["tutorial", "check", "--json", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    end = json.loads(said.out.splitlines()[-1])
    assert ended.value.code == 2
    assert end["passed"] is False and says in end["errors"][0]["text"] and says in said.err
    assert "Traceback" not in said.err


def test_a_friends_file_is_checked_and_not_remembered(course):
    friend = course.cwd / "friend.ipynb"
    course.write("01_sums", RIGHT).rename(friend)
    run = course.run("check", "--json", friend)
    assert run.returncode == 0
    (file,), end = said_as_json(run)
    assert end["passed"] and file["passed"]
    (exercise,) = file["exercises"]
    assert (exercise["state"], exercise["diagnosis"]) == ("PASS", None)
    assert not (course.home / ".tutorial.json").exists()


def test_one_job_for_each_file():
    one, other = Path("01.ipynb"), Path("02.ipynb")
    jobs = [Job(one, {"a"}), Job(other), Job(Path("x") / ".." / one, {"b"}), Job(other, {"c"})]
    assert merged(jobs) == [Job(one, {"a", "b"}), Job(other)]


@pytest.mark.parametrize(
    ("progress", "exercise", "command"),
    [
        ({}, "a", "tutorial hint a"),
        ({"a": "PASS", "b": "NOT YET"}, "b", "tutorial hint b"),
        ({"a": "PASS", "b": "PASS"}, None, "tutorial check 03"),
        ({"a": "PASS", "b": "PASS", "d": "PASS"}, None, "tutorial check 01"),
        ({"z": "PASS", "a": "PASS", "b": "PASS", "d": "PASS"}, None, ""),
    ],
)
def test_what_comes_after_lesson_2(progress, exercise, command):
    lessons = [
        SimpleNamespace(slug=f"{number}_x", number=number, exercises=[{"id": i} for i in ids])
        for number, ids in {"01": "z", "02": "ab", "03": "d"}.items()
    ]
    step = next_step(lessons, progress, [report()])
    assert (step.exercise, step.command) == (exercise, command)


def report(*verdicts: Verdict) -> Report:
    return Report("02_x", "my-lessons/02_x.ipynb", verdicts, (), (), 1, 1.0)


def test_60_columns_without_colour(monkeypatch, capsys):
    said = {
        "ran": "add_up(1, 2)",
        "got": "[[1 2]\n [3 4]]",
        "expected": "3",
        "usually": "minus takes the place of plus, as it does again and again in sums",
        "next": 'read the sign, or: hint("add-up")',
    }
    feedback = NotYet("subtracted", **said)
    feedback.exercise = "add-up"
    passed = Verdict("first", "PASS", "PASS  first  a word and another " + 6 * "and one more ")
    monkeypatch.setenv("COLUMNS", "60")
    show(report(passed, Verdict("add-up", "NOT YET", str(feedback), "subtracted", said)))
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 60 and "\x1b" not in shown
    assert (
        shown
        == """\
02_x   my-lessons/02_x.ipynb
  PASS         first  a word and another and one more and
               one more and one more and one more and one
               more and one more
  NOT YET      add-up

  NOT YET  add-up
  we ran     add_up(1, 2)
  we got     [[1 2]
              [3 4]]
  expected   3
  usually    minus takes the place of plus, as it does again
             and again in sums
  next       read the sign, or: tutorial hint add-up

1 of 2 passed.
"""
    )


def test_two_terminals_at_once_lose_no_verdict(course):
    course.write("01_sums", RIGHT)
    course.write("02_more", RIGHT)
    runs = [course.start("check", number) for number in ("01", "02")]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert course.progress() == {"add-up": "PASS", "add-more": "PASS"}


def test_changes_of_the_state_wait_for_each_other(tmp_path):
    """Processes that write at the same time, many times over."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom tutorial_utils.course.desk import state\n"
        "for i in range(25):\n"
        "    with state.changing(Path(sys.argv[1])) as known:\n"
        "        known.progress[f'{sys.argv[2]}-{i}'] = 'PASS'"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, tmp_path, n]) for n in "abc"]
    assert [run.wait(30) for run in runs] == [0, 0, 0]
    assert len(state.read(tmp_path).progress) == 75
    assert [path.name for path in tmp_path.iterdir()] == [state.NAME], "something lies about"


def test_neither_a_bad_file_nor_a_state_that_cannot_be_written_hides_a_verdict(course):
    course.write("01_sums", RIGHT)
    course.file("02_more").write_text("{ half a note")
    (course.home / ".tutorial.json").mkdir()
    run = course.run("check", "--all")
    assert run.returncode == 3, "the worse of the two"
    assert "PASS         add-up" in run.stdout
    bad, unwritable = run.stderr.splitlines()[-2:]
    assert "02_more.ipynb is not a notebook" in bad and ".tutorial.json" in unwritable
    assert "Traceback" not in run.stderr


def test_tensorflow_that_does_not_load_is_the_machines_fault(course):
    (course.stand_ins / "tensorflow.py").write_text("raise ImportError('no such instruction')")
    run = course.run("check", "01")
    assert run.returncode == 3
    assert run.stdout == ""
    assert "ImportError: no such instruction" in run.stderr
    assert "tutorial doctor" in run.stderr


def fault_of_a_kernel(course, monkeypatch) -> str:
    """What such a check says: the worker hands it on, as it does where TensorFlow does not load."""
    monkeypatch.setenv("PYTHONPATH", course.environment["PYTHONPATH"])
    kernel = Kernel(course.home)
    try:
        with pytest.raises(EnvironmentFault) as fault:
            kernel.wait()
    finally:
        kernel.end()
    return str(fault.value)


def test_a_learners_file_that_hides_a_library_is_named(course, monkeypatch):
    (course.stand_ins / "keras.py").unlink()
    (course.home / "keras.py").write_text("print('my first try')")
    said = fault_of_a_kernel(course, monkeypatch)
    assert "my-lessons/keras.py is found in place of the real keras" in said


def test_a_kernel_that_cannot_start_says_its_last_words(course, monkeypatch):
    (course.stand_ins / "ipykernel_launcher.py").write_text("raise SystemExit('out of order')")
    said = fault_of_a_kernel(course, monkeypatch)
    assert "No kernel with TensorFlow started here: out of order." in said


LEAVES_A_FILE = "import tempfile\nopen(tempfile.mkstemp(suffix='left')[1]).close()"


@pytest.fixture
def temporary(tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_a_check_that_is_stopped_leaves_nothing_running_and_no_temporary_files(
    course, temporary, how, code
):
    helper = (
        "import subprocess, sys, time\n"
        "stubborn = 'import signal, time; signal.signal(2, signal.SIG_IGN); time.sleep(60)'\n"
        "subprocess.Popen([sys.executable, '-c', stubborn]); time.sleep(0.5)\n"
        "open('started', 'w').close()"
    )
    course.write("01_sums", LOOP, LEAVES_A_FILE, helper)
    where = {"TMPDIR": str(temporary)}
    process = course.start("check", "01", start_new_session=True, env=where)
    course.until_there("started", process)
    assert list(temporary.rglob("*left"))
    children = family(process)
    assert len(children) >= 3, "a worker, its kernel, and what a cell started"
    process.send_signal(how)
    assert process.wait(10) == code
    assert process.stderr.read().endswith("Stopped.\n") or how == signal.SIGKILL
    assert left_over(children) == []
    assert list(temporary.iterdir()) == []


def test_a_kernel_leaves_no_temporary_files(course, temporary):
    """It is killed, so nothing that it registered for its end is run; nor if a cell ends it."""
    ends = "import os\nos._exit(1)"
    course.write("01_sums", RIGHT, LEAVES_A_FILE, ends, "open('ran', 'w').close()")
    run = course.run("check", "01", env={"TMPDIR": str(temporary)})
    assert (course.home / "ran").exists() and "PASS         add-up" in run.stdout, run.stdout
    assert list(temporary.iterdir()) == []
