"""What a learner calls in a notebook: ``check``, ``hint`` and ``solution``.

``check`` gives what the learner made to the exercise's judge and shows the verdict.
"""

import ast
import contextlib
import importlib
import json
import logging
import os
import types
from collections.abc import Iterator

from ..checks.verdict import NotStarted, NotYet, in_one_line, is_unfilled
from .content.compiled import CompiledLesson, compiled_lessons, find_exercise
from .content.pass_text import pass_text
from .desk import attempts, memory
from .exceptions import CourseError

# The last feedback on each exercise, for a program that wants more of it than its text.
_not_yet: dict[str, NotYet] = {}


class NotStartedYet(CourseError):
    """An untouched stub, where a program and not a person reads the verdict."""


def check(exercise: str, made: object) -> None:
    """Judge what you made for an exercise.

    Prints ``PASS`` with what was shown to be right and why it works. What is still as it was given
    is NOT STARTED, or NOT YET where it was given broken; that is printed too.

    Args:
        exercise: The exercise's id, as it stands in the check cell.
        made: What you made: a function, a class or a choice.

    Raises:
        NotYet: with what we ran, what we got, what was expected, what it usually means and what to
            do next. In a notebook you see only that.
        CourseError: if there is no such exercise.
    """
    lesson, known = find_exercise(exercise)
    untouched = is_untouched(made, known["stub"], known["made"])
    try:
        shown = _judged(lesson.topic, known, made, untouched)
    except NotStarted:
        _keep(exercise, "NOT STARTED")
        _say(_not_started(exercise, known))
    except NotYet as verdict:
        _complete(verdict, exercise, known, made, untouched)
        _keep(exercise, "NOT YET", str(verdict))
        if untouched:
            _say(verdict)
            return
        raise verdict.with_traceback(None) from None
    else:
        print(pass_text(exercise, shown, known["why"]))
        if (progress := _keep(exercise, "PASS")) and (line := _how_far(lesson, progress)):
            print(line)


def _judged(topic: str, known: dict, made: object, untouched: bool) -> str:
    """What the judge found to be right; NotStarted and NotYet are raised."""
    if known["kind"] != "repair" and (untouched or made is ...):
        raise NotStarted
    judges = importlib.import_module(f"tutorial_utils.checks.{topic}")
    try:
        with _no_word_of_retracing():
            return getattr(judges, known["id"].replace("-", "_"))(made)
    except NotYet:
        raise
    except NotStarted:
        if is_unfilled(made):
            raise
        got, usually = "`...`", "a `...` is still in your code"
    except Exception as error:  # what came back is of a kind that no judge foresaw
        got, usually = in_one_line(error), "what came back cannot be compared with numbers"
    raise NotYet(
        "blank-left" if got == "`...`" else "not-comparable",
        ran=f"`{known['made']}`",
        got=got,
        expected="what the exercise asks for",
        usually=usually,
        next="print what you give back, and compare it with the task",
    )


@contextlib.contextmanager
def _no_word_of_retracing() -> Iterator[None]:
    """A judge traces what it was given again and again; TensorFlow's advice on that is for others."""

    def is_other(record: logging.LogRecord) -> bool:
        return "triggered tf.function retracing" not in record.getMessage()

    logger = logging.getLogger("tensorflow")
    logger.addFilter(is_other)
    try:
        yield
    finally:
        logger.removeFilter(is_other)


def _complete(verdict: NotYet, exercise: str, known: dict, made: object, untouched: bool) -> None:
    """Add what only the comparison with the given code can tell, and where to go on."""
    if untouched:
        verdict.diagnosis = "as-given"
        verdict.told["usually"] = attempts.AS_GIVEN
    elif verdict.diagnosis == "blank-left" or (
        "Ellipsis" in repr(_functions_in(known["stub"], known["made"]))  # `a[..., 0]` is no blank
        and has_blank_left(made, known["answer"], known["made"])
    ):
        verdict.diagnosis = "blank-left"
        verdict.told["usually"] = "a `...` is still in your code"
        verdict.told["next"] = "fill in every `...`"
    verdict.exercise = exercise
    verdict.told["next"] += f', or: hint("{exercise}")'
    _not_yet[exercise] = verdict


def tell() -> None:
    """Print all feedback as JSON: its text, its diagnosis and its parts, by exercise."""
    feedback = {
        exercise: {"text": str(said), "diagnosis": said.diagnosis, "feedback": said.told}
        for exercise, said in _not_yet.items()
    }
    print(json.dumps(feedback))


def _keep(exercise: str, verdict: str, said: str = "") -> memory.State | None:
    """Remember a verdict; what is known then, where a learner's folder keeps it."""
    return memory.update(lambda known: attempts.note_check(known, exercise, verdict, said))


def _how_far(lesson: CompiledLesson, known: memory.State) -> str:
    """Where the learner stands after a pass: "3 of 6 in this lesson · next: brightest-pixel"."""
    from .desk.progress import next_exercise, progress_in

    line = f"{progress_in([lesson], known)} in this lesson"
    following = next_exercise(compiled_lessons(), lesson, known.progress)
    if following is None:
        return f"{line} · every exercise of the course is passed"
    where, exercise = following
    elsewhere = f" in {where.slug}" if where.slug != lesson.slug else ""
    return f"{line} · next: {exercise['id']}{elsewhere}"


def _not_started(exercise: str, known: dict) -> NotStartedYet:
    return NotStartedYet(
        f"NOT STARTED  {exercise}   `{known['made']}` is as it was given"
        f'     first step: hint("{exercise}")'
    )


def hint(exercise: str) -> None:
    """Show a hint: a question about what is on the screen. After a try, one more at each call."""
    _, known = find_exercise(exercise)
    hints = memory.ask(lambda what: attempts.next_hints(what, known))
    after = {
        "try": f'More comes after a try: `check("{exercise}", ...)` tells you what you got.',
        "solution": f'These are all. An answer, and why it works: `solution("{exercise}")`',
    }
    _show("\n\n".join(filter(None, (attempts.as_markdown(hints), after.get(hints.then)))))


def solution(exercise: str, anyway: bool = False) -> None:
    """Show an answer to an exercise, and why it works. Yours may be another, and right.

    Args:
        exercise: The exercise's id.
        anyway: Also before the first try.
    """
    _, known = find_exercise(exercise)
    if not anyway and not memory.ask(lambda what: what.tried.get(exercise)):
        _show(
            f"You have not tried `{exercise}` yet. A try that goes wrong teaches more than an "
            f'answer that goes right: `hint("{exercise}")` gets you started. To see the answer '
            f'now: `solution("{exercise}", anyway=True)`'
        )
        return
    _show(f"```python\n{known['answer']}\n```\n\n{known['why']}")


def is_untouched(made: object, stub: str, name: str) -> bool:
    """Whether a function or class is still the one of the stub: the same code, not edited.

    Compares compiled code, not text: the source of a class that was made in a notebook cannot be
    read back (``inspect.getsource`` fails for it).
    """
    return _functions_of(made) == _functions_in(stub, name) != []


def has_blank_left(made: object, answer: str, name: str) -> bool:
    """Whether a ``...`` of the stub is still in the code. One that the answer needs is none."""
    return "Ellipsis" in repr(_functions_of(made)) and "Ellipsis" not in repr(
        _functions_in(answer, name)
    )


def _functions_of(made: object) -> list[tuple]:
    """What the functions of an object do: the function itself, or the methods of a class."""
    made = getattr(made, "python_function", made)  # what `tf.function` was given
    if isinstance(made, types.FunctionType):
        return [_anatomy(made.__code__)]
    if isinstance(made, type):
        own = [getattr(value, "python_function", value) for value in vars(made).values()]
        return [_anatomy(f.__code__) for f in own if isinstance(f, types.FunctionType)]
    return []


def _functions_in(source: str, name: str) -> list[tuple]:
    """The same of the function or class that ``source`` defines under ``name``."""
    for node in ast.parse(source).body:
        if getattr(node, "name", None) == name:
            outer = _codes(compile(ast.Module([node], []), "<stub>", "exec"))
            if isinstance(node, ast.ClassDef):
                return [_anatomy(code) for body in outer for code in _codes(body)]
            return [_anatomy(code) for code in outer if code.co_name == name]
    return []


def _codes(code: types.CodeType) -> list[types.CodeType]:
    return [c for c in code.co_consts if isinstance(c, types.CodeType)]


def _anatomy(code: types.CodeType) -> tuple:
    """What a piece of code does, without where it stands."""
    constants = tuple(
        _anatomy(c) if isinstance(c, types.CodeType) else (type(c).__name__, repr(c))
        for c in code.co_consts
        if not isinstance(c, str) or "<locals>" not in c
    )
    return code.co_name, code.co_code, constants, code.co_names, code.co_varnames


def _say(verdict: Exception) -> None:
    """The verdict on an exercise that nobody has touched yet.

    Printed for a person, so that *Run All* goes on; raised for pytest, which counts verdicts.
    """
    if "PYTEST_VERSION" in os.environ:
        raise verdict from None
    print(verdict)


def _show(markdown: str) -> None:
    """Rendered in a notebook, as text elsewhere."""
    from IPython import get_ipython

    if get_ipython() is None:
        print(markdown)
        return
    from IPython.display import Markdown, display

    display(Markdown(markdown))
