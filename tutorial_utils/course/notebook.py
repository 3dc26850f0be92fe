"""What a learner calls in a notebook: ``check``, ``hint`` and ``solution``.

``check`` gives what the learner made to the exercise's judge and shows the verdict.
"""

import json
import os

from ..checks.feedback import NotStarted, NotYet, wrapped
from . import kept, tries
from .compiled import CompiledLesson, compiled_lessons, find_exercise
from .trouble import CourseError

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
    try:
        from ..checks.judging import judge  # brings TensorFlow

        shown = judge(known, lesson.topic, made)
    except NotStarted:
        _keep(exercise, "NOT STARTED")
        _say(_not_started(exercise, known))
    except NotYet as verdict:
        verdict.exercise = exercise
        verdict.next += f', or: hint("{exercise}")'
        _not_yet[exercise] = verdict
        _keep(exercise, "NOT YET", str(verdict))
        if verdict.diagnosis == "as-given":
            _say(verdict)
            return
        raise verdict.with_traceback(None) from None
    else:
        print(wrapped(f"PASS  {exercise}  {shown}\nwhy it works: {known['why']}"))
        if (progress := _keep(exercise, "PASS")) and (line := _how_far(lesson, progress)):
            print(line)


def tell() -> None:
    """Print all feedback as JSON: its text, its diagnosis and its parts, by exercise."""
    feedback = {
        exercise: {"text": str(said), "diagnosis": said.diagnosis, "feedback": said.parts}
        for exercise, said in _not_yet.items()
    }
    print(json.dumps(feedback))


def _keep(exercise: str, verdict: str, said: str = "") -> kept.State | None:
    """Remember a verdict; what is known then, where a learner's folder keeps it."""
    return kept.update(lambda known: tries.note_check(known, exercise, verdict, said))


def _how_far(lesson: CompiledLesson, known: kept.State) -> str:
    """Where the learner stands after a pass: "3 of 6 in this lesson · next: brightest-pixel"."""
    from .place import next_exercise, progress_in

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
    hints = kept.ask(lambda what: tries.next_hints(what, known))
    after = {
        "try": f'More comes after a try: `check("{exercise}", ...)` tells you what you got.',
        "solution": f'These are all. An answer, and why it works: `solution("{exercise}")`',
    }
    _show("\n\n".join(filter(None, (tries.as_markdown(hints), after.get(hints.then)))))


def solution(exercise: str, anyway: bool = False) -> None:
    """Show an answer to an exercise, and why it works. Yours may be another, and right.

    Args:
        exercise: The exercise's id.
        anyway: Also before the first try.
    """
    _, known = find_exercise(exercise)
    if not anyway and not kept.ask(lambda what: what.tried.get(exercise)):
        _show(
            f"You have not tried `{exercise}` yet. A try that goes wrong teaches more than an "
            f'answer that goes right: `hint("{exercise}")` gets you started. To see the answer '
            f'now: `solution("{exercise}", anyway=True)`'
        )
        return
    _show(f"```python\n{known['answer']}\n```\n\n{known['why']}")


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
