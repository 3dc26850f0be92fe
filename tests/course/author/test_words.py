"""The course speaks in the words that people search with; its own pictures of them stand once."""

import re
from collections import Counter

import pytest

from ...registry import answers, course

# What the field calls it -> the picture that the course has of it.
PICTURES = {"symbolic tensor": "plan", "sub-model": "route"}
_CODE = re.compile(r"`[^`]*`|<code>.*?</code>")


def prose_of(pages) -> str:
    """What is read: no code, no names of exercises."""
    told = [cell.source for page in pages for cell in page.cells if cell.type == "markdown"]
    for lesson in pages:
        for exercise in getattr(lesson, "exercises", ()):
            told += [*exercise.hints, exercise.why]
    without_fences = (re.sub(r"```.*?```", "", text, flags=re.DOTALL) for text in told)
    return _CODE.sub("", "\n".join(without_fences))


@pytest.mark.parametrize(("word", "picture"), PICTURES.items())
def test_a_picture_of_a_word_is_introduced_once(word, picture):
    prose = prose_of([*course(), *answers()])
    found = Counter(re.findall(rf"\b{picture}s?\b", prose, re.I))
    assert found == {picture: 1}, re.findall(rf".*\b{picture}s?\b.*", prose, re.I)
    assert len(re.findall(rf"\b{word}s?\b", prose, re.I)) >= 10


@pytest.mark.parametrize("picture", PICTURES.values())
def test_no_heading_and_no_question_hides_behind_a_picture(picture):
    pages = [*course(), *answers()]
    said = [line for line in prose_of(pages).splitlines() if line.startswith("#")]
    said += [way for page in pages for way in (page.question, *page.asked)]
    assert len(said) > 200
    assert [line for line in said if re.search(rf"\b{picture}s?\b", line, re.I)] == []
