"""One function for each row, or few rows, of the table: it measures, and says what is the bar."""

import importlib.util
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from tutorial_utils.tensors import (
    ActivationExtractor,
    ActivationLogger,
    describe,
    get_activations,
    get_gradients,
    spread,
)

from . import models
from .check_rows import checking
from .dataset_rows import passes_over_data
from .inside_rows import looking_inside, watching_fit
from .interleaved import milliseconds, ratio
from .look_rows import showing, spreading
from .row import Row
from .search_rows import searching

TURNS = 15


def against_the_multi_output_model():
    """Warm extractor, all outputs and one, and eager capture, by kind and depth."""
    medians = {}
    for kind, make in (("Dense", models.dense), ("Conv", models.conv)):
        for count in (10, 50, 200):
            model, x = make(count)
            repeat = 10 if count == 10 else 3 if count == 50 and kind == "Dense" else 1
            times = _capture_times(model, x, repeat)
            medians[kind, count] = np.median(times["extractor"])
            yield from _capture_rows(f"{count} {kind}", times, bar=1.1)
        slope = np.log(medians[kind, 200] / medians[kind, 50]) / np.log(4)
        yield Row(f"growth from 50 to 200 {kind}: exponent", float(slope), 1.1, unit="")
    model, x = models.mobile_net()
    yield from _capture_rows("MobileNetV2, batch 32", _capture_times(model, x, 1), bar=1.25)


def _capture_times(model, x, repeat):
    multi = models.compiled(models.multi_output(model))
    plain = models.compiled(model)
    extract = ActivationExtractor(model)
    layers = models.layers_of(model)
    middle = ActivationExtractor(model, layers=layers[len(layers) // 2])
    times = milliseconds(
        {
            "multi-output": lambda: multi(x),
            "extractor": lambda: extract(x),
            "plain": lambda: plain(x),
            "middle": lambda: middle(x),
        },
        TURNS,
        repeat,
    )
    eager = {
        "eager": lambda: model(x, training=False),
        "get": lambda: get_activations(model, x),
        "by hand": lambda: _by_hand(model, x),
    }
    return times | milliseconds(eager, TURNS)


def _by_hand(model, x):
    """The least that keeps each output and puts back what a pass may write, if one knows where that is."""
    found, call = {}, keras.Layer.__call__

    def heard(layer, *args, **kwargs):
        found[layer.name] = value = call(layer, *args, **kwargs)
        return value

    variables = [(each.value.handle, each.value.dtype) for each in model.variables]
    numbers = random.getstate(), np.random.get_state()
    before = [tf.raw_ops.ReadVariableOp(resource=one, dtype=dtype) for one, dtype in variables]
    keras.Layer.__call__ = heard
    try:
        model(x, training=False)
    finally:
        keras.Layer.__call__ = call
        for (one, _), value in zip(variables, before, strict=True):
            tf.raw_ops.AssignVariableOp(resource=one, value=value)
        random.setstate(numbers[0])
        np.random.set_state(numbers[1])
    return found


def _capture_rows(name, times, bar):
    took = f"{np.median(times['extractor']):.2f} ms"
    yield Row(
        f"extractor / compiled multi-output, {name}",
        ratio(times["extractor"], times["multi-output"]),
        bar,
        note=took,
    )
    yield Row(
        f"extractor, one middle layer / compiled forward, {name}",
        ratio(times["middle"], times["plain"]),
        1.0,
    )
    yield Row(f"get_activations / eager forward, {name}", ratio(times["get"], times["eager"]), 1.25)
    yield Row(
        f"a hook, and all put back, by hand / eager forward, {name}",
        ratio(times["by hand"], times["eager"]),
    )


def what_else_there_is(count=10):
    """The same outputs by what a user would otherwise pick, against the compiled forward pass."""
    model, x = models.dense(count)
    plain, multi = models.compiled(model), models.multi_output(model)
    compiled_multi, extract = models.compiled(multi), ActivationExtractor(model)
    singles = [keras.Model(model.inputs[0], layer.output) for layer in models.layers_of(model)]
    array = x.numpy()
    candidates = {
        "floor": lambda: plain(x),
        "ActivationExtractor": lambda: extract(x),
        "multi-output model, compiled": lambda: compiled_multi(x),
        "get_activations": lambda: get_activations(model, x),
        "multi-output model, called": lambda: multi(x),
        "multi-output model, predict": lambda: multi.predict(array, verbose=0),
        "one sub-model per layer, predict": lambda: [
            single.predict(array, verbose=0) for single in singles
        ],
    }
    times = milliseconds(candidates, TURNS, repeat=3)
    for name, taken in times.items():
        if name != "floor":
            note = f"{np.median(taken):.2f} ms"
            yield Row(
                f"{count} Dense / compiled forward: {name}", ratio(taken, times["floor"]), note=note
            )
    yield _torchlens(model, x, count, times["floor"])
    yield from _keract(model, x, count)


def _torchlens(model, x, count, floor):
    what = f"{count} Dense / compiled forward: TorchLens"
    if importlib.util.find_spec("torchlens") is None:
        return Row(what, "not installed: pip install 'torchlens[tf]' to have this row")
    import torchlens

    try:
        taken = milliseconds({"lens": lambda: torchlens.trace(model, x)}, turns=3)["lens"]
    except Exception as error:
        return Row(what, f"raised {type(error).__name__}: {str(error)[:80]}")
    return Row(what, float(np.median(taken) / np.median(floor)), note=f"{np.median(taken):.0f} ms")


def _keract(model, x, count):
    what = f"{count} Dense / its own compiled forward: keract on tf-keras"
    found = _by_keract("activations", count)
    if isinstance(found, str):
        yield Row(what, found)
    else:
        keract, floor = found
        yield Row(what, keract / floor, note=f"{keract:.2f} ms")
    what = f"{count} Dense / get_gradients: gradients by keract on tf-keras, eager execution off"
    found = _by_keract("gradients", count)
    if isinstance(found, str):
        yield Row(what, found)
    else:
        model.compile("sgd", "mse")
        y = tf.zeros_like(x)
        ours = np.median(milliseconds({"ours": lambda: get_gradients(model, x, y)}, TURNS)["ours"])
        yield Row(what, found[0] / ours, note=f"{found[0]:.1f} ms; get_gradients {ours:.1f} ms")


def _by_keract(what, count):
    """The milliseconds that a Python which has it prints, or why there are none."""
    python = os.environ.get("KERACT_PYTHON")
    if not python:
        return "set KERACT_PYTHON to a Python with keract and tf-keras to have this row"
    run = subprocess.run(
        [python, "-m", "tests.benchmarks.keract_row", what, str(count)],
        env=os.environ | {"TF_USE_LEGACY_KERAS": "1"},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        return f"failed: {run.stderr.strip().splitlines()[-1][:100]}"
    return [float(word) for word in run.stdout.split()[-2 if what == "activations" else -1 :]]


def memory():
    """In processes of their own: a peak can't be taken back."""
    spread_alone, plain_alone = _peak("spread"), _peak("plain")
    what = "peak memory above the built model, MobileNetV2, batch 32"
    yield Row(f"{what}: its compiled forward alone", plain_alone, unit="MB")
    yield Row(f"{what}: extractor with spread", spread_alone, 200, "MB")


def _peak(what, times=3):
    program = [sys.executable, "-m", "tests.benchmarks.memory", what]
    runs = [
        subprocess.run(program, capture_output=True, text=True, check=True) for _ in range(times)
    ]
    return float(np.median([float(run.stdout.split()[-1]) for run in runs]))


def looking_during_fit():
    for name, make in (("MLP", models.mlp_to_fit), ("CNN", models.cnn_to_fit)):
        model, data = make()
        model.compile("sgd", "mse")
        probe = next(iter(data))[0]
        yield from _every_batch(name, model, data, probe)
        yield from _every_epoch(name, model, data, probe)


class EpochTimes(keras.callbacks.Callback):
    """Of all epochs but the first, which traces and fills the data's cache."""

    def __init__(self):
        super().__init__()
        self.taken = []

    def on_epoch_begin(self, epoch, logs=None):
        self._start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        if epoch:
            self.taken.append(time.perf_counter() - self._start)


def _every_batch(name, model, data, probe):
    loggers = {
        "none": list,
        "none again": list,
        "probe batch": lambda: [ActivationLogger(probe=probe, every="batch")],
        "inside the step": lambda: [ActivationLogger(every="batch")],
    }
    times = {kind: [] for kind in loggers}
    for turn in range(TURNS):
        kinds = list(loggers)
        for kind in kinds[turn % 4 :] + kinds[: turn % 4]:
            times[kind].append(_epoch(model, data, loggers[kind]()))
    arrays = {kind: np.array(values) for kind, values in times.items()}
    steps = f"200 steps, {1e3 * np.median(arrays['none']):.0f} ms without"
    bars = {"none again": None, "probe batch": 1.6, "inside the step": 1.3}
    for kind, bar in bars.items():
        what = f"logger every batch, {kind}, {name} / fit with none"
        yield Row(what, ratio(arrays[kind], arrays["none"]), bar, note=steps)


def _epoch(model, data, callbacks):
    clock = EpochTimes()
    model.fit(data, epochs=2, shuffle=False, verbose=0, callbacks=[clock, *callbacks])
    return clock.taken[0]


def _every_epoch(name, model, data, probe):
    logger = ActivationLogger(probe=probe)
    logger.set_model(model)
    logger.on_train_begin()
    start = time.perf_counter()
    logger.on_epoch_end(0)
    first = 1e3 * (time.perf_counter() - start)
    extract = ActivationExtractor(model, reduce=spread)
    looks = {"look": lambda: logger.on_epoch_end(0), "extractor": lambda: extract(probe)}
    times = milliseconds(looks, TURNS, repeat=10)
    extra = times["look"] - 1.5 * times["extractor"]
    yield Row(f"logger per epoch, probe batch, {name}: first look (trace)", first, unit="ms")
    yield Row(
        f"logger per epoch, probe batch, {name}: a look less 1.5 warm extractor calls",
        float(np.median(extra)),
        2.0,
        "ms",
        note=f"look {np.median(times['look']):.2f}, extractor {np.median(times['extractor']):.2f} ms",
    )


def retraces():
    traces = []

    def counted(t):
        traces.append(t.shape)
        return tf.reduce_mean(t)

    model, _ = models.dense(10)
    extract = ActivationExtractor(model, layers="dense_9", reduce=counted)
    for size in (32, 16, 8, 4, 2, 1):
        extract(tf.zeros((size, 64)))
    yield Row("traces for 6 batch sizes", float(len(traces)), 2, "")


def describing():
    array = np.random.default_rng(0).normal(size=10_000_000).astype("float32")
    tensor = tf.constant(array)

    def one_pass(a):
        return a.min(), a.max(), a.mean(), a.std(), np.isfinite(a).all()

    times = milliseconds(
        {
            "numpy": lambda: one_pass(array),
            "describe array": lambda: describe(array),
            "numpy of tensor": lambda: one_pass(tensor.numpy()),
            "describe tensor": lambda: describe(tensor),
        },
        TURNS,
    )
    for kind, base in (("array", "numpy"), ("tensor", "numpy of tensor")):
        took = f"{np.median(times[f'describe {kind}']):.1f} ms"
        what = f"describe, 10 M float32, {kind} / one NumPy pass"
        yield Row(what, ratio(times[f"describe {kind}"], times[base]), 1.5, note=took)


def importing():
    """`import tutorial_utils` in new processes, less a Python that imports nothing."""
    program = "import tutorial_utils, sys; assert not {'tensorflow', 'keras'} & set(sys.modules)"
    times = milliseconds({"nothing": lambda: _run("pass"), "import": lambda: _run(program)}, TURNS)
    taken = np.median(times["import"] - times["nothing"])
    yield Row("import tutorial_utils, without TensorFlow", float(taken), 50, "ms")


def _run(program):
    subprocess.run([sys.executable, "-c", program], check=True)


def starting():
    """Commands that run no lesson, from the prompt to their end."""
    commands = {
        "tutorial": (),
        "tutorial list": ("list",),
        "tutorial hint ID": ("hint", "print-a-plan"),
        "tutorial error MESSAGE": ("error", "'KerasTensor' object has no attribute 'numpy'"),
    }
    program = [sys.executable, "-m", "tutorial_utils"]
    times = milliseconds(
        {
            what: lambda words=words: subprocess.run([*program, *words], stdout=subprocess.DEVNULL)
            for what, words in commands.items()
        },
        TURNS,
    )
    for what, taken in times.items():
        yield Row(what, float(np.median(taken)), 400, "ms")


def booking():
    """The whole book, from nothing."""
    script = Path(__file__).parents[2] / "book" / "build.py"
    with tempfile.TemporaryDirectory() as folder:
        runs = iter(range(100))
        times = milliseconds(
            {"book": lambda: _quietly(sys.executable, script, Path(folder) / str(next(runs)))}, 3
        )
    yield Row("the book, built from nothing", float(np.median(times["book"])) / 1000, 10, "s")


def _quietly(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


GROUPS = {
    "import": importing,
    "start": starting,
    "book": booking,
    "search": searching,
    "check": checking,
    "describe": describing,
    "show": showing,
    "spread": spreading,
    "retraces": retraces,
    "capture": against_the_multi_output_model,
    "dataset": passes_over_data,
    "memory": memory,
    "fit": looking_during_fit,
    "inside": looking_inside,
    "watch": watching_fit,
    "others": what_else_there_is,
}


def measured(groups):
    for group in groups:
        yield from GROUPS[group]()
