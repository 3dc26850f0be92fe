"""A lesson and its answers become one notebook, whose cells say where they come from."""

from tutorial_utils.course.author.weave import weave

from .. import tiny


def test_the_answer_stands_between_stub_and_check(tmp_path):
    lesson = tiny.read(tmp_path)
    cells = weave(lesson, [lesson]).cells
    ours = [cell for cell in cells if cell.metadata.get("exercise") == "add-up"]
    assert [cell.id for cell in ours] == ["01-add-up-stub", "01-add-up-answer", "01-add-up-check"]
    assert [cell.source for cell in ours] == [
        "def add_up(a, b):\n    return ...",
        "def add_up(a, b):\n    return a + b",
        'check("add-up", add_up)',
    ]
    at = cells.index(ours[0])
    assert cells[at : at + 3] == ours
    assert len({cell.id for cell in cells}) == len(cells)


def test_hints_and_why_are_metadata_and_no_cells(tmp_path):
    lesson = tiny.read(tmp_path)
    woven = weave(lesson, [lesson])
    (exercise,) = woven.metadata["lesson"]["exercises"]
    assert exercise["hints"] == ["Which sign adds?", "Plus adds: `1 + 2`.", "`return a ____ b`"]
    assert exercise["why"] == "Plus adds." and exercise["made"] == "add_up"
    assert not [cell for cell in woven.cells if "Which sign" in cell.source]


def test_computed_parts_are_filled_in(tmp_path):
    lesson = tiny.read(tmp_path)
    text = "\n".join(cell.source for cell in weave(lesson, [lesson]).cells)
    assert "<!-- lesson:" not in text
    for words in (
        "5 minutes. Another 5, if you go on.",
        "Add two numbers.",
        "no attribute 'numpy'",
        "the last lesson",
    ):
        assert words in text, words
    assert "* [How do you add three numbers?](#how-do-you-add-three-numbers)" in text
