"""Is the function that is being traced going to be compiled by XLA? The one file that asks.

TensorFlow has no public name that tells. What differs visibly is how `tf.cond` is prepared for
lowering: outside XLA it is marked to become switch and merge operations, inside XLA it is not (read in
TensorFlow 2.21, ops/cond_v2.py; `tests/tensors/description/test_show.py` fails when that changes).
"""

from collections.abc import Callable

_MARK = "_lower_using_switch_merge"


def traced_for_xla() -> bool:
    """True in a function under ``jit_compile=True``, also in what it calls, else False.

    Nothing is added to the function being traced: the probe is a function of its own, which is
    traced inside that one and never called.

    >>> import tensorflow as tf
    >>> def double(x):
    ...     print(traced_for_xla())
    ...     return 2 * x
    >>> _ = tf.function(double)(tf.constant(1.0)), tf.function(double, jit_compile=True)(tf.constant(1.0))
    False
    True
    """
    import tensorflow as tf

    if tf.executing_eagerly():
        return False
    # A new one each time: a trace that is kept would keep its answer.
    probe = tf.function(
        lambda which: tf.cond(which, lambda: 1.0, lambda: 0.0), autograph=False, jit_compile=None
    )
    graph = probe.get_concrete_function(tf.TensorSpec((), tf.bool)).graph
    conditions = [op for op in graph.get_operations() if op.type in {"If", "StatelessIf"}]
    return not any(_MARK in op.node_def.attr for op in conditions)


def outside_xla(build: Callable[[], object]) -> None:
    """Add to the graph what ``build`` adds, so that XLA leaves it out if it compiles the graph later.

    That happens to a ``tf.function`` that has a trace already when a compiled one calls it. To XLA, no
    device has an index (the documentation of `DeviceIndex`), and of a `switch_case` whose index it knows
    it compiles only the branch that is taken.
    """
    import tensorflow as tf

    with tf.device("CPU:0"):
        is_compiled = tf.raw_ops.DeviceIndex(device_names=["CPU"])  # 0 or, under XLA, 1
    tf.switch_case(is_compiled, [lambda: (build(), 0)[1]], default=lambda: 0)
