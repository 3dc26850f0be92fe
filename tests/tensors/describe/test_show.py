import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.describe import describe
from tutorial_utils.tensors.describe.show import show
from tutorial_utils.tensors.describe.xla import traced_for_xla

from ..tensor_kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_outside_a_graph_it_prints_what_describe_says(kind, capsys):
    value = KINDS[kind][0]()
    show(value, named=value)
    assert capsys.readouterr().out == f"{describe(value)}\n{describe(value, 'named')}\n"


def traced(*values, **options):
    """Trace a function that shows the values, and run it."""

    @tf.function(**options)
    def function(*values):
        show(*values)
        return values

    return function(*values)


AT_RUN_TIME = {
    "floats": (lambda: tf.constant([[1.0, 2.0, 6.0]]), "(1, 3)  float32  range 1 … 6  mean 3"),
    "one value": (lambda: tf.constant(2.5), "shape=()  float32  2.5"),
    "one axis": (lambda: tf.constant([1, 2]), "shape=(2,)  int32  range 1 … 2  mean 1.5"),
    "NaN and Inf": (
        lambda: tf.constant([np.nan, np.inf, -np.inf, 4.0]),
        "range 4 … 4  mean 4  1 NaN!  2 Inf!",
    ),
    "all NaN": (lambda: tf.constant([np.nan, np.nan]), "shape=(2,)  float32  2 NaN!"),
    "empty": (lambda: tf.zeros((0, 3)), "shape=(0, 3)  float32  (empty: no elements)"),
    "bfloat16": (lambda: tf.ones(4, tf.bfloat16), "bfloat16  range 1 … 1"),
    "uint8": (lambda: tf.constant([0, 255], tf.uint8), "uint8  range 0 … 255"),
    "bool": (lambda: tf.constant([True, False]), "bool  True 50%"),
    "complex": (lambda: tf.constant([3 + 4j] * 2), "|z| range 5 … 5"),
    "string": (lambda: tf.constant(["a", "b"]), 'string  ["a" "b"]'),
    "ragged": (
        lambda: tf.ragged.constant([[1], [2, 3]]),
        "RaggedTensor  shape=(2, 2)  int32  range 1",
    ),
    "sparse": (
        lambda: tf.sparse.from_dense([0.0, 5.0]),
        "SparseTensor  shape=(2,)  float32  range 5",
    ),
}


@pytest.mark.parametrize("kind", AT_RUN_TIME)
def test_in_a_graph_the_numbers_are_those_of_the_run(kind, capfd):
    make, expected = AT_RUN_TIME[kind]
    traced(make())
    out = capfd.readouterr().out
    assert expected in out, out
    assert len(out.splitlines()) == 1


def test_printed_at_each_run_not_only_while_tracing(capfd):
    @tf.function
    def function(x):
        show(x=x)
        return x

    function(tf.constant([1.0, 3.0]))
    function(tf.constant([5.0, 7.0]))
    first, second = capfd.readouterr().out.splitlines()
    assert first == "x: graph tensor  shape=(2,)  float32  range 1 … 3  mean 2"
    assert second == "x: graph tensor  shape=(2,)  float32  range 5 … 7  mean 6"


def test_variables_are_read_when_the_graph_runs(capfd):
    variable, in_keras = tf.Variable([1.0, 2.0]), keras.Variable([1.0, 2.0])

    @tf.function
    def function():
        variable.assign([3.0, 4.0])
        show(variable, in_keras)

    function()
    out = capfd.readouterr().out
    assert "tf.Variable  shape=(2,)  float32  range 3 … 4" in out
    assert "Keras variable  shape=(2,)  float32  range 1 … 2" in out


def test_what_is_inside_a_container_is_shown_by_its_place(capfd):
    traced({"a": tf.constant(1.0), "b": [tf.constant([2.0, 4.0]), None]})
    out = capfd.readouterr().out
    assert "dict['a']: graph tensor  shape=()  float32  1" in out
    assert "dict['b'][0]: graph tensor  shape=(2,)  float32  range 2 … 4" in out


def test_in_loops_branches_and_datasets(capfd):
    @tf.function
    def function(x):
        for _ in tf.range(2):
            show(loop=x)
            x = x + 1.0
        if tf.reduce_sum(x) > 0.0:
            show(branch=x)
        return x

    function(tf.zeros(2))
    list(tf.data.Dataset.range(2).map(lambda x: (show(element=x), x)[1]))
    lines = [line.split(":")[0] for line in capfd.readouterr().out.splitlines()]
    assert lines == ["loop", "loop", "branch", "element", "element"]


class Shows(keras.layers.Layer):
    def call(self, x):
        show(inside=x)
        return x


@pytest.mark.parametrize("options", [{}, {"jit_compile": True}, {"run_eagerly": True}], ids=str)
def test_in_a_layer_under_fit(options, capfd):
    model = keras.Sequential([keras.Input((3,)), Shows(), keras.layers.Dense(1)])
    assert capfd.readouterr().out == ""  # Keras works out shapes in a graph that never runs
    model.compile("sgd", "mse", **options)
    model.fit(np.ones((4, 3)), np.ones((4, 1)), epochs=2, verbose=0)
    out = capfd.readouterr().out
    if "jit_compile" in options:
        assert "XLA" in out and "jit_compile=False" in out
    else:
        assert out.count("range 1") == 2


XLA = {
    "directly": lambda body: tf.function(body, jit_compile=True),
    "called by the compiled one": lambda body: tf.function(
        lambda x: tf.function(body)(x), jit_compile=True, autograph=False
    ),
    "in a loop": lambda body: tf.function(
        lambda x: tf.while_loop(lambda i, _: i < 2, lambda i, y: (i + 1, body(y)), (0, x))[1],
        jit_compile=True,
        autograph=False,
    ),
    "in a branch": lambda body: tf.function(
        lambda x: tf.cond(tf.reduce_sum(x) > 0, lambda: body(x), lambda: x),
        jit_compile=True,
        autograph=False,
    ),
}


@pytest.mark.parametrize("place", XLA)
def test_under_xla_it_says_what_to_use_and_breaks_nothing(place, capfd):
    def body(x):
        show(x=x)
        return x * 1.0

    result = XLA[place](body)(tf.constant([1.0, 2.0]))
    np.testing.assert_array_equal(result, [1.0, 2.0])
    out = capfd.readouterr().out
    assert out.startswith("x: graph tensor  shape=(2,)  float32  (compiled by XLA")
    assert "next: return it" in out


@pytest.mark.parametrize("place", XLA)
def test_the_probe_tells_xla_from_other_graphs(place):
    """Red here means that TensorFlow prepares `tf.cond` in another way: see tensors/xla.py."""
    answers = []

    def body(x):
        answers.append(traced_for_xla())
        return x * 1.0

    XLA[place](body)(tf.constant([1.0, 2.0]))
    assert set(answers) == {True}
    answers.clear()
    tf.function(body)(tf.constant([1.0, 2.0]))
    assert set(answers) == {False}
    assert traced_for_xla() is False


def test_the_probe_adds_nothing_to_the_graph():
    @tf.function
    def probing(x):
        traced_for_xla()
        return x

    graph = probing.get_concrete_function(tf.constant(1.0)).graph
    assert {op.type for op in graph.get_operations()} <= {"Placeholder", "Identity"}


def test_gradients_are_those_without_show(capfd):
    def loss(x):
        show(x)
        return tf.reduce_sum(x * x)

    @tf.function
    def gradient(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            value = loss(x)
        return tape.gradient(value, x)

    np.testing.assert_array_equal(gradient(tf.constant([1.0, 2.0])), [2.0, 4.0])


def test_autograph_does_not_convert_it():
    files = []

    class Key(str):
        def __repr__(self):
            files.extend(frame.filename for frame in inspect.stack())
            return "'k'"

    traced({Key("k"): tf.constant(1.0)})
    assert any(name.endswith("runtime.py") for name in files)
    assert any(name.endswith("show.py") for name in files)
