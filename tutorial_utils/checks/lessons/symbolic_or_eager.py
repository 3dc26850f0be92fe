"""Judges of the lesson *Symbolic or eager: what am I holding?*"""

from collections.abc import Collection

import keras
import numpy as np
import tensorflow as tf

from ..attempt import Attempt
from ..code.bytecode import parameters_of
from ..feedback import counted
from ..looks import array_looks, is_reshaped, is_tensor, same, shape_of
from ..printed import numbers_in, printed, shows, shows_symbolic


def numbers_of_a_layer(attempt: Attempt) -> None:
    rng = np.random.default_rng(7)
    for name, size, rows in (("judge_narrow", 5, 40), ("judge_sum", 6, 1), ("judge_grid", 6, 3)):
        model = _model(size)
        model.set_weights([rng.normal(size=weight.shape) for weight in model.get_weights()])
        everything = keras.Model(model.inputs[0], {each.name: each.output for each in model.layers})
        data = rng.normal(size=(rows, size)).astype("float32")
        each, in_training = dict(everything(data)), everything(data, training=True)[name]
        wanted, weights = each.pop(name), model.get_layer(name).get_weights()
        attempt.case(layer=name, many=counted(rows, "row"), shape=tuple(wanted.shape))
        result = attempt.call(model, name, data)
        other = next((f'"{layer}"' for layer, out in each.items() if same(result, out)), "")
        attempt.first(
            result,
            *array_looks(result),
            ("reshaped", is_reshaped(result, wanted)),
            ("whole-model", other == '"judge_last"'),
            ("another-layer", other, f"what the layer {other} gives"),
            ("weights-not-output", any(same(result, weight) for weight in weights)),
            ("in-training", same(result, in_training)),
            ("one-row", rows > 1 and (same(result, wanted[0]) or same(result, wanted[:1]))),
            ("other-numbers", not same(result, wanted)),
        )


class _OtherInTraining(keras.layers.Layer):
    """As Dropout, it does something only where `training` is true; unlike it, always the same."""

    def call(self, inputs, training=False):
        return keras.ops.sin(inputs) if training else inputs


def _model(size: int) -> keras.Model:
    """With zeros for weights, so that a copy with new weights gives other numbers."""

    def dense(units, name, activation=None):
        return keras.layers.Dense(units, activation, kernel_initializer="zeros", name=name)

    inputs = keras.Input(shape=(size,), name="judge_inputs")
    other = _OtherInTraining(name="judge_other")(inputs)
    both = [dense(7, "judge_left", "tanh")(other), dense(7, "judge_right", "tanh")(other)]
    added = keras.layers.Add(name="judge_sum")(both)
    column = keras.layers.Reshape((7, 1), name="judge_column")(added)
    flat = keras.layers.Flatten(name="judge_flat")(dense(1, "judge_grid", "tanh")(column))
    ends = keras.layers.Concatenate(name="judge_ends")([dense(3, "judge_narrow")(added), flat])
    return keras.Model(inputs, dense(2, "judge_last")(ends))


_WORDS = ("array", "value", "variable", "plan", "graph")
_MIX_UPS = (
    "variable-as-value",
    "graph-as-value",
    "graph-as-plan",
    "plan-as-graph",
    "plan-as-value",
)
_WHILE_TRACING = ", while a function is traced"


def which_kind(attempt: Attempt) -> None:
    answers = _answers(attempt)
    said = {kind: {word for _, other, word, _ in answers if other == kind} for kind in _WORDS}
    wrong = [each for each in answers if each[2] != each[1]]
    libraries = {what for what, *_ in wrong} & {"a tf.Variable", "a keras.Variable"}
    for what, kind, word, answer in wrong:
        attempt.case(f"kind_of({what})", kind=kind, word=word)
        attempt.first(
            answer,
            ("nothing-returned", answer is None),
            ("list-of-one", isinstance(answer, (list, tuple)) and len(answer) == 1),
            ("other-word", word not in _WORDS),
            ("two-words-swapped", said.get(word) == {kind} and said[kind] == {word}),
            ("array-missed", kind == "array"),
            ("one-library-only", kind == "variable" and len(libraries) == 1),
            ("where-not-what", _WHILE_TRACING in what and word == "graph"),
            (f"{kind}-as-{word}", f"{kind}-as-{word}" in _MIX_UPS),
            ("another-kind", True),
            got=word and repr(word),
        )


def _answers(attempt: Attempt) -> list[tuple[str, str, str, object]]:
    """What was asked about, the right word, the word that came, and what came."""
    answers = []

    def ask(*things: tuple[str, str, object], may_change: Collection[str] = ()) -> None:
        for what, kind, thing in things:
            attempt.case(f"kind_of({what})", kind=kind)
            answer = attempt.call(thing, may_change=may_change)
            word = str.__str__(answer) if isinstance(answer, str) else ""  # whatever its == says
            answers.append((what, kind, word, answer))

    @tf.function(autograph=False)
    def traced(known, unknown):
        ask(
            ("a graph tensor", "graph", known),
            ("a graph tensor of an unknown size", "graph", unknown),
            (f"an EagerTensor{_WHILE_TRACING}", "value", value),
            (f"a tf.Variable{_WHILE_TRACING}", "variable", variable),
            may_change=parameters_of(attempt.answer),  # here no variable can be compared
        )
        return known

    value, variable = tf.ones((2, 3)), tf.Variable([1.0, 2.0])
    ask(
        ("a NumPy array", "array", np.ones((2, 3))),
        ("an empty NumPy array", "array", np.zeros((0, 8), "int64")),
        ("an EagerTensor", "value", value),
        ("an EagerTensor of rank 0", "value", tf.constant(7)),
        ("a tf.Variable", "variable", variable),
        ("a keras.Variable", "variable", keras.Variable([[1.0, 2.0]])),
        ("a KerasTensor", "plan", keras.Input(shape=(3,), name="judge_inputs")),
        ("a KerasTensor of a known shape", "plan", keras.Input(batch_shape=(2, 3), dtype="int32")),
    )
    traced.get_concrete_function(tf.TensorSpec((3,)), tf.TensorSpec((None,)))  # runs nothing
    return answers


# Three shapes, so that the second call is the first trace's and the others are another's. The
# brightest pixel stands in another image each time, and is never the largest without its sign.
_IMAGES = (
    [[[0.31, -6.4], [1.27, 0.5]], [[0.11, 0.43], [4.71, 0.2]], [[0.7, 0.83], [-0.29, 2.37]]],
    [[[12.62, 0.4], [3.1, -0.9]], [[-14.3, 0.62], [0.17, 9.34]], [[0.21, 6.55], [5.43, 1.8]]],
    [[[0.33, 1.2], [-9.75, 2.86], [0.9, 0.1]], [[8.29, 0.64], [0.77, -3.5], [2.4, 1.13]]],
    [[[0.07 * i - 0.13], [5.37 - (i - 35) ** 2]] for i in range(40)],
)


def brightest_pixel(attempt: Attempt) -> None:
    signature = getattr(attempt.answer, "input_signature", None) or ()
    ranks = [spec.shape.rank for spec in signature if isinstance(spec, tf.TensorSpec)]
    batches = [np.array(numbers, "float32")[..., None] for numbers in _IMAGES]
    batches = [images[..., 0] for images in batches] if 3 in ranks else batches
    texts, results = [], []
    for images in batches:
        with printed() as seen:
            results.append(attempt.call(tf.constant(images)))
        texts.append(seen.text)
    right = [shows(text, images.max()) for text, images in zip(texts, batches, strict=True)]
    attempt.first(
        None,
        ("not-traced", not hasattr(attempt.answer, "get_concrete_function"), "a plain function"),
        ("text-made-while-tracing", not all(right) and shows_symbolic(texts[1])),
        ("symbolic-print", not all(right) and shows_symbolic(texts[0])),
        ("prints-nothing", not any(texts)),
        ("not-on-every-call", any(right) and not all(texts)),
        ("prints-all-pixels", any(map(_shows_several_pixels, texts, batches))),
        ("other-print", not all(right)),
        got=" / ".join(" ".join(text.split()) or "nothing" for text in texts),
    )
    for result, images in zip(results, batches, strict=True):
        is_right = is_tensor(result) and same(result, images.mean())
        attempt.first(result, ("nothing-returned", result is None), ("wrong-mean", not is_right))


def _shows_several_pixels(text: str, images: np.ndarray) -> bool:
    """Whether several pixels stand in a text; the darkest does not count."""
    pixels = images[images > images.min()]
    return sum(bool(np.isclose(pixels, number).any()) for number in {*numbers_in(text)}) > 1


# No mean is a median, half of the extremes or of the ends, or whole; zeros are stored in the middle
# of a row, and at both of its ends.
_ROWS = (
    [[1.5, -2.0, 0.0, 9.0], [4.25], [3.0, 0.5, 7.0]],
    [[-6.5, 2.25], [8.0, -1.0, 0.0, 0.75, -20.5], [0.0, 3.75, 1.5], [-7.25], [4.5, 1.25, 0.0, 0.0]],
    [[0.5 * i, 3.25 - i, -1.75, 0.0][: i % 4 + 1] for i in range(40)],
)


def ragged_means(attempt: Attempt) -> None:
    for numbers in _ROWS:
        rows, wanted = tf.ragged.constant(numbers), np.array([np.mean(row) for row in numbers])
        filled = rows.to_tensor().numpy()
        with np.errstate(invalid="ignore"):  # of a row of zeros nothing is left
            of_others = filled.sum(axis=1) / (filled != 0).sum(axis=1)
        attempt.case(rows=numbers if len(numbers) < 9 else "40 rows", many=len(numbers))
        result = attempt.call(rows)
        is_ragged = isinstance(result, tf.RaggedTensor)
        attempt.first(
            result,
            ("rows-not-means", is_ragged or shape_of(result) == filled.shape),
            ("one-mean-for-all", same(result, np.mean(rows.values))),
            *array_looks(result),
            ("reshaped", is_reshaped(result, wanted)),
            ("padded", same(result, filled.mean(axis=1))),
            ("zeros-as-gaps", same(result, of_others)),
            ("columns", same(result, tf.reduce_mean(rows, axis=0))),
            ("sums", same(result, filled.sum(axis=1))),
            ("whole-numbers", same(result, np.trunc(wanted)) or same(result, np.floor(wanted))),
            ("other-numbers", not same(result, wanted)),
        )
