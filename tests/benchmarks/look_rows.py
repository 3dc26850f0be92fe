"""Rows of what is computed inside a graph: the line of `show` and the four numbers of `spread`."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import tensorflow as tf

from tutorial_utils.tensors import ActivationExtractor, show, spread

from . import models
from .interleaved import milliseconds, ratio
from .row import Row

ONE_GIGABYTE = 1 << 28  # float32 values


def showing() -> Iterator[Row]:
    """Against what one would print by hand."""
    for name, shape, turns, bar in (
        ("1 GB", (ONE_GIGABYTE,), 5, 2.0),
        ("32 x 64", (32, 64), 15, None),
    ):
        x = tf.random.normal(shape, 3.0)
        with _nothing_printed():
            times = milliseconds(
                {"by hand": lambda x=x: four_numbers(x), "show": lambda x=x: shown(x)}, turns
            )
        took = f"{np.median(times['show']):.1f} ms"
        yield Row(
            f"show in a graph, {name} / tf.print of four numbers",
            ratio(times["show"], times["by hand"]),
            bar,
            note=took,
        )
    yield Row("show in a graph, 1 GB: peak memory above the tensor", _peak("show"), 64, "MB")
    yield Row("show in a graph, 1 GB: operations", _operations(), unit="")


@tf.function
def four_numbers(x):
    bad = tf.math.count_nonzero(tf.math.is_nan(x))
    tf.print(tf.reduce_min(x), tf.reduce_max(x), tf.reduce_mean(x), bad)


@tf.function
def shown(x):
    show(x=x)


def _operations():
    graph = shown.get_concrete_function(tf.TensorSpec((ONE_GIGABYTE,))).graph
    return float(len(graph.get_operations()))


def _peak(what):
    program = [sys.executable, "-m", "tests.benchmarks.memory", what]
    run = subprocess.run(program, capture_output=True, text=True, check=True)
    return float(run.stdout.split()[-1])


@contextlib.contextmanager
def _nothing_printed():
    """Neither by Python nor by TensorFlow, which writes to the file descriptor."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def spreading() -> Iterator[Row]:
    """Against the same numbers in one pass, which has no digits left for data far from zero."""
    # Of 64 values, each operation counts, and a branch is some 20 microseconds of them.
    for name, (model, x), bar in (
        ("50 Dense", models.dense(50), 1.6),
        ("MobileNetV2, batch 32", models.mobile_net(), 1.3),
    ):
        once, twice = (ActivationExtractor(model, reduce=reduce) for reduce in (one_pass, spread))
        yield _against_one_pass(f"extractor with spread, {name}", once, twice, x, bar)
    once, twice = tf.function(one_pass), tf.function(spread)
    for name, mean, bar in (("around zero", 0.0, 1.3), ("far from zero", 300.0, None)):
        x = tf.random.normal((10_000_000,), mean, 0.1)
        yield _against_one_pass(f"spread, 10 M float32, {name}", once, twice, x, bar)


def _against_one_pass(what, once, twice, x, bar):
    times = milliseconds({"one pass": lambda: once(x), "spread": lambda: twice(x)}, 25)
    took = f"{np.median(times['spread']):.1f} ms"
    return Row(f"{what} / one pass", ratio(times["spread"], times["one pass"]), bar, note=took)


def one_pass(t):
    values = tf.cast(t, tf.float32)
    mean = tf.reduce_mean(values)
    squares = 2.0 * tf.nn.l2_loss(values) / tf.cast(tf.size(values), tf.float32)
    std = tf.sqrt(tf.maximum(squares - mean * mean, 0.0))
    return tf.stack([mean, std, tf.reduce_min(values), tf.reduce_max(values)])
