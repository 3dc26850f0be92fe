"""How options and orders may be written, and what is said of what is neither."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutorial_utils.checks.attempt import Attempt
from tutorial_utils.checks.choices import judge_choice
from tutorial_utils.checks.feedback import Feedback
from tutorial_utils.checks.orders import given_lines, is_as_given, judge_order, lines_of
from tutorial_utils.checks.verdict import NotStarted, NotYet

OPTIONS = Feedback.from_table(
    {"shown": "c", "wrong": [{"id": p, "pick": p, "next": p} for p in "abd"]}
)
STUB = """order = [
    "A   y = x + 1",
    "B   x = 1",
    "C   for i in range(2):",
    "D       y = y * 2",
]"""
RIGHT = "BACD"


def choice(guess):
    """The verdict on a choice among a to d, of which c is right."""
    try:
        judge_choice(Attempt(guess, OPTIONS), "c")
    except NotYet as verdict:
        return verdict.diagnosis
    return "PASS"


def order(written, most=4):
    try:
        judge_order(Attempt(written, Feedback()), STUB, RIGHT, most, "", 'found = {"y": y}')
    except NotYet as verdict:
        return verdict.diagnosis
    return "PASS"


@pytest.mark.parametrize(
    "guess",
    ["c", "C", " c ", "c.", "c)", "(c)", "c:", "C) 50.0", "c) a shape, and no numbers", "c: 50.0",
     "c - the third", "c, because", "1. c", ["c"], ("c",), ["c) 50.0"]],
)  # fmt: skip
def test_a_choice_means_what_it_says(guess):
    assert choice(guess) == "PASS"


@pytest.mark.parametrize(
    ("guess", "diagnosis"),
    [
        ("a", "a"), ("B) c", "b"), ("d.", "d"), ("", "nothing-written"), ("  ", "nothing-written"),
        (None, "nothing-written"), ("e", "no-such-option"), ("z) no", "no-such-option"),
        ([], "nothing-written"), ([""], "nothing-written"), ({"c"}, "not-a-letter"),
        (["a"], "a"), ([1, 2, 3], "not-a-letter"), ((2.0, 0.0), "not-a-letter"), ([[3.0]], "not-a-letter"),
        (50.0, "not-a-letter"), ("50.0", "not-a-letter"), ("a shape", "not-a-letter"),
        ("a, c", "several-letters"), ("a or c", "several-letters"), ("ac", "several-letters"),
        (["a", "c"], "several-letters"), (["c", 1], "not-a-letter"), ("2 c", "not-a-letter"),
    ],
)  # fmt: skip
def test_what_is_no_choice_is_told_so(guess, diagnosis):
    assert choice(guess) == diagnosis


@pytest.mark.parametrize("guess", [..., [...], ("c", ...)])
def test_dots_are_not_started(guess):
    with pytest.raises(NotStarted):
        judge_choice(Attempt(guess, OPTIONS), "c")
    with pytest.raises(NotStarted):
        judge_order(Attempt(guess, Feedback()), STUB, RIGHT, 4, "", "")


SEPARATORS = ["", " ", ",", ", ", "-", " - ", "->", " -> ", ";", ".", "/", " > ", "\n", " → "]


@given(st.sampled_from(SEPARATORS), st.booleans(), st.sampled_from(["", ".", " ", ",", "\n"]))
def test_an_order_means_the_same_in_every_spelling(between, small, behind):
    written = between.join(RIGHT) + behind
    assert order(written.lower() if small else written) == "PASS"


@pytest.mark.parametrize(
    ("written", "diagnosis"),
    [
        (["B", "A", "C", "D"], "PASS"), (["BA", "CD"], "PASS"), (("B", "A", "C", "D"), "PASS"),
        ("1. B 2. A 3. C 4. D", "PASS"), ("1) B\n2) A\n3) C\n4) D\n", "PASS"), ("1B2A3C4D", "PASS"),
        (["1. B", "2. A", "3. C", "4. D"], "PASS"), ("4D 3C 2A 1B", "no-lines"),
        ("B1 A2 C3 D4", "no-lines"), ("  ", "nothing-written"),
        ("", "nothing-written"), (None, "nothing-written"), ([], "nothing-written"),
        ("XYZ", "no-lines"), ("1 2 3", "no-lines"), (5, "no-lines"), ([1, 2], "no-lines"),
        ("y = x + 1", "no-lines"), ("BACDD", "a-line-twice"), ("BACDBACD", "a-line-twice"),
        ("BA", "other-result"), ("AB", "does-not-run"), ("BADC", "indented-alone"),
        ("BAC", "empty-block"), ("CDBA", "does-not-run"),
    ],
)  # fmt: skip
def test_orders(written, diagnosis):
    assert order(written) == diagnosis


LINES = given_lines(STUB)


@pytest.mark.parametrize(
    ("written", "diagnosis"),
    [
        ([LINES[1], LINES[0], LINES[2], LINES[3]], "PASS"),
        ([LINES[1] + "  # first", LINES[0], LINES[2], LINES[3]], "PASS"),
        (["x = 1", "y = x + 1", "for i in range(2):", "    y = y * 2"], "PASS"),
        ([LINES[0], LINES[1], LINES[2], LINES[3], LINES[3]], "a-line-twice"),
        ([LINES[1], LINES[0]], "other-result"),
        ([LINES[1], "y = 7", LINES[2]], "no-lines"),
    ],
)
def test_lines_that_were_moved_are_an_order(written, diagnosis):
    assert order(written) == diagnosis


def test_lines_in_another_order_than_given_are_an_attempt():
    assert is_as_given(given_lines(STUB), STUB)
    assert not is_as_given(given_lines(STUB)[::-1], STUB)


def test_a_wrong_choice_is_told_in_the_words_of_its_option():
    attempt = Attempt("b)", OPTIONS)
    with pytest.raises(NotYet) as raised:
        judge_choice(attempt, "c", {"a": "one", "b": "two of them"})
    assert str(raised.value).splitlines()[1:] == ["you said   b: two of them", "next       b"]


def test_a_right_result_with_more_lines_than_needed():
    stub_with_more = STUB.replace("]", '    "E   z = 3",\n]')
    attempt = Attempt("BACDE", Feedback())
    judge_order(attempt, stub_with_more, RIGHT, 5, "", 'found = {"y": y}')
    with pytest.raises(NotYet, match="you need 4 of them"):
        judge_order(attempt, stub_with_more, RIGHT, 4, "", 'found = {"y": y}')


@given(st.one_of(st.text(), st.integers(), st.lists(st.text(string.printable)), st.none()))
def test_nothing_that_can_be_written_breaks_the_parsers(written):
    assert choice(written) and order(written)


def test_facts_of_an_order_lead_to_its_entries():
    table = {
        "wrong": [
            {"id": "late", "facts": ["C before B"], "next": "-"},
            {"id": "no-x", "facts": "lacks B", "raised": "NameError", "next": "-"},
        ]
    }
    for written, diagnosis in {"ACDB": "late", "ACD": "no-x", "BA": "other-result"}.items():
        with pytest.raises(NotYet) as raised:
            judge_order(
                Attempt(written, Feedback.from_table(table)), STUB, RIGHT, 4, "", 'found = {"y": y}'
            )
        assert raised.value.diagnosis == diagnosis


def test_lines_keep_their_indentation():
    assert lines_of(STUB)["D"] == "    y = y * 2"
