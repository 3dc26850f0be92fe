"""A tiny, valid lesson to break: the smallest that every rule accepts."""

from pathlib import Path

from tutorial_utils.course.author.reading import read_lesson
from tutorial_utils.course.content.model import Lesson

HEADER = """\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
"""

LESSON = (
    HEADER
    + """\
#   lesson:
#     objectives:
#     - Add two numbers.
#     - See the sum.
#     question: How much is it?
#     title: Sums
# ---

# %% [markdown]
# # How much is it?
#
# <!-- lesson: minutes -->
#
# <!-- lesson: objectives -->

# %%
total = 1 + 2
print(total)

# %% [markdown]
# > **Exercise.** Add.


# %% exercise="add-up" kind="blank"
def add_up(a, b):
    return ...


# %% tags=["check"]
check("add-up", add_up)

# %% [markdown]
# <!-- lesson: errors -->

# %% error="sparse-numpy" tags=["raises-exception"]
raise AttributeError("'SparseTensor' object has no attribute 'numpy'")

# %% [markdown]
# <!-- lesson: next -->
"""
)

SOLUTION = (
    HEADER
    + """\
# ---

# %% [markdown] exercise="add-up" part="hint"
# Which sign adds?

# %% [markdown] exercise="add-up" part="hint"
# Plus adds: `1 + 2`.

# %% [markdown] exercise="add-up" part="hint"
# `return a ____ b`


# %% exercise="add-up" part="answer"
def add_up(a, b):
    return a + b


# %% [markdown] exercise="add-up" part="why"
# Plus adds.

"""
)

FEEDBACK = """\
["add-up"]
ran = "add_up(1, 2)"
expected = "3"
shown = "1 + 2 = 3"

[["add-up".wrong]]
id = "subtracted"
usually = "minus takes the place of plus, as it does again and again in sums"
next = "read the sign aloud"
swap = ["+", "-"]

[["add-up".wrong]]
id = "first-only"
usually = "the second number is left out"
next = "add both"
swap = [" + b", ""]
"""

JUDGES = """\
def add_up(attempt):
    result = attempt.call(1, 2)
    attempt.first(result, ("subtracted", result == -1), ("first-only", result != 3), got=str(result))
"""


def write(
    root: Path,
    lesson: str = LESSON,
    solution: str = SOLUTION,
    feedback: str = FEEDBACK,
    judges: str = JUDGES,
) -> Path:
    """The files of a course with the one lesson ``01_sums``; the path of its lesson."""
    for path, text in {
        "lessons/01_sums.py": lesson,
        "solutions/01_sums.py": solution,
        "solutions/01_sums.toml": feedback,
        "tutorial_utils/checks/lessons/sums.py": judges,
        "tutorial_utils/tensors/errors/errors.toml": "",
        "README.md": "",
        "requirements.lock": "",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root / "lessons" / "01_sums.py"


def read(root: Path, **texts: str) -> Lesson:
    path = write(root, **texts)
    return read_lesson(path, root / "solutions" / path.name)
