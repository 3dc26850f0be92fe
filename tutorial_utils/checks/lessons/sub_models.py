"""Judges of the lesson *Sub-models: any layer's output*."""

from collections.abc import Iterator

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from ..attempt import Attempt, Look
from ..bytecode import names_in
from ..feedback import NotYet
from ..looks import array_looks, is_symbolic, is_tensor, same, shape_of
from .silent_convolution import convolution


def _called(attempt: Attempt, model: keras.Model, *given: object) -> object:
    """What the answer gives; to let the model learn has words of its own."""
    try:
        return attempt.call(model, *given)
    except NotYet as verdict:
        if "/moving_" in verdict.got:
            raise attempt.reworded(verdict, "learned") from None
        raise


def _filled(model: keras.Model, rng: np.random.Generator) -> keras.Model:
    for weight in model.weights:
        values = rng.normal(size=weight.shape)
        weight.assign(np.abs(values) + 0.5 if "variance" in weight.path else values)
    return model


def _outputs(model: keras.Model, data: np.ndarray) -> dict[str, np.ndarray]:
    ends = {layer.name: layer.output for layer in model.layers}
    return {k: np.asarray(v) for k, v in keras.Model(model.inputs[0], ends)(data).items()}


def _array_looks(attempt: Attempt, found: object, name: str, outputs: dict) -> Iterator[Look]:
    """How something is not the array that the layer of this name gives."""
    wanted, shape = outputs[name], shape_of(found) or ()
    is_right, is_cloned = same(found, wanted), "clone_model" in names_in(attempt.answer)
    yield from array_looks(found)
    for other, output in outputs.items():
        yield "another-layer", not is_right and same(found, output), f"what `{other}` gives"
    rows = f"rows back: {len(shape) and shape[0]}, rows sent: {len(wanted)}"
    yield "other-rows", shape[1:] == wanted.shape[1:] and shape[:1] != wanted.shape[:1], rows
    yield "other-weights", not is_right and is_cloned
    yield "other-numbers", not is_right


# One sub-model for every layer ----------------------------------------------------------------


class _Counted(layers.Dense):
    """A layer that counts its calls, so that a judge sees how often the model ran."""

    runs: tf.Variable  # counts in a graph too; made anew by each judge

    def call(self, x):
        _Counted.runs.assign_add(1)
        return super().call(x)


def every_layer(attempt: Attempt) -> None:
    rng = np.random.default_rng(11)
    _Counted.runs = tf.Variable(0)
    start = keras.Input((3,), name="judge_start")
    one = _Counted(4, activation="tanh", name="judge_one")(start)
    two = _Counted(2, name="judge_two")(layers.BatchNormalization(name="judge_norm")(one))
    both = layers.Concatenate(name="judge_both")([one, two])
    branched = keras.Model(start, _Counted(1, name="judge_end")(both))
    parts = [_Counted(n, activation="tanh", name=f"judge_{n}") for n in (5, 4, 3)]
    parts.insert(1, layers.BatchNormalization(name="judge_norm"))
    chain = keras.Sequential([keras.Input((3,), name="judge_row"), *parts])
    for kind, model in (("a model with branches", branched), ("a Sequential model", chain)):
        data = rng.normal(size=(7, 3)).astype("float32")
        wanted = _outputs(_filled(model, rng), data)
        names = [x.name for x in model.layers if not isinstance(x, layers.InputLayer)]
        attempt.case(kind=kind, names=", ".join(names), at="")
        _Counted.runs.assign(0)
        found = _called(attempt, model, data)
        runs = int(_Counted.runs)
        is_dict = hasattr(found, "items")
        attempt.first(found, ("nothing-returned", found is None), ("not-a-dict", not is_dict))
        told = f"a dict with {', '.join(map(str, found)) or 'nothing in it'}"
        attempt.first(found, ("names-missing", not set(names) <= set(found), told))
        one = found[names[0]]
        attempt.first(one, ("same-for-all", all(same(one, value) for value in found.values())))
        for name in sorted(wanted.keys() & found.keys(), key=[*names, *wanted].index):
            attempt.values["at"], value = f'["{name}"]', found[name]
            attempt.first(
                value,
                ("dict-in-dict", hasattr(value, "items")),
                ("weights", _is_weights(value, model.get_layer(name))),
                *_array_looks(attempt, value, name, wanted),
            )
        attempt.values["at"] = ""
        paths = [keras.Model(model.inputs[0], layer.output).layers for layer in model.layers]
        *_, once = counted = [sum(isinstance(x, _Counted) for x in path) for path in paths]
        attempt.first(
            runs,
            ("ran-twice", runs == 2 * once),
            ("one-sub-model-each", runs == sum(counted)),
            ("called-for-each", runs in (len(wanted) * once, len(names) * once)),
            ("row-by-row", runs == len(data) * once),
            ("ran-too-often", runs > once),
            got=f"{runs} layer calls in a model of {once} such layers",
        )


def _is_weights(found: object, layer: keras.Layer) -> bool:
    found = found[0] if isinstance(found, list) and found else found
    return any(same(found, weight) for weight in layer.get_weights())


# The copied function ---------------------------------------------------------------------------


def copied_features(attempt: Attempt) -> None:
    rng = np.random.default_rng(12)
    for kind, position, rows in (("with", 2, 4), ("without", 0, 5), ("without", 3, 3)):
        parts = [layers.Dense(u, activation="tanh", name=f"judge_{u}") for u in (5, 4, 2)]
        parts.insert(1, layers.BatchNormalization(name="judge_norm"))
        first = [keras.Input((3,))] if kind == "with" else []
        model = keras.Sequential([*first, *parts], name="judge_sequential")
        model.build((None, 3))
        batch = rng.normal(size=(rows, 3)).astype("float32")
        outputs = _outputs(_filled(model, rng), batch)
        layer = model.layers[position]
        wanted, whole = outputs[layer.name], list(outputs.values())[-1]
        attempt.case(kind=kind, position=position, rows=rows, shape=wanted.shape)
        found = _called(attempt, model, position, batch)
        attempt.first(
            found,
            ("weights", _is_weights(found, layer)),
            ("whole-model", same(found, whole) and whole is not wanted),
            *_array_looks(attempt, found, layer.name, outputs),
        )


# Channels that never fire ----------------------------------------------------------------------


def silent_channels(attempt: Attempt) -> None:
    rng = np.random.default_rng(22)
    of_the_other: list[int] = []
    for kind in ("Functional", "Sequential"):
        model, layer, pictures = convolution(kind, rng)
        outputs = _outputs(model, pictures)
        slips = _found_by_other_questions(model, layer, outputs.pop(layer.name), pictures)
        wanted, many = slips.pop("right"), layer.filters
        attempt.case(kind=kind, layer=layer.name, wanted=wanted, many=many)
        numbers = _channels(attempt, _called(attempt, model, layer.name, pictures), many)
        if numbers != wanted:
            attempt.first(
                numbers,
                ("none-found", not numbers),
                ("channel-0-left-out", [0, *numbers] == wanted),
                *((slip, numbers == others) for slip, others in slips.items()),
                ("another-layer", numbers in map(_silent, outputs.values())),
                ("written-down", numbers == of_the_other),
                ("no-such-channel", not set(numbers) <= set(range(many))),
                ("counted-again", len(set(numbers)) < len(numbers)),
                ("not-all-channels", numbers == wanted[: len(numbers)]),
                ("places-left-out", set(wanted) < set(numbers) < set(slips["any-picture"])),
                ("other-channels", True),
                got=f"{numbers}" if len(numbers) < 30 else f"{numbers[:30]} and more",
            )
        of_the_other = wanted


def _silent(values: np.ndarray) -> list[int]:
    return np.flatnonzero(~values.any((0, 1, 2))).tolist()


def _found_by_other_questions(model, layer, values, pictures) -> dict[str, list[int]]:
    """The right channels, and those that other questions find."""
    to_layer, flat = keras.Model(model.inputs[0], layer.output), values.reshape(-1, layer.filters)
    without_batch_axis = np.concatenate([to_layer(picture) for picture in pictures])
    is_zero, largest = flat == 0, flat.max(0)
    masks = {
        "right": is_zero.all(0),
        "those-that-fire": flat.any(0),
        "zero-somewhere": is_zero.any(0),
        "any-picture": (values == 0).all((1, 2)).any(0),
        "largest-is-zero": largest == 0,
        "negative-is-not-zero": largest <= 0,
        "zero-on-average": np.isclose(flat.mean(0), 0),
        "no-batch-axis": ~without_batch_axis.any((0, 1, 2)),
        "nearly-zero": np.abs(flat).max(0) < 1e-3,
        "constant-is-not-zero": np.ptp(flat, 0) == 0,
        "from-weights": ~layer.kernel.numpy().any((0, 1, 2)),
    }
    found = {slip: np.flatnonzero(mask).tolist() for slip, mask in masks.items()}
    return found | {"counts-from-one": [number + 1 for number in found["right"]]}


def _channels(attempt: Attempt, found: object, many: int) -> list[int]:
    """The numbers that came back, sorted."""
    listed = list(found) if isinstance(found, (set, range)) else found
    shape = shape_of(listed) if isinstance(listed, (list, tuple, np.ndarray)) else ()
    array = np.array(listed if shape else 0)
    attempt.first(
        found,
        ("nothing-returned", found is None),
        ("symbolic", is_symbolic(found)),
        ("still-a-tensor", is_tensor(found)),
        ("a-count", np.isscalar(found) and not isinstance(found, str), repr(found)),
        ("tuple-of-arrays", isinstance(found, tuple) and array.ndim == 2 and len(found) == 1),
        ("a-mask", array.dtype == bool and shape == (many,), f"{array.tolist()}"),
        ("other-axis", array.dtype == bool, f"yes or no, shape {shape}"),
        ("extra-axis", array.ndim > 1, f"an array with the shape {shape}"),
        ("not-a-list", array.ndim == 0 or (array.size > 0 and array.dtype.kind not in "iuf")),
    )
    return sorted(array.tolist())
