"""Judges of the lesson *Symbolic or eager: what am I holding?*"""

import re

import keras
import numpy as np
import tensorflow as tf

from ..tensors import describe
from .printed import printed
from .verdict import NotStarted, NotYet, choose, execute, in_one_line, is_unfilled, run


def print_a_plan(made) -> str:
    def believed(diagnosis: str, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis,
            ran="a look at your choice",
            got=f"{made!r}",
            expected="the option that needs no data",
            usually=usually,
            next=next,
        )

    return choose(
        made,
        {
            "a": believed(
                "values-expected",
                "the layer has weights, so it seems to have an output too; but an output needs an input",
                "ask yourself which eight numbers the layer was given so far",
            ),
            "b": believed(
                "zeros-expected",
                "an empty place is taken for zeros; zeros are numbers, and none were made",
                "ask yourself how many rows of zeros it would be",
            ),
            "c": "a plan shows its shape and dtype, for it has nothing else",
            "d": believed(
                "error-expected",
                "an object without numbers is taken for a broken one; a plan is complete as it is",
                "think of a function: you can print it before you call it",
            ),
        },
    )


# Words of an error -> diagnosis, what it usually means, what to do.
_ROUTE_ERRORS = (
    (
        "'KerasTensor' object has no attribute",
        "asked-the-plan",
        "`layer.output` was asked for its numbers; it is a plan and never has any",
        "make the route end at `layer.output`, and send `data` along the route",
    ),
    (
        "A KerasTensor is symbolic",
        "asked-the-plan",
        "a plan was given to NumPy; no data was sent along the route",
        "call your route on `data`, and make an array of the result",
    ),
    (
        "'KerasTensor' object is not callable",
        "called-the-plan",
        "`layer.output` was called; it is where a route ends, and no route itself",
        "call `to_layer` on `data`",
    ),
    (
        "not connected",
        "other-model",
        "the route ends at a plan of another model, such as one from a cell above",
        "end it at the output of `layer`, which belongs to `any_model`",
    ),
    (
        "get_output_at",
        "old-keras",
        "layers had that method in older versions of Keras; it is gone",
        "`layer.output` is the plan that you want",
    ),
    (
        "no attribute 'numpy'",
        "not-called",
        "the route itself was asked for numbers; a route is like a function",
        "call your route on `data`, and ask the result",
    ),
    (
        "incompatible",
        "skipped-layers",
        "the layer was called on the data itself; the layers before it were left out",
        "let `to_layer` take the data through all layers on the way",
    ),
    (
        "outputs",
        "not-a-step",
        "the route was given an end that is no plan of an output, such as the layer itself",
        "end it at the layer's `.output`",
    ),
)


def numbers_of_a_layer(made) -> str:
    rng = np.random.default_rng(7)
    inputs = keras.Input(shape=(5,), name="judge_inputs")
    first = keras.layers.Dense(4, activation="tanh", name="judge_first")(inputs)
    second = keras.layers.Dense(3, name="judge_second")(first)
    model = keras.Model(inputs, keras.layers.Dense(2, name="judge_last")(second))
    for layer in model.layers[1:]:
        layer.set_weights([rng.normal(size=w.shape) for w in layer.get_weights()])
    data = rng.normal(size=(4, 5)).astype("float32")
    expected = keras.Model(inputs, second)(data).numpy()
    ran = 'numbers_of_layer(a_model, "judge_second", a_batch_of_4_rows)'
    wanted = "a NumPy array with the shape (4, 3)"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    try:
        result = run(made, model, "judge_second", data, ran=ran, expected=wanted)
    except NotYet as error:
        got = error.told["we got"]
        for words, diagnosis, usually, next in _ROUTE_ERRORS:
            if words in got:
                raise not_yet(diagnosis, got, usually, next) from None
        raise
    if isinstance(result, keras.KerasTensor):
        raise not_yet(
            "symbolic",
            result,
            "a plan came back: no data was sent along the route, or an old `K.eval` was asked, "
            "which hands a plan back as it is",
            "call your route on `data`",
        )
    if isinstance(result, (keras.Model, keras.Layer)):
        raise not_yet(
            "not-called",
            result,
            "the route was given back, and not what comes out of it",
            "call your route on `data`",
        )
    if tf.is_tensor(result):
        raise not_yet(
            "still-a-tensor",
            result,
            "the numbers are there, inside an EagerTensor; an array was asked for",
            "add `.numpy()` to the result",
        )
    if isinstance(result, np.ndarray) and result.dtype == object:
        raise not_yet(
            "not-called",
            result,
            "an object was wrapped up as an array; no data was sent along the route",
            "call your route on `data`, and ask the result for `.numpy()`",
        )
    if not isinstance(result, np.ndarray):
        raise not_yet(
            "not-an-array",
            result,
            "the function has no `return`, or gives back something else",
            "return the array that comes out of your route",
        )
    if result.shape == model(data).shape:
        raise not_yet(
            "whole-model",
            result,
            "these are the numbers of the whole model: the route, or what you called, ends there",
            "end the route at the output of `layer`, and send `data` along the route",
        )
    if result.shape != expected.shape or not np.allclose(result, expected, atol=1e-5):
        raise not_yet(
            "other-numbers",
            result,
            "the numbers come from another layer, or from other data",
            "end the route at the output of `layer`, and send `data` along it",
        )
    return "four rows in, four rows of 3 numbers out, of the layer in the middle"


def which_kind(made) -> str:
    things = {
        "a NumPy array": (np.ones((2, 3)), "array"),
        "an EagerTensor": (tf.ones((2, 3)), "value"),
        "a tf.Variable": (tf.Variable([1.0, 2.0]), "variable"),
        "a Keras variable": (keras.Variable([1.0, 2.0]), "variable"),
        "a KerasTensor": (keras.Input(shape=(3,), name="judge_plan"), "plan"),
    }
    answers = {}
    for what, (thing, expected) in things.items():
        answers[what] = _kind(made, thing, what, expected)

    value = things["an EagerTensor"][0]

    @tf.function(autograph=False)
    def traced(graph_tensor):
        answers["a graph tensor"] = _kind(made, graph_tensor, "a graph tensor", "graph")
        answers[_VALUE_IN_A_TRACE] = _kind(made, value, _VALUE_IN_A_TRACE, "value")
        return graph_tensor

    traced.get_concrete_function(tf.TensorSpec((3,)))  # traces, and runs nothing
    wanted = {what: expected for what, (_, expected) in things.items()}
    wanted |= {"a graph tensor": "graph", _VALUE_IN_A_TRACE: "value"}
    wrong = [what for what, expected in wanted.items() if answers[what] != expected]
    if wrong:
        raise _wrong_kind(wrong[0], answers[wrong[0]], wanted, wrong)
    return "six objects of five kinds told apart, one of them inside a traced function"


def _kind(made, thing, what: str, expected: str):
    try:
        return run(made, thing, ran=f"kind_of({what})", expected=repr(expected))
    except NotYet as verdict:
        if "symbolic `tf.Tensor` as a Python `bool`" in verdict.told["we got"]:
            verdict.diagnosis = "asked-in-a-function"
            verdict.told["usually"] = "the answer was made inside a graph, so it is a plan itself"
            verdict.told["next"] = "ask plainly: tf.is_symbolic_tensor(thing)"
        raise


_VALUE_IN_A_TRACE = "an EagerTensor, while a function is traced"
# What was taken for what -> diagnosis, what it usually means, what to do.
_MIX_UPS = {
    (_VALUE_IN_A_TRACE, "graph"): (
        "where-not-what",
        "the line asks where it runs, and not what `thing` is; a value keeps its numbers there too",
        "ask about the thing: `tf.is_symbolic_tensor(thing)`",
    ),
    ("a graph tensor", "value"): (
        "graph-as-value",
        "a graph tensor is a `tf.Tensor` too, so a question that is true of both came first",
        "ask `tf.is_symbolic_tensor` before you say value",
    ),
    ("a KerasTensor", "graph"): (
        "plan-as-graph",
        "what is left over was called graph, and a KerasTensor was still among it",
        "ask for `keras.KerasTensor` by name",
    ),
    ("a KerasTensor", "value"): (
        "plan-as-value",
        "`tf.is_symbolic_tensor` is False for a KerasTensor: it knows TensorFlow's plans only",
        "ask for `keras.KerasTensor` by name, before what is left counts as a value",
    ),
}
_VARIABLES = {"a tf.Variable", "a Keras variable"}


def _wrong_kind(what: str, answer: object, wanted: dict[str, str], wrong: list[str]) -> NotYet:
    if answer is None:
        diagnosis, usually, next = (
            "printed",
            "the answer is printed, or a branch has no `return`",
            "return the word on every path through the function",
        )
    elif answer not in wanted.values():
        diagnosis, usually, next = (
            "other-word",
            "the function gives back something other than one of the five words",
            "return exactly one of: " + ", ".join(dict.fromkeys(wanted.values())),
        )
    elif what == "a NumPy array":
        diagnosis, usually, next = (
            "array-missed",
            "no line asks for NumPy arrays before what is left gets its name",
            "ask for `np.ndarray`",
        )
    elif what in _VARIABLES and len(_VARIABLES.intersection(wrong)) == 1:
        diagnosis, usually, next = (
            "one-library-only",
            "TensorFlow and Keras each have a class of variables, and one is not the other",
            "ask for `tf.Variable` and for `keras.Variable`",
        )
    elif what in _VARIABLES:
        diagnosis, usually, next = (
            "variable-as-value",
            "variables have numbers and `.numpy()` as well, so a wide question took them in",
            "ask for the two classes of variables before",
        )
    else:
        diagnosis, usually, next = _MIX_UPS.get(
            (what, answer),
            (
                "another-kind",
                "a question that is true of several kinds came before a narrower one",
                f"find the line of your function that answers for {what}",
            ),
        )
    return NotYet(
        diagnosis,
        ran=f"kind_of({what})",
        got=repr(answer),
        expected=repr(wanted[what]),
        usually=usually,
        next=next,
    )


_LINES = {
    "A": "average = mean_of([1.0, 2.0, 6.0]).numpy()",
    "B": "def mean_of(t):",
    "C": "average = mean_of.numpy()",
    "D": "@tf.function",
    "E": "    return tf.reduce_mean(t).numpy()",
    "F": "    return tf.reduce_mean(t)",
}


def order_of_looking(made) -> str:
    wanted = "a traced function, and 3.0 in `average`"
    if is_unfilled(made):
        raise NotStarted
    told = "".join(map(str, made)) if isinstance(made, (str, list, tuple)) else ""
    letters = re.sub(r"[\s,;>-]+", "", told).upper()
    if not letters or set(letters) - _LINES.keys():
        raise NotYet(
            "no-lines",
            ran="a look at your choice",
            got=repr(made) if isinstance(made, str) else describe(made),
            expected='letters from A to F in one string, such as "FEDC"',
            usually="the lines themselves, or their numbers, were written",
            next="write the letters in the order of the lines",
        )
    code = "\n".join(_LINES[letter] for letter in letters) + "\n"
    scope: dict = {"tf": tf}

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        ran = "your lines:\n" + code.rstrip()
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    try:
        execute(code, scope)
    except SyntaxError as error:
        raise not_yet(
            "does-not-run",
            f"SyntaxError: {error.msg}",
            "a decorator or a `def` line is not followed by what it needs",
            "put the decorator right above `def`, and the function's own line right below it",
        ) from None
    except Exception as error:
        if "'numpy.float32' object has no attribute" in str(error):
            raise not_yet(
                "not-traced",
                in_one_line(error),
                "without the decorator nothing is traced, so one `.numpy()` was enough",
                "one of the lines turns the function into a traced one",
            ) from None
        if "E" in letters and "'Function' object has no" not in str(error):
            raise not_yet(
                "numpy-inside",
                in_one_line(error),
                "the function asks for numbers while it is traced, when there are none",
                "return the tensor, and ask outside",
            ) from None
        if "C" in letters:
            raise not_yet(
                "numpy-of-the-function",
                in_one_line(error),
                "the function was asked for numbers; only the result of a call has some",
                "call `mean_of` on the list first",
            ) from None
        raise not_yet(
            "does-not-run",
            in_one_line(error),
            "a name is used above the line that makes it",
            "define the function first, and call it last",
        ) from None
    if not hasattr(scope.get("mean_of"), "get_concrete_function"):
        raise not_yet(
            "not-traced",
            "a plain Python function",
            "without the decorator nothing is traced",
            "one of the lines turns the function into a traced one",
        )
    average = scope.get("average")
    if average is None or not np.isclose(average, 3.0):
        raise not_yet(
            "no-average",
            "no `average`" if average is None else describe(average),
            "the function is defined and not called",
            "add the line that calls it",
        )
    return "your lines ran: a traced function, and average = 3.0"


def brightest_pixel(made) -> str:
    dark, light = (tf.constant([[0.0, 0.25], [0.5, top]]) for top in (0.125, 0.75))
    ran = "brightness(images), twice, with other images each time"
    wanted = "two lines with the numbers 0.5 and 0.75, and the mean"

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    if callable(made) and not hasattr(made, "get_concrete_function"):
        raise not_yet(
            "not-traced",
            "a plain Python function",
            "the decorator was taken off; in `fit` you could not do that",
            "put `@tf.function` back, and print in a way that works inside",
        )
    if tf.config.functions_run_eagerly():
        tf.config.run_functions_eagerly(False)  # the cell would spoil every later one
        raise not_yet(
            "switched-to-eager",
            "run_functions_eagerly(True): nothing is traced any more",
            "tracing was switched off for the whole program, which then runs slowly everywhere",
            "take that line out, and print in a way that works inside a graph",
        )
    with printed() as seen:
        try:
            means = [run(made, images, ran=ran, expected=wanted) for images in (dark, light)]
        except NotYet as error:
            got = error.told["we got"]
            if "'SymbolicTensor' object has no" in got or "Cannot convert a symbolic" in got:
                raise not_yet(
                    "numpy-inside",
                    got,
                    "the tensor is asked for its numbers while the function is traced",
                    "leave `.numpy()` and NumPy out of the function: tf.print takes tensors as they are",
                ) from None
            if "must return zero or more Tensors" in got:
                raise not_yet(
                    "returns-no-tensor",
                    got,
                    "something that is no tensor is given back, such as what tf.print returns",
                    "put tf.print on a line of its own, and return the mean",
                ) from None
            if "KerasTensor" in got:
                raise not_yet(
                    "keras-inside",
                    got,
                    "`keras.Model` is for KerasTensors; here you hold graph tensors",
                    "a graph tensor needs no route: give it to tf.print",
                ) from None
            raise
    shown = seen.text
    said = " / ".join(seen.lines) or "nothing was printed"
    if 'Tensor("' in shown:
        in_text = "brightest" in shown and len(seen.lines) > 1
        if in_text:
            raise not_yet(
                "text-made-while-tracing",
                said,
                "an f-string is made by Python, while the function is traced",
                'give tf.print the tensor itself: tf.print("brightest:", ...)',
            )
        raise not_yet(
            "symbolic-print",
            said,
            "Python's `print` ran once, while the function was traced, and saw a plan",
            "TensorFlow has a print of its own, for graphs",
        )
    if not seen.lines:
        raise not_yet(
            "prints-nothing",
            said,
            "the line that prints was taken out",
            "print `brightest` with TensorFlow's own print",
        )
    if not ("0.5" in shown and "0.75" in shown):
        raise not_yet(
            "other-print",
            said,
            "something else is printed, or on one of the two calls only",
            'tf.print("brightest:", brightest)',
        )
    if "0.25" in shown:
        raise not_yet(
            "prints-all-pixels",
            said,
            "several numbers a call are printed; one was asked for, the largest of the whole batch",
            "give tf.print what `tf.reduce_max(images)` gives, with no `axis` and no loop",
        )
    for images, mean in zip((dark, light), means, strict=True):
        if not tf.is_tensor(mean) or not np.allclose(mean, tf.reduce_mean(images)):
            raise NotYet(
                "wrong-mean",
                ran=ran,
                got=describe(mean),
                expected=f"the mean: {describe(tf.reduce_mean(images))}",
                usually="the last line gives back something other than the mean of the images",
                next="leave the `return` line as it was given",
            )
    return "traced once, two calls, two numbers printed, and the mean came back"


# Words of an error -> diagnosis, what it usually means, what to do.
_RAGGED_ERRORS = (
    (
        "'list' object has no attribute",
        "list-of-means",
        "the means are in a Python list, which has no `.numpy()`",
        "make an array of the list: np.array(...)",
    ),
    (
        "'RaggedTensor' object has no attribute",
        "no-such-method",
        "a ragged tensor has few methods; TensorFlow's functions take it as an argument",
        "look for the function of `tf` that makes means",
    ),
    (
        "has no len()",
        "length-unknown",
        "there is no one length to divide by: each row has its own",
        "let TensorFlow make the means: it knows each row's length",
    ),
    (
        "inhomogeneous",
        "lists-of-different-lengths",
        "rows of different lengths make no array, with or without TensorFlow",
        "make the means first: one number a row",
    ),
    (
        "int64",
        "lengths-are-integers",
        "the sums are floats and the lengths are integers; TensorFlow does not mix them by itself",
        "`tf.cast` the lengths, or let TensorFlow's own mean do both steps",
    ),
    (
        "None",
        "length-unknown",
        "the shape says `None` where each row has a length of its own",
        "let TensorFlow make the means: it knows each row's length",
    ),
    (
        "'DType' object has no attribute",
        "numpy-on-ragged",
        "a NumPy function got the ragged tensor; to NumPy it is one object without rows",
        "let TensorFlow make the means, then go to NumPy",
    ),
    (
        "axis 1 is out of bounds",
        "numpy-on-ragged",
        "the ragged tensor was made an array: to NumPy it is one object without rows",
        "let TensorFlow make the means, then go to NumPy",
    ),
    (
        "RaggedTensor",
        "numpy-on-ragged",
        "a NumPy function got the ragged tensor; to NumPy it is one object without rows",
        "let TensorFlow make the means, then go to NumPy",
    ),
)


def ragged_means(made) -> str:
    # One number is a stored zero: who takes zeros for gaps gets another mean.
    rows = tf.ragged.constant([[2.0, 4.0], [6.0], [0.0, 2.0, 4.0, 6.0]])
    expected = np.array([3.0, 6.0, 3.0])
    ran = "row_means on rows of 2, 1 and 4 numbers"
    wanted = "array([3., 6., 3.])"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    try:
        result = run(made, rows, ran=ran, expected=wanted)
    except NotYet as error:
        got = error.told["we got"]
        for words, diagnosis, usually, next in _RAGGED_ERRORS:
            if words in got:
                raise not_yet(diagnosis, got, usually, next) from None
        raise
    if tf.is_tensor(result) or isinstance(result, tf.RaggedTensor):
        raise not_yet(
            "still-a-tensor",
            result,
            "the numbers are there, inside a tensor; an array was asked for",
            "add `.numpy()` to the result",
        )
    if isinstance(result, (list, tuple)):
        raise not_yet(
            "a-list",
            f"a {type(result).__name__}: {len(result)} items",
            "the means are in a Python sequence; an array was asked for",
            "make an array of it: np.array(...)",
        )
    found = np.asarray(result)
    if found.dtype == object:
        raise not_yet(
            "numpy-on-ragged",
            result,
            "the ragged tensor was made an array: to NumPy it is one object without rows",
            "make the array of the means",
        )
    if found.shape == (3, 4):
        raise not_yet(
            "rows-not-means",
            result,
            "the rows were made an array, with zeros in it, and not the means",
            "make the array of the means",
        )
    if found.shape == (3, 1):
        raise not_yet(
            "extra-axis",
            result,
            "the numbers are right, in a column: `keepdims` keeps an axis of size 1",
            "leave `keepdims` out",
        )
    if found.ndim == 0:
        raise not_yet(
            "one-mean-for-all",
            result,
            "without `axis=1` all numbers go into one mean",
            "say along which axis the mean runs",
        )
    padded = rows.to_tensor().numpy().mean(axis=1)
    if found.shape == padded.shape and np.allclose(found, padded):
        raise not_yet(
            "padded",
            result,
            "short rows were filled up with zeros, and the zeros were counted",
            "make the means while the rows still have their own lengths",
        )
    if found.shape == (4,):
        raise not_yet(
            "columns",
            result,
            "the mean runs down the columns",
            "axis 0 runs over rows; which one runs along a row?",
        )
    if found.shape == expected.shape and np.allclose(found, tf.reduce_sum(rows, axis=1)):
        raise not_yet(
            "sums",
            result,
            "these are the sums of the rows",
            "divide each by its row's length, or let TensorFlow's own mean do both steps",
        )
    if found.shape != expected.shape or not np.allclose(found, expected):
        raise not_yet(
            "other-numbers",
            result,
            "each row's sum is divided by something other than its own length",
            "let TensorFlow's own mean run along axis 1",
        )
    return "rows of 2, 1 and 4 numbers, and the mean of each is right"
