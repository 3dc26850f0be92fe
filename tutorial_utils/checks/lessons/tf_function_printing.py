"""Judges of the lesson *Printing in a traced function*."""

import contextlib
import functools
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from ..attempt import Attempt, Look
from ..bytecode import globals_in, names_in
from ..looks import is_tensor, same, shape_of
from ..printed import (
    in_short,
    is_rounded,
    numbers_in,
    printed,
    shows,
    shows_placeholder,
    shows_symbolic,
)

_LOGGING = {"logging", "get_logger", "getLogger", "logger"}


def one_trace(attempt: Attempt) -> None:
    rng = np.random.default_rng(3)
    for function in (lambda batch: 3 * batch, lambda batch: tf.reduce_sum(batch, axis=1) - 1):
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
            with attempt.running(facts=lambda: _of_the_signature(traced)):  # noqa: B023
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
    rows, columns = spec.shape
    return [
        f"signature: {'open' if rows is None else 'fixed'} rows",
        f"signature: {columns} columns",
    ]


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
            with printed() as seen:
                given = weight, tf.constant(x), tf.constant(y)
                result = attempt.call(*given, may_change=["weight"])
            attempt.first(result, ("not-traced", not _is_traced(attempt.answer)))
            is_step = same(weight, after, atol=1e-3)
            attempt.first(
                result,
                ("other-loss", not is_step and not same(result, loss)),
                ("no-step", not is_step and same(weight, before), f"the weight {before:.3f}"),
                ("other-step", not is_step, f"the weight {weight.numpy():.3f}"),
            )
            looks = _of_the_print(seen.text, call, loss, later, attempt.answer)
            attempt.first(None, *looks, got=in_short(seen.text) or "nothing was printed")
            attempt.first(
                result,
                ("nothing-returned", result is None),
                ("loss-not-returned", not same(result, loss)),
            )
            before = after


def _of_the_print(
    text: str, call: int, loss: float, later: float, answer: object
) -> Iterator[Look]:
    """What is wrong with what one call printed."""
    there = shows(text, loss) and "Traceback" not in text  # whose lines have numbers
    names, by_python = names_in(answer), "print" in globals_in(answer)
    yield "printed-twice", there and shows_symbolic(text)
    yield "logged", not there and bool(names & _LOGGING)
    yield "printed-while-tracing", shows_symbolic(text) and by_python
    yield "text-made-while-tracing", shows_symbolic(text)
    yield "placeholder", shows_placeholder(text)
    yield "elsewhere", not text and "output_stream" in names
    yield "while-tracing-only", not there and by_python
    yield "not-every-call", not text and call > 1
    yield "prints-nothing", not text
    yield "after-the-step", not there and shows(text, later)
    yield "other-number", not there


def log_file(attempt: Attempt) -> None:
    attempt.case(call="", mean="...")
    attempt.first(attempt.answer, ("outer-traced", _is_traced(attempt.answer)))
    rng = np.random.default_rng(8)
    with tempfile.TemporaryDirectory() as folder:
        for path, centre in ((Path(folder, "judge.txt"), 30), (Path(folder, "b.log"), -50)):
            attempt.case(call="", mean="...")
            write = attempt.call(str(path), facts=lambda: ["while making"])
            attempt.first(
                write,
                ("no-function", write is None or is_tensor(write) or not callable(write)),
                ("not-traced", not _is_traced(write)),
                ("called-while-making", path.is_file() and bool(path.read_text())),
            )
            lines: list[str] = []
            for call, shape in enumerate([(2, 3), (4, 2), (4, 2)], 1):
                batch = (centre + rng.exponential(9, shape)).astype("float32")
                attempt.case(call=f", then call {call} of f", mean=f"{batch.mean():.3f}")
                with printed() as seen, attempt.running(facts=lambda: ["while writing"]):
                    result = write(tf.constant(batch))
                text = path.read_text(errors="replace") if path.is_file() else ""
                looks = _of_the_file(text, lines, seen.text, batch, names_in(attempt.answer))
                attempt.first(None, *looks, got=in_short(text) or "the file has no lines")
                is_batch = getattr(result, "dtype", None) == tf.float32 and same(result, batch)
                attempt.first(
                    result,
                    ("nothing-returned", result is None),
                    ("batch-not-returned", not is_batch),
                )
                lines = _lines(text)


def _of_the_file(
    text: str, before: list[str], on_screen: str, batch: np.ndarray, names: set[str]
) -> Iterator[Look]:
    """What is wrong with the file after one call."""
    new = _lines(text)[len(before) :]
    line, mean = " ".join(new), float(batch.mean())
    behind = re.search(r"mean:[\s\"'(\[]*(-?\d.*)", line)
    number = numbers_in(behind[1])[0] if behind else np.nan
    yield "logged", bool(names & _LOGGING) and (not text or shows_symbolic(text))
    yield "on-the-screen", not text and bool(on_screen), f"printed: {on_screen.strip()}"
    yield "empty-file", not text
    yield "written-while-tracing", shows_symbolic(text)
    yield "described", "tf.Tensor" in text
    yield "placeholder", shows_placeholder(text)
    yield "overwritten", bool(before) and not text.startswith(before[0])
    yield "no-line-ends", not new and text.count("mean") > len(before)
    yield "not-every-call", not new
    yield "whole-batch", all(shows(line, float(one)) for one in batch.flat)
    yield "more-lines", len(new) > 1
    if not is_rounded(number, mean):
        by_axis = [[shows(line, float(one)) for one in batch.mean(axis)] for axis in (0, 1)]
        yield "one-per-column", any(map(all, by_axis))
        yield "other-label", shows(line, mean) and not behind
        yield "other-number", True


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _is_traced(function: object) -> bool:
    return hasattr(function, "get_concrete_function")


def gate_in_a_layer(attempt: Attempt) -> None:
    is_layer = isinstance(attempt.answer, type) and issubclass(attempt.answer, keras.layers.Layer)
    attempt.case(place="a look at the class", mean="...")
    attempt.first(attempt.answer, ("no-layer", not is_layer))
    rng = np.random.default_rng(1)
    for columns in (3, 5):
        batches = _batches(rng, columns)
        layer = attempt.call()
        _try_gate(attempt, batches, layer, "in a cell")
        attempt.case(place="in a Functional model", mean="...")
        with attempt.running():
            inputs = keras.Input((columns,))
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
    opened = []
    for batch in batches:
        attempt.case(place=place, mean=f"{batch.mean():.2f}")
        with attempt.running(batch=batch):
            result = run(batch)
        attempt.first(result, *_of_the_gated(result, batch))
        opened.append(same(result, batch))
    right = [batch.mean() > 0 for batch in batches]
    means = [f"{batch.mean():.2f}" for batch in batches]
    attempt.case(place=place, mean=", ".join(means))
    through = ", ".join(m for m, o in zip(means, opened, strict=True) if o)
    attempt.first(
        None,
        ("always-open", all(opened)),
        ("always-closed", not any(opened)),
        ("swapped", opened == [not is_open for is_open in right]),
        ("zero-counted", opened == [*right[:-1], True]),
        ("other-question", opened != right),
        got=f"let through: {through or 'none'}",
    )


def _of_the_gated(result: object, batch: np.ndarray) -> Iterator[Look]:
    """What is wrong with a result that should be the batch or zeros."""
    is_bool = getattr(result, "dtype", None) in (tf.bool, bool)
    is_whole = same(result, batch) or same(result, 0 * batch)
    positive = (batch.mean(axis, keepdims=True) > 0 for axis in (0, 1))
    yield "nothing-returned", result is None
    yield "list-of-one", isinstance(result, (list, tuple)) and len(result) == 1
    yield "a-list", isinstance(result, (list, tuple))
    yield "times-condition", is_bool and shape_of(result) == batch.shape
    yield "condition-returned", is_bool
    yield "other-shape", shape_of(result) != batch.shape
    yield "each-element", not is_whole and same(result, np.maximum(batch, 0))
    yield "each-row", not is_whole and any(same(result, batch * one) for one in positive)
    yield "other-numbers", not is_whole
