"""What is known of a graph before it runs: the lines that made it, what prints in it, whether it calls Python."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .graph_prints import Printer, place_of, printers, with_inner

# Operations that stand for nothing that a line does.
_FRAME = {"Placeholder", "Const", "Identity", "NoOp"}
_PYTHON = {"EagerPyFunc", "PyFunc", "PyFuncStateless"}


class GraphFacts(NamedTuple):
    """Attributes:
    file: Of the reader's, that the lines are in; None where none is, or several are.
    lines: Those that made its operations.
    is_readers: Whether any line of the reader's made an operation of it.
    printers: What can print in it.
    calls_python: Whether it has an operation that does.
    """

    file: str | None
    lines: list[int]
    is_readers: bool
    printers: list[Printer]
    calls_python: bool


def facts_of_graph(
    graph, ours: Callable[[str], bool], operations: Iterable | None = None
) -> GraphFacts:
    """The facts of a graph, with those of the graphs that it calls.

    Args:
        graph: The graph.
        ours: Whether a file is the reader's.
        operations: Those of its operations that matter; None: all.
    """
    operations = with_inner(graph, operations)
    places = {place_of(op, ours) for op in operations if op.type not in _FRAME} - {None}
    files = {file for file, _ in places}
    one = files.pop() if len(files) == 1 else None
    lines = sorted(line for file, line in places if file == one)
    calls_python = any(op.type in _PYTHON for op in operations)
    return GraphFacts(one, lines, bool(places), printers(operations, ours), calls_python)


def needed(fetches: Iterable, targets: Iterable, fed: Iterable) -> list:
    """The operations of a graph that a session runs: back from what is fetched, up to what is fed.

    Args:
        fetches: Tensors.
        targets: Operations that are run for what they do.
        fed: Tensors that are given a value.
    """
    fed = {tensor.ref() for tensor in fed}
    left = [*(t.op for t in fetches if t.ref() not in fed), *targets]
    found: dict = {}
    while left:
        op = left.pop()
        if op.name not in found:
            found[op.name] = op
            left += [t.op for t in op.inputs if t.ref() not in fed]
            left += op.control_inputs
    return list(found.values())
