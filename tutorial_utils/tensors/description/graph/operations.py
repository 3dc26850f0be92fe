"""The operations of a graph, and of the graphs that it calls."""

from collections.abc import Iterable


def with_inner(graph, operations: Iterable | None = None) -> list:
    """Operations of a graph, and those of the graphs that they call: bodies of loops, branches, functions.

    Args:
        graph: The graph.
        operations: Of the graph; None: all of it.

    >>> import tensorflow as tf
    >>> branches = tf.function(lambda t: tf.cond(t > 0.0, lambda: tf.sin(t), lambda: tf.cos(t)))
    >>> graph = branches.get_concrete_function(tf.TensorSpec([])).graph
    >>> sorted({"Sin", "Cos"} & {operation.type for operation in with_inner(graph)})
    ['Cos', 'Sin']
    """
    found = list(graph.get_operations() if operations is None else operations)
    left, seen = [(graph, found)], set()
    while left:
        graph, some = left.pop()
        for op in list(some):
            for value in op.node_def.attr.values():
                for name in filter(None, [value.func.name, *(f.name for f in value.list.func)]):
                    if name not in seen and (inner := graph._get_function(name)) is not None:
                        found += inner.graph.get_operations()
                        left.append((inner.graph, inner.graph.get_operations()))
                    seen.add(name)
    return found
