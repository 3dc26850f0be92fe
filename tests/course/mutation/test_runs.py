"""A judge that does not refuse changed answers is found out. Those of the course: test_gauntlet.py."""

import sys
import types

import pytest

from tutorial_utils.course.mutation.runs import run_mutants
from tutorial_utils.course.mutation.trials import NOT_STARTED, PASS, Trials

from .. import tiny


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """The tiny lesson, whose judge is found where judges are."""

    def made(judges: str = tiny.JUDGES, **texts: str):
        module = types.ModuleType("sums")
        exec(judges, vars(module))
        monkeypatch.setitem(sys.modules, "tutorial_utils.checks.lessons.sums", module)
        return tiny.read(tmp_path, judges=judges, **texts)

    return made


def test_trials_give_the_verdicts_of_a_notebook(lesson):
    lesson = lesson()
    (exercise,) = lesson.exercises
    trials = Trials(lesson)
    assert trials.of(exercise, exercise.answer.source).kind == PASS
    assert trials.of(exercise, exercise.stub.source).kind == NOT_STARTED
    for wrong in exercise.wrong:
        trial = trials.of(exercise, wrong.source)
        assert trial.kind == wrong.diagnosis.id
        assert trial.parts["usually"] == wrong.diagnosis.table["usually"]
    assert trials.of(exercise, "1 / 0").kind == "cell-raised"
    endless = "def add_up(a, b):\n    while True:\n        pass"
    assert trials.of(exercise, endless, seconds=1).kind == "timed-out"


def test_a_demonstration_that_raises_is_no_lesson_to_try(lesson):
    broken = lesson(lesson=tiny.LESSON.replace("total = 1 + 2", "total = 1 / 0"))
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        Trials(broken)


def test_a_judge_that_passes_everything_is_found_out(lesson):
    (result,) = run_mutants(lesson(judges="def add_up(attempt):\n    attempt.call(1, 2)\n"))
    assert any("a - b" in mutant.change for mutant in result.survivors)
    assert "passes: " in result.as_text() and not result.is_clean


def mark(change: str) -> str:
    return f'{tiny.FEEDBACK}\n[["add-up".equivalent]]\nchange = "{change}"\nwhy = "a reason"\n'


def test_a_mark_lets_a_change_pass_and_one_that_does_not_apply_is_named(lesson):
    lenient = tiny.JUDGES.replace('("subtracted", result == -1), ', "").replace(
        "result != 3", "result not in (3, -1)"
    )
    change = "return a + b => return a - b"
    feedback = mark(change).replace('swap = ["+", "-"]', 'swap = ["+", "*"]')
    (result,) = run_mutants(lesson(judges=lenient, feedback=feedback))
    assert result.marked == 1 and change not in [m.change for m in result.survivors]
    for stale in (change, "return a + b => return b"):
        (result,) = run_mutants(lesson(feedback=mark(stale)))
        assert result.stale == [stale] and "refused or no longer made" in result.as_text()
