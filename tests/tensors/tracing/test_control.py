"""How a test came out, and what the graph gets of a loop or a branch, is said where it is known for certain."""

import pytest
import tensorflow as tf

from tutorial_utils.tensors.tracing.tables import code_of
from tutorial_utils.tensors.tracing.watching import watch_trace


def chooses_in_python(n):
    if n > 2:
        large = True
    elif n:
        large = None
    else:
        large = False
    while n:
        n -= 1
    for _ in []:
        n = 9
    return large


@tf.function
def chooses_in_the_graph(t, loud):
    if loud:
        print("loud")
    while t < 9:
        if t > 5:
            tf.print("large")
        t = t + t
    return t


@tf.function
def leaves_early(numbers):
    for number in numbers:
        if number > 3:
            break
        tf.print(number)
    if numbers[0] > 3:
        return numbers[0]
    return numbers[1]


@tf.function
def needs_a_trial(many):
    for i in tf.range(many):
        last = 2 * i
    return last


def of_line(watched, code):
    return [s.says for s in watched.steps.steps if code_of(watched.steps, s) == code]


def test_a_test_of_pythons_says_how_it_came_out():
    watched = watch_trace(chooses_in_python, 1)
    assert of_line(watched, "if n > 2:")[0].endswith("The test is false, so line 12 is skipped.")
    assert of_line(watched, "elif n:")[0].endswith("The test is true.")
    assert [said.rpartition("line. ")[2] for said in of_line(watched, "while n:")] == [
        "The test is true.",
        "The loop ends.",
    ]
    assert of_line(watched, "for _ in []:") == ["Python runs this line. The loop ends."]


@pytest.fixture(scope="module")
def in_the_graph():
    return watch_trace(chooses_in_the_graph, tf.constant(1), False)


def test_of_a_loop_over_tensors_the_graph_gets_a_loop(in_the_graph):
    said = of_line(in_the_graph, "while t < 9:")
    assert "The graph gets a loop (While). The loop depends on a graph tensor" in said[0]
    assert not [words for words in said if "nothing" in words or "loop ends" in words]


def test_of_a_test_of_tensors_the_graph_gets_a_branch(in_the_graph):
    said = of_line(in_the_graph, "if t > 5:")
    assert any("the operation `Greater` and a branch (If). The test is a graph" in s for s in said)
    assert not [words for words in said if "is true" in words or "is false" in words]


def test_a_python_value_decides_while_tracing(in_the_graph):
    (said,) = of_line(in_the_graph, "if loud:")
    assert said == "Python runs this line while tracing. The test is false, so line 27 is skipped."


def test_a_break_and_an_early_return_are_no_false_tests():
    watched = watch_trace(leaves_early, tf.constant([1, 5]))
    said = [s.says for s in watched.steps.steps]
    assert not [words for words in said if "is false" in words or "is true" in words]
    assert not [words for words in said if "The loop ends" in words]
    (returned,) = [s for s in watched.steps.steps if s.says.startswith("`leaves_early` returns gr")]
    assert returned.line is None, "AutoGraph has put two returns together"


def test_the_graph_of_a_trial_is_not_the_graph():
    said = of_line(watch_trace(needs_a_trial, tf.constant(2)), "last = 2 * i")
    assert "while AutoGraph tries the body of a loop" in said[0] and "Mul" not in said[0]
    assert said[1].endswith("The graph gets the operation `Mul`.")
