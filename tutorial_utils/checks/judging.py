"""From an exercise and an answer to a verdict."""

import ast
import contextlib
import importlib
import logging
import types
from collections.abc import Iterator

from . import switches
from .attempt import Attempt
from .choices import judge_choice
from .code.bytecode import scope_of
from .code.given_code import has_blank_left, is_unfilled, is_untouched
from .feedback import Feedback, filled
from .orders import is_as_given, judge_order
from .raised import in_one_line
from .verdict import NotStarted, NotYet


def judge(exercise: dict, topic: str, answer: object) -> str:
    """Judge an answer.

    Args:
        exercise: What the compiled lesson says of it.
        topic: The module of ``checks.lessons`` that has the lesson's judges.
        answer: What the learner made.

    Returns:
        What was shown to be right.

    Raises:
        NotStarted: The exercise is as it was given.
        NotYet: The answer is not right, or it is a repair that nobody has touched
            (diagnosis ``as-given``).
    """
    told = exercise["feedback"]
    attempt = Attempt(
        answer,
        Feedback.from_table(told),
        told["lesson_names"],
        told.get("made_above", ()),
        told.get("made_below", ()),
    )
    untouched = is_untouched(answer, exercise["stub"], exercise["made"])
    if exercise["kind"] == "order" and is_as_given(answer, exercise["stub"]):
        raise NotStarted
    if exercise["kind"] != "repair" and (untouched or answer is ...):
        raise NotStarted
    # A switch that was on before must not decide: a right answer is right without it.
    switched = switches.turned_back(scope_of(answer))
    found_on = f"turned back before the check: {switched[1]}" if switched else ""
    try:
        with _no_word_of_retracing():
            which = _judged(attempt, exercise, topic)
        if turned := switches.turned_back(scope_of(answer)):
            raise attempt.not_yet(*turned)
    except NotYet as verdict:
        verdict.note = found_on
        own = switched and attempt.feedback.has_own(switched[0])
        if switched and (own or untouched or verdict.is_raised):
            raise attempt.not_yet(*switched) from None
        if untouched:
            raise attempt.reworded(verdict, "as-given") from None
        if has_blank_left(answer, exercise["stub"], exercise["answer"], exercise["made"]):
            raise attempt.reworded(verdict, "blank-left") from None
        raise
    except NotStarted:
        if is_unfilled(answer):
            raise
        raise attempt.not_yet("blank-left", "`...`") from None
    except Exception as error:  # what came back is of a kind that no judge foresaw
        raise attempt.not_yet("not-comparable", in_one_line(error)) from None
    shown = attempt.feedback.shown
    shown = filled(shown[which] if which else shown, attempt.values)
    return f"{shown} ({found_on})" if found_on else shown


def _judged(attempt: Attempt, exercise: dict, topic: str) -> str | None:
    if exercise["kind"] == "predict":
        return judge_choice(attempt, _literal(exercise["answer"]), exercise.get("options", {}))
    if exercise["kind"] == "order":
        right, code = _literal(exercise["answer"]), exercise["feedback"]
        most = code.get("most", len(right))
        return judge_order(attempt, exercise["stub"], right, most, code["before"], code["after"])
    return getattr(judges_of(topic), exercise["id"].replace("-", "_"))(attempt)


def judges_of(topic: str) -> types.ModuleType:
    """The module with the judges of a lesson."""
    return importlib.import_module(f"{__package__}.lessons.{topic}")


def _literal(answer: str) -> str:
    """The text that an answer like ``guess = "c"`` assigns."""
    return ast.literal_eval(ast.parse(answer).body[-1].value)


@contextlib.contextmanager
def _no_word_of_retracing() -> Iterator[None]:
    """A judge traces what it was given again and again; TensorFlow's advice on that is for others."""

    def is_other(record: logging.LogRecord) -> bool:
        # Not its getMessage(): what is logged may be a symbolic tensor, which fits no %.3f.
        return "triggered tf.function retracing" not in str(record.msg)

    logger = logging.getLogger("tensorflow")
    logger.addFilter(is_other)
    try:
        yield
    finally:
        logger.removeFilter(is_other)
