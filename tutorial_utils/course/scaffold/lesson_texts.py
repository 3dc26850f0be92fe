"""The four files of a lesson as texts: a new one, and one with an exercise more."""

from dataclasses import dataclass, replace

from ..author.cells import as_jupytext_writes
from ..author.layers import KEPT, TROUBLE
from ..exceptions import CourseError
from .templates import EXERCISE, FUNCTION, QUESTION, SLUG, TITLE, filled, filled_page, template

# An exercise goes above the heading that ends its layer.
_END_OF_CORE, _END_OF_REST = f"# ## {KEPT}", f"# ## {TROUBLE}"

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


def with_exercise(
    texts: LessonTexts, id_: str, kind: str, title: str, *, to_go_on: bool = False
) -> LessonTexts:
    """The lesson with an exercise more, at the end of its core or of what one may go on with.

    Args:
        texts: The lesson.
        id_: The exercise's id.
        kind: One of :data:`KINDS`.
        title: The lesson's, for its module of judges.
        to_go_on: Whether the core can do without it.

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
        lesson=as_jupytext_writes(
            _inserted(texts.lesson, stub, _END_OF_REST if to_go_on else _END_OF_CORE)
        ),
        solution=as_jupytext_writes(f"{texts.solution.rstrip()}\n\n{part('solution.py')}"),
        feedback=f"{texts.feedback.rstrip()}\n\n{part('feedback.toml')}",
        judges=judges,
    )


def _inserted(lesson: str, stub: str, above: str) -> str:
    if above not in lesson:
        raise CourseError(
            f"The lesson has no line `{above}`, above which its exercises stand. Add its section."
        )
    at = lesson.rindex("# %% [markdown]", 0, lesson.index(above))
    return f"{lesson[:at]}{stub}\n{lesson[at:]}"
