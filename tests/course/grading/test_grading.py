"""What a learner's file gets, in a fresh kernel, through the real program."""

import json
import re
import subprocess
import sys

import pytest

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.desk.files import read_learner_file
from tutorial_utils.course.exceptions import CourseError
from tutorial_utils.course.grading.graded_copy import graded_copy

from ...kernels import forked
from ..learner_files import all_answered, answered, check_of, code, delivered, stub_of, typed
from ..program import environment, tutorial, tutorial_in_process

LESSON = compiled_lessons()[0]
IDS = [exercise["id"] for exercise in LESSON.exercises]


def states(said: str) -> dict[str, str]:
    rows = re.findall(r"^  (PASS|NOT YET|NOT STARTED) +([a-z-]+)", said, re.MULTILINE)
    return {id_: state for state, id_ in rows}


def test_right_answers_pass(tmp_path):
    """In a kernel that is started as a learner's is. What other lessons run is looked at below."""
    delivered(tmp_path / "my-lessons", LESSON, *all_answered(LESSON))
    run = tutorial("check", LESSON.number, cwd=tmp_path)
    assert states(run.stdout) == dict.fromkeys(IDS, "PASS"), run.stdout
    assert run.returncode == 0
    assert "was replaced" not in run.stdout and "were replaced" not in run.stdout
    assert "x1b" not in repr(run.stdout), "colours in a pipe"
    kept = json.loads((tmp_path / "my-lessons" / ".tutorial.json").read_text())
    assert set(kept["progress"].values()) == {"PASS"}


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_of_right_answers_those_cells_run_that_the_compiled_lesson_passed_with(lesson, tmp_path):
    path = delivered(tmp_path, lesson, *all_answered(lesson))
    copy, notes, missing = graded_copy(read_learner_file(path))
    passed = [
        "".join(cell["source"])
        for cell in json.loads(lesson.path.read_text())["cells"]
        if cell["cell_type"] == "code" and "kind" not in cell["metadata"]  # no stub
    ]
    assert [cell.source for cell in copy if cell.role != "hidden"] == passed
    made = [exercise["made"] for exercise in lesson.exercises]
    forgotten = [c.source for c in copy if c.role == "hidden" and "forget(" in c.source]
    assert [source.split("'")[1] for source in forgotten] == made
    assert not notes and not missing


@pytest.fixture(scope="module")
def careless(tmp_path_factory):
    """One notebook with a mistake of another sort in every exercise, and what `check` said of it.

    Each exercise: what the learner did -> the verdict it must get, checked below.
    """
    folder = tmp_path_factory.mktemp("careless")

    def saved_as_if_passed(cells):
        stub_of(cells, "print-a-plan")["source"] = 'print_guess = "a"'
        cell = check_of(cells, "print-a-plan")
        cell["outputs"] = [
            {"output_type": "stream", "name": "stdout", "text": "PASS  print-a-plan"}
        ]
        cell["execution_count"] = 3

    def check_deleted(cells):
        cells.remove(check_of(cells, "numbers-of-a-layer"))

    def check_changed(cells):
        cell = check_of(cells, "which-kind")
        cell["source"] = 'print("PASS  which-kind")'

    def check_replaced(cells):
        cells.insert(2, code("def check(*given):\n    print('PASS  all of them')"))

    def only_a_stale_name(cells):
        cells.insert(2, code('line_order = "DBFA"  # tried out earlier'))
        stub_of(cells, "order-of-looking")["source"] = "# I moved it up"

    def scratch_cell_that_fails(cells):
        cells.append(code("# my notes\nundefined_name + 1"))

    path = delivered(
        folder / "my-lessons",
        LESSON,
        saved_as_if_passed,
        answered("numbers-of-a-layer"),
        check_deleted,
        check_changed,
        check_replaced,
        only_a_stale_name,
        typed("brightest-pixel", "import time\nwhile True:\n    time.sleep(0.05)"),
        typed("ragged-means", "def row_means(rows):\n    return rows\n\nhelper_from_yesterday()"),
        scratch_cell_that_fails,
    )
    before = path.read_bytes()
    run = tutorial("check", "01", "--seconds", "6", cwd=folder, fork=True)
    assert path.read_bytes() == before, "checking changed the learner's file"
    return run


def test_every_exercise_gets_its_own_verdict(careless):
    assert careless.returncode == 1
    assert states(careless.stdout) == {
        "print-a-plan": "NOT YET",
        "numbers-of-a-layer": "PASS",
        "which-kind": "NOT STARTED",
        "order-of-looking": "NOT YET",
        "brightest-pixel": "NOT YET",
        "ragged-means": "NOT YET",
    }, careless.stdout


def feedback(said: str, id_: str) -> str:
    return re.search(rf"  NOT YET  {id_}\n((?:  .*\n)+)", said)[1]


def test_a_saved_verdict_counts_for_nothing(careless):
    assert "usually    the layer has weights" in feedback(careless.stdout, "print-a-plan")


def test_a_deleted_check_is_put_back_and_reported(careless):
    assert "The check of numbers-of-a-layer was gone and was put back" in careless.stdout


def test_a_changed_check_is_put_back_and_reported(careless):
    assert "The check of which-kind was changed; the lesson's own was run." in careless.stdout


def test_a_stale_name_does_not_pass(careless):
    text = feedback(careless.stdout, "order-of-looking")
    assert "no `line_order`" in text and "run the cell above" in text


def test_an_endless_loop_is_stopped_and_named(careless):
    text = feedback(careless.stdout, "brightest-pixel")
    assert "it ran longer than 6 seconds and was stopped" in text
    assert "a loop never ends" in text


def test_a_cell_that_raised_is_not_yet_whatever_its_check_says(careless):
    text = feedback(careless.stdout, "ragged-means")
    assert "NameError: name 'helper_from_yesterday' is not defined" in text
    assert "restart the kernel" in text


def test_a_failing_cell_outside_exercises_is_shown_by_its_first_line(careless):
    assert "did not run:  undefined_name + 1" in careless.stdout
    assert "Traceback" not in careless.stdout and "Traceback" not in careless.stderr


def test_a_cell_that_ends_the_kernel_is_named_and_the_rest_goes_on(tmp_path):
    def ends(cells):
        cells.insert(2, code("import os\nos._exit(1)"))

    def loops_when_called(cells):
        source = "import time\ndef row_means(rows):\n    while True:\n        time.sleep(0.05)"
        stub_of(cells, "ragged-means")["source"] = source

    home = tmp_path / "my-lessons"
    unquoted = typed("order-of-looking", "line_order = DBFA")
    delivered(home, LESSON, ends, loops_when_called, unquoted, answered("print-a-plan"))
    run = tutorial(
        "check", home / f"{LESSON.slug}.ipynb", "--seconds", "6", cwd=tmp_path, fork=True
    )
    assert run.returncode == 1
    assert "did not run:  import os\n    it ended the kernel" in run.stdout
    assert states(run.stdout)["print-a-plan"] == "PASS"
    assert "the check, in a fresh kernel" in feedback(run.stdout, "ragged-means")
    assert "it ran longer than 6 seconds" in feedback(run.stdout, "ragged-means")
    said = " ".join(feedback(run.stdout, "order-of-looking").split())
    assert 'put them in quotes: "..."; or take a hint: tutorial hint order-of-looking' in said


def test_one_exercise_alone(tmp_path):
    """Other exercises' cells are not run, so their faults do not matter."""
    broken = typed("brightest-pixel", "1 +")
    delivered(tmp_path / "my-lessons", LESSON, answered("ragged-means"), broken)
    run = tutorial("check", "ragged-means", cwd=tmp_path, fork=True)
    assert states(run.stdout) == {"ragged-means": "PASS"}
    assert run.returncode == 0


def test_a_script_is_checked_too(tmp_path):
    assert tutorial_in_process("lab", "--py", cwd=tmp_path).returncode == 0
    path = tmp_path / "my-lessons" / f"{LESSON.slug}.py"
    path.write_text(path.read_text().replace("print_guess = ...", 'print_guess = "c"'))
    run = tutorial("check", "01", cwd=tmp_path, fork=True)
    assert states(run.stdout)["print-a-plan"] == "PASS", run.stdout
    assert states(run.stdout)["which-kind"] == "NOT STARTED"
    assert run.returncode == 1


def test_plain_nbval_shows_what_the_files_own_checks_say(tmp_path):
    delivered(
        tmp_path, LESSON, answered("print-a-plan"), typed("order-of-looking", "line_order='BFA'")
    )
    lesson = tmp_path / f"{LESSON.slug}.ipynb"
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "--color=no", lesson]
    where = environment() | forked.serve()
    run = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "NOT YET  order-of-looking" in run.stdout
    assert "NOT STARTED  which-kind" in run.stdout
    assert "NOT YET  print-a-plan" not in run.stdout and "NOT STARTED  print-a" not in run.stdout
    assert f"{len(IDS) - 1} failed" in run.stdout


BAD_FILES = {
    "not JSON": ("x.ipynb", "{ this is no notebook", "is not a notebook: it is not JSON (line 1)"),
    "JSON of another sort": ("x.ipynb", '{"a": 1}', "is not a notebook: it has no cells"),
    "a list": ("x.ipynb", "[1, 2]", "is not a notebook: it has no cells"),
    "an empty file": ("x.ipynb", "", "is empty"),
    "a notebook without cells": ("x.ipynb", '{"cells": []}', "is empty"),
    "another course": (
        "x.ipynb",
        json.dumps({"cells": [code("print('hello')")]}),
        "is not a lesson of this course",
    ),
    "an empty script": ("x.py", "", "is empty"),
    "another script": ("x.py", "# %%\nprint(1)\n", "is not a lesson of this course"),
    "text": ("x.txt", "hello", "is neither a notebook (.ipynb) nor a script (.py)"),
}


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_file_that_is_no_lesson_gets_one_sentence(bad, tmp_path):
    name, text, words = BAD_FILES[bad]
    (tmp_path / name).write_text(text)
    with pytest.raises(CourseError) as refused:
        read_learner_file(tmp_path / name)
    said = str(refused.value)
    assert words in said and "\n" not in said and said.endswith(".")


def test_a_bad_file_at_the_prompt(tmp_path):
    (tmp_path / "x.ipynb").write_bytes(b"\xff\xfe\x00")
    for name in ("x.ipynb", "missing.ipynb", "."):
        run = tutorial("check", name, cwd=tmp_path)
        assert run.returncode == 2
        assert run.stdout == "" and len(run.stderr.splitlines()) == 1, run.stderr


def test_an_editor_that_drops_cell_metadata(tmp_path):
    """The exercise is known by the name that it makes, its check by its call."""

    def drop(cells):
        for cell in cells:
            cell["metadata"] = {}

    path = delivered(tmp_path, LESSON, answered("which-kind"), drop)
    cells, notes, missing = graded_copy(read_learner_file(path))
    assert not missing and not notes
    assert [c.exercise for c in cells if c.role == "check"] == IDS
    assert [c.exercise for c in cells if c.role == "exercise"] == IDS


def test_a_deleted_exercise_is_missed(tmp_path):
    def delete(cells):
        cells.remove(stub_of(cells, "which-kind"))

    cells, _, missing = graded_copy(read_learner_file(delivered(tmp_path, LESSON, delete)))
    assert missing == {"which-kind"}
    assert "which-kind" not in [c.exercise for c in cells]


def test_an_answer_in_a_cell_below_the_stub_counts(tmp_path):
    def below(cells):
        at = cells.index(stub_of(cells, "print-a-plan"))
        cells.insert(at + 1, code('print_guess = "c"'))

    cells, _, _ = graded_copy(read_learner_file(delivered(tmp_path, LESSON, below)))
    sources = [c.source for c in cells]
    stub, mine = sources.index("print_guess = ..."), sources.index('print_guess = "c"')
    assert stub < mine < sources.index('check("print-a-plan", print_guess)')


def test_a_check_that_was_moved_up_comes_after_its_exercise(tmp_path):
    def move(cells):
        cell = check_of(cells, "which-kind")
        cells.remove(cell)
        cells.insert(1, cell)

    cells, _, _ = graded_copy(read_learner_file(delivered(tmp_path, LESSON, move)))
    order = [c.role for c in cells if c.exercise == "which-kind"]
    assert order == ["exercise", "check"]
