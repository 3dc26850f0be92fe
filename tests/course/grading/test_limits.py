"""A submission takes what it may, and no more; what it started does not outlive it."""

import subprocess
import sys
import time

import psutil
import pytest

from tutorial_utils.course.content.location import STAGED
from tutorial_utils.course.desk.files import read_learner_file
from tutorial_utils.course.grading import grading
from tutorial_utils.course.grading.limits import Limits

from ..program import said_as_json
from ..tiny_course import LOOP, RIGHT, TinyCourse

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can")

# In a session of its own it survives the kernel; to be found, it has a name.
DETACHED = (
    "import subprocess, sys\n"
    "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
    " start_new_session=True)\n"
    "open('left', 'w').write(str(left.pid))"
)
HOG = "held = bytearray(3 * 2**30)"
STUBBORN = (
    "import time\nwhile True:\n"
    "    try:\n        print('never'); time.sleep(0.01)\n    except KeyboardInterrupt:\n        pass"
)


@pytest.fixture(scope="module")
def greedy(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("greedy"))
    endless = ["while True: pass", "while True: __import__('time').sleep(0.05)"]
    course.write("01_sums", LOOP, HOG, DETACHED, "open('starts', 'a').write('x')", *endless)
    run = course.run("check", "01", "--json", "--seconds", "2", "--memory", "1")
    (file,), _ = said_as_json(run)
    return course, file


def test_several_endless_cells_cost_one_restart(greedy):
    course, file = greedy
    stopped = "it ran longer than 2 seconds and was stopped"
    assert [f["error"] for f in file["failures"] if f["first_line"].startswith("while")] == [
        *(stopped, stopped),
    ]
    assert file["exercises"][0]["diagnosis"] == "stopped"
    assert (course.home / "starts").read_text() == "xx", "all of it ran twice, and no more"


@linux
def test_memory_has_a_limit(greedy):
    errors = {f["first_line"]: f["error"] for f in greedy[1]["failures"]}
    assert errors[HOG].startswith("MemoryError")


@linux
def test_nothing_that_a_cell_started_outlives_the_check(greedy):
    pid = int((greedy[0].home / "left").read_text())
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_file_that_takes_too_long_is_judged_as_far_as_it_came(tmp_path):
    course = TinyCourse(tmp_path)
    course.write("01_sums", RIGHT, STUBBORN)
    start = time.monotonic()
    run = course.run("check", "01", "--json", "--minutes", "0.03")
    assert time.monotonic() - start < 40
    (file,), _ = said_as_json(run)
    (exercise,) = file["exercises"]
    assert exercise["diagnosis"] == "not-reached"
    assert "took longer than 0.03 minutes" in exercise["feedback"]["got"]
    assert any("cells did not run" in note for note in file["notes"])
    assert run.returncode == 1


def test_a_cell_without_an_outcome_is_missed(tmp_path, monkeypatch):
    """The number of judged cells is compared with the number of cells: nbval may end early."""
    course = TinyCourse(tmp_path)
    monkeypatch.setenv(STAGED, str(course.root))
    file = read_learner_file(course.write("01_sums", RIGHT))

    def one_cell(kernel, topic, limits, cells, until, step):
        return [grading.Outcome(cells[0])]

    monkeypatch.setattr(grading, "_run_in", one_cell)
    report = grading.grade(file, limits=Limits(), kernel=object())
    assert report.verdicts[0].diagnosis == "not-reached" and not report.passed
    assert "of 8 cells did not run: the run ended before them." in report.notes[-1]


@linux
def test_a_limit_is_counted_from_what_is_held(tmp_path):
    code = Limits(gigabytes=0.5).code() + (
        "x = bytearray(2**28)\n"
        "try:\n    y = bytearray(2**30)\nexcept MemoryError:\n    print('no')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "no\n", run.stderr
