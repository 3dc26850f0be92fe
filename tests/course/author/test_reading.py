"""Sources that cannot be read are refused, with file, line and a plain sentence."""

import pytest

from tutorial_utils.course.author.reading import read_course, read_lesson
from tutorial_utils.course.exceptions import SourceError

from .. import tiny

LESSON, SOLUTION = "lessons/01_sums.py", "solutions/01_sums.py"
FEEDBACK = "solutions/01_sums.toml"


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_lesson_and_its_answers_become_one_model(tmp_path):
    lesson = tiny.read(tmp_path)
    (exercise,) = lesson.exercises
    assert (lesson.slug, lesson.number, lesson.topic) == ("01_sums", "01", "sums")
    assert lesson.objectives == ("Add two numbers.", "See the sum.")
    assert lesson.errors == ("sparse-numpy",)
    assert (exercise.id, exercise.kind, exercise.made) == ("add-up", "blank", "add_up")
    assert exercise.hints == ("Which sign adds?", "Plus adds: `1 + 2`.", "`return a ____ b`")
    assert [w.diagnosis.id for w in exercise.wrong] == ["subtracted", "first-only"]
    assert exercise.answer.source == "def add_up(a, b):\n    return a + b"
    assert exercise.stub.line == line_of(tiny.LESSON, '# %% exercise="add-up"')


# What is changed, from what to what -> the file that is blamed, its line (the text that stands
# there), and words of the sentence.
FAULTS = {
    "duplicate id": (
        {"lesson": ("# <!-- lesson: next -->", '# x\n\n# %% exercise="add-up" kind="blank"\nq = ...')},
        (LESSON, '# %% exercise="add-up" kind="blank"\nq', "`add-up` is used twice"),
    ),
    "unknown id in the solution": (
        {"solution": ('exercise="add-up" part="why"', 'exercise="ad-up" part="why"')},
        (SOLUTION, '# %% [markdown] exercise="ad-up"', "the lesson has no exercise `ad-up`"),
    ),
    "id that is no id": (
        {
            "lesson": ('exercise="add-up"', 'exercise="Add_Up"'),
            "solution": ('exercise="add-up"', 'exercise="Add_Up"'),
        },
        (LESSON, '# %% exercise="Add_Up"', "not lower-case words"),
    ),
    "missing answer": (
        {"solution": ('# %% exercise="add-up" part="answer"\ndef add_up(a, b):\n    return a + b', "")},
        (SOLUTION, None, "`add-up` has no part `answer`"),
    ),
    "missing hint": (
        {"solution": ('# %% [markdown] exercise="add-up" part="hint"\n# Which sign adds?\n', "")},
        (SOLUTION, '# %% [markdown] exercise="add-up" part="hint"\n# `return', "has 2 hints, not 3"),
    ),
    "missing why": (
        {"solution": ('# %% [markdown] exercise="add-up" part="why"\n# Plus adds.\n', "")},
        (SOLUTION, None, "`add-up` has no part `why`"),
    ),
    "two whys": (
        {"solution": ("# Plus adds.\n", '# Plus adds.\n\n# %% [markdown] exercise="add-up" part="why"\n# Yes.\n')},
        (SOLUTION, '# %% [markdown] exercise="add-up" part="why"\n# Yes', "has 2 part `why`"),
    ),
    "one wrong answer": (
        {"feedback": ('id = "first-only"\n', 'id = "first-only"\npick = "a"\n'), "feedback ": ('swap = [" + b", ""]\n', "")},
        (FEEDBACK, None, "has 1 wrong answers"),
    ),
    "swap that is not there": (
        {"feedback": ('swap = ["+", "-"]', 'swap = ["*", "-"]')},
        (FEEDBACK, '[["add-up".wrong]]\nid = "subtracted"', "`*` stands 0 times in the answer"),
    ),
    "swap of one text": (
        {"feedback": ('swap = ["+", "-"]', 'swap = ["+"]')},
        (FEEDBACK, '[["add-up".wrong]]\nid = "subtracted"', "in pairs"),
    ),
    "diagnosis without an id": (
        {"feedback": ('id = "subtracted"\n', "")},
        (FEEDBACK, '[["add-up".wrong]]\nusually', "has no `id`"),
    ),
    "unknown key of a diagnosis": (
        {"feedback": ("next = \"add both\"", "then = \"add both\"")},
        (FEEDBACK, '[["add-up".wrong]]\nid = "first-only"', "unknown key `then`"),
    ),
    "unknown key of an exercise's feedback": (
        {"feedback": ('shown = "1', 'proves = "1')},
        (FEEDBACK, None, "unknown key `proves`"),
    ),
    "a mark without its reason": (
        {"feedback": ('[["add-up".wrong]]\nid = "subtracted"', '[["add-up".equivalent]]\nchange = "x"\n\n[["add-up".wrong]]\nid = "subtracted"')},
        (FEEDBACK, None, "`change` and `why`"),
    ),
    "feedback on no exercise": (
        {"feedback": ("add-up", "ad-up")},
        (FEEDBACK, None, "the lesson has no exercise `ad-up`"),
    ),
    "feedback that is no TOML": (
        {"feedback": ('ran = "add_up(1, 2)"', "ran = add_up")},
        (FEEDBACK, "ran = add_up", "not valid TOML"),
    ),
    "unknown part": (
        {"solution": ('part="why"', 'part="reason"')},
        (SOLUTION, '# %% [markdown] exercise="add-up" part="reason"', "`part` is 'reason'"),
    ),
    "answer that is prose": (
        {"solution": ('# %% [markdown] exercise="add-up" part="why"\n# Plus adds.', '# %% exercise="add-up" part="why"\n1')},
        (SOLUTION, '# %% exercise="add-up" part="why"', "hints and whys are Markdown"),
    ),
    "unknown cell key": (
        {"lesson": ('kind="blank"', 'kind="blank" level="3"')},
        (LESSON, '# %% exercise="add-up"', "unknown cell key `level`"),
    ),
    "keys out of order": (
        {"lesson": ('exercise="add-up" kind="blank"', 'kind="blank" exercise="add-up"')},
        (LESSON, '# %% kind="blank"', "alphabetical order"),
    ),
    "unknown kind": (
        {"lesson": ('kind="blank"', 'kind="riddle"')},
        (LESSON, '# %% exercise="add-up"', "`kind` is 'riddle'"),
    ),
    "no kind": (
        {"lesson": (' kind="blank"', "")},
        (LESSON, '# %% exercise="add-up"', "`kind` is None"),
    ),
    "kind without exercise": (
        {"lesson": ("# %%\ntotal", '# %% kind="blank"\ntotal')},
        (LESSON, '# %% kind="blank"', "on an exercise's stub only"),
    ),
    "check without a stub": (
        {"lesson": ("# <!-- lesson: next -->", '# x\n\n# %% tags=["check"]\ncheck("nothing", total)')},
        (LESSON, '# %% tags=["check"]\ncheck("nothing"', "`nothing`, which has no stub"),
    ),
    "stub without a check": (
        {"lesson": ('# %% tags=["check"]\ncheck("add-up", add_up)\n', "")},
        (LESSON, '# %% exercise="add-up"', "`add-up` has no check cell"),
    ),
    "checked twice": (
        {"lesson": ("# <!-- lesson: next -->", '# x\n\n# %% tags=["check"]\ncheck("add-up", add_up)')},
        (LESSON, None, "`add-up` is checked twice"),
    ),
    "check of another form": (
        {"lesson": ('check("add-up", add_up)', "check('add-up', add_up, 3)")},
        (LESSON, '# %% tags=["check"]', "a check cell is one line"),
    ),
    "no front matter": (
        {"lesson": ("#   lesson:\n", "#   lesson: sums\n#   other:\n")},
        (LESSON, "# ---", "front matter"),
    ),
    "no question": (
        {"lesson": ("#     question: How much is it?\n", "")},
        (LESSON, "# ---", "`question` is a sentence"),
    ),
    "one objective": (
        {"lesson": ("#     - See the sum.\n", "")},
        (LESSON, "# ---", "2 to 4 sentences"),
    ),
    "unknown front matter": (
        {"lesson": ("#     title: Sums", "#     title: Sums\n#     topic: sums")},
        (LESSON, "# ---", "unknown key `topic`"),
    ),
    "unknown kind of lesson": (
        {"lesson": ("#     title: Sums", "#     kind: essay\n#     title: Sums")},
        (LESSON, "# ---", "`kind` is lesson here"),
    ),
    "not Python": (
        {"lesson": ("total = 1 + 2", "total = 1 +")},
        (LESSON, "total = 1 +", "not valid Python"),
    ),
    "text before the first cell": (
        {"lesson": ("# ---\n\n# %% [markdown]\n# # How", "# ---\n\nimport os\n\n# %% [markdown]\n# # How")},
        (LESSON, "# ---", "before the first"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_refused_with_file_line_and_sentence(fault, tmp_path):
    changes, (file, place, words) = FAULTS[fault]
    texts = {"lesson": tiny.LESSON, "solution": tiny.SOLUTION, "feedback": tiny.FEEDBACK}
    for which, (old, new) in changes.items():
        which = which.strip()  # two changes of one file
        assert old in texts[which]
        texts[which] = texts[which].replace(old, new)
    with pytest.raises(SourceError) as refused:
        tiny.read(tmp_path, **texts)
    told = [p for p in refused.value.problems if words in p.text]
    assert told, refused.value
    assert all(p.file == tmp_path / file for p in told)
    if place:
        text = texts[{LESSON: "lesson", SOLUTION: "solution", FEEDBACK: "feedback"}[file]]
        assert line_of(text, place) in [p.line for p in told]


def test_a_missing_solution_file_is_named(tmp_path):
    path = tiny.write(tmp_path)
    (tmp_path / SOLUTION).unlink()
    with pytest.raises(SourceError, match="this file is missing"):
        read_lesson(path, tmp_path / SOLUTION)


def test_markers_inside_strings_start_no_cell(tmp_path):
    text = tiny.LESSON.replace("print(total)", 'print("""\n# %% not a cell\n""")')
    lesson = tiny.read(tmp_path, lesson=text)
    assert lesson.exercises[0].stub.line == line_of(text, '# %% exercise="add-up"')


def test_a_course_names_every_problem_at_once(tmp_path):
    tiny.write(tmp_path, tiny.LESSON.replace('kind="blank"', 'kind="riddle"'))
    (tmp_path / "lessons" / "notes.py").write_text("")
    with pytest.raises(SourceError) as refused:
        read_course(tmp_path)
    assert "NN_slug.py" in str(refused.value) and "riddle" in str(refused.value)


def test_an_empty_course_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no lesson here"):
        read_course(tmp_path)
