"""A learner's copy says how to work in it, and has no table of what its cells show."""

import pytest

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.content.handed_out import FREE, HOW_TO, SIGNS, handed_out


def prose(text: str) -> dict:
    return {"cell_type": "markdown", "id": "x", "metadata": {}, "source": text}


def test_boxes_are_told_apart_by_a_sign():
    cells = [prose("# Title"), *(prose(f"Text.\n\n> **{kind}.** Do.") for kind in SIGNS)]
    sources = [cell["source"] for cell in handed_out(cells, "01")[2:]]
    assert sources == [f"Text.\n\n> {sign} **{kind}.** Do." for kind, sign in SIGNS.items()]
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_links_inside_of_the_page_are_words():
    """JupyterLab's headings have other anchors: a link to the book's would lead nowhere."""
    cells = [prose("# Title"), prose("* [One `two`?](#one-two)\n* [far](02_more.ipynb#one)")]
    assert handed_out(cells, "01")[2]["source"] == "* One `two`?\n* [far](02_more.ipynb#one)"


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_a_copy_of_a_lesson(lesson):
    cells = lesson.unsolved_cells()
    sources = ["".join(cell["source"]) for cell in cells]
    assert sources[1] == HOW_TO
    assert [s for s in sources if FREE in s] == [
        s for s in sources if s.startswith("## What to keep")
    ]
    assert not any("| It means |" in source for source in sources)
    assert any("| It means |" in "".join(c["source"]) for c in lesson.notebook["cells"])
    assert len({cell["id"] for cell in cells}) == len(cells)


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_every_cell_that_is_folded_in_the_book_is_folded_in_a_copy(lesson):
    folded = {"hide-input": "source_hidden", "hide-output": "outputs_hidden"}
    cells = lesson.unsolved_cells()
    for cell in cells:
        tags = cell["metadata"].get("tags", ())
        wanted = {folded[tag]: True for tag in tags if tag in folded}
        assert cell["metadata"].get("jupyter", {}) == wanted, cell["id"]
    assert any("jupyter" in cell["metadata"] for cell in cells)
