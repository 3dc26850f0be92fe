"""What is known of a graph before it runs: the lines that made it, what prints in it, whether it calls Python."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...description.graph.operations import with_inner
from .graph_prints import Printer, place_of, printers

# Operations that stand for nothing that a line does.
_FRAME = {"Placeholder", "Const", "Identity", "NoOp"}
_PYTHON = {"EagerPyFunc", "PyFunc", "PyFuncStateless"}
# What these take from may be a Dataset that calls Python, as a generator's does: the graph does not say.
_ITERATORS = {"IteratorGetNext", "IteratorGetNextAsOptional", "IteratorGetNextSync"}


class GraphFacts(NamedTuple):
    """Attributes:
    file: Of the reader's, that the lines are in; None where none is, or several are.
    lines: Those that made its operations that run.
    unneeded: Those that made nothing but operations that do not run.
    is_readers: Whether any line of the reader's made an operation of it.
    printers: What can print in it.
    calls_python: Whether it has an operation that does, or that may.
    """

    file: str | None
    lines: list[int]
    unneeded: list[int]
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
    runs = with_inner(graph, operations)
    places = _places(runs, ours)
    files = {file for file, _ in places}
    more = set() if operations is None else _places(with_inner(graph), ours) - places
    every = files | {file for file, _ in more}
    one = every.pop() if len(every) == 1 else None
    lines, unneeded = (
        sorted(line for file, line in some if file == one) for some in (places, more)
    )
    types = {op.type for op in runs}
    calls_python = bool(types & _PYTHON or (types & _ITERATORS and _graphs_can_call_python()))
    return GraphFacts(one, lines, unneeded, bool(places | more), printers(runs, ours), calls_python)


def runs_of(graph) -> list:
    """The operations of a function's graph that run: those that its results need, and those with an effect.

    TensorFlow leaves out the others before it runs a graph (read in TensorFlow 2.21: ``PruneFunctionGraph``).
    """
    effects = [op for op in graph.get_operations() if op.op_def and op.op_def.is_stateful]
    return needed(graph.outputs, [*graph.control_outputs, *effects], [])


def _places(operations, ours):
    return {place_of(op, ours) for op in operations if op.type not in _FRAME} - {None}


def _graphs_can_call_python() -> bool:
    """Whether any function of Python is there for graphs to call (read in TensorFlow 2.21)."""
    from tensorflow.python.ops import script_ops

    return script_ops._py_funcs.size() > 0


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
