"""Sums of a graph once more, so that those of the training step can be merged as if nobody read them.

TensorFlow's optimizer of graphs turns sums of sums into others, which round differently, where nothing else
reads the inner ones (read in TensorFlow 2.21, grappler/optimizers/arithmetic_optimizer.cc,
`AddOpsRewriteStage`): the end of a BatchNormalization and the addition behind it, say. Who reads such a sum
reads a copy.
"""

import tensorflow as tf

_SUM = "AddV2"
_DEEPEST = 100  # sums in sums


def read_aside(values: dict) -> dict:
    """path -> the same values, of which the sums are computed by operations of their own.

    >>> @tf.function
    ... def doubled(x):
    ...     total = x + 1.0
    ...     return read_aside({"total": total})["total"] is total, total
    >>> read_itself, _ = doubled(tf.constant(1.0))
    >>> bool(read_itself)
    False
    """
    copies = {}
    return tf.nest.map_structure(lambda leaf: _copied(leaf, copies, 0), values)


def _copied(tensor, copies, depth):
    if not isinstance(tensor, tf.Tensor) or not tf.is_symbolic_tensor(tensor):
        return tensor
    if tensor.op.type != _SUM or depth > _DEEPEST:
        return tensor
    if tensor.ref() not in copies:
        x, y = (_copied(part, copies, depth + 1) for part in tensor.op.inputs)
        # not `AddV2`, or the optimizer would see that they are the same
        copies[tensor.ref()] = tf.raw_ops.Add(x=x, y=y)
    return copies[tensor.ref()]
