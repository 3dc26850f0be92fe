"""Whether an answer is still the code that was given, and whether a blank is left in it."""

import pytest

from tutorial_utils.checks.code.given_code import has_blank_left, is_untouched

FUNCTION = 'def f(x):\n    """Say."""\n    y = ...\n    return y\n'
CLASS = "class C:\n    def a(self):\n        ...\n\n    def b(self):\n        return 1\n"


def made(source: str, name: str):
    scope: dict = {}
    exec(source, scope)
    return scope[name]


@pytest.mark.parametrize(("source", "name"), [(FUNCTION, "f"), (CLASS, "C")], ids=["f", "C"])
def test_untouched_code_is_known_wherever_it_stands(source, name):
    assert is_untouched(made("# moved\n\n" + source, name), source, name)


@pytest.mark.parametrize(
    ("source", "name", "old", "new"),
    [
        (FUNCTION, "f", "y = ...", "y = 3"),
        (FUNCTION, "f", "return y", "return x"),
        (FUNCTION, "f", "y = ...", "y = x[...]"),
        (CLASS, "C", "return 1", "return 2"),
        (CLASS, "C", "        ...", "        return 0"),
        (CLASS, "C", "    def b", "    def c"),
    ],
)
def test_edited_code_is_known_too(source, name, old, new):
    assert old in source
    assert not is_untouched(made(source.replace(old, new), name), source, name)


@pytest.mark.parametrize("other", [3, None, "text", [1], len])
def test_what_is_no_function_of_the_learner_is_not_untouched(other):
    assert not is_untouched(other, FUNCTION, "f")


def test_dots_of_an_index_are_no_blank():
    stub, answer = "def f(x):\n    return ...\n", "def f(x):\n    return x\n"
    assert has_blank_left(made(stub, "f"), stub, answer, "f")
    assert not has_blank_left(made("def f(x):\n    return x[..., None]\n", "f"), stub, answer, "f")


def test_a_blank_that_is_left():
    answer = FUNCTION.replace("y = ...", "y = x")
    half = made(FUNCTION.replace("return y", "return x"), "f")
    assert has_blank_left(half, FUNCTION, answer, "f")
    assert not has_blank_left(made(answer, "f"), FUNCTION, answer, "f")
    needs_it = FUNCTION.replace("y = ...", "y = x[..., 0] + x[...]")
    assert not has_blank_left(made(needs_it, "f"), FUNCTION, needs_it, "f")
