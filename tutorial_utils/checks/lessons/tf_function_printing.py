"""Judges of the lesson *Printing in a traced function*."""

import contextlib
import functools
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from .. import printed
from ..attempt import Attempt, Look
from ..bytecode import globals_in, names_in
from ..looks import is_tensor, is_traced, same, shape_of

_LOGGING = {"logging", "get_logger", "getLogger", "logger"}


def _tripled(batch):
    return 3 * batch


def _sums_less_one(batch):
    return tf.reduce_sum(batch, axis=1) - 1


def one_trace(attempt: Attempt) -> None:
    rng = np.random.default_rng(3)
    for function in (_tripled, _sums_less_one):
        attempt.case(rows=1, columns=3)
        traced = attempt.call(function)
        attempt.first(
            traced,
            ("no-function", traced is None or is_tensor(traced)),
            ("not-traced", not hasattr(traced, "experimental_get_tracing_count")),
        )
        for rows in (1, 2, 5, 0):
            attempt.case(rows=rows, columns=3)
            batch = rng.normal(size=(rows, 3)).astype("float32")
            with attempt.running(facts=functools.partial(_of_the_signature, traced)):
                result = traced(tf.constant(batch))
            attempt.first(result, ("other-function", not same(result, function(batch))))
            count = traced.experimental_get_tracing_count()
            attempt.first(count, ("traced-again", count != 1), got=f"{count} traces")
        attempt.case(rows=2, columns=4)
        with contextlib.suppress(TypeError, ValueError):
            attempt.first(traced(tf.zeros((2, 4))), ("too-wide", True))


def _of_the_signature(traced: object) -> list[str]:
    spec, *more = traced.input_signature or [None]
    if more or not isinstance(spec, tf.TensorSpec):
        return ["signature: not one spec"]
    if spec.shape.rank != 2:
        return ["signature: other axes"]
    return [f"signature: {spec.shape[0]} rows", f"signature: {spec.shape[1]} columns"]


def training_line(attempt: Attempt) -> None:
    rng = np.random.default_rng(11)
    for shape, before in (((6,), -0.5), ((2, 3), 20.0)):
        x = rng.uniform(0.5, 1.5, shape).astype("float32")
        y = (9 * x + rng.uniform(-1, 1, shape)).astype("float32")
        weight = tf.Variable(before)
        for call in (1, 2, 3):
            loss = float(np.mean((before * x - y) ** 2))
            after = before - 0.1 * float(np.mean(2 * (before * x - y) * x))
            later = float(np.mean((after * x - y) ** 2))
            attempt.case(call=call, loss=f"{loss:.3f}", after=f"{after:.3f}")
            with printed.printed() as seen:
                given = weight, tf.constant(x), tf.constant(y)
                result = attempt.call(*given, may_change=["weight"])
            is_step, is_loss = same(weight, after, atol=1e-3), same(result, loss)
            attempt.first(
                result,
                ("not-traced", not is_traced(attempt.answer), attempt.answer),
                ("nothing-returned", result is None),
                ("other-loss", not is_step and not is_loss),
                ("no-step", not is_step and same(weight, before), f"the weight {before:.3f}"),
                ("other-step", not is_step, f"the weight {weight.numpy():.3f}"),
                *_of_the_print(seen.text, call, loss, later, attempt.answer),
                ("loss-not-returned", not is_loss),
            )
            before = after


def _of_the_print(text: str, call: int, loss: float, later: float, answer: object) -> list[Look]:
    """What is wrong with what one call printed."""
    there = printed.shows(text, loss) and "Traceback" not in text  # whose lines have numbers
    names, by_python = names_in(answer), "print" in globals_in(answer)
    is_symbolic = printed.shows_symbolic(text)
    looks = [
        ("printed-twice", there and is_symbolic),
        ("logged", not there and names & _LOGGING),
        ("printed-while-tracing", is_symbolic and by_python),
        ("text-made-while-tracing", is_symbolic),
        ("placeholder", printed.shows_placeholder(text)),
        ("elsewhere", not text and "output_stream" in names),
        ("while-tracing-only", by_python and not printed.numbers_in(text)),
        ("not-every-call", not text and call > 1),
        ("prints-nothing", not text),
        ("after-the-step", not there and printed.shows(text, later)),
        ("other-number", not there),
    ]
    return [(*look, printed.in_short(text) or "nothing was printed") for look in looks]


def log_file(attempt: Attempt) -> None:
    attempt.case(call="", mean="...")
    attempt.first(attempt.answer, ("outer-traced", is_traced(attempt.answer)))
    rng = np.random.default_rng(8)
    with tempfile.TemporaryDirectory() as folder:
        for path, centre in ((Path(folder, "judge.txt"), 30), (Path(folder, "b.log"), -50)):
            attempt.case(call="", mean="...")
            path.touch()
            write = attempt.call(str(path), facts=lambda: ["while making"])
            before = path.read_text()
            attempt.first(
                write,
                ("no-function", write is None or is_tensor(write) or not callable(write)),
                ("not-traced", not is_traced(write)),
                ("called-while-making", "mean" in before),
            )
            for call, shape in enumerate([(2, 3), (4, 2), (4, 2)], 1):
                batch = (centre + rng.exponential(9, shape)).astype("float32")
                attempt.case(call=f", then call {call} of f", mean=f"{batch.mean():.3f}")
                with printed.printed() as seen, attempt.running(facts=lambda: ["while writing"]):
                    result = write(tf.constant(batch))
                text = path.read_text()
                is_batch = getattr(result, "dtype", None) == tf.float32 and same(result, batch)
                attempt.first(
                    result,
                    *_of_the_file(text, before, seen.text, batch, attempt.answer),
                    ("nothing-returned", result is None),
                    ("batch-not-returned", not is_batch),
                )
                before = text


def _of_the_file(text: str, before: str, screen: str, batch: np.ndarray, answer) -> list[Look]:
    """What is wrong with the file after one call."""
    new = printed.lines_in(text)[len(printed.lines_in(before)) :]
    line, mean, is_symbolic = " ".join(new), float(batch.mean()), printed.shows_symbolic(text)
    behind = re.search(r"mean:[\s\"'(\[]*(-?\d\S*)", line)
    is_right = behind and printed.is_rounded(printed.numbers_in(behind[1])[0], mean)
    by_axis = [[printed.shows(line, float(m)) for m in batch.mean(axis)] for axis in (0, 1)]
    looks = [
        ("logged", names_in(answer) & _LOGGING and (not text or is_symbolic)),
        ("on-the-screen", not text and screen),
        ("empty-file", not text),
        ("written-while-tracing", is_symbolic),
        ("described", "tf.Tensor" in text),
        ("placeholder", printed.shows_placeholder(text)),
        ("overwritten", not text.startswith(before)),
        ("no-line-ends", not new and text != before),
        ("not-every-call", not new),
        ("whole-batch", all(printed.shows(line, float(one)) for one in batch.flat)),
        ("more-lines", len(new) > 1),
        ("one-per-column", not is_right and any(map(all, by_axis))),
        ("other-label", printed.shows(line, mean) and not behind),
        ("other-number", not is_right),
    ]
    said = printed.in_short(text or screen) or "no lines in the file"
    return [(*look, said) for look in looks]


def gate_in_a_layer(attempt: Attempt) -> None:
    is_layer = isinstance(attempt.answer, type) and issubclass(attempt.answer, keras.layers.Layer)
    attempt.case(place="a look at the class", mean="...")
    attempt.first(attempt.answer, ("no-layer", not is_layer))
    rng = np.random.default_rng(1)
    for columns in (3, 5):
        batches, layer, inputs = _batches(rng, columns), attempt.call(), keras.Input((columns,))
        _try_gate(attempt, batches, layer, "in a cell")
        attempt.case(place="in a Functional model", mean="...")
        with attempt.running():
            model = keras.Model(inputs, layer(inputs))
        step = tf.function(functools.partial(model, training=True))
        _try_gate(attempt, batches, step, "in a model, traced as `fit` does")


def _batches(rng: np.random.Generator, columns: int) -> list[np.ndarray]:
    """Batches whose mean has another sign than their median, or than the middle of their range."""
    skewed = rng.exponential(1.0, (4, columns))
    skewed -= skewed.mean()
    zero = np.zeros((2, columns))
    zero[0, :2], zero[1, 0] = (-2, -1), 3
    shifted = [sign * skewed + mean for sign in (1, -1) for mean in (0.02, -0.02, 2.0, -2.0)]
    return [batch.astype("float32") for batch in [*shifted, zero]]


def _try_gate(attempt: Attempt, batches: list[np.ndarray], run: Callable, place: str) -> None:
    means, opened = [f"{batch.mean():.2f}" for batch in batches], []
    for batch, mean in zip(batches, means, strict=True):
        attempt.case(place=place, mean=mean)
        with attempt.running(batch=batch):
            result = run(batch)
        attempt.first(result, *_of_the_gated(result, batch))
        opened.append(same(result, batch))
    right = [batch.mean() > 0 for batch in batches]
    through = [mean for mean, is_open in zip(means, opened, strict=True) if is_open]
    attempt.case(place=place, mean=", ".join(means))
    attempt.first(
        None,
        ("always-open", all(opened)),
        ("always-closed", not any(opened)),
        ("swapped", opened == [not is_open for is_open in right]),
        ("zero-counted", opened == [*right[:-1], True]),
        ("other-question", opened != right),
        got=f"let through: {', '.join(through) or 'none'}",
    )


def _of_the_gated(result: object, batch: np.ndarray) -> list[Look]:
    """What is wrong with a result that should be the batch or zeros."""
    is_bool, is_list = (
        getattr(result, "dtype", None) in (tf.bool, bool),
        isinstance(result, (list, tuple)),
    )
    is_whole, shape = same(result, batch) or same(result, 0 * batch), shape_of(result)
    by_axis = [batch * (batch.mean(axis, keepdims=True) > 0) for axis in (0, 1)]
    return [
        ("nothing-returned", result is None),
        ("list-of-one", is_list and len(result) == 1),
        ("a-list", is_list),
        ("times-condition", is_bool and shape == batch.shape),
        ("condition-returned", is_bool),
        ("other-shape", shape != batch.shape),
        ("each-element", not is_whole and same(result, np.maximum(batch, 0))),
        ("each-row", not is_whole and any(same(result, gated) for gated in by_axis)),
        ("other-numbers", not is_whole),
    ]
