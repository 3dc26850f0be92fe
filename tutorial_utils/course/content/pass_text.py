"""What ``check`` prints of an answer that is right, in the pieces that a build puts in place."""

from ...checks.verdict import wrapped
from .cards import WHY, card_of_pass


def pass_text(exercise: str, shown: str, why: str) -> str:
    return card_of_pass(exercise, shown, why).as_text()


def why_text(why: str) -> str:
    return wrapped(f"{WHY} {why}")
