"""The README's list of lessons is the lessons there are."""

import re
from pathlib import Path
from statistics import median

import pytest

from tutorial_utils.course.author import build, readme
from tutorial_utils.course.content.model import KINDS, TOPICS
from tutorial_utils.course.scaffold.new import write_answer, write_exercise, write_lesson
from tutorial_utils.tensors.errors import known_errors
from tutorial_utils.tensors.errors.messages import TABLE

from ...conftest import ROOT
from ...registry import answers, course
from .. import tiny

TEXT = """\
# Before
<!-- lessons: made by `make build` -->
anything at all
<!-- end of lessons -->
After
"""


def test_the_list_is_written_once_and_nothing_else_changes(tmp_path):
    lesson = tiny.read(tmp_path)
    path = tmp_path / "README.md"
    path.write_text(TEXT)
    assert readme.update(tmp_path, [lesson])
    row = "| 01 [Sums](solutions/compiled/01_sums.ipynb) | How much is it? | 1 | 5 | 5 |"
    text = path.read_text()
    assert row in text.splitlines() and "anything at all" not in text
    assert text.startswith("# Before\n") and text.endswith("<!-- end of lessons -->\nAfter\n")
    assert not readme.update(tmp_path, [lesson])


def test_an_old_list_is_noticed(tmp_path):
    lesson = tiny.read(tmp_path)
    (tmp_path / "README.md").write_text(TEXT)
    said = [problem.text for problem in build.stale([lesson], tmp_path)]
    assert said[0] == "its list of lessons is old: run `make build`"


# What the README says of the cost of adding something -----------------------------------------------

README = (ROOT / "README.md").read_text(encoding="utf-8")


def stated(thing: str) -> list[int | None]:
    """Files, lines to start with, and lines in the end."""
    row = re.search(rf"^\| {thing} \|.*?\|(.*)\|$", README, re.M)
    return [int(cell) if cell.strip() else None for cell in row[1].split("|")]


def lines_in(*paths: Path) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def lines_of_lessons() -> list[int]:
    return [
        lines_in(
            lesson.path,
            lesson.solution_path,
            lesson.solution_path.with_suffix(".toml"),
            ROOT / "tutorial_utils" / "checks" / "lessons" / f"{lesson.topic}.py",
        )
        for lesson in course()
    ]


def test_what_dev_new_writes_is_as_long_as_it_says(tmp_path):
    tiny.write(tmp_path)
    answer = write_answer(tmp_path, "data/first_batch")
    assert stated("an answer page")[:2] == [len(answer), lines_in(*answer)]
    lesson = write_lesson(tmp_path, "02_more")
    assert stated("a lesson")[:2] == [len(lesson), lines_in(*lesson)]
    before = lines_in(*lesson)
    exercise = write_exercise(tmp_path, "02", "one-more", "blank")
    assert stated("an exercise")[:2] == [len(exercise), lines_in(*exercise) - before]


IN_THE_END = {
    "an answer page": lambda: median(lines_in(page.path) for page in answers()),
    "a lesson": lambda: median(lines_of_lessons()),
    "an exercise": lambda: median(
        lines / len(lesson.exercises)
        for lines, lesson in zip(lines_of_lessons(), course(), strict=True)
    ),
    "an error message": lambda: sum(map(lines_in, TABLE.glob("*.toml"))) / len(known_errors()),
}


@pytest.mark.parametrize("thing", IN_THE_END)
def test_lines_in_the_end_are_those_of_what_is_there(thing):
    assert stated(thing)[2] == pytest.approx(IN_THE_END[thing](), rel=0.2)


def test_kinds_and_topics_are_named_as_they_are():
    assert f"The kinds are {', '.join([*KINDS][:-1])} and {[*KINDS][-1]}." in README
    topics = [f"`{topic}`" for topic in TOPICS]
    assert f"The topics are {', '.join(topics[:-1])} and {topics[-1]}." in README
