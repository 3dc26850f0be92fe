"""Judges of the lesson *Looking while training: callbacks*."""

from collections.abc import Callable, Iterable

import keras
import numpy as np
import tensorflow as tf

from ..attempt import Attempt, Look
from ..looks import is_number, is_symbolic, is_tensor, same
from ..trained import (
    EPOCHS,
    Seen,
    Training,
    Watched,
    draw_weights,
    normal,
    training_changed,
    undisturbed,
)


def probe_not_plan(attempt: Attempt) -> None:
    for training in (Training("hidden", (4, 5, 3, 2)), Training("hidden", (3, 6, 4, 5, 2), rows=7)):
        attempt.case(rows=training.rows)
        plain, watched = undisturbed(training), Watched(attempt, training, training.probe)
        found, right = _numbers(attempt, watched, "spreads"), [seen.std() for seen in plain.layer]
        attempt.first(
            found,
            ("shared-list", len(found) > EPOCHS and same(found[-EPOCHS:], right)),
            ("of-the-probe", same(found, [training.probe.std()] * EPOCHS)),
            ("one-less", same(found, [seen.std(ddof=1) for seen in plain.layer])),
            ("mean-of-columns", same(found, [seen.std(axis=0).mean() for seen in plain.layer])),
            *_looks(found, np.std, watched, plain),
            got=f"`spreads` is {_short(found)}",
        )


def _numbers(attempt: Attempt, watched: Watched, name: str) -> list[float]:
    """What a callback keeps in a list of numbers."""
    kept = getattr(watched.callback, name, None)
    is_list = isinstance(kept, (list, tuple, np.ndarray)) and not is_number(kept)
    attempt.first(
        kept,
        ("overwritten", is_number(kept)),
        ("nothing-kept", not is_list or len(kept) == 0, f"`{name}` is {kept!r}"),
    )
    for one in kept:
        attempt.first(
            one,
            ("symbolic", is_symbolic(one)),
            ("still-a-tensor", is_tensor(one)),
            ("not-reduced", isinstance(one, np.ndarray) and one.ndim),
            ("not-a-number", not is_number(one), f"`{name}` holds {one!r}"),
        )
    return [float(one) for one in kept]


def _looks(found: list[float], measure: Callable, watched: Watched, plain: Seen) -> list[Look]:
    """Whether each number is the measure of what the layer gave for the probe after an epoch."""
    right, whole, in_training = (
        [float(measure(seen)) for seen in series]
        for series in (plain.layer, plain.whole, plain.in_training)
    )
    late = len(watched.built_late)
    return [
        ("started-over", same(found, right[-1:])),
        ("other-moment", same(found[1:], right[:-1]) or same(found[1::2], right)),
        ("whole-model", same(found, whole)),
        ("as-in-training", same(found, in_training)),
        training_changed(watched.model, plain.model),
        ("other-count", len(found) != EPOCHS),
        ("one-look-only", len(set(found)) == 1),
        ("other-numbers", not same(found, right)),
        ("rebuilt", late, f"the right numbers, and {late} more sub-models after the first epoch"),
    ]


def _short(numbers: list) -> list[float]:
    return np.round(np.asarray(numbers, "float64"), 4).tolist()


def gradients_of_a_probe(attempt: Attempt) -> None:
    for sizes, rows, loss in (((4, 5, 3, 2), 3, "mse"), ((3, 6, 4), 6, "binary_crossentropy")):
        inputs = outputs = keras.Input(sizes[:1])
        for i, size in enumerate(sizes[1:]):
            outputs = keras.layers.Dense(size, "sigmoid", name=f"dense_{i}")(outputs)
        model = keras.Model(inputs, outputs, name="judged")
        draw_weights(model)
        model.compile("sgd", loss)
        model.layers[-1].trainable = False  # so not all weights are to be trained
        weights = model.trainable_variables
        data, truth = normal(rows, sizes[0]), np.sign(normal(rows, sizes[-1])).clip(0)
        with tf.GradientTape(persistent=True) as tape:
            outputs = model(data)
            of_batch = model.compute_loss(y=truth, y_pred=outputs)
        right, of_outputs = (_lengths(tape.gradient(of, weights)) for of in (of_batch, outputs))
        attempt.case(weights=len(weights), rows=rows)
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


def _lengths(tensors: list) -> list[float]:
    return [float(tf.norm(tensor)) for tensor in tensors]


def batch_in_a_variable(attempt: Attempt) -> None:
    attempt.first(attempt.answer, ("not-a-class", not isinstance(attempt.answer, type)))
    for rows, size in ((10, 4), (7, 3)):
        plain = _Scores(_Plain, rows, size)
        shapes = [seen.shape for seen in plain.seen]
        attempt.case(batches=_listed(many for many, _ in shapes), shapes=_listed(shapes))
        with attempt.running():
            scores = _Scores(attempt.answer, rows, size, is_traced=size == 4)
            right = scores.loss_by_keras()
            told = scores.model.test_on_batch(*scores.rows)
        odd = [one for one in scores.seen if not isinstance(one, np.ndarray)]
        attempt.first(
            odd[0] if odd else None,
            ("no-variable", odd[:1] == [None]),
            ("replaced", bool(odd) and is_symbolic(odd[0])),
            ("in-a-list", bool(odd)),
        )
        first = f"the first number is {scores.seen[0].flat[0]:.4f}"
        got = f"shapes {_listed(one.shape for one in scores.seen)}; {first}"
        attempt.first(
            scores.seen,
            ("never-assigned", all(same(one, scores.before) for one in scores.seen)),
            ("rows-pile-up", len(scores.seen[-1]) > size),
            ("second-pass", scores.runs > plain.runs),
            ("other-numbers", not same(scores.seen[0], plain.seen[0])),
            got=got,
        )
        attempt.first(
            scores.seen,
            ("other-loss", not same(told, right), f"a loss of {told:.4f}, and not {right:.4f}"),
            training_changed(scores.model, plain.model),
            ("other-numbers", not all(map(same, scores.seen, plain.seen))),
            got=got,
        )


def _listed(items: Iterable) -> str:
    return ", ".join(map(str, items))


class _Plain(keras.Model):
    """Keeps what a right answer keeps, in a way that works where nothing is traced."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores = y_pred
        return super().compute_loss(x, y, y_pred, sample_weight, training)


class _Scores(keras.callbacks.Callback):
    """Trains a model of a kind for an epoch; keeps its `last_scores` after each batch."""

    def __init__(self, kind: type, rows: int, size: int, is_traced: bool = False):
        super().__init__()
        self.rows, self.seen, counting = (normal(rows, 4), np.arange(rows) % 10), [], _Counting()
        inputs = keras.Input((4,))
        small = keras.regularizers.L2(0.01)
        hidden = keras.layers.Dense(5, kernel_regularizer=small, name="hidden")(counting(inputs))
        scaled = keras.layers.BatchNormalization(name="scaled")(hidden)
        model = kind(inputs, keras.layers.Dense(10, name="scores")(scaled))
        draw_weights(model)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.SGD(0.5), loss, run_eagerly=not is_traced)
        model.fit(*self.rows, batch_size=size, shuffle=False, verbose=0, callbacks=[self])
        self.runs = int(counting.runs)

    def loss_by_keras(self) -> float:
        """What Keras' own method gives as the loss; no trace is made from here on."""
        self.model.run_eagerly = True
        return float(keras.Model.compute_loss(self.model, *self.rows, self.model(self.rows[0])))

    def on_train_begin(self, logs=None):
        self.before = self._now()

    def on_train_batch_end(self, batch, logs=None):
        self.seen.append(self._now())

    def _now(self) -> object:
        kept = getattr(self.model, "last_scores", None)
        return np.array(kept) if is_tensor(kept) and not is_symbolic(kept) else kept


class _Counting(keras.layers.Layer):
    """Counts how often data comes through, in a variable that is none of the model's."""

    def __init__(self):
        super().__init__(name="counting")
        self.runs = tf.Variable(0, trainable=False)

    def call(self, values):
        self.runs.assign_add(1)
        return values


def stop_when_broken(attempt: Attempt) -> None:
    training = Training("wide", (4, 5, 6, 2), biases=(-6.0, 3.5, -2e38))
    plain, watched, found, right = _largest(attempt, training, "finite numbers")
    signed = [seen.max() for seen in plain.layer]
    stops = watched.model.stop_training and same(found, right)
    attempt.first(
        found,
        ("stopped-too-early", watched.epochs < EPOCHS or stops),
        ("running-largest", same(found, np.maximum.accumulate(right))),
        ("sign-lost", same(found, signed) or same(found, np.abs(signed))),
        *_looks(found, _size, watched, plain),
        got=_told(watched, found),
    )
    broken = {
        "NaN": Training("deep", (3, 6, 4, 5, 2), rows=7, biases=(0.5, np.nan, np.nan)),
        "infinity": Training("late", (5, 3, 6, 4, 1), 3, rows=4, biases=(0.5, -np.inf, -np.inf)),
    }
    went_on = [what for what in broken if not _ended(attempt, broken[what], what)]
    fault = {("NaN",): "nan-not-seen", ("infinity",): "inf-not-seen"}.get(tuple(went_on))
    got = f"training went on after {' and '.join(went_on)}"
    attempt.first(None, (fault or "nothing-ends", went_on), got=got)


def _ended(attempt: Attempt, training: Training, what: str) -> bool:
    """Whether training ends with the epoch after which the layer is broken."""
    _, watched, found, right = _largest(attempt, training, f"{what} after the second")
    ended = watched.epochs < EPOCHS
    held = [one for name, one in vars(watched.callback).items() if name != "_model"]
    stops = any(getattr(one, "stop_training", False) is True for one in [watched.callback, *held])
    attempt.first(
        found,
        ("shared-list", len(found) > watched.epochs),
        ("other-numbers", not same(found[:1], right[:1])),
        ("stops-itself", stops and not ended),
        ("broken-not-kept", ended and not same(found, right[:2])),
        ("nan-lost", not ended and what == "NaN" and not np.isnan(found[1:2]).any()),
        got=_told(watched, found),
    )
    return ended


def _largest(attempt: Attempt, training: Training, gives: str) -> tuple:
    attempt.case(layer=training.name, rows=training.rows, gives=gives)
    plain = undisturbed(training)
    watched = Watched(attempt, training, training.name, training.probe)
    return (
        plain,
        watched,
        _numbers(attempt, watched, "largest"),
        [_size(seen) for seen in plain.layer],
    )


def _size(values: np.ndarray) -> float:
    return float(np.abs(values).max())


def _told(watched: Watched, found: list[float]) -> str:
    return f"{watched.epochs} epochs, `largest` is {_short(found)}"
