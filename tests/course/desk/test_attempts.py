"""Hints and answers keep to the same rules at the prompt and in a notebook."""

import pytest

from tutorial_utils.checks.verdict import NotYet
from tutorial_utils.course import notebook
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.desk import attempts, memory, state
from tutorial_utils.course.desk.delivery import deliver

from ..program import tutorial_in_process
from ..terminal import at_a_terminal

LESSON = compiled_lessons()[0]
EXERCISE = next(e for e in LESSON.exercises if e["kind"] in ("blank", "write"))
REPAIR = next(e for le in compiled_lessons() for e in le.exercises if e["kind"] == "repair")
ID = EXERCISE["id"]


@pytest.fixture
def home(tmp_path):
    deliver(tmp_path / "my-lessons")
    return tmp_path / "my-lessons"


def try_it(home, verdict="NOT YET"):
    with state.changing(home) as known:
        attempts.note_check(known, ID, verdict, "some-diagnosis")


def ask(home) -> list[int]:
    """The numbers of the hints that the command shows."""
    run = tutorial_in_process("hint", ID, cwd=home.parent)
    assert run.returncode == 0, run.stderr
    assert " left" not in run.stdout and " of " not in run.stdout.split("Hint 1.")[0]
    return [n for n in range(1, 9) if f"Hint {n}." in run.stdout]


def test_before_a_try_there_is_the_first_hint_alone(home):
    assert ask(home) == [1]
    said = tutorial_in_process("hint", ID, cwd=home.parent).stdout
    assert "Hint 2." not in said
    assert f"More comes after a try: tutorial check {ID}" in said


def test_after_a_try_each_call_shows_one_more_and_then_an_answer_is_offered(home):
    ask(home)
    try_it(home)
    assert [ask(home) for _ in range(2)] == [[1, 2], [1, 2, 3]]
    said = tutorial_in_process("hint", ID, cwd=home.parent).stdout
    assert "Hint 3." in said and "tutorial solution" in said


def test_a_pass_is_a_try_and_an_untouched_stub_is_none(home):
    try_it(home, "NOT STARTED")
    assert ask(home) == [1]
    try_it(home, "PASS")
    assert ask(home) == [1, 2]
    try_it(home, "NOT STARTED")  # cleared again by hand
    assert ask(home) == [1, 2, 3]


def test_an_untouched_repair_is_no_try(home):
    with state.changing(home) as known:
        attempts.note_check(known, REPAIR["id"], "NOT YET", attempts.AS_GIVEN)
        assert not known.tried.get(REPAIR["id"])
        attempts.note_check(known, REPAIR["id"], "NOT YET", "something-else")
        assert known.tried[REPAIR["id"]]


def test_hints_are_kept_by_exercise(home):
    other = next(e["id"] for e in LESSON.exercises if e["id"] != ID)
    try_it(home)
    ask(home), ask(home)
    assert "Hint 2." not in tutorial_in_process("hint", other, cwd=home.parent).stdout


def test_without_a_folder_there_is_a_hint_too(tmp_path):
    run = tutorial_in_process("hint", ID, cwd=tmp_path)
    assert run.returncode == 0 and "Hint 1." in run.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("\x03", 1)])
def test_before_a_try_the_answer_is_asked_about(home, typed, code):
    ended, screen = at_a_terminal(
        "solution", ID, typed=typed, after="[y/N]", cwd=home.parent, columns=200
    )
    assert ended == code and f"You have not tried {ID} yet" in screen and "[y/N]" in screen
    shown = EXERCISE["answer"].splitlines()[0] in screen
    assert shown == (code == 0)


def test_without_a_terminal_the_answer_needs_yes(home):
    run = tutorial_in_process("solution", ID, cwd=home.parent)
    assert run.returncode == 2 and run.stdout == ""
    assert f"tutorial solution {ID} --yes" in run.stderr
    assert tutorial_in_process("solution", ID, "--yes", cwd=home.parent).returncode == 0


def test_after_a_try_the_answer_comes_with_its_why(home):
    try_it(home)
    run = tutorial_in_process("solution", ID, cwd=home.parent)
    assert run.returncode == 0 and EXERCISE["answer"] in run.stdout
    first_words = EXERCISE["why"].replace("`", "").replace("*", "").split()[:4]
    assert " ".join(first_words) in " ".join(run.stdout.split())


# In a notebook: the same functions, in this process, in the learner's folder.


@pytest.fixture
def at_work(home, monkeypatch):
    """As in a kernel: its folder is the learner's, and no pytest is about."""
    monkeypatch.chdir(home)
    monkeypatch.delenv("PYTEST_VERSION")
    monkeypatch.setattr(memory, "_in_this_kernel", state.State())
    return home


@pytest.fixture
def judge(monkeypatch):
    """What the next checks come to, without TensorFlow."""
    outcome: list = []

    def judged(*_given):
        if isinstance(outcome[-1], Exception):
            raise outcome[-1]
        return outcome[-1]

    monkeypatch.setattr("tutorial_utils.checks.judging.judge", judged)
    return outcome


def not_yet():
    return NotYet("wrong", ran="f(1)", got="1", expected="2", usually="a slip", next="look")


def test_a_check_in_a_notebook_is_kept_for_the_command_line(at_work, judge, capsys):
    judge.append(not_yet())
    with pytest.raises(NotYet):
        notebook.check(ID, 3)
    assert state.read(at_work).progress == {ID: "NOT YET"}
    assert state.read(at_work).tried == {ID: True}
    judge.append("shown")
    notebook.check(ID, 3)
    assert state.read(at_work).progress == {ID: "PASS"}
    last = capsys.readouterr().out.splitlines()[-1]
    following = next(e["id"] for e in LESSON.exercises if e["id"] != ID)
    assert last == f"1 of {len(LESSON.exercises)} in this lesson · next: {following}"


def test_the_last_pass_says_that_all_is_done(at_work, judge, capsys):
    others = [e["id"] for le in compiled_lessons() for e in le.exercises if e["id"] != ID]
    with state.changing(at_work) as known:
        known.progress.update(dict.fromkeys(others, "PASS"))
    judge.append("shown")
    notebook.check(ID, 3)
    assert "every exercise of the course is passed" in capsys.readouterr().out


def shown_by(call, capsys) -> str:
    capsys.readouterr()
    call()
    return capsys.readouterr().out


def test_hints_in_a_notebook_go_on_where_the_command_line_was(at_work, judge, capsys):
    first = shown_by(lambda: notebook.hint(ID), capsys)
    assert "Hint 1." in first and f'More comes after a try: `check("{ID}", ...)`' in first
    assert "Hint 2." not in shown_by(lambda: notebook.hint(ID), capsys)
    judge.append(not_yet())
    with pytest.raises(NotYet):
        notebook.check(ID, 3)
    assert ask(at_work) == [1, 2]
    assert "Hint 3." in shown_by(lambda: notebook.hint(ID), capsys)
    assert f'`solution("{ID}")`' in shown_by(lambda: notebook.hint(ID), capsys)


def test_after_a_restart_a_hint_is_for_the_exercise_that_was_tried_last(
    at_work, monkeypatch, capsys
):
    monkeypatch.setattr(notebook, "_checked", [])
    with state.changing(at_work) as known:
        for at, exercise in enumerate((ID, REPAIR["id"], ID)):
            attempts.note_check(known, exercise, "NOT YET", "wrong", now=at)
    assert EXERCISE["hints"][0] in shown_by(notebook.hint, capsys)
    assert attempts.last_tried(known, [REPAIR["id"]]) == REPAIR["id"]
    assert attempts.last_tried(state.State()) == ""


def test_the_answer_in_a_notebook_is_asked_about_in_words(at_work, judge, capsys):
    asked = shown_by(lambda: notebook.solution(ID), capsys)
    assert "You have not tried" in asked and EXERCISE["answer"] not in asked
    assert f'solution("{ID}", anyway=True)' in asked
    assert EXERCISE["answer"] in shown_by(lambda: notebook.solution(ID, anyway=True), capsys)
    judge.append("shown")
    notebook.check(ID, 3)
    assert EXERCISE["answer"] in shown_by(lambda: notebook.solution(ID), capsys)


@pytest.mark.parametrize("where", ["another folder", "under pytest"])
def test_elsewhere_nothing_is_written_and_outputs_stay_the_same(
    where, at_work, judge, capsys, tmp_path, monkeypatch
):
    if where == "under pytest":
        monkeypatch.setenv("PYTEST_VERSION", "9")
    else:
        monkeypatch.chdir(tmp_path)
    before = (at_work / state.NAME).read_bytes()
    judge.append("shown")
    shown = shown_by(lambda: notebook.check(ID, 3), capsys)
    assert " ".join(shown.split()).endswith(" ".join(EXERCISE["why"].split()))
    assert (at_work / state.NAME).read_bytes() == before
    assert not (tmp_path / state.NAME).exists()
    assert "Hint 2." in shown_by(lambda: (notebook.hint(ID), notebook.hint(ID)), capsys)


def test_a_corrupt_state_never_fails_a_check(at_work, judge, capsys):
    (at_work / state.NAME).write_text('{"progress": {"a"')
    judge.append("shown")
    notebook.check(ID, 3)
    said = capsys.readouterr()
    assert said.out.startswith("PASS  ") and "could not be understood" in said.err
    (aside,) = at_work.glob(f"{state.NAME}.broken-*")
    assert aside.read_text() == '{"progress": {"a"'
    assert state.read(at_work).progress == {ID: "PASS"}


def test_a_state_that_cannot_be_written_never_fails_a_check(at_work, judge, capsys, monkeypatch):
    def full(*_given):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(state.atomic, "write_text", full)
        judge.append(not_yet())
        with pytest.raises(NotYet):
            notebook.check(ID, 3)
        notebook.hint(ID)
        assert "Hint 2." in shown_by(lambda: notebook.hint(ID), capsys)  # this kernel remembers
    assert "Hint 3." in shown_by(lambda: notebook.hint(ID), capsys)
    assert state.read(at_work).tried == {ID: True}, "what was remembered is written later"


def test_every_exercise_has_hints_that_do_not_count(home):
    for lesson in compiled_lessons():
        for exercise in lesson.exercises:
            known = state.State(tried={exercise["id"]: True})
            for _ in range(9):
                hints = attempts.next_hints(known, exercise)
            assert hints.texts == tuple(exercise["hints"]) and hints.then == "solution"
