"""Judges of the lesson *Sub-models: any layer's output*."""

import math
import textwrap

import keras
import numpy as np
from keras import layers

from ..attempt import Attempt, Look
from ..feedback import counted
from ..looks import array_looks, is_symbolic, is_tensor, same, shape_of
from ..training.trained import Counting, draw_weights
from .silent_convolution import convolution


def _sequential(*first: object) -> keras.Sequential:
    """A chain with an axis of size 1, and more than two axes all the way."""
    parts = [
        layers.Dense(5, "tanh", name="judge_wide"),
        layers.BatchNormalization(name="judge_norm"),
        layers.Dense(1, "tanh", name="judge_narrow"),
        layers.Dense(4, name="judge_end"),
    ]
    model = keras.Sequential([*first, *parts], name="a_sequential")
    model.build((None, 2, 3))
    draw_weights(model)
    return model


def _normal(rows: int) -> np.ndarray:
    return np.random.default_rng(rows).normal(size=(rows, 2, 3)).astype("float32")


def _outputs(model: keras.Model, data: np.ndarray) -> dict[str, np.ndarray]:
    ends = {layer.name: layer.output for layer in model.layers}
    return {name: end.numpy() for name, end in keras.Model(model.inputs[0], ends)(data).items()}


def _looks(found: object, layer: keras.Layer, outputs: dict[str, np.ndarray]) -> list[Look]:
    """How something is not the array that a layer gives."""
    wanted, shape = outputs[layer.name], shape_of(found) or ()
    is_right, own = same(found, wanted), layer.get_weights()
    is_all = isinstance(found, list) and len(found) == len(own) and all(map(same, found, own))
    others = [name for name, output in outputs.items() if same(found, output)]
    return [
        ("weights", is_all or any(same(found, one) for one in own)),
        *array_looks(found),
        ("another-layer", not is_right and others, f"what `{' and '.join(others)}` gives"),
        ("other-rows", shape[1:] == wanted.shape[1:] and shape[0] != len(wanted)),
        ("other-shape", lambda: not is_right and same(np.ravel(found), np.ravel(wanted))),
        ("other-numbers", not is_right),
    ]


def every_layer(attempt: Attempt) -> None:
    counting = Counting(name="as_it_is")
    chain = _sequential(keras.Input((2, 3), name="judge_start"), counting)
    both = layers.Concatenate(name="judge_both")([layer.output for layer in chain.layers[-2:]])
    branched = keras.Model(chain.inputs[0], both)
    for kind, model, rows in (("a Sequential", chain, 40), ("a branched", branched, 1)):
        data = _normal(rows)
        wanted = _outputs(model, data)
        names = [each.name for each in model.layers if not isinstance(each, layers.InputLayer)]
        about = {"kind": kind, "many": counted(rows, "row"), "names": ", ".join(names)}
        attempt.case(**about, at="")
        counting.runs.assign(0)
        found = attempt.call(model, data)
        is_dict = hasattr(found, "items")
        attempt.first(found, ("nothing-returned", found is None), ("not-a-dict", not is_dict))
        told = f"a dict with {', '.join(map(str, found)) or 'nothing in it'}"
        lacks_first = set(names) - set(found) == {names[0]}
        attempt.first(found, ("first-layer-missing", lacks_first, told))
        attempt.first(found, ("names-missing", not set(names) <= set(found), told))
        for layer in sorted(model.layers, key=lambda layer: layer.name not in names):
            if layer.name in found:
                attempt.case(**about, at=f'["{layer.name}"]')
                attempt.first(found[layer.name], *_looks(found[layer.name], layer, wanted))
        attempt.case(**about, at="")
        runs = int(counting.runs)
        attempt.first(
            runs,
            ("row-by-row", runs == rows > 1),
            ("once-for-each-layer", runs in (len(names), len(wanted))),
            ("ran-too-often", runs > math.ceil(rows / 32)),  # in batches, as `predict` does it
            got=f"the right arrays, and {runs} runs of the model",
        )


def copied_features(attempt: Attempt) -> None:
    for kind, position, rows in (("with", 2, 4), ("without", 0, 1), ("without", 3, 40)):
        model = _sequential(*([keras.Input((2, 3))] if kind == "with" else []))
        batch, layer = _normal(rows), model.layers[position]
        outputs = _outputs(model, batch)
        shape = outputs[layer.name].shape
        attempt.case(kind=kind, position=position, many=counted(rows, "row"), shape=shape)
        found = attempt.call(model, position, batch)
        attempt.first(found, *_looks(found, layer, outputs))


# How a channel fires that was taken for silent: the first that is so is told.
_FIRES = ("fires-somewhere", "zero-on-average", "below-zero", "nearly-zero", "constant")


def silent_channels(attempt: Attempt) -> None:
    rng = np.random.default_rng(22)
    for kind, rows in (("Functional", 40), ("Sequential", 5)):
        model, layer, pictures, channels = convolution(kind == "Sequential", rows, rng)
        elsewhere = [_silent(output) for output in _outputs(model, pictures).values()]
        wanted = sorted(number for does, number in channels if does == "silent")
        many = len(channels)
        attempt.case(kind=kind, rows=rows, layer=layer.name, wanted=wanted, many=many)
        found = _channels(attempt, attempt.call(model, layer.name, pictures))
        fire = [(does, one) for does in _FIRES for one in found if (does, one) in channels]
        missing = [number for number in wanted if number not in found]
        attempt.values |= {"fires": fire and fire[0][1], "missing": missing and missing[0]}
        attempt.first(
            found,
            ("none-found", not found),
            ("those-that-fire", sorted([*found, *wanted]) == list(range(many))),
            ("counts-from-one", found == [number + 1 for number in wanted]),
            ("another-layer", found != wanted and found in elsewhere),
            ("no-such-channel", not set(found) <= set(range(many))),
            ("counted-again", len(set(found)) < len(found)),
            ("not-all-channels", missing and not fire),
            *((does, True) for does, _ in fire[:1]),
            got=textwrap.shorten(str(found), 90),
        )


def _silent(values: np.ndarray) -> list[int]:
    return np.flatnonzero(~values.any((0, 1, 2))).tolist()


def _channels(attempt: Attempt, found: object) -> list[float]:
    """The numbers that came back, sorted."""
    listed = list(found) if isinstance(found, (set, frozenset, range)) else found
    is_listed = isinstance(listed, (list, tuple, np.ndarray)) and shape_of(listed)
    array = np.array(listed if is_listed else 0)
    attempt.first(
        found,
        ("nothing-returned", found is None),
        ("symbolic", is_symbolic(found)),
        ("still-a-tensor", is_tensor(found)),
        ("tuple-of-arrays", isinstance(found, tuple) and len(found) == 1 and array.ndim == 2),
        ("a-mask", array.dtype == bool, f"yes or no, shape {array.shape}"),
        ("extra-axis", array.ndim > 1, f"an array with the shape {array.shape}"),
        ("not-a-list", array.ndim == 0 or array.dtype.kind not in "iuf"),
    )
    return sorted(array.tolist())
