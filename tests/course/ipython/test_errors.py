"""Errors that a lesson raises on purpose are short; a learner's own are as they are."""

import re

import pytest

from tests.course.ipython.shells import a_shell, shown_by
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.ipython.errors import COLUMNS, LINES, message_of
from tutorial_utils.tensors.errors import known_errors

KNOWN = {error.id: error for error in known_errors()}
MEANT = "hidden.numpy()"  # a cell of lesson 01
OWN = "numbers = hidden.numpy()"
RAISED = [
    (lesson.slug, cell["metadata"]["error"], output["ename"], output["evalue"])
    for lesson in compiled_lessons()
    for cell in lesson.notebook["cells"]
    if "error" in cell["metadata"]
    for output in cell["outputs"]
]


@pytest.fixture
def shell():
    with a_shell() as shell:
        shell.run_cell("class KerasTensor:\n    pass\n\nhidden = KerasTensor()")
        yield shell


def test_an_error_that_is_meant_is_message_meaning_and_cure(shell):
    lines = re.sub(r"\x1b\[\d*m", "", shown_by(shell, MEANT).stdout).splitlines()
    assert lines[0] == "AttributeError: 'KerasTensor' object has no attribute 'numpy'"
    assert [line[:6].strip() for line in lines[1:] if line[0] != " "] == ["means", "do"]
    assert 4 <= len(lines) <= 8


def test_a_learners_own_error_keeps_its_traceback(shell):
    told = shown_by(shell, OWN).stdout
    assert "Traceback" in told and OWN in told and "means" not in told


def test_another_error_in_a_cell_of_the_lesson_keeps_its_traceback(shell):
    told = shown_by(shell, "del hidden\n").stdout + shown_by(shell, MEANT).stdout
    assert "Traceback" in told and "means" not in told


@pytest.mark.parametrize("name", ["check", "keras", "np", "batch", "things"])
def test_a_name_that_a_cell_of_the_lesson_makes_leads_to_the_cells_above(shell, name, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "somewhere/01_symbolic_or_eager.ipynb")
    told = shown_by(shell, f"print({name})").stdout
    assert f"makes `{name}`" in told and "Run All Above Selected Cell" in told


@pytest.mark.parametrize("name", ["kears", "print_guess", "row_means"])
def test_other_names_are_the_learners_own(shell, name):
    assert "Run All Above" not in shown_by(shell, f"print({name})").stdout


def test_the_extension_for_all_errors_and_the_lessons_go_together(shell):
    shell.run_line_magic("load_ext", "tutorial_utils")
    assert "What it means" in shown_by(shell, OWN).stdout
    assert "Traceback" not in shown_by(shell, MEANT).stdout
    shell.run_line_magic("unload_ext", "tutorial_utils")
    assert "What it means" not in shown_by(shell, OWN).stdout
    assert "Traceback" not in shown_by(shell, MEANT).stdout


@pytest.mark.parametrize(
    ("slug", "id_", "kind", "said"), RAISED, ids=[f"{r[0]}-{r[1]}" for r in RAISED]
)
def test_a_message_is_cut_to_what_it_is_known_by(slug, id_, kind, said):
    lines = message_of(type(kind, (Exception,), {})(said), KNOWN[id_])
    plain = re.sub(r"\x1b\[\d*m", "", " ".join(lines))
    assert len(lines) <= LINES and max(map(len, lines)) <= COLUMNS + 8
    assert plain.startswith(f"{kind}: ")
    assert re.search(KNOWN[id_].match, plain), plain
