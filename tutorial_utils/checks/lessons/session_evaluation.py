"""Judges of the lesson *Sessions: how to read and translate old answers*."""

import keras
import numpy as np
import tensorflow as tf

from ..attempt import Attempt
from ..looks import array_looks, is_symbolic, same

v1 = tf.compat.v1


def layer_in_an_old_graph(attempt: Attempt) -> None:
    rng = np.random.default_rng(11)
    for rows in (4, 2):
        data = rng.normal(size=(rows, 3)).astype("float32")
        layer = _Layers(rng.normal(size=(3, 2)).astype("float32"))
        attempt.case(rows=rows)
        before = _size_of_the_default_graph()
        wanted, fed = data @ layer.kernel + 1.0, data.copy()
        result = attempt.call(layer.make, data, facts=layer.initialised)
        attempt.first(
            result,
            ("nothing-returned", result is None),
            ("ran-at-once", bool(layer.seen) and not any(map(is_symbolic, layer.seen))),
            ("data-built-in", layer.saw_constants()),
            ("fetched-the-input", same(result, fed)),
            ("layer-not-called", isinstance(result, keras.Layer)),
            *array_looks(result),
            ("another-layer", not layer.seen),
            ("other-numbers", not same(result, wanted)),
            ("one-graph-for-all", _size_of_the_default_graph() > before),
        )


class _Layers:
    """Makes layers with one known kernel, and keeps what they are called on."""

    def __init__(self, kernel: np.ndarray):
        self.kernel, self.seen, self._initialisers = kernel, [], []

    def make(self) -> keras.Layer:
        seen = self

        class WatchedDense(keras.layers.Dense):
            def call(self, inputs, training=None):
                seen.seen.append(inputs)
                seen._initialisers.append(_initialisers(inputs))
                return super().call(inputs)

        def kernel(shape, dtype):
            return tf.constant(self.kernel, dtype)

        return WatchedDense(2, kernel_initializer=kernel, bias_initializer="ones", name="judged")

    def saw_constants(self) -> bool:
        return bool(self.seen) and all(
            is_symbolic(t) and getattr(t, "op", None) is not None and t.op.type == "Const"
            for t in self.seen
        )

    def initialised(self) -> list[str]:
        """What became of the initialiser in the graph of the layer."""
        found = _initialisers(self.seen[0]) if self.seen else []
        if any(op.control_inputs for op in found):
            return ["initialiser: made"]
        if any(self._initialisers):
            return ["initialiser: too early"]
        return ["initialiser: of no variable"] if found else []


def _initialisers(tensor: object) -> list[tf.Operation]:
    """What `global_variables_initializer` and its like have built so far in a tensor's graph."""
    graph = tensor.graph if tf.is_symbolic_tensor(tensor) else tf.Graph()
    return [op for op in graph.get_operations() if op.type == "NoOp" and op.name.startswith("init")]


def _size_of_the_default_graph() -> int:
    return len(v1.get_default_graph().get_operations())
