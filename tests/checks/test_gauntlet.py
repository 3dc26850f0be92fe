"""Every exercise, every known way to do it: each gets the verdict that its author meant."""

from functools import cache

import pytest

from ..gauntlet import attempts_of, run_gauntlet
from ..registry import course, lesson_of

ATTEMPTS = [a for lesson in course() for e in lesson.exercises for a in attempts_of(e)]


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory):
    """Verdicts by lesson; each lesson's gauntlet is run once, when it is first asked for."""

    @cache
    def of(slug: str):
        lesson = next(le for le in course() if le.slug == slug)
        return run_gauntlet(lesson, list(course()), tmp_path_factory.mktemp(slug))

    return of


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda a: a.id)
def test_attempt_gets_its_verdict(attempt, verdicts):
    verdict = verdicts(lesson_of(attempt.exercise).slug)[attempt.id]
    assert verdict.kind == attempt.expects, verdict.text
    if attempt.usually and "$" not in attempt.usually:  # of entries with one id, the one it shows
        assert verdict.usually == attempt.usually


@pytest.mark.parametrize(
    "attempt", [a for a in ATTEMPTS if a.expects not in ("PASS", "NOT STARTED")], ids=lambda a: a.id
)
def test_feedback_says_all_that_a_learner_needs(attempt, verdicts):
    text = verdicts(lesson_of(attempt.exercise).slug)[attempt.id].text
    lines = text.splitlines()
    assert lines[0] == f"NOT YET  {attempt.exercise}"
    labels = [line[:9].strip() for line in lines[1:] if not line.startswith(" ")]
    # A cause that is not sure is not stated, so `usually` may be missing.
    assert [x for x in labels if x != "usually"] == ["we ran", "we got", "expected", "next"]
    assert "$" not in text.replace(attempt.source, "")
    assert f'hint("{attempt.exercise}")' in lines[-1]
    assert "0x" not in text and "Traceback" not in text


@pytest.mark.parametrize(
    "attempt", [a for a in ATTEMPTS if a.expects == "PASS"], ids=lambda a: a.id
)
def test_pass_says_what_was_shown_and_why(attempt, verdicts):
    text = verdicts(lesson_of(attempt.exercise).slug)[attempt.id].text
    text = text[text.rfind(f"PASS  {attempt.exercise}  ") :]  # after what the answer printed
    shown, why = text.split("\nwhy it works: ")
    assert shown.startswith(f"PASS  {attempt.exercise}  ") and len(shown) > len(attempt.id) + 10
    assert why
