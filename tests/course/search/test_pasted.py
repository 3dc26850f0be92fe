"""A pasted message meets its entry, whatever stands around it, and no other."""

import pytest

from tutorial_utils.course.search.pasted import essence, known_in

MESSAGES = [
    {"says": "AttributeError: 'KerasTensor' object has no attribute 'numpy'",
     "match": "'KerasTensor' object has no attribute '(numpy|item)'", "older": []},
    {"says": "AttributeError: 'SymbolicTensor' object has no attribute 'numpy'",
     "match": "'SymbolicTensor' object has no attribute 'numpy'",
     "older": ["AttributeError: 'Tensor' object has no attribute 'numpy'"]},
    {"says": "TypeError: is a Tensor", "match": "Tensor", "older": []},
]  # fmt: skip


def test_the_message_that_says_most_is_first():
    found = known_in("x\nAttributeError:  'KerasTensor' object\nhas no attribute 'item'", MESSAGES)
    assert found == [MESSAGES[0], MESSAGES[2]]


@pytest.mark.parametrize(
    "text",
    [
        "attribute error: 'tensor' object has no attribute 'numpy'",
        "'tensor' object has no attribute 'numpy' help",
        "AttributeError: 'tensor' object has no attr",
    ],
)
def test_older_words_and_their_beginnings_are_known(text):
    want = [] if text.endswith("attr") else [MESSAGES[1]]
    assert known_in(text, MESSAGES) == want


@pytest.mark.parametrize(
    "text", ["", "how do I read a layer", "ZeroDivisionError: division by zero"]
)
def test_what_is_no_message_finds_none(text):
    assert known_in(text, MESSAGES) == []


def test_of_a_traceback_the_end_is_searched():
    lines = "\n".join(f'  File "train.py", line {n}, in step' for n in range(40))
    text = f"Traceback (most recent call last):\n{lines}\nmy.errors.ShapeError: (3, 4) and (5,)"
    assert essence(text) == "ShapeError: (3, 4) and (5,)"
    assert essence("word " * 100) == ("word " * 100)[:400]
    assert essence("why does ValueError: x come?") == "why does ValueError: x come?"
