"""What a learner calls in a notebook: ``check``, ``hint``, ``progress`` and ``solution``.

``check`` gives what the learner made to the exercise's judge and shows the verdict.
"""

import os
from pathlib import Path

from .. import originals
from ..checks.feedback import common
from ..checks.usual_settings import usual_settings
from ..checks.verdict import NotStarted, NotYet
from .content.cards import Card, card_of_not_yet, card_of_pass, card_of_untouched
from .content.compiled import (
    CompiledLesson,
    compiled_lessons,
    find_exercise,
    find_exercise_that_makes,
)
from .desk import attempts, memory, session
from .desk.report_model import NOT_STARTED, NOT_YET, PASS, Verdict
from .desk.verdict_channel import say
from .exceptions import CourseError
from .ipython import extension
from .ipython.lesson_cells import is_watched_by_a_person, this_lesson

extension.install()

_MISSING = object()
_checked: list[str] = []  # ids, in the order of the checks in this kernel


class NotStartedYet(CourseError):
    """An untouched stub, where a program and not a person reads the verdict."""


@originals.with_originals
def check(exercise: str = "", made: object = _MISSING) -> None:
    """Judge what you made for an exercise.

    Shows ``PASS`` with what was shown to be right and why it works. What is still as it was given
    is NOT STARTED; of code that was given broken, it says what that does now.

    Args:
        exercise: The exercise's id, as it stands in the check cell.
        made: What you made: a function, a class or a choice.

    Raises:
        NotYet: with what we ran, what we got, what was expected, what it usually means and what to
            do next. In a notebook you see only that.
        CourseError: if there is no such exercise, or it is not said what to check.
    """
    lesson, known = _asked_for(exercise, made)
    note = _note(originals.replaced())
    try:
        _must_be_in_force(known, made)
        with usual_settings():
            from ..checks.judging import judge  # brings TensorFlow

            shown = judge(known, lesson.topic, made)
        if meddled := originals.replaced_since():
            names = ", ".join(f"`{name}`" for name in meddled[:3])
            raise _said(known, "replaced-while-judged", f"while it ran, {names} changed")
    except NotStarted:
        _not_started(exercise)
    except NotYet as verdict:
        if verdict.diagnosis == attempts.AS_GIVEN:
            _not_started(exercise, verdict)
            return
        verdict.exercise = exercise
        verdict.note = "\n".join(filter(None, [verdict.note, note]))
        verdict.next = f'{verdict.next.removesuffix(".")}; or take a hint: hint("{exercise}")'
        say(Verdict(exercise, NOT_YET, str(verdict), verdict.diagnosis, verdict.parts))
        _keep(exercise, NOT_YET, verdict.diagnosis)
        if is_watched_by_a_person():
            _show_card(card_of_not_yet(verdict))
            verdict.is_shown = True
        raise verdict.with_traceback(None) from None
    else:
        text = card_of_pass(exercise, shown, known["why"], note).as_text()
        say(Verdict(exercise, PASS, text, feedback={"note": note} if note else {}))
        so_far = _keep(exercise, PASS)
        how_far = _how_far(lesson, so_far) if so_far else ""
        _show_card(card_of_pass(exercise, shown, known["why"], note, how_far))


def _asked_for(exercise: str, made: object) -> tuple[CompiledLesson, dict]:
    """The exercise that a check is for.

    Raises:
        CourseError: with the call that was probably meant.
    """
    if isinstance(exercise, str) and exercise:
        lesson, known = find_exercise(exercise)
        if made is _MISSING:
            raise CourseError(
                f'What should be checked? Write: check("{exercise}", {known["made"]})'
            )
        return lesson, known
    name = getattr(exercise, "__name__", "")
    if known := find_exercise_that_makes(name):
        raise CourseError(f'The exercise\'s id comes first: check("{known["id"]}", {name})')
    raise CourseError(
        'Which exercise? Write its id, and what you made: check("exercise-id", name). '
        "Both stand in the cell below each exercise."
    )


def _must_be_in_force(known: dict, made: object) -> None:
    """What is judged must be what the learner wrote last.

    Raises:
        NotYet: The exercise's cell was not run, or raised when it was run last.
    """
    if isinstance(made, session.NotRun):
        raise _said(known, "cell-not-run", f"no `{known['made']}`")
    if session.last_run_failed(known["made"]):
        raise _said(known, "cell-failed", f"`{known['made']}` is still what an earlier run made")


def _said(known: dict, diagnosis: str, got: str) -> NotYet:
    words = common()[diagnosis]
    return NotYet(
        diagnosis,
        ran=f"a look at `{known['made']}`",
        got=got,
        expected=known["feedback"]["expected"],
        usually=words.usually,
        next=words.next,
    )


def _note(names: list[str]) -> str:
    """What there is to say of functions that the learner replaced."""
    if not names:
        return ""
    some = ", ".join(f"`{name}`" for name in names[:3])
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    was = "was" if len(names) == 1 else "were"
    owners = {_OWNERS.get(name.partition(".")[0], "the original") for name in names}
    own = owners.pop() if len(owners) == 1 else "the originals"
    return f"{some}{more} {was} replaced in your notebook; the check used {own}"


_OWNERS = {"np": "NumPy's own", "tf": "TensorFlow's own", "keras": "Keras's own"}


def _keep(exercise: str, verdict: str, diagnosis: str = "") -> memory.State | None:
    """Remember a verdict; what is known then, where a learner's folder keeps it."""
    _checked.append(exercise)
    here = attempts.Source(
        Path(os.environ.get("JPY_SESSION_NAME", "")).name
    )  # Jupyter's server says
    return memory.update(
        lambda known: attempts.note_check(known, exercise, verdict, diagnosis, here)
    )


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


def _not_started(exercise: str, does_now: NotYet | None = None) -> None:
    """The verdict on an exercise that nobody has touched yet.

    Shown to a person, so that *Run All* goes on; raised for pytest, which counts verdicts.

    Raises:
        NotStartedYet: A program reads it.
    """
    card = card_of_untouched(exercise, does_now)
    parts = {"got": does_now.got} if does_now else {}
    say(Verdict(exercise, NOT_STARTED, card.as_text(), attempts.AS_GIVEN, parts))
    _keep(exercise, NOT_STARTED)
    if "PYTEST_VERSION" in os.environ:
        raise NotStartedYet(card.as_text()) from None
    _show_card(card)


def _show_card(card: Card) -> None:
    """As HTML to a person in a notebook; as text, the same always, where a program looks on."""
    if not is_watched_by_a_person():
        print(card.as_text())
        return
    from IPython.display import display

    display({"text/plain": card.as_text(), "text/html": card.as_html()}, raw=True)


def hint(exercise: str = "") -> None:
    """Show a hint: a question about what is on the screen. After a try, one more at each call.

    Args:
        exercise: The exercise's id; by default, the one that was tried last.
    """
    exercise = exercise or _last_checked("hint")
    _, known = find_exercise(exercise)
    hints = memory.ask(lambda what: attempts.next_hints(what, known))
    after = {
        "try": f'More comes after a try: `check("{exercise}", ...)` tells you what you got.',
        "solution": f'These are all. An answer, and why it works: `solution("{exercise}")`',
    }
    _show("\n\n".join(filter(None, (attempts.as_markdown(hints), after.get(hints.then)))))


def solution(exercise: str = "", anyway: bool = False) -> None:
    """Show an answer to an exercise, and why it works. Yours may be another, and right.

    Args:
        exercise: The exercise's id; by default, the one that was checked last.
        anyway: Also before the first try.
    """
    exercise = exercise or _last_checked("solution")
    _, known = find_exercise(exercise)
    if not anyway and not memory.ask(lambda what: what.tried.get(exercise)):
        _show(
            f"You have not tried `{exercise}` yet. A try that goes wrong teaches more than an "
            f'answer that goes right: `hint("{exercise}")` gets you started. To see the answer '
            f'now: `solution("{exercise}", anyway=True)`'
        )
        return
    _show(f"```python\n{known['answer']}\n```\n\n{known['why']}")


def progress() -> None:
    """Show how far you are in this lesson: each exercise, its state, and what is next."""
    from .desk.overview import overview_of

    here = this_lesson() or (find_exercise(_checked[-1])[0] if _checked else None)
    lessons = [here] if here else compiled_lessons()
    print("\n".join(memory.ask(lambda known: overview_of(lessons, known))))


def _last_checked(call: str) -> str:
    if _checked:
        return _checked[-1]
    here = this_lesson()
    among = [e["id"] for e in here.exercises] if here else None
    if last := memory.ask(lambda known: attempts.last_tried(known, among)):
        return last  # before this kernel was started
    raise CourseError(
        f'Which exercise? {call}("exercise-id"): the id stands in the cell with `check(...)`.'
    )


def _show(markdown: str) -> None:
    """Rendered in a notebook, as text elsewhere."""
    from IPython import get_ipython

    if get_ipython() is None:
        print(markdown)
        return
    from IPython.display import Markdown, display

    display(Markdown(markdown))
