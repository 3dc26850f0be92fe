"""The core of a lesson ends where its boundary begins, and each layer has its own minutes."""

from tutorial_utils.course.author.layers import BOUNDARY, layers, minutes
from tutorial_utils.course.author.weave import weave

from .. import tiny


def test_minutes_come_from_words_lines_and_exercises(tmp_path):
    def core(text: str) -> int:
        return minutes(tiny.read(tmp_path, lesson=text))[0]

    assert core(tiny.LESSON) == 5  # 4 for the blank, less than 1 for the rest
    assert core(tiny.LESSON.replace("# > **Exercise.** Add.", "# " + "word " * 750)) == 10
    code = tiny.LESSON.replace("print(total)", "print(total)\n" * 40)
    assert core(code) == 15
    assert core(code.replace("# %%\ntotal", '# %% tags=["remove-cell"]\ntotal')) == 5


def test_each_layer_has_its_own(tmp_path):
    more = tiny.LESSON.replace("print(total + 3)", "print(total + 3)\n" * 40)
    lesson = tiny.read(tmp_path, lesson=more)
    assert minutes(lesson) == (5, 15)
    about = weave(lesson, [lesson]).metadata["lesson"]
    assert (about["minutes"], about["minutes_to_go_on"]) == (5, 15)
    one = tiny.read(tmp_path, lesson=more.replace(f"## {BOUNDARY}", "## And then?"))
    assert layers(one.cells) == (one.cells, ()) and minutes(one) == (20, 0)
