"""Guards on every compiled notebook. That its outputs are current is nbval's part of the suite."""

import pytest

from tutorial_utils.course.author import build, normalise
from tutorial_utils.course.content.compiled import (
    CompiledPage,
    compiled_lessons,
    find_exercise,
    find_lesson,
)
from tutorial_utils.course.exceptions import CourseError

from ...conftest import ROOT
from ...registry import answers, course, gallery

COMPILED = ROOT / "solutions" / "compiled"
NOTEBOOKS = sorted(COMPILED.rglob("*.ipynb"))
PLACES = [str(path.relative_to(COMPILED).with_suffix("")) for path in NOTEBOOKS]


def test_every_page_has_one_and_nothing_else_has():
    assert sorted(PLACES) == sorted(page.place for page in (*course(), *answers(), *gallery()))
    assert [lesson.slug for lesson in compiled_lessons()] == [lesson.slug for lesson in course()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=PLACES)
def test_every_cell_ran_and_is_stable(path):
    """A code cell without an execution count is never compared by nbval."""
    cells = [c for c in CompiledPage(path).notebook["cells"] if c["cell_type"] == "code"]
    assert len(cells) > 2
    faults = {cell["id"]: found for cell in cells if (found := normalise.faults(cell))}
    assert not faults


@pytest.mark.parametrize("path", NOTEBOOKS, ids=PLACES)
def test_every_error_cell_holds_its_error(path):
    compiled = CompiledPage(path)
    known = {error["id"]: error for error in compiled.about["errors"]}
    cells = [c for c in compiled.notebook["cells"] if c["metadata"].get("error")]
    assert {c["metadata"]["error"] for c in cells} == known.keys()
    for cell in cells:
        *before, output = cell["outputs"]  # what it prints before it raises may show the contrast
        assert {one["output_type"] for one in before} <= {"stream"}
        assert output["output_type"] == "error"
        assert output["ename"] == known[cell["metadata"]["error"]]["type"]


def test_nothing_differs_from_its_sources():
    assert list(build.stale(list(course()), ROOT, answers(), gallery())) == []


PLANTED = {
    "an unexecuted cell": ({"execution_count": None}, "it was not executed"),
    "a tag that hides changes": ({"metadata": {"tags": ["nbval-ignore-output"]}}, "would hide"),
    "a path": ({"outputs": [{"output_type": "stream", "text": "in /home/ann/x.py"}]}, "a path"),
    "an address": ({"outputs": [{"output_type": "stream", "text": "0x7f00aa11"}]}, "an address"),
    "a colour": ({"outputs": [{"output_type": "stream", "text": "\x1b[31mred"}]}, "a terminal colour"),
    "a path in an error": (
        {"outputs": [{"output_type": "error", "ename": "E", "evalue": "/tmp/x"}]},
        "a path",
    ),
    "digits": (
        {"outputs": [{"output_type": "execute_result", "data": {"text/plain": "0.12345"}}]},
        "more than 4",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_the_guard_sees(fault):
    change, words = PLANTED[fault]
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], **change}
    assert any(words in found for found in normalise.faults(cell))


def test_an_untouched_cell_is_fine():
    fine = {"output_type": "stream", "text": "shape (2, 3) 0.1234 a/b 12:30 keras.Model"}
    assert (
        normalise.faults(
            {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [fine]}
        )
        == []
    )


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_a_lesson_is_found_by_every_name(lesson):
    names = [lesson.number, lesson.slug, lesson.topic, f"lessons/{lesson.slug}.py"]
    names.append(str(int(lesson.number)))
    assert {find_lesson(name).slug for name in names} == {lesson.slug}


def test_unknown_names_say_what_there_is():
    with pytest.raises(CourseError, match="There is no lesson '99'"):
        find_lesson("99")
    id_ = compiled_lessons()[0].exercises[0]["id"]
    with pytest.raises(CourseError, match=f"Did you mean .*{id_}"):
        find_exercise(id_ + "s")


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_unsolved_cells_hold_no_answer(lesson):
    cells = lesson.unsolved_cells()
    sources = ["".join(cell["source"]) for cell in cells]
    for exercise in lesson.exercises:
        assert exercise["answer"] not in sources
        assert exercise["stub"] in sources and exercise["check"] in sources
    assert not any(cell.get("outputs") for cell in cells)
