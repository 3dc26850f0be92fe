"""`tutorial error`: from a pasted message to its meaning, its cure and its lesson."""

import subprocess

import pytest

from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons
from tutorial_utils.course.content.explained import as_text, explanations
from tutorial_utils.tensors.errors import find, known_errors

from ..program import COMMAND, environment, tutorial_in_process
from ..terminal import at_a_terminal

LESSON = next(lesson for lesson in compiled_lessons() if lesson.about["errors"])
ERROR = next(e for e in known_errors() if e.id == LESSON.about["errors"][0]["id"])
TRACEBACK = f"""Traceback (most recent call last):
  File "/home/me/train.py", line 12, in <module>
    print(x.numpy())
{ERROR.type}: {ERROR.says}
"""


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("how", ["one argument", "many arguments", "a pipe", "a terminal"])
def test_a_message_gets_its_meaning_its_cure_and_its_lesson(how, tmp_path):
    if how == "a terminal":
        code, said = at_a_terminal(
            "error", typed=f"{ERROR.says}\n\x04", after="Ctrl-D", cwd=tmp_path
        )
    elif how == "a pipe":
        run = subprocess.run(
            [*COMMAND, "error"], input=TRACEBACK, cwd=tmp_path, env=environment(),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        code, said = run.returncode, run.stdout
    else:
        words = [TRACEBACK] if how == "one argument" else ERROR.says.replace("'", "").split()
        run = tutorial_in_process("error", *words, cwd=tmp_path)
        code, said = run.returncode, run.stdout
    assert code == 0, said
    said = in_one_line(said)
    assert in_one_line(ERROR.meaning) in said and in_one_line(ERROR.cure) in said
    assert LESSON.about["title"] in said


def test_an_unknown_message_says_how_to_search(tmp_path):
    run = tutorial_in_process("error", "ZeroDivisionError: division by zero", cwd=tmp_path)
    assert run.returncode == 1 and run.stderr == ""
    assert "No page explains this message." in run.stdout and "tutorial find" in run.stdout
    assert ".html" not in run.stdout, "words that it shares with any page say nothing"


@pytest.mark.parametrize("answer", compiled_answers(), ids=lambda a: a.place)
def test_an_answer_page_that_shows_the_message_is_named(answer):
    for error in answer.about["errors"]:
        said = as_text(list(explanations(f"{error['type']}: {error['says']}")))
        assert ("answer", answer.about["question"]) in said


@pytest.mark.parametrize("given", ["", "  \n"])
def test_nothing_pasted_is_wrong_usage(given, tmp_path):
    run = tutorial_in_process("error", given, cwd=tmp_path)
    assert run.returncode == 2 and 'tutorial error "..."' in run.stderr


def test_several_candidates_are_ranked_and_few():
    both = "\n".join(e.line for e in known_errors())
    found = [match for match, _ in explanations(both)]
    assert len(found) == 3
    assert found == [match for match in find(both) if match.sure][:3]


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("ValueError: too many values to unpack (expected 2)", ["Near it, and perhaps not yours"]),
        ("AttributeError: 'NoneType' object has no attribute 'numpy'", ["if ", "tape.gradient"]),
    ],
)
def test_a_doubt_is_told_and_so_is_how_to_tell_the_causes_apart(message, says, tmp_path):
    run = tutorial_in_process("error", message, cwd=tmp_path)
    assert run.returncode == 0 and all(words in run.stdout for words in says), run.stdout


def test_what_is_not_text_is_read_all_the_same(tmp_path):
    run = subprocess.run(
        [*COMMAND, "error"], input=b"\xff\xfe\n" + ERROR.says.encode(), cwd=tmp_path,
        env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0
