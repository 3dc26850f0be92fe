"""`check`, `hint` and `solution`, as they behave in a learner's kernel."""

import json

import pytest

from tutorial_utils.course import notebook
from tutorial_utils.course.author.executing import run_cells
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.content.notebooks import nbformat
from tutorial_utils.course.exceptions import CourseError

from .learner_files import code, delivered, stub_of
from .program import environment

LESSON = compiled_lessons()[0]


def test_an_unknown_exercise_is_named():
    with pytest.raises(CourseError, match="There is no exercise 'nothing'"):
        notebook.check("nothing", 3)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """A learner's session in one kernel: run all, then an exercise wrongly, then rightly."""
    folder = tmp_path_factory.mktemp("session")
    path = delivered(folder, LESSON)
    nb = nbformat.from_dict(json.loads(path.read_text()))
    wrong = 'print_guess = "a"\ncheck("print-a-plan", print_guess)'
    right = 'print_guess = "c"\ncheck("print-a-plan", print_guess)'
    extra = [wrong, right, *['hint("which-kind")'] * 3, 'check("which-kind", len)']
    extra += ['hint("which-kind")', 'solution("which-kind")', 'hint("nonsense")']
    extra += ['check("ragged-means", lambda rows: [[1.0], "two", object])']
    always = "import numpy as np\nfake = np.allclose = lambda *given, **how: True\n"
    extra += [always + 'check("ragged-means", lambda rows: np.ones(3, "float32"))']
    extra += ["print(np.allclose is fake)", "progress()"]
    extra += [
        "hint()",
        'check("ragged-means")',
        "def row_means(rows):\n    return 1",
        "check(row_means)",
    ]
    extra += ["def row_means(rows)\n    return 2", 'check("ragged-means", row_means)']
    extra += ["def row_means(rows):\n    return 2", 'check("ragged-means", row_means)  # again']
    extra += [
        "del row_means",
        'check("ragged-means", row_means)',
        "print('row_means' in globals())",
    ]
    own = [nbformat.from_dict(code(source)) for source in extra]
    for i, cell in enumerate(own):
        cell["id"] = f"own-{i}"
    nb.cells += own
    run_cells(nb, folder, environment(), seconds=120)
    names = [
        "wrong",
        "right",
        "hint1",
        "hint2",
        "hint3",
        "try",
        "hint4",
        "solution",
        "nonsense",
        "odd",
        "replaced",
        "after",
        "progress",
        "last-hint",
        "no-answer",
        "defined",
        "no-id",
        "broken",
        "old-code",
        "mended",
        "new-code",
        "gone",
        "not-there",
        "left",
    ]
    return nb.cells, dict(zip(names, own, strict=True))


def text(cell) -> str:
    shown = []
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            shown.append(output["text"])
        elif output["output_type"] == "error":
            shown += output["traceback"]
        else:
            shown.append(output["data"].get("text/markdown", ""))
    return "\n".join(shown)


def test_run_all_goes_on_past_untouched_exercises(session):
    """A cell that raises stops JupyterLab's Run All, unless it is tagged."""
    cells, own = session
    ids = {id(cell) for cell in own.values()}
    raised = [
        cell["source"]
        for cell in cells
        if cell["cell_type"] == "code"
        and id(cell) not in ids
        and any(o["output_type"] == "error" for o in cell["outputs"])
        and "raises-exception" not in cell["metadata"].get("tags", ())
    ]
    assert raised == []


def test_an_untouched_repair_is_not_started_and_says_what_it_does_now(session):
    cells, _ = session
    check = cells[cells.index(stub_of(cells, "brightest-pixel")) + 1]
    lines = text(check).splitlines()
    assert lines[0] == "NOT STARTED  brightest-pixel"
    assert lines[1].startswith(
        "now        AttributeError: 'SymbolicTensor' object has no attribute"
    )


def test_an_untouched_stub_is_printed_as_not_started(session):
    cells, _ = session
    stub = stub_of(cells, "which-kind")
    check = cells[cells.index(stub) + 1]
    assert text(check).startswith("NOT STARTED  which-kind")
    assert 'hint("which-kind")' in text(check)


def test_a_wrong_try_shows_the_feedback_and_nothing_else(session):
    _, own = session
    lines = text(own["wrong"]).splitlines()
    assert lines[0] == "NOT YET  print-a-plan"
    assert max(map(len, lines)) <= 76, "a notebook breaks longer lines inside words"
    assert lines[1] == "you said   a: three numbers, computed with the layer's weights"
    assert [line[:9].strip() for line in lines[1:] if not line.startswith(" ")] == [
        "you said",
        "expected",
        "usually",
        "next",
    ]


def test_a_right_try_passes_and_says_why(session):
    _, own = session
    assert text(own["right"]).startswith("PASS  print-a-plan  ")
    assert "why it works: " in text(own["right"])
    last = text(own["right"]).splitlines()[-1]
    assert last.startswith(f"1 of {len(LESSON.exercises)} in this lesson · next: ")


def test_progress_is_that_of_the_lesson(session):
    _, own = session
    lines = text(own["progress"]).splitlines()
    assert lines[0] == f"{LESSON.number}  {LESSON.about['title']}"
    assert f"1 of {len(LESSON.exercises)} passed" in lines[1]
    states = {line[17:].split()[0]: line[4:15].strip() for line in lines[2:] if line}
    assert states.keys() == {exercise["id"] for exercise in LESSON.exercises}
    assert states["print-a-plan"] == "PASS" and states["ragged-means"] == "NOT YET"


def test_the_first_hint_comes_before_a_try_and_one_more_with_each_call_after_it(session):
    _, own = session
    hints = next(e for e in LESSON.exercises if e["id"] == "which-kind")["hints"]
    for before in ("hint1", "hint2", "hint3"):
        assert hints[0] in text(own[before]) and hints[1] not in text(own[before])
        assert "More comes after a try" in text(own[before])
    assert hints[1] in text(own["hint4"]) and hints[2] not in text(own["hint4"])


def test_the_solution_and_unknown_names(session):
    _, own = session
    known = next(e for e in LESSON.exercises if e["id"] == "which-kind")
    assert known["answer"] in text(own["solution"]) and known["why"] in text(own["solution"])
    assert text(own["nonsense"]).startswith("There is no exercise 'nonsense'.")


def test_what_no_judge_foresaw_is_feedback_too(session):
    _, own = session
    lines = text(own["odd"]).splitlines()
    assert lines[0] == "NOT YET  ragged-means"
    assert [line for line in lines if line.startswith("next  ")]
    assert lines[-1].endswith('hint("ragged-means")')
    assert not [key for key, output in own.items() if ".; or" in " ".join(text(output).split())]


def test_a_replaced_function_does_not_judge_and_is_the_learners_again_afterwards(session):
    _, own = session
    lines = text(own["replaced"]).splitlines()
    assert lines[0] == "NOT YET  ragged-means"
    assert "`np.allclose` was replaced in your notebook" in text(own["replaced"])
    assert text(own["after"]) == "True\n"


def test_a_call_with_something_missing_says_what_to_write(session):
    _, own = session
    assert "Hint 1." in text(own["last-hint"])  # of the exercise that was checked last
    assert 'Write: check("ragged-means", row_means)' in text(own["no-answer"])
    assert 'check("ragged-means", row_means)' in text(own["no-id"])
    for call in (lambda: notebook.check(), lambda: notebook.check(len)):
        with pytest.raises(CourseError, match=r'check\("exercise-id", name\)'):
            call()


def test_code_that_is_not_in_force_is_not_judged(session):
    """After a syntax error the function of the cell before is still there."""
    _, own = session
    assert "SyntaxError" in text(own["broken"])
    assert "raised an error when you last ran it" in text(own["old-code"])
    assert "raised an error when you last ran it" not in text(own["new-code"])
    assert text(own["new-code"]).startswith("NOT YET  ragged-means")


def test_a_name_that_is_not_there_is_feedback_and_not_a_traceback(session):
    _, own = session
    assert text(own["not-there"]).startswith("NOT YET  ragged-means")
    assert "run the cell above" in text(own["not-there"])
    assert "Traceback" not in text(own["not-there"])
    assert text(own["left"]) == "False\n"
