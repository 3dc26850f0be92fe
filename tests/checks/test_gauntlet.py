"""Every exercise, every known way to do it: each gets the verdict that its author meant."""

import re

import pytest

from tutorial_utils.checks.verdict import PARTS
from tutorial_utils.course.content.model import Lesson

from ..gauntlet import Outcome, attempts_of, run_gauntlet
from ..registry import course

ATTEMPTS = [
    pytest.param(lesson, attempt, id=f"{lesson.slug}-{attempt.id}")
    for lesson in course()
    for exercise in lesson.exercises
    for attempt in attempts_of(exercise)
]


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory):
    """Outcomes by lesson; each lesson's gauntlet is run once, when it is first asked for."""

    found = {}

    def of(lesson: Lesson) -> Outcome:
        if lesson.slug not in found:
            found[lesson.slug] = run_gauntlet(lesson, tmp_path_factory.mktemp(lesson.slug))
        return found[lesson.slug]

    return of


@pytest.mark.parametrize(("lesson", "attempt"), ATTEMPTS)
def test_attempt_gets_its_verdict(lesson, attempt, outcomes):
    trial = outcomes(lesson).trials[attempt.id]
    assert trial.kind == attempt.expects, trial
    if trial.kind == "PASS":
        assert len(trial.shown) > 10, "it says what was shown to be right"
    if trial.parts:
        says_all_that_a_learner_needs(trial.parts, attempt.source)
    if attempt.usually and "$" not in attempt.usually:  # of entries with one id, the one it shows
        assert trial.parts["usually"] == attempt.usually


def says_all_that_a_learner_needs(parts: dict[str, str], source: str):
    assert list(parts) == list(PARTS.values())
    # A cause that is not sure is not stated, so `usually` may be missing.
    assert all(parts[name] for name in ("ran", "got", "expected", "next"))
    text = "\n".join(parts.values())
    assert "$" not in text.replace(source, "")
    assert not re.search(r"\b0x[0-9a-f]", text), (
        "an address; a temporary folder may have the letters"
    )
    assert "Traceback" not in text


@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.slug)
def test_what_is_right_after_a_change_is_marked(lesson, outcomes):
    outcome = outcomes(lesson)
    assert outcome.unclean == []
    assert sum(outcome.killed.values()) >= 2 * len(outcome.killed) > 0
