"""Which reducers may be a part of a training step: those of whose operations none may fail when it runs.

A graph has no way to catch what an operation raises: it would end the step, with some variables changed and
others not, and so the training.
"""

import itertools
import math

import tensorflow as tf

from ..capture.reducing import reduced
from ..description.graph.operations import with_inner
from ..reducers.named import Reducer, is_named

# Whatever the numbers are, and whatever the size of the batch: what is wrong with these is said when they
# are traced.
_NEVER_FAIL = frozenset(
    """
    Abs All Any Cast Ceil Const Cos Erf EuclideanNorm Exp Expm1 Floor Identity IdentityN
    If IsFinite IsInf IsNan L2Loss Log Log1p LogicalNot Max Mean Min Neg NoOp OnesLike
    PartitionedCall Placeholder PrintV2 Prod Rank ReadVariableOp Relu Round Rsqrt Shape
    Sigmoid Sign Sin Size Softplus Sqrt Square StatefulPartitionedCall StatelessIf StopGradient
    StringFormat Sum Tanh ZerosLike
    """.split()  # noqa: SIM905  (a list would take a line for each)
)
# Where the shapes go together.
_BROADCAST = frozenset(
    """
    Add AddV2 DivNoNan Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum
    Minimum Mul NotEqual Pow RealDiv Select SelectV2 SquaredDifference Sub
    """.split()  # noqa: SIM905
)


def may_fail(reduce: Reducer | None, value) -> bool:
    """Whether an operation of a reducer may raise when a graph applies it to a layer's output.

    Args:
        reduce: Any reducer. Those that have a name never do; neither does None.
        value: A tensor, or a structure of tensors, of a graph.

    Raises:
        Exception: What the reducer raises while it is traced.

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
    with tf.init_scope():  # not into the graph of the step, where what it began would stay
        traced = tf.function(lambda t: reduced(t, reduce), autograph=False)
        operations = with_inner(traced.get_concrete_function(spec).graph)
    # The size of the batch alone is not known, so two sizes that are not known are the same
    one_unknown = isinstance(spec, tf.TensorSpec) and (spec.shape.rank is not None)
    one_unknown &= list(spec.shape or []).count(None) < 2
    one_unknown &= not any(operation.type == "Reshape" for operation in operations)
    return not all(_is_safe(operation, one_unknown) for operation in operations)


def _is_safe(operation, one_unknown):
    kind, inputs = operation.type, operation.inputs
    if kind == "Reshape":  # all in a row, whatever the size
        shape = tf.get_static_value(inputs[1])
        return shape is not None and -1 in shape and math.prod(shape.reshape(-1).tolist()) == -1
    if kind == "StridedSlice":  # of a shape, as in tf.shape(t)[0]
        return inputs[0].op.type in ("Shape", "Const")
    if kind == "Squeeze":
        sizes, places = inputs[0].shape, operation.get_attr("squeeze_dims")
        return sizes.rank is not None and bool(places) and all(sizes[at] == 1 for at in places)
    if kind == "ExpandDims":
        return tf.get_static_value(inputs[1]) is not None
    if kind == "Unpack":
        sizes = inputs[0].shape
        return sizes.rank is not None and sizes[operation.get_attr("axis")] is not None
    if kind in ("AssignVariableOp", "AssignAddVariableOp"):
        return inputs[1].shape.is_fully_defined()
    if kind == "Pack" or kind in _BROADCAST:
        # of whole numbers, a negative power raises, and a division has no kernel
        is_odd = kind in ("Pow", "RealDiv") and inputs[0].dtype.is_integer
        shapes = [tensor.shape for tensor in inputs]
        pairs = itertools.combinations(shapes, 2)
        return not is_odd and all(_go_together(*pair, one_unknown) for pair in pairs)
    return kind in _NEVER_FAIL


def _go_together(one, other, one_unknown):
    """Whether it is certain that one can be broadcast to the other, or is as the other is."""
    if 0 in (one.rank, other.rank):
        return True
    if None in (one.rank, other.rank):
        return False
    pairs = zip(reversed(list(one)), reversed(list(other)), strict=False)
    return all((a == b and (a or one_unknown)) or 1 in (a, b) for a, b in pairs)
