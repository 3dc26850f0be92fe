"""Small changes of an answer: which there are, and that each is another program."""

import ast

import pytest

from tutorial_utils.course.mutation.mutants import mutants, order_mutants

ANSWER = '''
@traced
def spread(model, data, axis=0):
    """The words of a docstring are no code."""
    rows = data[1:] - np.mean(data, axis=axis, keepdims=True)
    if rows is None and not model:
        return 0.5
    return model(rows, training=False).std()
'''


@pytest.fixture(scope="module")
def changes() -> dict[str, str]:
    return {mutant.change: mutant.source for mutant in mutants(ANSWER, "spread", ["batch"])}


@pytest.mark.parametrize(
    "part",
    [
        "data[1:] + np.mean",  # an operator
        "data[2:]",  # a constant
        "np.sum(data",  # a reduction
        "np.mean(data, keepdims=True)",  # a dropped argument
        "training=True",
        "return None",
        "return [",
        "return str(",
        "rows is not None",
        " or not model",
        "pass",  # a dropped line
        "batch[1:]",  # a name of the lesson in the place of an argument
        "std() => return model(rows, training=False).var()",
        "@traced =>",  # a dropped decorator
    ],
)
def test_ways_of_changing(part, changes):
    assert any(part in change for change in changes), list(changes)


def test_each_is_another_program_that_compiles(changes):
    assert len(set(changes.values())) == len(changes)
    same = ast.unparse(ast.parse(ANSWER.replace("The words of a docstring are no code.", "")))
    assert same not in changes.values()
    for source in changes.values():
        compile(source, "<mutant>", "exec")


def test_a_function_without_a_decorator_may_spoil_what_it_is_given():
    source = next(
        m.source for m in mutants("def f(data):\n    return data + 1", "f") if "spoils" in m.change
    )
    scope: dict = {}
    exec(source, scope)
    import numpy as np

    data = np.zeros(2)
    assert list(scope["f"](data)) == [1.0, 1.0] and list(data) == [7.0, 7.0]


def test_orders_near_the_right_one():
    found = {mutant.source for mutant in order_mutants("BAC", "ABCD")}
    assert {"BAACBAAC"[:4], "BC", "ABC", "BAD", "BACBAC", "BACC"} <= found | {"BAAC"}
    assert "BAC" not in found
