"""Operations are found in whatever a graph calls, however deep."""

import tensorflow as tf

from tutorial_utils.tensors.description.graph.operations import with_inner


@tf.function
def inner(t):
    return tf.while_loop(lambda t: tf.reduce_sum(t) < 9.0, lambda t: [tf.exp(t)], [t])[0]


@tf.function
def outer(t):
    return tf.cond(tf.reduce_max(t) > 0.0, lambda: inner(tf.sin(t)), lambda: inner(tf.cos(t)))


def test_those_of_branches_loops_and_functions():
    graph = outer.get_concrete_function(tf.TensorSpec([None])).graph
    types = [operation.type for operation in with_inner(graph)]
    assert {"Max", "Sin", "Cos", "Exp"} <= set(types)
    assert types.count("Exp") == 1, "a function that is called twice is looked at once"


def test_only_some_of_a_graph():
    graph = outer.get_concrete_function(tf.TensorSpec([None])).graph
    largest = [operation for operation in graph.get_operations() if operation.type == "Max"]
    assert with_inner(graph, largest) == largest
