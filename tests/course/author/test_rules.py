"""Each rule finds its fault, and finds none in a lesson that keeps to it."""

import pytest

from tutorial_utils.course.author import rules
from tutorial_utils.course.author.answers import read_pages
from tutorial_utils.course.scaffold.new import write_exercise

from ...conftest import ROOT
from ...registry import answers, course
from .. import tiny


def problems(root) -> list[str]:
    """All that the rules say of a course."""
    lessons, answers = read_pages(root)
    found = rules.problems(lessons, root, answers)
    return [f"{p.file.name}:{p.line}: {p.text}" for p in found]


def test_a_lesson_that_keeps_to_the_rules(tmp_path):
    tiny.write(tmp_path)
    tiny.write_answer(tmp_path)
    assert problems(tmp_path) == []


def test_the_course_keeps_to_the_rules():
    assert rules.problems(list(course()), ROOT, answers()) == []


FAULTS = {
    "an exercise without a heading": (
        {"lesson": ("# ### Exercise: how do you add?\n#\n", "")},
        "stand 0 headings",
    ),
    "an exercise with two headings": (
        {"lesson": ("# > **Exercise.**", "# ### Exercise: what else?\n#\n# > **Exercise.**")},
        "stand 2 headings",
    ),
    "a heading without its exercise": (
        {"lesson": ("# ## What to keep", "# ### Exercise: what else?\n#\n# ## What to keep")},
        "has no exercise below it",
    ),
    "a prediction that is answered in view": (
        {"lesson": ("# %% [markdown]\n# ## What to keep", '# %% tags=["hide-output"]\nprint(total)\n\n# %% [markdown]\n# It is 3.\n\n# %% [markdown]\n# ## What to keep')},
        "the answer to a prediction is closed",
    ),
    "a section uses what another makes": (
        {"lesson": ("# %% [markdown]\n# ## When it", "# %%\nfour = 4\n\n# %% [markdown]\n# ## And four?\n\n# %%\nprint(four)\n\n# %% [markdown]\n# ## When it")},
        "`four`: made by neither the core nor `## And four?`, which stands alone",
    ),
    "a section calls what uses another's import": (
        {"lesson": ("print(total + 3)", "def plus():\n    return sys.maxsize")},
        "`sys`: made by neither the core nor `## How do you add three numbers?`",
    ),
    "an error needs another section": (
        {"lesson": ("print(total + 3)", "three = 3\n\n# %%\nprint(three)"), "lesson ": ("raise AttributeError(", "raise three or AttributeError(")},
        "`three`: made by neither the core nor this cell, which stands alone",
    ),
    "demonstration uses an exercise's name": (
        {"lesson": ("# <!-- lesson: next -->", "# <!-- lesson: next -->\n\n# %%\nadd_up(1, 2)")},
        "`add_up` belongs to exercise `add-up`; a cell outside it cannot use it",
    ),
    "demonstration makes an exercise's name": (
        {"lesson": ("total = 1 + 2", "add_up = total = 1 + 2")},
        "`add_up` belongs to exercise `add-up`",
    ),
    "check is given another name": (
        {"lesson": ('check("add-up", add_up)', 'check("add-up", total)')},
        "is given `total`, which the stub does not define",
    ),
    "answer makes another name": (
        {"solution": ("def add_up(a, b):\n    return a + b", "def add(a, b):\n    return a + b")},
        "the answer to `add-up` does not define `add_up`",
    ),
    "wrong answer makes another name": (
        {"feedback": ('swap = ["+", "-"]', 'swap = ["add_up", "add"]')},
        "this wrong answer does not define `add_up`",
    ),
    "wrong answer is the answer": (
        {"feedback": ('swap = ["+", "-"]', 'swap = ["+", "+"]')},
        "the same as the answer",
    ),
    "two wrong answers are one": (
        {"feedback": ('swap = [" + b", ""]', 'swap = ["+", "-"]')},
        "the same as another wrong answer",
    ),
    "diagnosis that nothing shows": (
        {"feedback": ('swap = ["+", "-"]', 'also = [{ swap = [" + b", " + 1"] }, { swap = ["a +", "1 +"] }]'), "feedback ": ('swap = [" + b", ""]\n', "")},
        "`first-only` is shown by no wrong answer",
    ),
    "diagnosis that an earlier one shadows": (
        {"feedback": ('id = "subtracted"', 'id = "subtracted"\nraised = "not"'), "feedback ": ('id = "first-only"', 'id = "first-only"\nraised = "is not there"')},
        "`first-only` is never reached: `subtracted` above it fits first",
    ),
    "words that stand in common.toml": (
        {"feedback": ('next = "add both"', 'next = "call it on the data"')},
        "`next` of `first-only` is that of `not-called` in common.toml",
    ),
    "diagnosis with nothing to do next": (
        {"feedback": ('next = "add both"\n', "")},
        "`first-only` says nothing to do next",
    ),
    "diagnosis that is long": (
        {"feedback": ("add both", "add both " * 20)},
        "`next` of `first-only` is longer than 2 lines",
    ),
    "diagnosis of an unknown error": (
        {"feedback": ('id = "first-only"', 'id = "first-only"\nerror = "no-such"')},
        "table/ has no error `no-such`",
    ),
    "diagnosis that nobody names": (
        {"judges": ('("first-only", result != 3)', '("subtracted", result != 3)')},
        "`first-only` has no `raised`, `error` or `facts`, and no judge names it",
    ),
    "judge that names an unknown diagnosis": (
        {"judges": ('("first-only", result != 3)', '("first-onyl", result != 3)')},
        "no entry of 01_sums says what `first-onyl` means",
    ),
    "hint gives the answer away": (
        {"solution": ("# Which sign adds?", "# Try `return a + b`.")},
        "the first hint of `add-up` holds a line of the answer: return a + b",
    ),
    "no judge": ({"judges": ("def add_up", "def add")}, "no judge for `add-up`"),
    "judge of nothing": (
        {"judges": ("def add_up", "def more(attempt): ...\n\ndef add_up")},
        "`more` judges no exercise",
    ),
    "unknown tag": (
        {"lesson": ("# %%\ntotal", '# %% tags=["hidden"]\ntotal')},
        "unknown tag `hidden`",
    ),
    "unknown error": (
        {"lesson": ('error="sparse-numpy"', 'error="no-such-error"')},
        "table/ has no error `no-such-error`",
    ),
    "error cell that may pass": (
        {"lesson": ('error="sparse-numpy" tags=["raises-exception"]', 'error="sparse-numpy"')},
        "a cell with `error` must raise",
    ),
    "heading is not the question": (
        {"lesson": ("# # How much is it?", "# # How many?")},
        "the first cell is the heading `# How much is it?`",
    ),
    "no place for the objectives": (
        {"lesson": ("# <!-- lesson: objectives -->", "# x")},
        "`<!-- lesson: objectives -->` stands 0 times",
    ),
    "no layer to go on with": (
        {"lesson": ("# ## Go on if you need it", "# ## And then?")},
        "the lesson ends with `## What to keep`, `## Go on if you need it`, `## When it goes wrong`",
    ),
    "no place for the list of what one may go on with": (
        {"lesson": ("# <!-- lesson: further -->", "# x")},
        "`<!-- lesson: further -->` stands 0 times",
    ),
    "layers in another order": (
        {
            "lesson": ("# ## What to keep", "# ## When it goes wrong"),
            "lesson ": ("# ## When it goes wrong\n#\n# These", "# ## What to keep\n#\n# These"),
        },
        "the lesson ends with `## What to keep`",
    ),
    "a boundary inside of a cell": (
        {"lesson": ("# %% [markdown]\n# ## Go on if you need it", "#\n# ## Go on if you need it")},
        "`## Go on if you need it` starts a cell",
    ),
    "a section of the core behind what is kept of it": (
        {"lesson": ("# <!-- lesson: next -->", "# <!-- lesson: next -->\n#\n# ## One more?")},
        "this section stands above `## What to keep`",
    ),
    "a section below the errors": (
        {"lesson": ("# <!-- lesson: errors -->", "# <!-- lesson: errors -->\n#\n# ## One more?")},
        "nothing stands below the errors",
    ),
    "nothing to go on with": (
        {"lesson": ("# ## How do you add three numbers?\n#\n", "")},
        "there is no section to go on with",
    ),
    "a long core": (
        {"lesson": ("# > **Exercise.** Add.", "# " + "word " * 5000)},
        "the core takes 40 minutes, not 25 to 35",
    ),
    "unknown place": (
        {"lesson": ("# <!-- lesson: minutes -->", "# <!-- lesson: minutes --> <!-- lesson: hours -->")},
        "unknown place `<!-- lesson: hours -->`",
    ),
    "question without its heading": (
        {"lesson": ("Why do my Sums fail?: When it goes wrong", "Why?: Because")},
        "no heading `Because` answers `Why?`",
    ),
    "few questions": (
        {"lesson": ("#       Why do my Sums fail?: When it goes wrong\n", "")},
        "`asked` has 2 questions, not 3 or more",
    ),
    "many questions for one heading": (
        {
            "lesson": (
                "#       Why do my Sums fail?: When it goes wrong\n",
                "".join(f"#       Why {n}?: When it goes wrong\n" for n in range(11)),
            )
        },
        "11 questions in `asked` lead to `When it goes wrong`, and 10 are enough",
    ),
    "discouraging word": (
        {"lesson": ("# > **Exercise.** Add.", "# > **Exercise.** Simply add.")},
        "`Simply` helps nobody",
    ),
    "link to nowhere": (
        {"lesson": ("# > **Exercise.** Add.", "# > **Exercise.** [Add](02_more.py).")},
        "the link to `02_more.py` leads to no lesson or answer page",
    ),
    "link to no section": (
        {"lesson": ("# > **Exercise.** Add.", "# > **Exercise.** [Add](01_sums.py#why).")},
        "01_sums has no section `why`",
    ),
    "prerequisite that comes later": (
        {"lesson": ("#     question:", "#     prerequisites:\n#     - 01_sums\n#     question:")},
        "prerequisite `01_sums` is no earlier lesson",
    ),
    "id is a lesson's name": (
        {
            "lesson": ("add-up", "sums"),
            "solution": ("add-up", "sums"),
            "feedback": ("add-up", "sums"),
            "judges": ("add_up", "sums"),
        },
        "`sums` is the name of a lesson",
    ),
    "jupytext would change the file": (
        {"lesson": ("#     question: How much is it?\n#     title: Sums", "#     title: Sums\n#     question: How much is it?")},
        "jupytext would write this line differently",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_rule_finds_its_fault(fault, tmp_path):
    changes, words = FAULTS[fault]
    texts = {
        "lesson": tiny.LESSON,
        "solution": tiny.SOLUTION,
        "feedback": tiny.FEEDBACK,
        "judges": tiny.JUDGES,
    }
    for which, (old, new) in changes.items():
        which = which.strip()  # two changes of one file
        assert old in texts[which]
        texts[which] = texts[which].replace(old, new)
    tiny.write(tmp_path, **texts)
    assert any(words in text for text in problems(tmp_path)), problems(tmp_path)


def test_a_core_is_not_short_where_exercises_stand_behind_it(tmp_path):
    """Nor is a lesson refused that is being written."""
    tiny.write(tmp_path)
    write_exercise(tmp_path, "01", "add-on", "blank", to_go_on=True)
    assert any("the core takes 5 minutes, not 25 to 35" in p for p in problems(tmp_path))


def test_a_diagnosis_may_be_named_by_the_kit_that_the_judges_import(tmp_path):
    named, words = '("first-only", result != 3)', "`first-only` has no `raised`"
    judges = tiny.JUDGES.replace(named, '("subtracted", result != 3)')
    kit = tmp_path / "tutorial_utils" / "checks" / "sums_kit.py"
    tiny.write(tmp_path, judges="from ..sums_kit import looks\n" + judges)
    kit.write_text(f"def looks(result):\n    return [{named}]\n")
    assert not any(words in text for text in problems(tmp_path))
    kit.write_text("def looks(result):\n    return []\n")
    assert any(words in text for text in problems(tmp_path))


def test_names_of_two_exercises_stay_apart(tmp_path):
    second = """
# %% exercise="add-twice" kind="blank"
def add_twice(a, b):
    return ...


# %% tags=["check"]
check("add-twice", add_twice)
"""
    more = tiny.SOLUTION.split("# ---\n\n")[-1].replace("add-up", "add-twice")
    more = more.replace("def add_up", "def add_twice").replace(
        "return a + b", "return 2 * add_up(a, b)"
    )
    tiny.write(
        tmp_path,
        tiny.LESSON + second,
        tiny.SOLUTION + "\n\n" + more,
        tiny.FEEDBACK
        + tiny.FEEDBACK.replace("add-up", "add-twice")
        .replace('"+", "-"', '"2 *", "3 *"')
        .replace('" + b", ""', '"2 *", "4 *"'),
        tiny.JUDGES + "\n\ndef add_twice(attempt):\n    return 'six'\n",
    )
    assert any(
        "`add-twice` uses `add_up`, which exercise `add-up` makes" in p for p in problems(tmp_path)
    )


def test_an_id_is_used_once_in_the_whole_course(tmp_path):
    tiny.write(tmp_path)
    for folder in ("lessons", "solutions"):
        for file in (tmp_path / folder).glob("01_sums.*"):
            file.with_stem("02_more").write_text(file.read_text())
    assert any("`add-up` is an exercise of 01_sums" in p for p in problems(tmp_path))
