"""Who runs now: Python, Python while TensorFlow traces it, or Python that builds a graph for a session."""

from ..steps import BUILDING, PYTHON, TRACING

# What TensorFlow calls the graphs that it makes of the parts of a loop or of an `if`.
_PARTS = {
    "WhileBodyFuncGraph": "in the body of a loop",
    "WhileCondFuncGraph": "in the test of a loop",
    "CondBranchFuncGraph": "in a branch",
}
# Operations that stand for nothing that a reader has written.
_FRAME = {"Const", "Identity", "NoOp", "Placeholder", "StringFormat", "ReadVariableOp"}

_MOST_KINDS = 6


def who_runs() -> str:
    import tensorflow as tf

    if tf.executing_eagerly():
        return PYTHON
    return TRACING if tf.compat.v1.get_default_graph().building_function else BUILDING


def graph_now():
    """The graph that is being written down; None where Python computes at once."""
    import tensorflow as tf

    return None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()


def kind_of_line(graph) -> str:
    """What a line does that runs now: a key of the sentences."""
    if graph is None:
        return "line"
    if not graph.building_function:
        return "line while building"
    return _PARTS.get(type(graph).__name__, "line while tracing")


def is_part_of(graph, outer) -> bool:
    """Whether a graph is that of a part of a loop or of an `if`, in another graph."""
    return type(graph).__name__ in _PARTS and getattr(graph, "outer_graph", None) is outer


def operations(graph, since: int) -> list[str]:
    """The types of the operations that a graph has got since it had so many; each once."""
    new = [op.type for op in graph.get_operations()[since:]]
    said = (t for t in new if t not in _FRAME and not t.startswith("TensorList"))
    kinds = list(dict.fromkeys(said))
    more = len(kinds) - _MOST_KINDS
    return kinds if more <= 0 else [*kinds[:_MOST_KINDS], f"and {more} more kinds"]
