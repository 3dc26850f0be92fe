"""The numbers of variables, which have none of their own inside a graph."""

import sys

import numpy as np


def eager_numbers(t) -> np.ndarray:
    """A view of the tensor's own memory; ``.numpy()`` would copy it, but a scalar has to be."""
    return np.asarray(t) if t.shape.rank else np.asarray(t.numpy())


def variable_numbers(value) -> np.ndarray | None:
    """The variable's numbers now, or None inside a graph, where there is no "now" yet."""
    tf = sys.modules.get("tensorflow")
    if tf is None:
        return np.asarray(value)
    if not tf.executing_eagerly():
        return None
    return eager_numbers(value.read_value() if isinstance(value, tf.Variable) else value)


def read_later() -> str:
    """When a variable is read that is not read now."""
    if sys.modules["tensorflow"].compat.v1.get_default_graph().building_function:
        return "(its value is read when the function runs; next: show(it) prints it then)"
    return "(its value is read when a session runs; next: session.run(it))"
