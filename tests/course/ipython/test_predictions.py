"""*Run All* answers no prediction; who has chosen sees the result at once."""

import pytest

from tests.course.ipython.shells import a_shell, shown_by
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.ipython.lesson_cells import ALOUD, prediction

RESULT = "print(hidden)"  # of lesson 01's first exercise
ALOUD_RESULT = next(
    "".join(cell["source"])
    for cell in compiled_lessons()[0].notebook["cells"]
    if "for rows in" in "".join(cell["source"])
)


@pytest.fixture
def shell(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "01_symbolic_or_eager.ipynb")
    monkeypatch.delenv("PYTEST_VERSION", raising=False)
    with a_shell() as shell:
        shell.run_cell("hidden = 'the answer'")
        yield shell


def test_a_result_is_closed_until_the_choice_is_made(shell):
    closed = shown_by(shell, RESULT)
    assert closed.stdout == ""
    (html,) = [output.data["text/html"] for output in closed.outputs]
    assert html.startswith("<details><summary>") and "the answer" in html
    shell.run_cell("print_guess = ...")
    assert shown_by(shell, RESULT).stdout == ""
    shell.run_cell("print_guess = 'a'")
    assert shown_by(shell, RESULT).stdout == "the answer\n"


def test_a_prediction_made_aloud_opens_on_a_click(shell):
    shell.run_cell(
        "import types\nprint_guess = 'c'\ninputs = types.SimpleNamespace(shape='(None, 8)')"
    )
    shell.run_cell("import numpy as np\nmodel = lambda rows: rows")
    shown = shown_by(shell, ALOUD_RESULT)
    assert shown.stdout == "" and "(None, 8)" in shown.outputs[0].data["text/html"]


def test_an_error_is_not_held_back(shell):
    assert "Traceback" in shown_by(shell, "del hidden").stdout + shown_by(shell, RESULT).stdout


def test_where_a_program_looks_on_nothing_is_closed(shell, monkeypatch):
    monkeypatch.setenv("PYTEST_VERSION", "1")
    assert shown_by(shell, RESULT).stdout == "the answer\n"
    monkeypatch.delenv("PYTEST_VERSION")
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert shown_by(shell, RESULT).stdout == "the answer\n"


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_every_result_is_known_with_its_choice(lesson):
    cells = lesson.notebook["cells"]
    results = [c for c in cells if "hide-output" in c["metadata"].get("tags", ())]
    choices = [prediction("".join(cell["source"])) for cell in results]
    made = [e["made"] for e in lesson.exercises if e["kind"] == "predict"]
    assert None not in choices
    assert [name for name in choices if name != ALOUD] == made
