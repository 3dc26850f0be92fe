"""What is looked for of a pasted message, and that it is found in a moment."""

import time

import pytest

from tutorial_utils.course.search.finding import of_lessons
from tutorial_utils.course.search.pasted import essence, gist


def test_of_a_traceback_the_end_is_searched():
    lines = "\n".join(f'  File "train.py", line {n}, in step' for n in range(40))
    text = f"Traceback (most recent call last):\n{lines}\nmy.errors.ShapeError: (3, 4) and (5,)"
    assert essence(text) == "ShapeError: (3, 4) and (5,)"
    assert essence("word " * 100) == ("word " * 100)[:400]
    assert essence("why does ValueError: x come?") == "why does ValueError: x come?"


@pytest.mark.parametrize(
    "piece", ["(", "(a", "A", "a_", "tf.", "x.y-", "Error ", "xError:", "Sequential model '", "٣"]
)
def test_a_megabyte_of_anything_is_looked_at_in_a_moment(piece):
    search = of_lessons()
    for before in ("", "Traceback (most recent call last): "):
        text = before + piece * (1_000_000 // len(piece))
        start = time.process_time()
        gist(text)
        search.hits(text) or search.nearest(text)
        assert time.process_time() - start < 3, (
            "what is slow here is quadratic: minutes, not seconds"
        )
