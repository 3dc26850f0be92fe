"""The README's list of lessons is the lessons there are."""

from tutorial_utils.course.author import build, readme

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
    row = "| 01 [Sums](solutions/compiled/01_sums.ipynb) | How much is it? | 1 | 10 |"
    text = path.read_text()
    assert row in text.splitlines() and "anything at all" not in text
    assert text.startswith("# Before\n") and text.endswith("<!-- end of lessons -->\nAfter\n")
    assert not readme.update(tmp_path, [lesson])


def test_an_old_list_is_noticed(tmp_path):
    lesson = tiny.read(tmp_path)
    (tmp_path / "README.md").write_text(TEXT)
    said = [problem.text for problem in build.stale([lesson], tmp_path)]
    assert said[0] == "its list of lessons is old: run `make build`"
