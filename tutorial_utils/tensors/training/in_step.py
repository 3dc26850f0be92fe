"""Which reducers may be a part of a training step: those of whose operations none may fail when it runs.

A graph has no way to catch what an operation raises: it would end the step, with some variables changed and
others not, and so the training.
"""

import math
from collections.abc import Iterator

import tensorflow as tf

from ..capture.reducing import reduced
from ..reducers.named import Reducer, is_named

# Whatever the numbers are, and whatever the size of the batch: what is wrong with these is said when they
# are traced.
_NEVER_FAIL = frozenset(
    """
    Abs Add AddV2 All Any AssignAddVariableOp AssignVariableOp Cast Ceil Const Cos DivNoNan Equal
    Erf EuclideanNorm Exp ExpandDims Expm1 Floor Greater GreaterEqual Identity IdentityN If IsFinite
    IsInf IsNan L2Loss Less LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Max Maximum Mean Min
    Minimum Mul Neg NoOp NotEqual OnesLike Pack PartitionedCall Placeholder Pow PrintV2 Prod Range
    Rank ReadVariableOp RealDiv Reciprocal Relu Round Rsqrt Select SelectV2 Shape Sigmoid Sign Sin
    Size Softplus Sqrt Square SquaredDifference Squeeze StatefulPartitionedCall StatelessIf
    StopGradient StringFormat Sub Sum Tanh Transpose Unpack ZerosLike
    """.split()  # noqa: SIM905  (a list would take a line for each)
)


def may_fail(reduce: Reducer | None, value) -> bool:
    """Whether an operation of a reducer may raise when a graph applies it to a layer's output.

    Args:
        reduce: Any reducer. Those that have a name never do; neither does None.
        value: A tensor, or a structure of tensors, of a graph.

    Cost: a trace of the reducer for each shape and dtype.

    >>> output = tf.constant([[1.0, 2.0]])
    >>> may_fail(tf.reduce_max, output), may_fail(lambda t: tf.reshape(t, [2]), output)
    (False, True)
    """
    if is_named(reduce):
        return False
    leaves = [leaf for leaf in tf.nest.flatten(value) if tf.is_tensor(leaf)]
    return any(_may_fail(reduce, spec) for spec in {tf.type_spec_from_value(x) for x in leaves})


def _may_fail(reduce, spec):
    try:
        with tf.init_scope():  # not into the graph of the step
            traced = tf.function(lambda t: reduced(t, reduce), autograph=False)
            graph = traced.get_concrete_function(spec).graph.as_graph_def()
    except Exception:
        return False  # it raises when the step is traced, too, where that is noted
    return any(not _is_safe(node, nodes) for nodes in _bodies(graph) for node in nodes.values())


def _bodies(graph) -> Iterator[dict]:
    """Name -> node, of the graph and of each function that it calls."""
    for nodes in (graph.node, *(function.node_def for function in graph.library.function)):
        yield {node.name: node for node in nodes}


def _is_safe(node, nodes):
    if node.op == "Reshape":
        shape = nodes.get(node.input[1].partition(":")[0])
        return shape is not None and shape.op == "Const" and _fits_any(shape.attr["value"].tensor)
    if node.op == "StridedSlice":  # of a shape, as in tf.shape(t)[0]
        of = nodes.get(node.input[0].partition(":")[0])
        return of is not None and of.op in ("Shape", "Const")
    return node.op in _NEVER_FAIL


def _fits_any(shape):
    """Whether any size can be given this shape: all in a row, whatever is around it."""
    sizes = tf.make_ndarray(shape).reshape(-1).tolist()
    return -1 in sizes and math.prod(sizes) == -1
