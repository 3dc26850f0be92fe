"""Judges of the lesson *Printing in a traced function*."""

import contextlib
import functools
import itertools
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from .. import printed
from ..attempt import Attempt
from ..code.bytecode import names_in, parameters_of
from ..feedback import counted
from ..looks import is_traced, same, shape_of

_EARLIER = "the line of an earlier run\n"

_GATED = {  # what a Gate can make of a batch, and should not
    "always-open": lambda batch: batch,
    "always-closed": lambda batch: 0 * batch,
    "any-positive": lambda batch: batch * (batch > 0).any(),
    "swapped": lambda batch: batch * (batch.mean() <= 0),
    "zero-counted": lambda batch: batch * (batch.mean() >= 0),
    "each-element": lambda batch: batch * (batch > 0),
    "each-row": lambda batch: batch * (batch.mean(axis=1, keepdims=True) > 0),
    "each-column": lambda batch: batch * (batch.mean(axis=0) > 0),
}


def one_trace(attempt: Attempt) -> None:
    rng = np.random.default_rng(3)
    attempt.case(many="1 row", columns=3)
    made = {function: attempt.call(function) for function in (keras.ops.square, keras.ops.exp)}
    for function, traced in made.items():
        attempt.first(traced, ("not-traced", not hasattr(traced, "experimental_get_tracing_count")))
        for rows in (1, 2, 5, 0):
            batch = rng.normal(size=(rows, 3)).astype("float32")
            attempt.case(many=counted(rows, "row"), columns=3)
            with attempt.running():
                result = traced(tf.constant(batch))
            attempt.first(result, ("other-function", not same(result, function(batch))))
            count = traced.experimental_get_tracing_count()
            attempt.first(count, ("traced-again", count != 1), got=f"{count} traces")
        for columns in (2, 4):
            attempt.case(many="2 rows", columns=columns)
            result = None
            with contextlib.suppress(Exception):  # whatever is raised refuses them
                result = traced(tf.zeros((2, columns)))
            attempt.first(result, ("other-width", result is not None))


def training_line(attempt: Attempt) -> None:
    rng = np.random.default_rng(11)
    for shape, start in (((40,), -0.5), ((2, 3), 20.0)):
        x = rng.uniform(0.5, 1.5, shape).astype("float32")
        y = (9 * x + rng.uniform(-1, 1, shape)).astype("float32")
        down = [start]  # what becomes of the weight
        for _ in range(3):
            down.append(down[-1] - 0.1 * float(np.mean(2 * (down[-1] * x - y) * x)))
        losses = [float(np.mean((weight * x - y) ** 2)) for weight in down]
        attempt.case(losses=_listed(losses[:3]), after=_listed(down[3:]))
        weight, texts, results = tf.Variable(start), [], []
        for _ in range(3):
            names = parameters_of(attempt.answer)[:1]
            with printed.printed() as seen:
                result = attempt.call(weight, tf.constant(x), tf.constant(y), may_change=names)
            texts.append(seen.text)
            results.append(result)
        attempt.first(
            result,
            ("not-traced", not is_traced(attempt.answer), attempt.answer),
            ("nothing-returned", result is None),
            ("no-step", same(weight, start), f"the weight {start:.3f}"),
            ("other-step", not same(weight, down[3], 1e-3), f"the weight {weight.numpy():.3f}"),
        )
        _look_at_the_print(attempt, texts, losses)
        attempt.first(result, ("loss-not-returned", not all(map(same, results, losses))))


def _look_at_the_print(attempt: Attempt, texts: list[str], losses: list[float]) -> None:
    is_right = all(map(printed.shows, texts, losses))
    attempt.first(
        texts,
        ("logged", not is_right and names_in(attempt.answer) & {"logging", "get_logger"}),
        ("text-made-while-tracing", not is_right and printed.shows_symbolic(texts[-1])),
        ("printed-while-tracing", not is_right and printed.shows_symbolic(texts[0])),
        ("placeholder", printed.shows_placeholder(texts[0])),
        ("prints-nothing", not any(texts)),
        ("not-every-call", not all(texts)),
        ("after-the-step", not is_right and all(map(printed.shows, texts, losses[1:]))),
        ("other-number", not is_right),
        got=", then ".join(printed.in_short(text) or "nothing" for text in texts),
    )


def log_file(attempt: Attempt) -> None:
    rng = np.random.default_rng(8)
    kinds = (((1, 3), 30), ((40, 3), -50), ((40, 3), 2))
    batches = [tf.constant(rng.exponential(9, shape) + mean, tf.float32) for shape, mean in kinds]
    means = [float(np.mean(batch)) for batch in batches]
    attempt.case(means=_listed(means))
    with tempfile.TemporaryDirectory() as folder:
        made = {Path(folder, name): None for name in ("judge.txt", "b.log")}
        for path in made:
            path.write_text(_EARLIER)
            made[path] = attempt.call(str(path), facts=lambda: ["while making"])
            attempt.first(made[path], ("not-traced", not is_traced(made[path])))
            path.touch()  # if it was removed
            attempt.first(path.read_text(), ("touched-while-making", path.read_text() != _EARLIER))
        with printed.printed() as seen:
            for batch, write in itertools.product(batches, made.values()):
                with attempt.running():
                    result = write(batch)
                is_as_given = same(result, batch) and result.dtype == tf.float32
                attempt.first(result, ("batch-not-returned", not is_as_given))
        for path in made:
            path.touch()
            _look_into_the_file(attempt, path.read_text(), seen.text, means)


def _look_into_the_file(attempt: Attempt, text: str, screen: str, means: list[float]) -> None:
    added = printed.lines_in(text.removeprefix(_EARLIER))
    numbers = [printed.numbers_in(line.partition("mean:")[2]) for line in added]
    firsts = [each[0] for each in numbers if each]
    is_right = len(firsts) == len(means) and all(map(printed.is_rounded, firsts, means))
    attempt.first(
        text,
        ("on-the-screen", not added and screen, printed.in_short(screen)),
        ("nothing-added", text == _EARLIER),
        ("written-while-tracing", printed.shows_symbolic(text)),
        ("placeholder", printed.shows_placeholder(text)),
        ("overwritten", not text.startswith(_EARLIER)),
        ("no-line-ends", all(printed.shows("".join(added[:1]), mean) for mean in means)),
        ("several-numbers", not is_right and any(len(each) > 1 for each in numbers)),
        ("more-lines", len(added) > len(means)),
        ("not-every-call", len(added) < len(means)),
        ("other-label", not firsts and all(map(printed.shows, added, means))),
        ("other-number", not is_right),
        got=printed.in_short("\n".join(added)) or "nothing more in the file",
    )


def gate_in_a_layer(attempt: Attempt) -> None:
    attempt.case(place="a look at the class", means="...")
    attempt.first(attempt.answer, ("not-a-class", not isinstance(attempt.answer, type)))
    rng = np.random.default_rng(1)
    layers = {shape: attempt.call() for shape in ((40, 3), (4, 6))}
    for shape, layer in layers.items():
        _try_gate(attempt, _batches(rng, shape), layer, "in a cell")
    for shape, layer in layers.items():
        attempt.case(place="in a Functional model", means="...")
        with attempt.running():
            inputs = keras.Input(shape[1:])
            model = keras.Model(inputs, layer(inputs))
        step = tf.function(functools.partial(model, training=True))
        _try_gate(attempt, _batches(rng, shape), step, "in a model, traced as `fit` does")


def _batches(rng: np.random.Generator, shape: tuple[int, int]) -> list[np.ndarray]:
    """Batches whose mean has another sign than their median, or than a part of them."""
    skewed = rng.exponential(1.0, shape)
    skewed = skewed[skewed.sum(axis=1).argsort()] - skewed.mean()
    zero = np.resize([-2.0, -1.0, 3.0], shape)
    shifted = [sign * skewed + mean for sign in (1, -1) for mean in (0.02, -0.02, 2.0, -2.0)]
    return [batch.astype("float32") for batch in [*shifted, zero]]


def _try_gate(attempt: Attempt, batches: list[np.ndarray], run: Callable, place: str) -> None:
    results = []
    for batch in batches:
        attempt.case(place=place, means=_listed([batch.mean()]))
        with attempt.running(batch=batch):
            result = run(batch)
        attempt.first(
            result,
            ("nothing-returned", result is None),
            ("a-list", isinstance(result, (list, tuple))),
            ("condition-returned", getattr(result, "dtype", None) in (tf.bool, bool)),
            ("other-shape", shape_of(result) != batch.shape),
        )
        results.append(result)
    attempt.case(place=place, means=_listed(map(np.mean, batches)))
    right = [batch * (batch.mean() > 0) for batch in batches]
    attempt.first(
        None,
        *((near, all(map(same, results, map(gated, batches)))) for near, gated in _GATED.items()),
        ("other-numbers", not all(map(same, results, right))),
        got=", ".join(map(_what_became_of, batches, results)),
    )


def _what_became_of(batch: np.ndarray, result: object) -> str:
    return "the batch" if same(result, batch) else "zeros" if same(result, 0 * batch) else "others"


def _listed(numbers: Iterable[float]) -> str:
    return ", ".join(f"{number:.3f}" for number in numbers)
