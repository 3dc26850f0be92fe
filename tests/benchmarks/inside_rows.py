"""Rows of what is done with a model's inside, each beside what one would write by hand for that."""

from collections.abc import Callable, Iterator

import keras
import numpy as np
import tensorflow as tf

from tutorial_utils.tensors import (
    ActivationExtractor,
    GradientLogger,
    StopOnNonfinite,
    compare_activations,
    edit_activations,
    find_nonfinite,
    get_activations,
    get_gradients,
)

from . import models
from .interleaved import milliseconds, ratio
from .row import Row

TURNS = 15
STEPS = 32  # one after the other in a turn: as many as StopOnNonfinite looks at together


def looking_inside() -> Iterator[Row]:
    for name, (model, x) in (("50 Dense", models.dense(50)), ("10 Conv", models.conv(10))):
        model.compile("sgd", "mse")
        y = tf.zeros_like(model(x))
        yield from _gradients(name, model, x, y)
        yield from _compared(name, model, x)
        yield from _edited(name, model, x)
        yield from _nonfinite(name, model, x, y)


def _row(what, these, those, bar):
    times = milliseconds({"ours": these, "floor": those}, TURNS)
    took = f"{np.median(times['ours']):.1f} ms"
    return Row(what, ratio(times["ours"], times["floor"]), bar, note=took)


def _gradients(name, model, x, y):
    layers = models.layers_of(model)
    weights = [weight.value for weight in model.trainable_weights]

    def by_hand():
        with tf.GradientTape() as tape:
            tape.watch(x)
            outputs = [x]
            for layer in layers:
                outputs.append(layer(outputs[-1]))
            loss = tf.reduce_mean((outputs[-1] - y) ** 2)
        return tape.gradient(loss, [*outputs, *weights])

    what = f"get_gradients / a tape by hand, eager, {name}"
    yield _row(what, lambda: get_gradients(model, x, y), by_hand, 2.0)


def _compared(name, model, x):
    extract, other = ActivationExtractor(model), ActivationExtractor(model)
    found = get_activations(model, x), get_activations(model, x)

    def by_hand():
        one, two = extract(x), other(x)
        return [np.abs(np.asarray(one[path]) - np.asarray(two[path])).max() for path in one]

    recorded = {path: value.numpy() for path, value in found[0].items()}
    what = f"compare_activations of what was recorded / two extractors and NumPy, {name}"
    yield _row(what, lambda: compare_activations(recorded, found[1]), by_hand, None)
    what = f"compare_activations of two models / two eager passes, {name}"
    passes = lambda: (get_activations(model, x), get_activations(model, x))  # noqa: E731
    yield _row(what, lambda: compare_activations(model, model, x), passes, None)


def _edited(name, model, x):
    middle = models.layers_of(model)[5].name

    def edited():
        with edit_activations(model, {middle: lambda t: t * 0.5}):
            return model(x)

    yield _row(
        f"edit_activations, one block / the plain call, {name}", edited, lambda: model(x), None
    )
    with edit_activations(model, {middle: lambda t: t * 0.5}):
        inside = models.compiled(model)
        inside(x)
        plain = keras.models.clone_model(model)
        compiled = models.compiled(plain)
        what = f"compiled in a block of edit_activations / compiled without, {name}"
        yield _row(what, lambda: inside(x), lambda: compiled(x), 1.3)


def _nonfinite(name, model, x, y):
    def plain():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x) - y) ** 2)
        return tape.gradient(loss, model.trainable_weights)

    what = f"find_nonfinite, all is finite / a plain tape, eager, {name}"
    yield _row(what, lambda: find_nonfinite(model, x, y), plain, None)


def watching_fit() -> Iterator[Row]:
    """Steps in turn, compiled, of one model: without, and with each callback as `fit` would call it."""
    makers: dict[str, Callable[[], keras.callbacks.Callback | None]] = {
        "none again": lambda: None,
        "StopOnNonfinite": StopOnNonfinite,
        "GradientLogger every batch": lambda: GradientLogger(every="batch"),
        "GradientLogger every 16": lambda: GradientLogger(every=16),
    }
    bars = {"StopOnNonfinite": 1.1}
    for name, make in (("MLP", models.mlp_to_fit), ("CNN", models.cnn_to_fit)):
        model, data = make()
        model.compile(keras.optimizers.Adam(1e-5), "mse", jit_compile=False)
        model.fit(data.take(2), verbose=0)
        batches = iter(data.repeat())
        steps = {kind: _steps(model, batches, made()) for kind, made in makers.items()}
        times = milliseconds({"none": _steps(model, batches, None), **steps}, TURNS)
        took = f"a step {np.median(times['none']) / STEPS:.2f} ms"
        for kind in makers:
            what = f"a step with {kind}, {name} / without"
            yield Row(what, ratio(times[kind], times["none"]), bars.get(kind), note=took)
        yield _checked_numerics(name, make, np.median(times["none"]), took)


def _checked_numerics(name, make, without, took):
    what = f"a step under tf.debugging.enable_check_numerics, {name} / without"
    tf.debugging.enable_check_numerics()
    try:
        model, data = make()
        model.compile(keras.optimizers.Adam(1e-5), "mse", jit_compile=False)
        model.fit(data.take(2), verbose=0)
        step = _steps(model, iter(data.repeat()), None)
        times = milliseconds({"checked": step}, TURNS)["checked"]
    finally:
        tf.debugging.disable_check_numerics()
    return Row(what, float(np.median(times) / without), note=took)


def _steps(model, batches, callback):
    if callback is not None:
        callback.set_model(model)
        callback.on_train_begin()
        callback.on_epoch_begin(0)

    def run():
        for at in range(STEPS):
            if callback is not None:
                callback.on_train_batch_begin(at)
            logs = {"loss": float(model.train_function(batches)["loss"])}
            if callback is not None:
                callback.on_train_batch_end(at, logs)

    return run
