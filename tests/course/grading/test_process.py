"""A class is checked: what one submission does is its own affair, and the next run goes on."""

import csv
import json
from pathlib import Path

import pytest

from ..learner_files import code
from ..program import said_as_json
from ..tiny_course import RIGHT, WRONG, TinyCourse

KILLS_ITS_WORKER = """
import psutil
for process in psutil.Process().parents():
    if "tutorial_utils.course.grading.worker" in process.cmdline():
        process.kill()
"""
ODD = "# NBVAL_SKIP\nx = 1; open('ran', 'w').close()"
HALF_AN_EMOJI = "y = '\ud83d'"
CLASS = {
    "ada": (RIGHT, ODD, HALF_AN_EMOJI, "# NBVAL_CHECK_OUTPUT\n1"),
    "ben": (WRONG, KILLS_ITS_WORKER),
    "cem": (None,),
    "dan": (WRONG,),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The class, checked; then once more, with one file repaired."""
    course = TinyCourse(tmp_path_factory.mktemp("class"))
    folder = course.cwd / "class"
    for learner, (answer, *first) in CLASS.items():
        (folder / learner).mkdir(parents=True)
        course.write("01_sums", answer, *first).rename(folder / learner / "01_sums.ipynb")
    (folder / "dan" / "notes.ipynb").write_text(json.dumps({"cells": [code("x")]}))
    (folder / "dan" / "helper.py").write_text("x = 1")
    (folder / "eve").mkdir()
    words = ("check", *sorted(folder.iterdir()), "--json", "--csv", "class.csv")
    first = course.run(*words)
    table = (course.cwd / "class.csv").read_text()
    course.write("01_sums", RIGHT).rename(folder / "ben" / "01_sums.ipynb")
    again = course.run(*words)
    second = course.run(*words, "--resume")
    return first, table, again, second, (course.cwd / "class.csv").read_text()


def test_the_odd_cells_of_one_file_stop_no_check(ran):
    files, _ = said_as_json(ran[0])
    (ada,) = [file for file in files if file["learner"] == "ada"]
    assert ada["passed"] and not ada["notes"] and ada["cells_run"] == 8
    assert Path(ada["file"]).with_name("ran").exists(), "nbval was told to leave that cell out"


def test_who_handed_in_nothing_stops_no_check(ran):
    files, _ = said_as_json(ran[0])
    (eve,) = [file for file in files if file["learner"] == "eve"]
    assert "There is no lesson in" in eve["text"] and not eve["passed"]


def test_a_killed_worker_is_one_files_failure(ran):
    files, end = said_as_json(ran[0])
    assert {file["learner"]: file["passed"] for file in files if "lesson" in file} == {
        "ada": True,
        "cem": False,
        "dan": False,
    }
    (ben,) = [file for file in files if file["learner"] == "ben"]
    assert "broke off" in ben["text"] and ben["exit_code"] == 3
    assert ran[0].returncode == 3 and end["files"] == 3 and len(end["errors"]) == 3
    assert "Traceback" not in ran[0].stderr


def test_each_verdict_is_a_row(ran):
    rows = list(csv.DictReader(ran[1].splitlines()))
    found = {(row["learner"], row["exercise"], row["state"], row["diagnosis"]) for row in rows}
    assert found >= {
        ("ada", "add-up", "PASS", ""),
        ("cem", "add-up", "NOT STARTED", "as-given"),
        ("dan", "add-up", "NOT YET", "subtracted"),
    }
    no_verdict = {row["learner"]: row for row in rows if row["state"] == "NO VERDICT"}
    assert set(no_verdict) == {"ben", "dan", "eve"}
    assert "not a lesson of this course" in no_verdict["dan"]["diagnosis"]
    assert all(float(row["seconds"]) > 0 for row in rows if row["exercise"])


def test_a_table_is_never_overwritten(ran):
    assert ran[2].returncode == 2
    _, end = said_as_json(ran[2])
    assert "class.csv is there already" in end["errors"][0]["text"]


def test_it_goes_on_where_it_stopped(ran):
    files, end = said_as_json(ran[3])
    assert {file["learner"] for file in files} == {"ben", "dan", "eve"}, (
        "the others have their verdicts"
    )
    (ben,) = [file for file in files if file["learner"] == "ben"]
    assert ben["passed"]
    rows = list(csv.DictReader(ran[4].splitlines()))
    assert sorted(row["learner"] for row in rows if row["exercise"]) == ["ada", "ben", "cem", "dan"]
    assert end["class"] == [
        {
            "lesson": "01_sums",
            "exercise": "add-up",
            "states": {"PASS": 2, "NOT STARTED": 1, "NOT YET": 1},
            "diagnoses": {"subtracted": 1},
        }
    ]
