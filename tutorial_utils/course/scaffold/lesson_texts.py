"""The four files of a lesson as texts: a new one, and one with an exercise more."""

from dataclasses import dataclass, replace

from ..author.cells import as_jupytext_writes
from ..exceptions import CourseError
from .templates import EXERCISE, FUNCTION, QUESTION, SLUG, TITLE, filled, filled_page, template

# Exercises go above the section of errors.
_ABOVE = "# ## What to keep"

# Kinds that have another template than `blank`, and which of its files.
_OWN = {
    "predict": {"lesson.py", "solution.py", "feedback.toml"},
    "order": {"lesson.py", "solution.py", "feedback.toml"},
    "repair": {"lesson.py"},
}
UNJUDGED = ("predict", "order")  # kinds that need no judge of their own


@dataclass(frozen=True)
class LessonTexts:
    """What a lesson's files hold. ``judges`` is empty where there is no such file yet."""

    lesson: str
    solution: str
    feedback: str
    judges: str = ""


def new_lesson(slug: str, title: str, question: str) -> LessonTexts:
    """A lesson without exercises."""
    return LessonTexts(
        filled_page(template("lesson.py"), {TITLE: title, QUESTION: question}),
        template("solution.py"),
        filled(template("feedback.toml"), {SLUG: slug}),
    )


def with_exercise(texts: LessonTexts, id_: str, kind: str, title: str) -> LessonTexts:
    """The lesson with an exercise more, above what is to be kept of it.

    Args:
        texts: The lesson.
        id_: The exercise's id.
        kind: One of :data:`KINDS`.
        title: The lesson's, for its module of judges.

    Raises:
        CourseError: The lesson has no such section.
    """
    words = {EXERCISE: id_, FUNCTION: id_.replace("-", "_")}

    def part(name: str) -> str:
        own = name in _OWN.get(kind, ())
        return filled(template(f"{kind if own else 'blank'}/{name}"), words)

    stub = part("lesson.py").replace('kind="blank"', f'kind="{kind}"')
    judges = texts.judges
    if kind not in UNJUDGED:
        judges = judges or filled(template("judges.py"), {TITLE: title})
        judges = f"{judges.rstrip()}\n\n\n{part('judge.py')}"
    return replace(
        texts,
        lesson=as_jupytext_writes(_inserted(texts.lesson, stub)),
        solution=as_jupytext_writes(f"{texts.solution.rstrip()}\n\n{part('solution.py')}"),
        feedback=f"{texts.feedback.rstrip()}\n\n{part('feedback.toml')}",
        judges=judges,
    )


def _inserted(lesson: str, stub: str) -> str:
    if _ABOVE not in lesson:
        raise CourseError(
            f"The lesson has no line `{_ABOVE}`, above which its exercises stand. Add its section."
        )
    at = lesson.rindex("# %% [markdown]", 0, lesson.index(_ABOVE))
    return f"{lesson[:at]}{stub}\n{lesson[at:]}"
