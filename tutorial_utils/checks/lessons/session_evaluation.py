"""Judges of the lesson *Sessions: how to read and translate old answers*."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import keras
import numpy as np
import tensorflow as tf

from ...tensors import describe
from ..attempt import Attempt, Look
from ..code.bytecode import names_in
from ..feedback import counted
from ..looks import array_looks, is_machine, is_reshaped, is_symbolic, same, shape_of

v1 = tf.compat.v1

_RATE = 0.4  # of what the model's Dropout takes away


def layer_in_an_old_graph(attempt: Attempt) -> None:
    rng = np.random.default_rng(11)
    for shape in ((40, 3), (1, 5)):
        data = rng.normal(size=shape).astype("float32")
        kernel = rng.normal(size=(shape[1], 2)).astype("float32")
        make_layer, seen = _watched_layers(kernel)
        attempt.case(rows=shape[0], many=counted(shape[0], "row"))
        before = _size_of_the_default_graph()
        wanted, fed = data @ kernel + 1.0, data.copy()
        result = attempt.call(make_layer, data, facts=lambda seen=seen: _initialised(seen))
        kinds = set(map(_kind_in_a_graph, seen.inputs))
        attempt.first(
            result,
            ("nothing-returned", result is None),
            ("symbolic", is_symbolic(result)),
            ("ran-at-once", kinds == {""}),
            ("data-built-in", kinds == {"Const"}),
            ("fetched-the-input", same(result, fed)),
            ("layer-not-called", isinstance(result, keras.Layer)),
            *array_looks(result),
            ("another-layer", not seen.inputs),
            ("as-in-training", any(seen.training)),
            ("reshaped", is_reshaped(result, wanted)),
            ("other-numbers", not same(result, wanted)),
            ("one-graph-for-all", _size_of_the_default_graph() > before),
        )


def columns_of_old(attempt: Attempt) -> str:
    rng = np.random.default_rng(12)
    before = _size_of_the_default_graph()
    for shape in ((5, 3), (40, 2)):
        table = rng.normal(size=shape) * (0.02, 5.0, 9.0)[: shape[1]] + (0.25, 3.0, 4.0)[: shape[1]]
        table = table.astype("float32")
        wide = table.astype("float64")
        centred, along_rows = wide - wide.mean(axis=0), wide.T - wide.mean(axis=1)
        near = {
            "epsilon-added": centred / np.sqrt(wide.var(axis=0) + 1e-3),
            "divided-by-variance": centred / wide.var(axis=0),
            "one-less": centred / wide.std(axis=0, ddof=1),
            "not-divided": centred,
            "not-centred": wide / wide.std(axis=0),
            "unchanged": wide,
            "one-mean-for-all": (wide - wide.mean()) / wide.std(),
            "rows-not-columns": (along_rows / wide.std(axis=1)).T,
        }
        attempt.case(rows=shape[0], columns=shape[1], shape=shape)
        result = attempt.call(table)
        attempt.first(
            result,
            *array_looks(result),
            *((diagnosis, same(result, wrong)) for diagnosis, wrong in near.items()),
            ("other-numbers", not same(result, centred / wide.std(axis=0), atol=3e-3)),
        )
    if names_in(attempt.answer) & {"Session", "InteractiveSession"}:
        return "old-session"
    return "one-graph" if _size_of_the_default_graph() > before else "own-graph"


def translate_k_function(attempt: Attempt) -> None:
    rng = np.random.default_rng(13)
    names = ["scores", "thinned", "hidden"]
    for kind, asked, rows, training in (
        ("Sequential", names, 16, False),
        ("Sequential", names, 16, True),
        ("Functional", names, 16, False),
        ("Functional", names, 40, True),
        ("Functional", ["hidden"], 2, False),
    ):
        model = _dropping_model(rng, kind)
        weights = {layer.name: layer.get_weights() for layer in model.layers}
        data = rng.normal(size=(rows, 3)).astype("float32")
        hidden = np.tanh(_dense(weights["hidden"], data))
        listed = ", ".join(f'"{name}"' for name in asked)
        attempt.case(kind=kind, names=listed, rows=rows, training=training)
        seen = attempt.call(model, list(asked), data, training)
        keys = list(seen) if hasattr(seen, "keys") else None
        attempt.first(
            seen,
            ("nothing-returned", seen is None),
            ("not-called", is_machine(seen)),
            ("list-not-dict", isinstance(seen, (list, tuple))),
            ("one-thing", keys is None),
            ("other-names", set(keys or ()) != set(asked), f"a dict with the keys {keys}"),
        )
        for name, thing in seen.items():
            attempt.first(thing, *array_looks(thing), got=_told(seen, name))
        attempt.first(seen, *_one_pass(seen, hidden, weights, training))


def _watched_layers(kernel: np.ndarray) -> tuple[Callable[[], keras.Layer], SimpleNamespace]:
    """A function that makes layers with this kernel, and what those were called on."""
    initial = keras.initializers.Constant(kernel)
    seen = SimpleNamespace(inputs=[], training=[], too_early=False)

    class NewLayer(keras.layers.Dense):
        def call(self, inputs, training=None):
            seen.inputs.append(inputs)
            seen.training.append(training)
            seen.too_early |= bool(_initialisers(inputs))
            return super().call(inputs)

    def make_layer() -> keras.Layer:
        return NewLayer(2, kernel_initializer=initial, bias_initializer="ones")

    return make_layer, seen


def _kind_in_a_graph(tensor: object) -> str:
    """The kind of the node in an old graph that gives the tensor; none elsewhere."""
    is_in_one = tf.is_symbolic_tensor(tensor) and not tensor.graph.building_function
    return tensor.op.type if is_in_one else ""


def _initialised(seen: SimpleNamespace) -> list[str]:
    """What became of the initialiser in the graph of the layer."""
    found = _initialisers(seen.inputs[0]) if seen.inputs else []
    if any(op.control_inputs for op in found):
        return ["initialiser: made"]
    if seen.too_early:
        return ["initialiser: too early"]
    return ["initialiser: of no variable"] if found else []


def _initialisers(tensor: object) -> list[tf.Operation]:
    """What `global_variables_initializer` and its like have built so far in a tensor's graph."""
    graph = tensor.graph if tf.is_symbolic_tensor(tensor) else tf.Graph()
    return [op for op in graph.get_operations() if op.type == "NoOp" and op.name.startswith("init")]


def _size_of_the_default_graph() -> int:
    return len(v1.get_default_graph().get_operations())


def _dropping_model(rng: np.random.Generator, kind: str) -> keras.Model:
    inputs = keras.Input((3,), name="judged_input")
    hidden = keras.layers.Dense(4, activation="tanh", name="hidden")
    thinned = keras.layers.Dropout(_RATE, seed=5, name="thinned")
    scores = keras.layers.Dense(1, name="scores")
    if kind == "Sequential":
        model = keras.Sequential([inputs, hidden, thinned, scores], name="a_sequential")
    else:
        both = keras.layers.Add(name="both")([thinned(hidden(inputs)), hidden.output])
        model = keras.Model(inputs, scores(both), name="a_functional")
    model.set_weights([rng.normal(size=w.shape) for w in model.get_weights()])
    return model


def _told(seen: dict, name: str) -> str:
    return f'"{name}": {describe(seen[name])}' if name in seen else ""


def _one_pass(seen: dict, hidden: np.ndarray, weights: dict, training: bool) -> Iterator[Look]:
    """Looks at whether all arrays fit one pass: what was dropped is in no later one."""
    thinned, scores = seen.get("thinned"), seen.get("scores")
    dropped = _is_thinned(thinned, hidden)
    wanted = {"hidden": hidden, "thinned": thinned if dropped else hidden}
    added = hidden if "both" in weights else 0.0
    wanted["scores"] = _dense(weights["scores"], wanted["thinned"] + added)
    is_other = shape_of(scores) == wanted["scores"].shape and not same(scores, wanted["scores"])
    yield "training-ignored", training and same(thinned, hidden), _told(seen, "thinned")
    yield "always-training", dropped and not training, _told(seen, "thinned")
    yield "several-passes", dropped and is_other, _told(seen, "scores")
    for name, array in seen.items():
        is_row = len(seen) == 1 and shape_of(array) == wanted[name].shape[1:]
        yield "one-end-unpacked", is_row, _told(seen, name)
        yield "reshaped", is_reshaped(array, wanted[name]), _told(seen, name)
        yield "other-numbers", not same(array, wanted[name]), _told(seen, name)


def _is_thinned(array: object, whole: np.ndarray) -> bool:
    if shape_of(array) != whole.shape:
        return False
    kept = np.isclose(array, whole / (1 - _RATE))
    return bool(np.all(kept | (array == 0)) and 0 < kept.sum() < kept.size)


def _dense(kernel_and_bias: list[np.ndarray], data: np.ndarray) -> np.ndarray:
    kernel, bias = kernel_and_bias
    return data @ kernel + bias
