"""Who runs now: Python, Python while TensorFlow traces it, or Python that builds a graph for a session."""

from ..steps import BUILDING, PYTHON, TRACING

# What TensorFlow calls the graphs that it makes of the parts of a loop or of an `if`.
_PARTS = {
    "WhileBodyFuncGraph": "in the body of a loop",
    "WhileCondFuncGraph": "in the test of a loop",
    "CondBranchFuncGraph": "in a branch",
}
# Operations that stand for nothing that a reader has written.
_FRAME = {
    "Const",
    "Identity",
    "NoOp",
    "Placeholder",
    "StringFormat",
    "ReadVariableOp",
    "DeviceIndex",
}


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
    return (
        "in a trial" if _is_trial(graph) else _PARTS.get(type(graph).__name__, "line while tracing")
    )


def is_part_of(graph, outer) -> bool:
    """Whether a graph is that of a part of a loop or of an `if`, in another graph."""
    while type(graph).__name__ in _PARTS or _is_trial(graph):
        graph = getattr(graph, "outer_graph", None)
        if graph is outer:
            return True
    return False


def _is_trial(graph):
    """Whether AutoGraph runs the body of a loop to see what its names will hold, and then forgets the graph
    (read in TensorFlow 2.21: ``_try_handling_undefineds``)."""
    return type(graph).__name__ == "FuncGraph" and graph.name == "tmp"


def operations(graph, since: int) -> list[str]:
    """The types of the operations that a graph has got since it had so many; each once. Of a graph that is
    forgotten, none is told."""
    if _is_trial(graph):
        return []
    new = [op.type for op in graph.get_operations()[since:]]
    said = (t for t in new if t not in _FRAME and not t.startswith("TensorList"))
    return list(dict.fromkeys(said))
