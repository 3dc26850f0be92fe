"""A recording says what the run did: which line, by whom, in which order, and what was printed."""

import builtins
import dataclasses
import functools
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.tracing.recorder import Recorder
from tutorial_utils.tensors.tracing.steps import BUILDING, GRAPH, PYTHON, TRACING, Begins, Gave
from tutorial_utils.tensors.tracing.tables import code_of
from tutorial_utils.tensors.tracing.watching import watch_trace

from . import programs

SHORT = {PYTHON: "P", TRACING: "T", GRAPH: "G", BUILDING: "B"}


def told(watched, *, only=None):
    """(who, code of the line) of each step that is at a line."""
    found = [(SHORT[s.who], code_of(watched.steps, s)) for s in watched.steps.steps]
    return [f"{who} {code}" for who, code in found if code and (only is None or who in only)]


def printed(watched):
    """(who, code, by, text) of all that was printed, in order."""
    return [
        (SHORT[s.who], code_of(watched.steps, s), by, text.strip())
        for s in watched.steps.steps
        for by, text in s.printed
    ]


def begun(watched):
    """What begins at the steps that begin something, and what it gave back."""
    return [(s.begins, s.gave) for s in watched.steps.steps if s.begins]


def says(watched, part):
    return [s.says for s in watched.steps.steps if part in s.says]


@pytest.fixture(scope="module")
def halved():
    return watch_trace(programs.traced_for_each_new_one)


def test_a_new_shape_and_a_new_python_number_are_traced_and_nothing_else(halved):
    assert says(halved, "Python calls the tf.function") == [
        "Python calls the tf.function `halve`: it has no trace yet, so TensorFlow traces it.",
        "Python calls the tf.function `halve`: it has a trace that fits, so TensorFlow does not trace it again.",
        "Python calls the tf.function `halve`: no trace is for a tensor of the shape (2,) as `t`, so TensorFlow traces it.",
        "Python calls the tf.function `halve`: no trace is for a Python int as `t`, so TensorFlow traces it.",
        "Python calls the tf.function `halve`: no trace is for the Python int 12 as `t`, so TensorFlow traces it.",
    ]
    assert len(says(halved, "TensorFlow traces `halve`: Python runs its body")) == 4
    runs = says(halved, "The graph of `halve` runs")
    assert len(runs) == 5 and all(said.endswith("Python runs none of it.") for said in runs)
    assert begun(halved) == [
        (what, gave)
        for calls_and_traces in ("FT", "F", "FT", "FT", "FT")
        for what, gave in zip(
            [{"F": Begins.FUNCTION, "T": Begins.TRACE}[each] for each in calls_and_traces],
            [Gave.NUMBERS, ""],
            strict=False,
        )
    ]


def test_print_runs_while_tracing_and_tf_print_when_the_graph_runs(halved):
    python = 'print("halving", t)'
    graph = 'tf.print("half of:", t)'
    assert printed(halved) == [
        ("T", python, "print", 'halving Tensor("t:0", shape=(), dtype=float32)'),
        ("G", graph, "tf.print", "half of: 8"),
        ("G", graph, "tf.print", "half of: 6"),
        ("T", python, "print", 'halving Tensor("t:0", shape=(2,), dtype=float32)'),
        ("G", graph, "tf.print", "half of: [4 2]"),
        ("T", python, "print", "halving 10"),
        ("G", graph, "tf.print", "half of: 10"),
        ("T", python, "print", "halving 12"),
        ("G", graph, "tf.print", "half of: 12"),
    ]


def test_the_graph_gets_what_a_line_writes_into_it(halved):
    written = {code_of(halved.steps, s): s.says for s in halved.steps.steps[:8] if s.who == TRACING}
    assert written['print("halving", t)'].endswith("The graph gets nothing from it.")
    assert written['tf.print("half of:", t)'].endswith(
        "The graph gets the operation of `tf.print` (PrintV2), which prints when the graph runs it and not now."
    )


def test_names_hold_numbers_in_python_and_none_while_tracing(halved):
    traced = next(s for s in halved.steps.steps if s.who == TRACING)
    assert traced.names == {"t": "graph tensor  shape=()  float32  (symbolic: no numbers inside)"}
    after = next(s for s in halved.steps.steps if s.says.startswith("`halve` returns Eager"))
    assert after.names == {"first": "EagerTensor  shape=()  float32  4.0"}


def test_loops_and_branches_are_traced_once_and_run_as_often_as_the_numbers_say():
    watched = watch_trace(programs.choose_and_repeat, tf.constant([3, 7, 9]))
    assert watched.result.numpy() == 16
    lines = told(watched, only="T")
    for once in ('tf.print("big:", number)', "total += number", 'tf.print("small:", number)'):
        assert lines.count(f"T {once}") == 1
    assert [(code, text) for _, code, _, text in printed(watched)] == [
        ('tf.print("small:", number)', "small: 3"),
        ('tf.print("big:", number)', "big: 7"),
        ('tf.print("big:", number)', "big: 9"),
        ('tf.print("total:", total)', "total: 16"),
    ]
    of_a_part = {
        s.says.partition(". ")[0] for s in watched.steps.steps if " of the graph. " in s.says
    }
    assert of_a_part == {
        "Python runs this line while tracing the body of a loop of the graph",
        "Python runs this line while tracing a branch of the graph",
    }


def test_over_python_numbers_the_same_loop_is_unrolled():
    watched = watch_trace(programs.choose_and_repeat, range(6, 8))
    lines = told(watched, only="T")
    assert lines.count("T total += number") == 2
    assert 'T tf.print("small:", number)' not in lines
    assert not says(watched, "of a loop of the graph")


def test_a_while_loop():
    watched = watch_trace(programs.grow, tf.constant(1))
    assert watched.result.numpy() == 27
    assert told(watched, only="T").count("T t = t * 3") == 1
    assert len(says(watched, "tracing the condition of a loop")) == 1


def test_decorated_and_nested_functions_are_found_at_their_own_lines():
    watched = watch_trace(programs.nested, tf.constant(4))
    assert watched.result.numpy() == 4
    lines = told(watched, only="T")
    inner = [lines.index(f"T return {code}") for code in ("function(*given) + 1", "t * 2", "u - 5")]
    assert inner == sorted(inner)
    runs = next(s for s in watched.steps.steps if s.says.startswith("The graph of"))
    source = watched.steps.sources[runs.source]
    made = {
        source.lines[n - source.first].strip()
        for n in runs.lines
        if n >= source.first and n - source.first < len(source.lines)
    }
    assert all("def " not in line for line in made)


def test_recursion_has_a_step_for_each_call_and_return():
    watched = watch_trace(programs.product, 3)
    assert [s.says for s in watched.steps.steps if s.says != "Python runs this line."] == [
        *["Python calls `product`."] * 3,
        *(f"`product` returns Python int  {n}." for n in (1, 2, 6)),
    ]


def test_a_generator_goes_on_where_it_was():
    watched = watch_trace(programs.sum_of_squares)
    assert watched.result == 5
    assert says(watched, "generator") == [
        "The generator `squares` yields Python int  0.",
        "Python goes on in the generator `squares`.",
        "The generator `squares` yields Python int  1.",
        "Python goes on in the generator `squares`.",
        "The generator `squares` yields Python int  4.",
        "Python goes on in the generator `squares`.",
    ]
    assert not says(watched, "raises")


def test_an_error_ends_the_steps_and_is_kept():
    watched = watch_trace(programs.fails_in_the_middle, 2)
    assert isinstance(watched.error, AttributeError) and watched.result is None
    last = watched.steps.steps[-1]
    assert code_of(watched.steps, last) == "keras.Input((2,)).numpy()"
    assert last.says == (
        "This line raises AttributeError: 'KerasTensor' object has no attribute 'numpy'"
    )


def test_an_error_while_tracing_is_at_the_readers_line():
    watched = watch_trace(programs.fails_while_traced, tf.constant(1))
    last = watched.steps.steps[-1]
    assert (last.who, code_of(watched.steps, last)) == (TRACING, "print(more.numpy())")
    assert last.says.startswith("This line raises AttributeError: ")
    assert not says(watched, "graph of")


def test_a_function_that_an_error_leaves_returns_nothing():
    watched = watch_trace(programs.returns_what_fails, tf.constant(1))
    assert watched.steps.steps[-1].says.startswith("This line raises AttributeError")


def test_numbers_outside_of_a_trace_are_told_while_it_lasts():
    call = next(s for s in watch_trace(programs.has_a_variable).steps.steps if "a lambda" in s.says)
    assert call.names["two"] == "tf.Variable  shape=()  float32  2.0"


def test_what_keras_runs_alone_is_no_step():
    watched = watch_trace(programs.fit_without_code_of_its_own)
    assert not says(watched, "it has a trace that fits")


def test_after_an_error_that_is_caught_the_steps_go_on():
    watched = watch_trace(programs.goes_on_after_an_error)
    assert told(watched)[-3:] == ["P except ValueError:", 'P print("no number")', "P return 7"]


def test_a_method_with_a_variable():
    watched = watch_trace(programs.pays_twice)
    assert watched.result.numpy() == 50
    assert len(says(watched, "TensorFlow traces `pay`: Python runs its body")) == 1
    runs = [s for s in watched.steps.steps if s.who == GRAPH]
    assert len(runs) == 2
    source = watched.steps.sources[runs[0].source]
    assert {source.lines[line - source.first].strip() for line in runs[0].lines} == {
        "self.balance.assign_sub(amount)",
    }


def test_a_lambda():
    watched = watch_trace(tf.function(lambda t: t + 41), tf.constant(1))
    assert watched.result.numpy() == 42
    assert any(s.who == TRACING and s.function == "a lambda" for s in watched.steps.steps)


def test_layers_are_named_with_those_around_them():
    watched = watch_trace(programs.layers_one_in_another)
    assert [s.layer for s in watched.steps.steps if "Keras calls the " in s.says] == [
        "small",
        "twice",
        "both",
        "both/small",
        "both/twice",
    ]
    kinds = [
        s.says.partition(" with ")[2].split()[0]
        for s in watched.steps.steps
        if " with " in s.says and "Keras" in s.says
    ]
    assert kinds == ["KerasTensor", "KerasTensor", "EagerTensor", "EagerTensor", "EagerTensor"]
    called = [s for s in watched.steps.steps if s.printed]
    assert [(s.who, s.layer) for s in called] == [(TRACING, "twice"), (PYTHON, "both/twice")]
    assert (
        begun(watched) == [(Begins.LAYER, Gave.SYMBOLIC)] * 2 + [(Begins.LAYER, Gave.NUMBERS)] * 3
    )


def test_python_that_a_graph_calls():
    watched = watch_trace(programs.asks_python, tf.constant(5.0))
    assert [row[0::2] for row in printed(watched)] == [("P", "print")]
    assert says(watched, "The graph calls Python")
    (runs,) = says(watched, "The graph of `asks_python` runs")
    assert "Python runs none of it" not in runs


def test_a_thread_is_no_graph():
    (said,) = [s for s in watch_trace(programs.starts_a_thread).steps.steps if s.printed]
    assert (said.who, said.says) == (PYTHON, "Python prints, in another thread.")


def test_a_line_that_a_thread_writes_in_parts_is_one():
    watched = watch_trace(programs.a_thread_prints_while_lines_run)
    texts = [text for *_, text in printed(watched)]
    assert texts == ["in between", "half of a line", "at last", "no end"]


def test_an_error_of_a_graph_is_told_at_the_end():
    watched = watch_trace(programs.fails_when_it_runs, tf.constant(-1))
    assert [text for *_, text in printed(watched)] == ["before"]
    last = str(watched).splitlines()[-1]
    assert last.startswith("The call raised InvalidArgumentError: ") and len(last) <= 80
    assert "The call raised InvalidArgumentError" in watched._repr_html_()


def test_a_loss_under_fit_is_traced_and_then_runs_without_python():
    watched = watch_trace(programs.loss_of_a_fit)
    by = [by for _, _, by, _ in printed(watched)]
    assert by == ["print", "print", "tf.print", "tf.print"]
    assert {code for _, code, by, _ in printed(watched) if by == "tf.print"} == {
        'tf.print("far:", error)'
    }


def test_where_two_lines_can_have_printed_it_no_line_is_named():
    watched = watch_trace(programs.two_prints_alike, tf.constant(1))
    assert [(code, text) for _, code, _, text in printed(watched)] == [("", "1"), ("", "2")]


def test_a_trace_that_makes_a_variable_is_repeated():
    programs.variables.clear()
    watched = watch_trace(programs.makes_a_variable, tf.constant(3.0))
    assert watched.result.numpy() == 6
    assert says(watched, "so TensorFlow traces it, 2 times.")


def test_a_line_prints_what_a_function_has_returned():
    assert printed(watch_trace(programs.prints_what_others_return)) == [
        ("P", "print(product(2))", "print", "2"),
        ("P", 'print(*(f"{n}" for n in range(2)))', "print", "0 1"),
        ("P", 'tf.print("eager:", product(2))', "tf.print", "eager: 2"),
    ]
    traced = watch_trace(programs.prints_what_others_return_while_traced, tf.constant(1))
    assert printed(traced) == [
        ("T", "print(doubled(t).dtype)", "print", "<dtype: 'int32'>"),
        ("G", 'tf.print("in the graph:", doubled(t))', "tf.print", "in the graph: 3"),
    ]


def test_what_a_line_does_after_a_call_is_told_and_never_denied():
    watched = watch_trace(programs.goes_on_after_a_call, tf.constant(4.0))
    steps = [(code_of(watched.steps, s), s.says) for s in watched.steps.steps if s.who == TRACING]
    of_y = [says for code, says in steps if code == "y = doubled(t) / 3"]
    of_z = [says for code, says in steps if code.startswith("z = ")]
    assert not [says for says in (*of_y, *of_z) if "nothing" in says]
    assert of_y[-1].endswith("The graph gets the operation `RealDiv`.")
    assert of_z[-1].endswith("The graph gets the operation `Sqrt`.")


def test_a_name_from_outside_that_a_function_uses_is_told():
    programs.KEPT.clear()
    last = [s for s in watch_trace(programs.keeps, tf.constant(1)).steps.steps if s.who == TRACING][
        -1
    ]
    assert sorted(last.names) == ["KEPT", "t"]
    assert last.names["KEPT"].startswith("list of 1  [graph tensor")


def test_that_the_graph_gets_nothing_is_said_where_it_is_so():
    watched = watch_trace(programs.makes_a_constant, tf.constant(1))
    says = {code_of(watched.steps, s): s.says for s in watched.steps.steps}
    assert says["five = tf.constant(5)"] == "Python runs this line while tracing."
    assert says["print(five.shape)"].endswith("The graph gets nothing from it.")


def test_a_name_of_a_function_is_not_that_of_its_file():
    steps = watch_trace(programs.has_a_name_of_its_own).steps.steps
    assert not any("number" in s.names for s in steps if s.function != "a lambda")
    told_of = [s.names.get("number") for s in watch_trace(programs.assigns_later).steps.steps]
    assert told_of[0] is None and told_of[-1] == "Python int  3"


def test_a_statement_of_many_lines_is_one_step():
    assert told(watch_trace(programs.long_statement)) == [
        "P def long_statement():",
        "P largest = max(",
        "P return (",
    ]


def test_an_old_graph_is_built_and_not_traced():
    watched = watch_trace(programs.old_graph)
    assert watched.result == 9
    (line,) = [
        s for s in watched.steps.steps if code_of(watched.steps, s) == "nine = three * three"
    ]
    assert line.who == BUILDING and line.says.endswith("The graph gets the operation `Mul`.")


def test_with_tracing_switched_off_all_is_python():
    tf.config.run_functions_eagerly(True)
    try:
        watched = watch_trace(programs.choose_and_repeat, tf.constant([8]))
    finally:
        tf.config.run_functions_eagerly(False)
    assert {s.who for s in watched.steps.steps} == {PYTHON}
    assert printed(watched)[0] == ("P", 'tf.print("big:", number)', "tf.print", "big: 8")


@pytest.mark.parametrize("name", ["traced_for_each_new_one", "old_graph"])
def test_the_same_run_gives_the_same_data(name):
    first = watch_trace(getattr(programs, name)).steps.as_data()
    assert watch_trace(getattr(programs, name)).steps.as_data() == first
    assert "0x" not in str(first)


def test_a_function_has_the_traces_that_it_would_have_had():
    watched, alone = (tf.function(lambda t: t * 2) for _ in range(2))
    for argument in (tf.constant(1), tf.constant(2), tf.constant([1])):
        watch_trace(watched, argument)
        alone(argument)
        assert watched.experimental_get_tracing_count() == alone.experimental_get_tracing_count()
    operations = [
        [op.type for op in f.get_concrete_function(tf.constant(1)).graph.get_operations()]
        for f in (watched, alone)
    ]
    assert operations[0] == operations[1]


def test_all_is_as_before_when_it_has_ended():
    before = sys.gettrace(), sys.stdout, builtins.print
    watch_trace(programs.fails_in_the_middle, 2)
    assert (sys.gettrace(), sys.stdout, builtins.print) == before

    def of_a_debugger(*_):
        return None

    sys.settrace(of_a_debugger)
    try:
        watch_trace(programs.product, 2)
        assert sys.gettrace() is of_a_debugger
    finally:
        sys.settrace(before[0])


def test_a_long_run_is_cut_and_the_rest_is_counted():
    whole = len(watch_trace(programs.product, 4).steps.steps)
    watched = watch_trace(programs.product, 4, most=3)
    assert len(watched.steps.steps) == 3 and watched.steps.more == whole - 3
    assert watched.result == 24


def test_a_fault_of_the_recorder_leaves_the_program_alone(monkeypatch):
    monkeypatch.setattr(
        "tutorial_utils.tensors.tracing.running.held", lambda *_: {}["no such name"]
    )
    with pytest.warns(UserWarning, match="watch_trace stopped recording"):
        assert watch_trace(programs.product, 4).result == 24
    assert sys.gettrace() is None or sys.gettrace().__module__ != Recorder.__module__


def test_each_batch_of_a_fit_runs_the_graph_and_then_the_callback():
    watched = watch_trace(programs.callback_loss_and_metric)
    traced = (
        "T",
        "print",
        "far is traced",
    )  # twice: in the first trace, the metric makes variables
    assert [(who, by, text.partition(": ")[0]) for who, _, by, text in printed(watched)] == [
        traced,
        traced,
        ("G", "tf.print", "far"),
        ("P", "print", "batch 0 ['loss', 'mse']"),
        ("G", "tf.print", "far"),
        ("P", "print", "batch 1 ['loss', 'mse']"),
    ]
    calls = says(watched, "Python calls the tf.function `multi_step_on_iterator` of Keras: ")
    assert [said.partition(": ")[2][:8] for said in calls] == ["it has n", "it has a"]
    (nested,) = says(watched, "While tracing, Python calls the tf.function `one_step_on_data`")
    assert "so TensorFlow traces it, 2 times, and" in nested


def test_a_session_says_what_it_fetches_and_is_fed_and_gives_back():
    watched = watch_trace(programs.fetches_and_feeds)
    assert watched.error is None
    assert says(watched, "Python has a session run") == [
        f"Python has a session run its graph. {asked}"
        for asked in (
            "The fetch is `largest`. The feed is `b` (NumPy array  shape=(2,)  float32).",
            "The fetch is `PrintV2`. The feed is `a` (1.0).",
            "The fetch is `PrintV2`. The feed is `add` (8.0).",
            "The fetch is `PyFunc`. The feed is `b` (NumPy array  shape=(2,)  float32).",
            "The fetch is `add`. Nothing is fed.",
        )
    ]
    assert says(watched, "The session returns") == [
        "The session returns `largest`: NumPy scalar  shape=()  float32  9.0.",
        *["The session returns None."] * 3,
    ]
    gave = [Gave.NUMBERS, Gave.NOTHING, Gave.NOTHING, Gave.NOTHING, ""]  # the last one raised
    assert begun(watched) == [(Begins.SESSION, each) for each in gave]


def test_of_an_old_graph_runs_what_the_fetch_needs_and_no_more():
    watched = watch_trace(programs.fetches_and_feeds)
    runs = [s for s in watched.steps.steps if s.says.startswith("What the fetch needs")]
    made = [
        [code_of(watched.steps, dataclasses.replace(s, line=n)).partition(" ")[0] for n in s.lines]
        for s in runs
    ]
    assert made == [["largest"], ["five_more", "told"], ["told"], ["asked"], ["five_more"]]
    assert [s.who for s in runs] == [GRAPH] * 5
    assert ["Python runs none of it" in s.says for s in runs] == [True, True, True, False, False]
    assert runs[-1].says == "What the fetch needs of the graph was to run: an error has ended that."
    assert [row[0::2] + row[3:] for row in printed(watched)] == [
        ("G", "tf.print", "five more: 6"),
        ("G", "tf.print", "five more: 8"),
        ("P", "print", "python: [2. 3.]"),
    ]
    assert says(watched, "The graph calls Python")


def test_of_a_recursion_each_call_tells_its_own_trace():
    watched = watch_trace(programs.sum_up_to, 2)
    assert watched.result.numpy() == 3
    assert len(says(watched, "so TensorFlow traces it")) == 3
    assert not says(watched, "times")


def test_what_a_dataset_prints_in_its_threads_is_at_its_line():
    watched = watch_trace(programs.takes_from_a_dataset)
    assert watched.result == [0, 10, 20]
    line = 'tf.print("element:", x)'
    assert printed(watched) == [("G", line, "tf.print", f"element: {n}") for n in range(3)]


def test_a_line_that_goes_on_after_its_trace_prints_in_python():
    watched = watch_trace(programs.prints_when_the_trace_of_the_line_has_ended)
    assert [(who, text) for who, *_, text in printed(watched)] == [("P", "got 0"), ("P", "got 1")]


def test_of_a_graph_that_an_error_ends_it_is_not_said_what_ran():
    watched = watch_trace(programs.prints_where_none_can, tf.constant(1))
    assert "StringFormat" in str(watched.error)
    (step,) = [s for s in watched.steps.steps if s.who == GRAPH]
    assert step.says == "The graph of `prints_where_none_can` was to run: an error has ended that."


def test_that_no_python_runs_is_not_said_where_a_dataset_may_call_it():
    watched = watch_trace(programs.takes_from_python)
    assert watched.result.numpy() == 1
    (runs,) = says(watched, "The graph of `takes_one` runs")
    assert "Python runs none" not in runs


def test_a_second_trace_has_no_names_of_the_first():
    starts = [s for s in watch_trace(two_kinds_of_loop).steps.steps if "traces `repeat`" in s.says]
    assert [sorted(s.names) for s in starts] == [["steps"], ["steps"]]
    assert starts[0].call != starts[1].call


@tf.function
def repeat(steps):
    for n in steps:
        tf.print(n)


def two_kinds_of_loop():
    repeat(tf.range(2))
    repeat(range(2))


def test_a_trace_says_with_what_it_is_and_which_one():
    repeat_again = tf.function(repeat.python_function)
    first = watch_trace(repeat_again, tf.range(2))
    assert says(first, "TensorFlow traces `repeat`: ") == [
        "TensorFlow traces `repeat`: Python runs its body, with a graph tensor in place of numbers for `steps`. It is trace 1 of `repeat`."
    ]
    second = watch_trace(repeat_again, range(2))
    assert says(second, "TensorFlow traces `repeat`: ") == [
        "TensorFlow traces `repeat`: Python runs its body, with no graph tensor: `steps` is the list of 2 numbers [0, 1]. It is trace 2 of `repeat`."
    ]


def test_a_range_and_a_default_are_reasons_for_a_trace():
    @tf.function
    def scale(t, by=2, steps=None):
        return t * by

    def calls():
        one = tf.constant(1)
        scale(one), scale(one, 2), scale(one, by=3), scale(one, steps=range(2))

    called = says(watch_trace(calls), "Python calls the tf.function")
    assert [said.partition(": ")[2].partition(", so")[0] for said in called] == [
        "it has no trace yet",
        "it has a trace that fits",
        "no trace is for the Python int 3 as `by`",
        "no trace is for a Python range as `steps`",
    ]


def test_what_nothing_needs_is_said_not_to_run():
    kept = []
    singular = tf.zeros((2, 2))
    watched = watch_trace(tf.function(lambda t: kept.append(tf.linalg.inv(t))), singular)
    assert watched.error is None, "the inverse of zeros raises, where it runs"
    (runs,) = [s for s in watched.steps.steps if s.who == GRAPH]
    assert "does not run: nothing needs it." in runs.says and not runs.lines
    assert says(watched, "The graph of the lambda runs.")
    needed = watch_trace(tf.function(lambda t: tf.linalg.inv(t)), singular)
    assert isinstance(needed.error, tf.errors.InvalidArgumentError)


def test_a_graph_runs_with_the_numbers_of_the_call(halved):
    runs = [s for s in halved.steps.steps if s.says.startswith("The graph of")]
    assert [s.names["t"].rpartition("  ")[2] for s in runs] == [
        "8.0",
        "6.0",
        "[4.0, 2.0]",
        "10",
        "12",
    ]
    prints = [s for s in halved.steps.steps if s.who == GRAPH and s.printed]
    assert [s.call for s in prints] == [s.call for s in runs]


def test_a_definition_has_its_decorators_and_does_not_run_its_body(halved):
    defined = halved.steps.steps[1]
    assert defined.says == "Python defines the tf.function `halve`. The body does not run now."
    assert code_of(halved.steps, defined) == "def halve(t):"
    assert defined.lines == [defined.line - 1, defined.line]


def test_equal_lines_are_one_step_and_what_they_hold_is_kept():
    steps = watch_trace(programs.assigns_later).steps.steps
    (lines,) = [s for s in steps if "Python runs lines" in s.says]
    assert len(lines.lines) == 2 and sorted(lines.names) == ["first", "number"]
    assert "lines" not in "".join(says(watch_trace(programs.sum_of_squares), "Python runs"))


def test_the_body_of_a_function_of_one_line_is_not_taken_for_its_definition():
    watched = watch_trace(programs.twice_that, 2)
    assert [step.says for step in watched.steps.steps] == [
        "Python calls `twice_that`.",
        "Python runs this line.",
        "Python calls `add_one`.",
        "`add_one` returns Python int  3.",
        "`twice_that` returns Python int  6.",
    ]


def test_a_definition_of_one_line_is_one():
    said = [step.says for step in watch_trace(programs.makes_one_that_is_called_alike).steps.steps]
    assert "Python defines `makes_one_that_is_called_alike`. The body does not run now." in said


def fit():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    return model.fit


def fit_silently():
    return functools.partial(fit(), verbose=0)


TWO = np.ones((2, 2), np.float32)
NOT_SEEN = {
    "fit": (fit, (TWO, TWO)),
    "fit that prints nothing": (fit_silently, (TWO, TWO)),
    "a function of NumPy": (lambda: np.mean, (TWO,)),
}


@pytest.mark.parametrize("kind", NOT_SEEN)
def test_where_nothing_was_seen_it_says_why_and_what_to_do(kind):
    make, args = NOT_SEEN[kind]
    watched = watch_trace(make(), *args)
    for shown in (" ".join(str(watched).split()), watched._repr_html_()):
        assert "No line was seen" in shown and "next: watch_trace(lambda: " in shown
    assert max(map(len, str(watched).splitlines())) <= 80


def test_an_error_is_told_all_the_same():
    watched = watch_trace(np.reshape, TWO, 3)
    assert "No line was seen" in str(watched) and "The call raised ValueError" in str(watched)


def test_what_was_seen_is_not_denied():
    assert "No line was seen" not in str(watch_trace(programs.twice_that, 2))
    assert "No line was seen" not in str(watch_trace(keras.layers.Dense(2), TWO))
    assert "No line was seen" not in str(watch_trace(programs.twice_that, 2, most=0))
