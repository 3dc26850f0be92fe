"""Rows of a whole data set: the statistics of all layers, against `predict` of the same batches."""

import time
from collections.abc import Iterator

import numpy as np
import tensorflow as tf

from tutorial_utils.tensors.dataset.batch_statistics import BatchStatistics
from tutorial_utils.tensors.dataset.looks import Looks
from tutorial_utils.tensors.dataset.sampling import values_sampled
from tutorial_utils.tensors.dataset.statistics import ActivationStatistics

from . import models
from .interleaved import milliseconds, ratio
from .row import Row


def passes_over_data() -> Iterator[Row]:
    """A pass that goes on, so without the trace, which has a row of its own."""
    for name, (model, x), batches, turns in (
        ("10 Dense", models.dense(10), 64, 9),
        ("10 Conv", models.conv(10), 32, 7),
        ("MobileNetV2, batch 32", models.mobile_net(), 2, 5),
    ):
        data = tf.data.Dataset.from_tensors(x).repeat(batches).cache()
        model.compile("sgd", "mse")
        layers = models.layers_of(model)
        every, last, units = (
            _pass(model, data, chosen, per_unit)
            for chosen, per_unit in ((None, False), (layers[-1], False), (None, True))
        )
        start = time.perf_counter()
        every()
        first = time.perf_counter() - start
        times = milliseconds(
            {
                "predict": lambda m=model, d=data: m.predict(d, verbose=0),
                "all layers": every,
                "the last": last,
                "all units": units,
                "four numbers by hand": _four_numbers(model, x, batches),
                "in NumPy": _in_numpy(model, data),
            },
            turns,
        )
        # the least that exact statistics of all outputs can cost in TensorFlow's own operations
        yield Row(
            f"mean, squares and extremes of all layers, by hand / predict, {name}",
            ratio(times["four numbers by hand"], times["predict"]),
        )
        yield Row(
            f"statistics of all units in NumPy, without quantiles / predict, {name}",
            ratio(times["in NumPy"], times["predict"]),
            note=f"{LINES_IN_NUMPY} lines of one's own, for Functional models",
        )
        for what, bar in (("all layers", 1.15), ("the last", 1.15), ("all units", None)):
            took = f"{np.median(times[what]) / batches:.2f} ms a batch"
            yield Row(
                f"activation_statistics of {what} / predict, {name}",
                ratio(times[what], times["predict"]),
                bar,
                note=took,
            )
        yield Row(f"activation_statistics, {name}: the first pass", first, unit="s")


LINES_IN_NUMPY = 12  # of what follows: the model of all outputs, and the sums of each


def _in_numpy(model, data):
    """What one writes without a library: mean, deviation, extremes, zeros and dead units of all layers."""
    multi = models.multi_output(model)

    def run():
        sums = {}
        for batch in data:
            for at, values in multi.predict_on_batch(batch).items():
                rows = values.reshape(-1, values.shape[-1])
                sizes = rows.sum(0, "float64"), np.square(rows).sum(0, "float64")
                found = [*sizes, (rows == 0).sum(0), rows.min(0), rows.max(0)]
                if at in sums:
                    found[:3] = np.add(sums[at][:3], found[:3])
                    found[3] = np.minimum(sums[at][3], found[3])
                    found[4] = np.maximum(sums[at][4], found[4])
                sums[at] = found

    return run


def _four_numbers(model, x, batches):
    multi = models.multi_output(model)

    @tf.function(autograph=False)
    def once(x):
        return {path: _four(value) for path, value in multi(x, training=False).items()}

    return lambda: [tf.nest.map_structure(np.asarray, once(x)) for _ in range(batches)]


def _four(value):
    value = tf.reshape(value, [-1])
    low, high = tf.reduce_min(value), tf.reduce_max(value)
    return tf.stack([tf.reduce_mean(value), tf.nn.l2_loss(value), low, high])


def _pass(model, data, layers, per_unit):
    batches = int(data.cardinality())
    look = Looks(
        model,
        layers,
        BatchStatistics(per_unit, values_sampled("auto", "unit" if per_unit else "layer", batches)),
    )
    statistics = ActivationStatistics("unit" if per_unit else "layer")

    def run():
        for group in look.groups(data):
            look(group, statistics.batches)
            if look.has_enough:
                look.add_to(statistics)
        look.add_to(statistics)

    return run
