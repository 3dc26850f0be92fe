"""Judges of the lesson *Sub-models: any layer's output*."""

from collections.abc import Iterator

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from ...tensors import describe
from ..attempt import Attempt, Look
from ..bytecode import names_in
from ..feedback import NotYet
from ..looks import array_looks, is_symbolic, is_tensor, same, shape_of


def _called(attempt: Attempt, model: keras.Model, *given: object) -> object:
    """What the answer gives; two ways to change the model have words of their own."""
    try:
        return attempt.call(model, *given)
    except NotYet as verdict:
        if "/moving_" in verdict.got:
            raise attempt.reworded(verdict, "learned") from None
        if verdict.got.endswith("are gone"):
            raise attempt.reworded(verdict, "model-changed") from None
        raise


def _filled(model: keras.Model, rng: np.random.Generator) -> keras.Model:
    for weight in model.weights:
        values = rng.normal(size=weight.shape)
        weight.assign(np.abs(values) + 0.5 if "variance" in weight.path else values)
    return model


def _outputs(model: keras.Model, data: np.ndarray) -> dict[str, np.ndarray]:
    ends = {layer.name: layer.output for layer in model.layers}
    return {k: np.asarray(v) for k, v in keras.Model(model.inputs[0], ends)(data).items()}


def _other_arrays(found: object, wanted: str, outputs: dict[str, np.ndarray]) -> Iterator[Look]:
    """Whether it is what another layer gives, or for other rows, or simply other numbers."""
    right, shape = outputs[wanted], shape_of(found) or ()
    is_right = same(found, right)
    for name, output in outputs.items():
        yield "another-layer", not is_right and same(found, output), f"what `{name}` gives"
    rows = f"rows back: {shape[:1]}, rows sent: {right.shape[:1]}"
    yield "other-rows", shape[1:] == right.shape[1:] and shape[0] != len(right), rows
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
        attempt.first(
            found, ("nothing-returned", found is None), ("not-a-dict", not _is_dict(found))
        )
        told, values = f"a dict with {', '.join(map(str, found))}", list(found.values())
        attempt.first(found, ("names-missing", not set(names) <= set(found), told))
        attempt.first(values[0], ("same-for-all", all(same(values[0], v) for v in values)))
        for name in [*names, *(wanted.keys() & found.keys() - set(names))]:
            attempt.values["at"], value = f'["{name}"]', found[name]
            attempt.first(
                value,
                ("dict-in-dict", _is_dict(value)),
                ("weights", _is_weights(value, model.get_layer(name))),
                *array_looks(value),
                *_other_arrays(value, name, wanted),
            )
        attempt.values["at"] = ""
        _judge_runs(attempt, model, runs, len(data))


def _judge_runs(attempt: Attempt, model: keras.Model, runs: int, rows: int) -> None:
    paths = [keras.Model(model.inputs[0], layer.output).layers for layer in model.layers]
    *_, once = counted = [sum(isinstance(x, _Counted) for x in path) for path in paths]
    attempt.first(
        f"{runs} layer calls in a model of {once} such layers",
        ("ran-twice", runs == 2 * once),
        ("one-sub-model-each", runs == sum(counted)),
        ("called-for-each", runs in (len(paths) * once, (len(paths) - 1) * once)),
        ("row-by-row", runs == rows * once),
        ("ran-too-often", runs > once),
    )


def _is_dict(found: object) -> bool:
    return hasattr(found, "keys") and hasattr(found, "values")


def _is_weights(found: object, layer: keras.Layer) -> bool:
    found = found[0] if isinstance(found, list) and found else found
    return any(same(found, weight) for weight in layer.get_weights())


# The copied function ---------------------------------------------------------------------------


def copied_features(attempt: Attempt) -> None:
    rng = np.random.default_rng(12)
    for kind, position, rows in (("with", 2, 4), ("without", 0, 5), ("without", 3, 3)):
        parts = [layers.Dense(u, activation="tanh", name=f"judge_{u}") for u in (5, 4, 2)]
        parts.insert(1, layers.BatchNormalization(name="judge_norm"))
        model = keras.Sequential([keras.Input((3,)), *parts] if kind == "with" else parts)
        model.build((None, 3))
        batch = rng.normal(size=(rows, 3)).astype("float32")
        outputs = _outputs(_filled(model, rng), batch)
        layer = model.layers[position]
        wanted, whole = outputs[layer.name], list(outputs.values())[-1]
        attempt.case(kind=kind, position=position, rows=rows, shape=wanted.shape)
        found = _called(attempt, model, position, batch)
        is_new = "clone_model" in names_in(attempt.answer)
        attempt.first(
            found,
            *array_looks(found),
            ("weights", _is_weights(found, layer)),
            ("whole-model", same(found, whole) and whole is not wanted),
            ("other-weights", is_new and not same(found, wanted)),
            *_other_arrays(found, layer.name, outputs),
        )


# Channels that never fire ----------------------------------------------------------------------

_PLACE = np.pad([[1.0]], 1)  # a filter that takes the number at a place
_LEFT = np.roll(_PLACE, -1)  # the one on its left, which is gone without a batch axis


def silent_channels(attempt: Attempt) -> None:
    rng = np.random.default_rng(22)
    of_the_other: list[int] = []
    for kind in ("Functional", "Sequential"):
        # the same numbers at other places: each picture fits itself better than any other
        pixels = np.array([3, -2, 1, -1, -1, 0, 0, 0, 0], "float32")
        pictures = np.stack([rng.permutation(pixels).reshape(3, 3, 1) for _ in range(4)])
        model, layer = _with_channels(kind, pictures, rng)
        outputs = _outputs(model, pictures)
        slips = _found_by_other_questions(model, layer, outputs.pop(layer.name), pictures)
        wanted, many = slips.pop("right"), layer.filters
        attempt.case(kind=kind, layer=layer.name, wanted=wanted, many=many)
        numbers = _channels(attempt, _called(attempt, model, layer.name, pictures), many)
        if numbers != wanted:
            attempt.first(
                f"{numbers}" if len(numbers) < 30 else describe(np.array(numbers)),
                ("none-found", not numbers),
                *((slip, numbers == others) for slip, others in slips.items()),
                ("another-layer", numbers in map(_silent, outputs.values())),
                ("written-down", numbers == of_the_other),
                ("no-such-channel", not set(numbers) <= set(range(many))),
                ("counted-again", len(set(numbers)) < len(numbers)),
                ("not-all-channels", numbers == wanted[: len(numbers)]),
                ("pictures-left-out", set(wanted) < set(numbers) < set(slips["any-picture"])),
                ("other-channels", True),
            )
        of_the_other = wanted


def _with_channels(kind: str, pictures: np.ndarray, rng: np.random.Generator) -> tuple:
    """A model, and its layer of which each channel makes another mistake visible."""
    is_relu = kind == "Functional"
    kinds = [
        (0 * _PLACE, 0),  # silent
        (_LEFT, 0),  # silent where a picture has no batch axis
        (_PLACE, 0),  # its sum is 0
        (_PLACE, -9),  # always below 0
        (_PLACE, -3),  # its largest number is 0
        (0 * _PLACE, 0.5),  # the same everywhere
        (3e-5 * _LEFT, 0),  # small, and not 0
        *((picture[..., 0], -15) for picture in pictures if is_relu),  # above 0 in this one only
    ]
    order = rng.permutation(len(kinds))
    if is_relu:
        order = np.append(order[order > 0], 0)  # silent to the last: a loop must get there
    kernels, biases = zip(*(kinds[i] for i in order), strict=True)
    wanted = layers.Conv2D(len(kinds), 3, padding="same", name=f"judge_{kind}")
    wanted.activation = keras.activations.get("relu" if is_relu else None)
    model = keras.Sequential([keras.Input((3, 3, 1)), layers.Conv2D(2, 1, name="judge_before")])
    model.add(layers.BatchNormalization(epsilon=0.0, name="judge_norm"))
    model.add(wanted)
    for filters in (3, 2)[not is_relu :]:  # layers whose channels are all silent
        model.add(layers.Conv2D(filters, 1, kernel_initializer="zeros", name=f"judge_{filters}"))
    model.layers[0].set_weights([np.array([[[[1.0, 2.0]]]]), np.zeros(2)])
    kernel = np.stack([*kernels], -1)[:, :, None]
    wanted.set_weights([np.concatenate([kernel, 0 * kernel], 2), np.array(biases)])
    return keras.Model(model.inputs[0], model.outputs[0]) if is_relu else model, wanted


def _found_by_other_questions(
    model: keras.Model, layer: layers.Conv2D, values: np.ndarray, pictures: np.ndarray
) -> dict[str, list[int]]:
    """The right channels, and those that other questions find."""
    to_layer, all_but_channels = keras.Model(model.inputs[0], layer.output), (0, 1, 2)
    without_batch_axis = np.concatenate([to_layer(picture) for picture in pictures])
    is_zero, largest = values == 0, values.max(all_but_channels)
    right = np.array(_silent(values))
    masks = {
        "those-that-fire": values.any(all_but_channels),
        "zero-somewhere": is_zero.any(all_but_channels),
        "any-picture": is_zero.all((1, 2)).any(0),
        "largest-is-zero": largest == 0,
        "negative-is-not-zero": largest <= 0,
        "zero-on-average": np.isclose(values.mean(all_but_channels), 0),
        "no-batch-axis": ~without_batch_axis.any(all_but_channels),
        "nearly-zero": np.abs(values).max(all_but_channels) < 1e-3,
        "constant-is-not-zero": np.ptp(values, all_but_channels) == 0,
        "from-weights": ~layer.kernel.numpy().any(all_but_channels),
    }
    found = {slip: np.flatnonzero(mask).tolist() for slip, mask in masks.items()}
    return {"right": right.tolist(), "counts-from-one": (right + 1).tolist()} | found


def _silent(values: np.ndarray) -> list[int]:
    return np.flatnonzero(~values.any((0, 1, 2))).tolist()


def _channels(attempt: Attempt, found: object, many: int) -> list[int]:
    """The numbers that came back, sorted."""
    is_list = isinstance(found, (list, tuple, set, range, np.ndarray))
    array = _array(found) if is_list else np.array(0)
    attempt.first(
        found,
        ("nothing-returned", found is None),
        ("symbolic", is_symbolic(found)),
        ("still-a-tensor", is_tensor(found)),
        ("a-count", np.isscalar(found) and not isinstance(found, str), repr(found)),
        ("not-a-list", not is_list),
        ("tuple-of-arrays", isinstance(found, tuple) and array.ndim == 2, repr(found)),
        ("a-mask", array.dtype == bool and array.shape == (many,), f"{array.tolist()}"),
        ("other-axis", array.dtype == bool, f"yes or no, shape {array.shape}"),
        ("extra-axis", array.ndim != 1, f"an array with the shape {array.shape}"),
        ("no-numbers", array.size > 0 and array.dtype.kind not in "iuf", f"{array.tolist()}"),
    )
    return sorted(array.tolist())


def _array(found: object) -> np.ndarray:
    try:
        return np.asarray(list(found))
    except ValueError:  # entries of several shapes
        return np.array(["entries of several shapes"])
