"""An exercise's heading says which of how many it is, and asks what it is about."""

import re

import pytest

from tutorial_utils.course.author.headings import numbered
from tutorial_utils.course.content.compiled import compiled_lessons


def test_exercises_are_counted_over_all_cells():
    prose = ["## One\n\n### Exercise: how?\n\ntext", "nothing", "### Exercise: why?"]
    assert list(numbered(prose)) == [
        "## One\n\n### Exercise 1 of 2: how?\n\ntext",
        "nothing",
        "### Exercise 2 of 2: why?",
    ]


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_the_outline_of_a_lesson_has_every_exercise(lesson):
    """Each heading stands in the last Markdown cell above its stub, and ends with a question."""
    heading, found = None, []
    for cell in lesson.unsolved_cells():
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = re.search(r"^### (Exercise (\d+) of (\d+): .+\?)$", source, re.M)
        elif "kind" in cell["metadata"]:
            found.append(heading and (int(heading[2]), int(heading[3])))
    many = len(lesson.exercises)
    assert found == [(number, many) for number in range(1, many + 1)]
