"""Each diagnosis that serves the whole course is shown here by an answer that gets it."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.checks.feedback import common
from tutorial_utils.checks.judging import judge
from tutorial_utils.checks.verdict import NotStarted, NotYet

STUB = 'def double(data, words=()):\n    """Twice the data."""\n    ...\n'
RIGHT = "def double(data, words=()):\n    return 2 * data\n"


def exercise(kind: str = "blank", stub: str = STUB, answer: str = RIGHT, **feedback) -> dict:
    """An exercise as a compiled lesson holds it."""
    return {
        "id": "double-it",
        "kind": kind,
        "made": "double",
        "stub": stub,
        "answer": answer,
        "feedback": {"lesson_names": ["batch"], "expected": "twice the data", **feedback},
    }


CHOICE = exercise(
    "predict",
    "double = ...",
    'double = "b"',
    shown="b it is",
    wrong=[{"id": p, "pick": p, "usually": p, "next": p} for p in ("a", "c")],
)
ORDER = exercise(
    "order",
    'double = ["A   x = 1", "B   y = x + 1", "C   z = 5"]',
    'double = "AB"',
    shown="y is 2",
    before="",
    after='found = {"y": y}',
)
INDENTED = ORDER | {
    "stub": 'double = ["A   for y in [2]:", "B       print(y)", "C   y = 1"]',
}


def made(source: str) -> object:
    """What a cell makes, in a notebook where the lesson has a `batch`."""
    names = {"np": np, "tf": tf, "keras": keras, "batch": np.ones((2, 2), "float32")}
    exec(source, names)
    return names["double"]


def body(*lines: str) -> str:
    return "def double(data, words=()):\n" + "".join(f"    {line}\n" for line in lines)


# A diagnosis -> an answer that gets it.
SHOWN = {
    "blank-left": (exercise(stub=body("y = ...", "return y")), body("y = ...", "return 3 * data")),
    "nothing-written": (CHOICE, 'double = ""'),
    "several-letters": (CHOICE, 'double = "a, b"'),
    "no-such-option": (CHOICE, 'double = "d"'),
    "not-a-letter": (CHOICE, "double = 50.0"),
    "no-lines": (ORDER, 'double = "1 2"'),
    "a-line-twice": (ORDER, 'double = "AABB"'),
    "too-many-lines": (ORDER, 'double = "ABC"'),
    "does-not-run": (ORDER, 'double = "BA"'),
    "indented-alone": (INDENTED, 'double = "BA"'),
    "empty-block": (INDENTED, 'double = "CA"'),
    "other-result": (
        ORDER
        | {
            "feedback": ORDER["feedback"] | {"after": 'found = {"y": x}'},
            "stub": 'double = ["A   x = 1", "B   x = 2"]',
        },
        'double = "BA"',
    ),
    "changed-what-it-was-given": (exercise(), body("data[:] = 2 * data", "return data")),
    "lesson-name": (exercise(), body("return 2 * batch")),
    "switched-to-eager": (
        exercise(),
        body("tf.config.run_functions_eagerly(True)", "return 2 * data"),
    ),
    "switched-keras": (exercise(), body("keras.config.set_floatx('float64')", "return 2 * data")),
    "switched-checks-on": (
        exercise(),
        body("tf.debugging.enable_check_numerics()", "return 2 * data"),
    ),
    "changed-tf": (exercise(), body("tf.placeholder = None", "return 2 * data")),
    "not-a-function": (exercise(), "double = 3"),
    "nothing-returned": (exercise(), body("2 * data")),
    "symbolic": (exercise(), body("return keras.Input((2,))")),
    "not-called": (exercise(), body("return keras.layers.Dense(1)")),
    "still-a-tensor": (exercise(), body("return tf.constant(2 * data)")),
    "list-of-one": (exercise(), body("return [2 * data]")),
    "a-list": (exercise(), body("return (2 * data).tolist()")),
    "a-number": (exercise(), body("return np.float32(2.0)")),
    "not-an-array": (exercise(), body("return 'text'")),
    "numbers-as-objects": (exercise(), body("return (2 * data).astype(object)")),
    "reshaped": (exercise(), body("return (2 * data).ravel()")),
    "object-array": (exercise(), body("return np.array([None, data], dtype=object)")),
    "other-numbers": (exercise(), body("return 3 * data")),
    "cells-not-run": (
        exercise(lesson_names=["weights"]),
        body("return weights * data"),
    ),
    "made-below": (exercise(made_below=["net"]), body("return net(data)")),
    "handed-back": (
        exercise(),
        body("y = keras.Input((2,))", "return tf.keras.backend.get_value(y)"),
    ),
    "asked-while-tracing": (
        exercise(),
        f"@tf.function\n{body('return tf.keras.backend.eval(2 * data)')}",
    ),
    "used-too-early": (exercise(), body("y = y + data", "return y")),
    "not-imported": (exercise(), body("return plt.plot(data)")),
    "no-such-name": (exercise(), body("return 2 * dat")),
    "other-parameters": (exercise(), "def double(): return 2"),
    "ends-the-program": (exercise(), body("raise SystemExit(1)")),
    "asks-for-input": (
        exercise(),
        body(
            "class StdinNotImplementedError(Exception): pass",
            "raise StdinNotImplementedError('raw_input was called')",
        ),
    ),
    "shapes-do-not-fit": (exercise(), body("return data + np.ones((3, 7))")),
    "does-not-fit-the-layer": (
        exercise(),
        body("d = keras.layers.Dense(1)", "d(data)", "return d(data[:, :1])"),
    ),
    "not-subscriptable": (exercise(), body("return double[0]")),
    "not-callable": (exercise(), body("return data(2)")),
    "already-an-array": (exercise(), body("return (2 * data).numpy()")),
    "asked-of-a-list": (exercise(), body("return [2 * data].numpy()")),
    "not-in-the-module": (exercise(), body("return np.twice(data)")),
    "no-such-attribute": (exercise(), body("return data.twice()")),
    "not-comparable": (exercise(), body("return Raises()")),
}
# Shown where a kernel runs cells, or where a whole program is switched.
SHOWN_ELSEWHERE = {
    "as-given": "tests of notebook: an untouched repair",
    "cell-not-run": "tests of cells",
    "replaced-while-judged": "tests of trust",
    "cell-failed": "tests of cells",
    "not-a-class": "lesson 05: a callback that was made already",
    "learned": "lesson 04: a sub-model that is called with training=True",
    "training-changed": "lesson 05: a callback that changes weights",
    "switched-off-eager": "test_switches, in a process of its own",
}


@pytest.fixture(autouse=True)
def doubled(monkeypatch):
    """A judge of `double-it`, found where judges are found."""
    import sys
    import types

    from tutorial_utils.checks.looks import array_looks, is_reshaped, same

    def double_it(attempt):
        for shape in ((2, 3), (4, 2)):
            data = np.arange(float(np.prod(shape)), dtype="float32").reshape(shape) + 0.5
            wanted = 2 * data
            result = attempt.call(data)
            attempt.first(
                result,
                *array_looks(result),
                ("reshaped", is_reshaped(result, wanted)),
                ("other-numbers", not same(result, wanted)),
            )
        if getattr(attempt.answer, "is_odd", False):
            raise ZeroDivisionError("a judge that did not foresee it")

    module = types.ModuleType("doubled")
    module.double_it = double_it
    monkeypatch.setitem(sys.modules, "tutorial_utils.checks.lessons.doubled", module)


def verdict_on(about: dict, source: str) -> NotYet:
    answer = made(source)
    with pytest.raises(NotYet) as raised:
        judge(about, "doubled", answer)
    return raised.value


@pytest.mark.parametrize("diagnosis", sorted(SHOWN.keys() - {"not-comparable"}))
def test_each_is_shown(diagnosis):
    verdict = verdict_on(*SHOWN[diagnosis])
    assert verdict.diagnosis == diagnosis, str(verdict)
    assert verdict.next and verdict.got and "$" not in str(verdict)


def test_what_no_judge_foresaw_is_not_a_pass():
    answer = made(RIGHT)
    answer.is_odd = True
    with pytest.raises(NotYet) as raised:
        judge(exercise(), "doubled", answer)
    assert raised.value.diagnosis == "not-comparable"
    assert "ZeroDivisionError" in raised.value.got


def test_none_is_shown_nowhere():
    assert common().keys() == SHOWN.keys() | SHOWN_ELSEWHERE.keys()


def test_the_right_answer_passes_and_the_stub_is_not_started():
    assert judge(exercise(shown="it doubles"), "doubled", made(RIGHT)) == "it doubles"
    for untouched in (made(STUB), ...):
        with pytest.raises(NotStarted):
            judge(exercise(), "doubled", untouched)


def test_an_error_that_nobody_knows_gets_no_cause():
    verdict = verdict_on(exercise(), body("raise RuntimeError('the moon is full')"))
    assert verdict.diagnosis == "raised"
    assert verdict.usually == "" and "the moon is full" in verdict.got


def test_an_error_that_the_lessons_explain_gets_their_words():
    verdict = verdict_on(exercise(), body("return keras.Input((2,)).numpy()"))
    assert "KerasTensor" in verdict.usually


def test_an_entry_of_the_exercise_comes_first():
    own = {"id": "moon", "raised": ["moon", "sun"], "usually": "it is full", "next": "wait"}
    about = exercise(wrong=[own])
    verdict = verdict_on(about, body("raise NameError('the moon is full')"))
    assert (verdict.diagnosis, verdict.usually) == ("moon", "it is full")
    assert verdict_on(about, body("raise NameError('rain')")).diagnosis == "no-such-name"


def test_facts_and_words_are_asked_for_together():
    wrong = [
        {"id": "numpy", "raised": "bad", "facts": ["uses log"], "next": "-"},
        {"id": "known", "error": "kerastensor-numpy", "facts": "uses Input"},
    ]
    about = exercise(wrong=wrong)
    assert verdict_on(about, body("np.log(data)", "raise OSError('bad')")).diagnosis == "numpy"
    assert verdict_on(about, body("raise OSError('bad')")).diagnosis == "raised"
    assert verdict_on(about, body("return keras.Input((2,)).numpy()")).diagnosis == "known"


def test_a_name_of_the_lesson_does_not_matter_where_the_answer_is_right():
    source = body("batch.shape", "return 2 * data")
    assert judge(exercise(shown="it doubles"), "doubled", made(source)) == "it doubles"


def test_a_switch_that_was_on_is_off_after_a_pass_which_says_so():
    tf.config.run_functions_eagerly(True)
    shown = judge(exercise(shown="it doubles"), "doubled", made(RIGHT))
    assert not tf.config.functions_run_eagerly()
    assert shown.startswith("it doubles (turned back before the check: run_functions_eagerly(True)")
    assert judge(exercise(shown="it doubles"), "doubled", made(RIGHT)) == "it doubles"


def test_a_switch_that_was_on_is_off_after_a_wrong_answer_and_noted():
    tf.config.run_functions_eagerly(True)
    verdict = verdict_on(exercise(), body("return 3 * data"))
    assert not tf.config.functions_run_eagerly()
    assert verdict.diagnosis == "other-numbers" and "run_functions_eagerly" in verdict.note


def test_a_switch_that_is_turned_where_no_judge_looks_is_found_at_the_end(doubled):
    import sys

    module = sys.modules["tutorial_utils.checks.lessons.doubled"]
    module.double_it = lambda attempt: attempt.answer(np.ones((2, 2)))
    source = body("tf.config.run_functions_eagerly(True)", "return 2 * data")
    assert verdict_on(exercise(), source).diagnosis == "switched-to-eager"
    assert not tf.config.functions_run_eagerly()


REPAIR = "@tf.function\ndef double(data, words=()):\n    return 3 * data\n"


@pytest.mark.parametrize(
    ("source", "diagnosis"),
    [
        (REPAIR, "as-given"),
        (REPAIR.removeprefix("@tf.function\n"), "other-numbers"),
        (f"tf.config.run_functions_eagerly(True)\n{REPAIR}", "switched-to-eager"),
    ],
)
def test_a_repair_whose_lines_are_as_given_may_be_changed_around_them(source, diagnosis):
    about = exercise("repair", REPAIR, RIGHT, wrong=[{"id": "switched-to-eager"}])
    assert verdict_on(about, source).diagnosis == diagnosis


def test_a_missing_parameter_is_told_before_a_name_of_the_lesson():
    verdict = verdict_on(exercise(), "def double():\n    return 2 * batch\n")
    assert verdict.diagnosis == "other-parameters"


def test_an_import_of_the_lesson_that_was_not_run_is_no_slip_in_spelling():
    about = exercise(made_above=["seaborn"])
    verdict = verdict_on(about, body("return seaborn.double(data)"))
    assert verdict.diagnosis == "cells-not-run" and verdict.next.startswith("run the cells above")
    assert verdict_on(about, body("return seabron.double(data)")).diagnosis == "no-such-name"


@pytest.mark.parametrize(
    ("name", "diagnosis"),
    [("np", "not-imported"), ("net", "made-below"), ("weights", "cells-not-run")],
)
def test_a_name_that_a_cell_below_makes_does_not_send_to_the_cells_above(name, diagnosis):
    about = exercise(lesson_names=["net", "weights"], made_below=["np", "net"])
    answer = made(body(f"return {name}(data)"))
    answer.__globals__.pop(name, None)
    with pytest.raises(NotYet) as raised:
        judge(about, "doubled", answer)
    assert raised.value.diagnosis == diagnosis
    assert ("above, from the top" in raised.value.next) == (diagnosis == "cells-not-run")


@pytest.mark.parametrize(
    "lines",
    [
        ["from tensorflow.keras import backend as K", "return K.get_value({}).std()"],
        ["from tensorflow.keras.backend import get_value", "return np.abs(get_value({}))"],
        ["return (tf.keras.backend.eval({}) == 0).all(axis=0)"],
        ["return [tf.keras.backend.eval({})]"],
    ],
)
def test_an_old_call_for_numbers_is_named_also_where_the_error_is_of_a_later_line(lines):
    own = {"id": "moon", "raised": "Error", "usually": "-", "next": "-"}
    of_a_model = [line.format("keras.layers.Dense(1)(keras.Input((2,)))") for line in lines]
    verdict = verdict_on(exercise(wrong=[own]), body(*of_a_model))
    assert verdict.diagnosis == "handed-back"
    of_numbers = [line.format("tf.constant(data)") for line in lines[:-1]] + [
        "return tf.keras.backend.get_value(tf.constant(2 * data))"
    ]
    assert judge(exercise(shown="it doubles"), "doubled", made(body(*of_numbers)))


def test_a_module_that_no_line_imports_is_no_slip_in_spelling_also_in_a_traced_function():
    own = {"id": "moon", "raised": "NameError", "usually": "-", "next": "-"}
    about = exercise(wrong=[own])
    source = f"@tf.function\n{body('return math.prod(data)')}"
    verdict = verdict_on(about, source)
    assert (verdict.diagnosis, verdict.usually) == (
        "not-imported",
        "`math` is not imported in this file",
    )
    assert "`import math`" in verdict.next
    about = exercise(made_above=["math"])
    assert verdict_on(about, source).diagnosis == "cells-not-run"


def test_a_list_of_lines_as_it_was_given_is_not_started():
    with pytest.raises(NotStarted):
        judge(ORDER, "doubled", ["A   x = 1", "B   y = x + 1", "C   z = 5"])
    assert judge(ORDER, "doubled", ["A   x = 1", "B   y = x + 1"]) == "y is 2"


@pytest.mark.parametrize("name", ["self", "facts", "watched", "answer"])
def test_arguments_may_have_any_name(name):
    assert judge(exercise(shown="-"), "doubled", made(f"def double({name}): return 2 * {name}"))
    verdict = verdict_on(exercise(), f"def double({name}, more): return 2 * more")
    assert verdict.diagnosis == "other-parameters"


def test_a_name_of_the_lesson_comes_with_the_arguments_and_with_nothing_of_pythons_own():
    verdict = verdict_on(exercise(), body("return np.array([2 * row for row in batch])"))
    assert verdict.diagnosis == "lesson-name"
    assert verdict.next == "use what your code is given: `data`, `words`"


def test_the_error_of_a_session_in_a_traced_function_is_not_cut_to_its_heading():
    lines = ["with tf.compat.v1.Session() as old:", "    return old.run(2 * data)"]
    verdict = verdict_on(exercise(), f"@tf.function\n{body(*lines)}")
    assert verdict.got.startswith("InvalidArgumentError: You must feed a value for placeholder")
