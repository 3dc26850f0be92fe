"""Judges of the lesson *Looking while training: callbacks*."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from ..attempt import Attempt, Look
from ..looks import is_number, is_symbolic, same
from ..training.trained import Training, draw_weights, normal, training_changed
from ..training.trained_model import TrainedModel, keeping_scores
from ..training.watched import Watched

# What a layer gives in the end, and a training in which it does: later, then at once.
BROKEN = (
    ("NaN", Training("deep", (4, 6, 3, 2), rows=7, biases=(0.5, np.nan), batches=1)),
    ("infinity", Training("late", (4, 3, 6, 5), 3, rows=4, biases=(0.5, -np.inf), batches=1)),
    ("NaN", Training("first", (4, 3, 5), biases=(np.nan,), batches=1)),
    ("infinity", Training("wide", (4, 3, 2), biases=(np.inf,), batches=1)),
)


def probe_not_plan(attempt: Attempt) -> None:
    long = Training("hidden", (4, 5, 3, 2), epochs=6)
    for training in (long, Training("hidden", (4, 3, 6, 5, 2), place=3, rows=7, batches=1)):
        attempt.case(rows=training.rows, epochs=training.epochs)
        watched = Watched(attempt, training)
        found = watched.numbers(attempt, "spreads")
        ended = "training-changed", not watched.is_whole, f"it ended after {watched.ran} epochs"
        got = f"`spreads` is {_short(found)}"
        attempt.first(found, ended, *_looks(found, np.std, watched), got=got)


def _looks(found: list[float], measure: Callable, watched: Watched) -> list[Look]:
    """Whether each number is the measure of what the layer gave for the probe after an epoch."""
    plain = watched.plain
    right, whole, in_training = (
        [float(measure(seen)) for seen in series]
        for series in (plain.layer, plain.whole, plain.in_training)
    )
    return [
        ("started-over", same(found, right[-1:])),
        ("other-moment", same(found[1:], right[:-1])),
        ("other-count", len(found) != len(right)),
        ("whole-model", same(found, whole)),
        ("as-in-training", same(found, in_training)),
        watched.training_changed(),
        ("one-look-only", len(set(found)) == 1),
        ("other-numbers", not same(found, right)),
        ("rebuilt", watched.built_late, "the right numbers, and sub-models built again and again"),
    ]


def _short(numbers: list[float]) -> str:
    return f"[{', '.join(f'{number:.4g}' for number in numbers)}]"


def gradients_of_a_probe(attempt: Attempt) -> str:
    cases = (((4, 5, 3, 2), 3, "mse", 100), ((3, 6, 4), 6, "binary_crossentropy", 1))
    for sizes, rows, loss, largest_label in cases:
        dense = [keras.layers.Dense(size, "sigmoid") for size in sizes[1:]]
        noting = _NotesTraining(name="as_it_is")
        model = keras.Sequential([keras.Input(sizes[:1]), noting, *dense], name="a_model")
        draw_weights(model)
        model.compile("sgd", loss)
        model.layers[-1].trainable = False  # so not all weights are to be trained
        weights = model.trainable_variables
        data, truth = normal(rows, sizes[0]), largest_label * (normal(rows, sizes[-1]) > 0)
        with tf.GradientTape(persistent=True) as tape:
            outputs = model(data)
            of_batch = model.compute_loss(y=truth, y_pred=outputs)
        right, of_outputs = (_lengths(tape.gradient(of, weights)) for of in (of_batch, outputs))
        attempt.case(weights=len(weights), rows=rows)
        noting.was_training = False
        found = attempt.call(model, data, truth)
        is_dict = isinstance(found, dict) and list(found) == [weight.path for weight in weights]
        attempt.first(found, ("nothing-returned", found is None), ("other-result", not is_dict))
        numbers = list(found.values())
        attempt.first(numbers[0], ("no-number", not all(map(is_number, numbers))))
        attempt.first(
            found,
            ("weights-not-gradients", same(numbers, _lengths(weights))),
            ("gradient-of-outputs", same(numbers, of_outputs)),
            ("other-numbers", not same(numbers, right)),
            got=f"{_short(numbers)}, and not {_short(right)}",
        )
    return "as-in-training" if noting.was_training else "as-it-is"


class _NotesTraining(keras.layers.Layer):
    """Gives back what it gets, and notes whether it was called as in training."""

    was_training = False

    def call(self, values, training=False):
        self.was_training = bool(training)
        return values


def _lengths(tensors: list) -> list[float]:
    return [float(tf.norm(tensor)) for tensor in tensors]


def batch_in_a_variable(attempt: Attempt) -> None:
    attempt.first(attempt.answer, ("not-a-class", not isinstance(attempt.answer, type)))
    for rows, size, is_traced in ((310, 140, True), (7, 3, False)):  # a trace takes long
        plain = keeping_scores(rows, size)
        batches = ", ".join(str(len(scores)) for scores in plain.seen)
        attempt.case(batches=batches, shapes=_shapes(plain.seen))
        with attempt.running():
            trained = TrainedModel(attempt.answer, rows, size, is_traced)
        found, losses = trained.seen, (trained.loss, trained.loss_by_keras)
        validated = "after validation, other scores than those of the last training batch"
        odd = [one for one in found if not isinstance(one, np.ndarray)]
        attempt.first(
            odd[0] if odd else None,
            ("no-variable", odd[:1] == [None]),
            ("replaced", bool(odd) and is_symbolic(odd[0])),
            ("in-a-list", bool(odd)),
        )
        attempt.first(
            found,
            ("never-assigned", all(same(one, trained.before) for one in found)),
            ("rows-pile-up", len(found[-1]) >= rows),
            ("second-pass", all(map(same, found, plain.of_a_second_pass))),
            ("other-numbers", not same(found[0], plain.seen[0])),
            ("any-call", not same(trained.seen_after_call, trained.seen_after_validation)),
            ("validation-too", not same(trained.seen_after_validation, found[-1]), validated),
            ("shared-variable", trained.is_shared),
            ("other-loss", not same(*losses), "a loss of {:.4g}, and not {:.4g}".format(*losses)),
            training_changed(trained.state, plain.state),
            ("other-numbers", not all(map(same, found, plain.seen))),
            got=f"shapes {_shapes(found)}; the first number is {found[0].flat[0]:.4f}",
        )


def _shapes(arrays: list[np.ndarray]) -> str:
    return ", ".join(str(array.shape) for array in arrays)


def stop_when_broken(attempt: Attempt) -> None:
    training = Training("wide", (4, 5, 6, 2), biases=(-6.0, 3.5, -2e38))
    watched, found, told = _largest(attempt, training, "finite numbers")
    signed = [seen.max() for seen in watched.plain.layer]
    attempt.first(
        found,
        ("stopped-too-early", watched.model.stop_training and np.isfinite(found).all()),
        ("sign-lost", same(found, signed) or same(found, np.abs(signed))),
        *_looks(found, _size, watched),
        got=told,
    )
    went_on = []
    for what, broken in BROKEN:
        watched, found, told = _largest(attempt, broken, f"{what} after epoch {len(broken.biases)}")
        attempt.first(found, *_looks_when_broken(found, watched, what, broken), got=told)
        if watched.is_whole:
            went_on.append((what, attempt.values, told))
    if went_on:
        whats, (values, *_), (got, *_) = zip(*went_on, strict=True)
        causes = {("NaN", "NaN"): "nan-not-seen", ("infinity", "infinity"): "inf-not-seen"}
        attempt.case(**values)
        raise attempt.not_yet(causes.get(whats, "nothing-ends"), got)


def _looks_when_broken(found: list, watched: Watched, what: str, broken: Training) -> list[Look]:
    right, after = [_size(seen) for seen in watched.plain.layer], len(broken.biases)
    held = [one for one in vars(watched.callback).values() if one is not watched.model]
    stops = any(getattr(one, "stop_training", False) is True for one in [watched.callback, *held])
    return [
        ("other-numbers", not same(found[: after - 1], right[: after - 1])),
        ("stopped-too-early", watched.ran < after),
        ("stop-cancelled", watched.is_whole and any(watched.asked_to_stop[:-1])),
        ("stops-itself", watched.is_whole and stops),
        ("stopped-late", after < watched.ran < broken.epochs),
        ("broken-not-kept", not watched.is_whole and len(found) < after),
        ("nan-lost", what == "NaN" and not np.isnan(found[after - 1 : after]).all()),
        ("other-numbers", not watched.is_whole and not same(found, right[:after])),
        watched.training_changed(),
    ]


def _largest(attempt: Attempt, training: Training, gives: str) -> tuple[Watched, list[float], str]:
    attempt.case(layer=training.name, rows=training.rows, gives=gives)
    watched = Watched(attempt, training, by_name=True)
    found = watched.numbers(attempt, "largest")
    told = f"{watched.ran} of {training.epochs} epochs, `largest` is {_short(found)}"
    return watched, found, told


def _size(values: np.ndarray) -> float:
    return float(np.abs(values).max())
