"""A tiny, valid course to break: what `dev new` makes, with one exercise, without TensorFlow."""

from pathlib import Path

from tutorial_utils.course.author.answers import read_answer
from tutorial_utils.course.author.reading import read_lesson
from tutorial_utils.course.content.model import Answer, Lesson
from tutorial_utils.course.scaffold.lesson_texts import new_lesson, with_exercise
from tutorial_utils.course.scaffold.templates import QUESTION, SLUG, TITLE, template

_TEXTS = with_exercise(new_lesson(SLUG, TITLE, QUESTION), "add-up", "blank", TITLE)

_SET_UP = _TEXTS.lesson[
    _TEXTS.lesson.index('# %% tags=["remove-cell"]') : _TEXTS.lesson.index("# %%\ntotal")
]
LESSON = _TEXTS.lesson.replace(_SET_UP, "")
SOLUTION, FEEDBACK, JUDGES = _TEXTS.solution, _TEXTS.feedback, _TEXTS.judges
HEADER = LESSON[: LESSON.index("#   lesson:")]

ANSWER = template("answer.py")
ANSWERS_PLACE = "lessons/answers/values/sum_of_numbers.py"


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
        "README.md": "",
        "requirements.lock": "",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root / "lessons" / "01_sums.py"


def read(root: Path, **texts: str) -> Lesson:
    path = write(root, **texts)
    return read_lesson(path, root / "solutions" / path.name)


def write_answer(root: Path, text: str | None = None, place: str = ANSWERS_PLACE) -> Path:
    """An answer page, which asks something else than the lesson."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or other_question(ANSWER), encoding="utf-8")
    return path


def other_question(text: str) -> str:
    return text.replace("How much is it?", "How many are there?")


def read_an_answer(root: Path, text: str | None = None) -> Answer:
    return read_answer(write_answer(root, text))
