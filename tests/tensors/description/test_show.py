import inspect
import re
import weakref
from functools import cache, reduce

import hypothesis.extra.numpy as hnp
import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tutorial_utils.tensors.description import describe
from tutorial_utils.tensors.description.graph.xla import traced_for_xla
from tutorial_utils.tensors.description.show import show

from ..tensor_kinds import KINDS
from .test_description import HUGE


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


def is_printed_at_run_time(value):
    if isinstance(value, tf.Tensor):
        return not tf.is_symbolic_tensor(value) and value.dtype not in (tf.resource, tf.variant)
    return isinstance(value, (tf.RaggedTensor, tf.SparseTensor, tf.IndexedSlices))


AT_RUN_TIME = [kind for kind, (make, _) in KINDS.items() if is_printed_at_run_time(make())]
WRITTEN_OTHERWISE = {"huge_sparse": "1 of 1.209e+24 stored"}  # a graph has no integers so large


@pytest.mark.parametrize("kind", AT_RUN_TIME)
def test_in_a_graph_the_line_is_that_of_describe(kind, capfd):
    value = KINDS[kind][0]()
    traced(value)
    (line,) = capfd.readouterr().out.splitlines()
    if kind in WRITTEN_OTHERWISE:
        assert WRITTEN_OTHERWISE[kind] in line
    else:
        assert line.replace("graph tensor", "EagerTensor") == describe(value)


# The parts of a ragged or a sparse tensor have a rank, always.
DENSE = [kind for kind in AT_RUN_TIME if isinstance(KINDS[kind][0](), tf.Tensor)]


@cache
def showing(dtype):
    """A function that shows any tensor of a type: it is traced once."""
    return tf.function(lambda x: (show(x), x)[1], input_signature=[tf.TensorSpec(None, dtype)])


@pytest.mark.parametrize("kind", DENSE)
def test_nothing_need_be_known_of_the_shape_when_it_is_traced(kind, capfd):
    value = KINDS[kind][0]()
    showing(value.dtype)(value)
    line = capfd.readouterr().out.rstrip("\n")
    assert line.replace("graph tensor", "EagerTensor") == describe(value)


arrays = hnp.arrays(
    st.sampled_from([np.float32, np.float64, np.float16, np.int32, np.int8, np.uint8, np.bool_]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
)


@settings(
    deadline=None, max_examples=150, suppress_health_check=list(HealthCheck), derandomize=True
)
@example(np.array([4.02234238e154, 0.0, 0.0]))  # whose squares float64 has no room for
@given(arrays)
def test_in_a_graph_the_line_of_generated_arrays_is_that_of_describe(capfd, array):
    with np.errstate(all="ignore"):  # TensorFlow takes the smallest numbers for 0
        if array.dtype.kind == "f":
            array[np.abs(array) < np.finfo(array.dtype).tiny] = 0.0
    showing(tf.as_dtype(array.dtype))(array)
    line, expected = capfd.readouterr().out.rstrip("\n"), describe(tf.constant(array))
    assert alike(line.replace("graph tensor", "EagerTensor"), expected), f"{line}\n{expected}"


def alike(line, expected):
    """The same words and numbers, where the last digit of 4 may be rounded to either side."""
    if line == expected:
        return True
    (words, numbers), (other_words, others) = map(split, (line, expected))
    return words == other_words and np.allclose(numbers, others, rtol=2e-3, atol=1e-4)


def split(line):
    number = r"-?(?:\d[\d.]*(?:e[+-]\d+)?|inf|nan)"
    return re.sub(number, "#", line), [float(found) for found in re.findall(number, line)]


BIG = {
    "plain": lambda random: random.normal(3.0, 2.0, 1_000_001).astype("float32"),
    "far from zero": lambda random: (300 + 0.1 * random.normal(size=600_000)).astype("float32"),
    "some blocks with NaN": lambda random: np.where(
        np.arange(900_000) % 400_000 == 7, np.nan, random.normal(size=900_000)
    ),
    "only NaN at first": lambda random: np.r_[
        np.full(400_000, np.nan), random.normal(size=400_000)
    ],
    "integers": lambda random: random.integers(-1000, 1000, 700_001),
    "half": lambda random: random.normal(size=300_000).astype("float16"),
    "complex": lambda random: random.normal(size=300_000) + 1j,
    "huge and tiny": lambda random: np.r_[np.full(300_000, 1e30), np.full(300_000, -1e-30)],
}


@pytest.mark.parametrize("kind", BIG)
def test_tensors_of_many_blocks(kind, capfd):
    array = BIG[kind](np.random.default_rng(0))
    traced(tf.constant(array))
    line = capfd.readouterr().out.rstrip("\n").replace("graph tensor", "EagerTensor")
    assert line == describe(tf.constant(array))


@pytest.mark.parametrize("kind", HUGE)
def test_finite_numbers_are_not_called_otherwise(kind, capfd):
    array, expected = HUGE[kind]
    traced(tf.constant(array))
    assert capfd.readouterr().out.endswith(f"{array.dtype}  {expected}\n")


def test_nothing_of_the_size_of_a_big_tensor_is_made():
    """Its elements are read in blocks: all that is as long as it is, is it itself in another shape."""
    graph = (
        tf.function(lambda x: (show(x), x)[1])
        .get_concrete_function(tf.TensorSpec((1000, 1000)))
        .graph
    )
    big = {
        op.type
        for op in graph.get_operations()
        for out in op.outputs
        if out.shape.num_elements() == 1_000_000
    }
    assert big <= {"Placeholder", "StopGradient", "Reshape", "Identity", "StatelessWhile"}


def test_a_handle_is_said_to_be_one(capfd):
    variable = tf.Variable(1.0)

    @tf.function
    def function():
        show(variable.handle)

    function()
    out = capfd.readouterr().out
    assert "a handle: no numbers inside" in out and "next: show" not in out


def test_a_type_that_a_graph_cannot_compute_with_is_said_while_tracing(capfd):
    spec = tf.TensorSpec((2,), tf.dtypes.experimental.float8_e4m3fnuz)
    tf.function(lambda x: show(x=x)).get_concrete_function(spec)
    out = capfd.readouterr().out
    assert "cannot be printed when it runs" in out and "float8_e4m3fnuz" in out and "next:" in out


def test_it_returns_what_it_was_given():
    x, y = tf.constant(1.0), [np.ones(2)]
    assert show(x) is x and show(y=y) is y
    both = show(x, y=y)
    assert type(both) is tuple and both[0] is x and both[1] is y
    assert show() == ()

    @tf.function
    def function(x):
        return 2.0 * show(x) + show(x + 1.0, name=x)[0]

    assert function(tf.constant(3.0)).numpy() == 10.0


def test_printed_at_each_run_not_only_while_tracing(capfd):
    @tf.function
    def function(x):
        show(x=x)
        return x

    function(tf.constant([1.0, 3.0]))
    function(tf.constant([5.0, 7.0]))
    first, second = capfd.readouterr().out.splitlines()
    assert first == "x: graph tensor  shape=(2,)  float32  [1.0, 3.0]"
    assert second == "x: graph tensor  shape=(2,)  float32  [5.0, 7.0]"


def test_variables_are_read_when_the_graph_runs(capfd):
    variable, in_keras = tf.Variable([1.0, 2.0]), keras.Variable([1.0, 2.0])

    @tf.function
    def function():
        variable.assign([3.0, 4.0])
        show(variable, in_keras)

    function()
    out = capfd.readouterr().out
    assert "tf.Variable  shape=(2,)  float32  [3.0, 4.0]" in out
    assert "Keras variable  shape=(2,)  float32  [1.0, 2.0]" in out


def test_what_is_inside_a_container_is_shown_by_its_place(capfd):
    traced({"a": tf.constant(1.0), "b": [tf.constant([2.0, 4.0]), None]})
    out = capfd.readouterr().out
    assert "dict['a']: graph tensor  shape=()  float32  1.0" in out
    assert "dict['b'][0]: graph tensor  shape=(2,)  float32  [2.0, 4.0]" in out


class Closed(list):
    def __iter__(self):
        raise RuntimeError("closed")


class Lost(dict):
    def items(self):
        raise KeyError("lost")


class Gone:
    """Stands for what `weakref.proxy` leaves of a tensor."""


def inside_itself(*items):
    found = [*items]
    found.append(found)
    return found


CANNOT_BE_LOOKED_INTO = {
    "a list in itself": inside_itself,
    "a dict in a list in it": lambda: inside_itself({"a": inside_itself()}),
    "a list that can't be read": lambda: Closed([1]),
    "a dict that can't be read": lambda: Lost(a=1),
    "a proxy of what is gone": lambda: weakref.proxy(Gone()),
    "such a proxy in a dict": lambda: {"a": weakref.proxy(Gone())},
    "lists in lists, very deep": lambda: reduce(lambda inner, _: [inner], range(900), []),
}


@pytest.mark.parametrize("kind", CANNOT_BE_LOOKED_INTO)
def test_what_cannot_be_looked_into_is_said_as_outside_a_graph(kind, capfd):
    value = CANNOT_BE_LOOKED_INTO[kind]()
    tf.function(lambda x: (show(value), x)[1], autograph=False)(tf.constant(1.0))
    assert capfd.readouterr().out == f"{describe(value)}\n"


@pytest.mark.parametrize("options", [{}, {"jit_compile": True}], ids=str)
def test_what_is_beside_it_is_shown(options, capfd):
    @tf.function(autograph=False, **options)
    def function(x):
        show(inside_itself(x, Closed([1]), {"gone": weakref.proxy(Gone())}))
        return x

    function(tf.constant(1.0))
    lines = sorted(capfd.readouterr().out.splitlines())
    assert [line.split("  ")[0] for line in lines] == [
        "list[0]: graph tensor",
        "list[1]: Closed",
        "list[2]['gone']: ProxyType",
    ]


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


TRACED_BEFORE = {
    "directly": lambda body: body,
    "in a loop": lambda body: (
        lambda x: tf.while_loop(
            lambda i, _: i < 2, lambda i, y: (i + 1, body(y)), (0, x), maximum_iterations=2
        )[1]
    ),
    "in a branch": lambda body: lambda x: tf.cond(tf.reduce_sum(x) > 0, lambda: body(x), lambda: x),
    "in a function": lambda body: tf.function(body),
}


@pytest.mark.parametrize("place", TRACED_BEFORE)
def test_what_was_traced_before_xla_compiles_it_breaks_nothing(place, capfd):
    def body(x):
        show(x, {"ragged": tf.RaggedTensor.from_row_lengths(x, [1, 1])})
        return x * 1.0

    inner = tf.function(TRACED_BEFORE[place](body), autograph=False)
    x = tf.constant([1.0, 2.0])
    inner(x)
    assert "[1.0, 2.0]" in capfd.readouterr().out

    @tf.function(jit_compile=True)
    def outer(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = inner(x) * x
        return y, tape.gradient(y, x)

    np.testing.assert_array_equal(outer(x), [[1.0, 4.0], [2.0, 4.0]])
    assert capfd.readouterr().out == ""
    inner(x)
    assert "[1.0, 2.0]" in capfd.readouterr().out


@pytest.mark.parametrize("place", XLA)
def test_the_probe_tells_xla_from_other_graphs(place):
    """Red here means that TensorFlow prepares `tf.cond` in another way: see graph/xla.py."""
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
    assert any(name.endswith("printing.py") for name in files)
    assert any(name.endswith("show.py") for name in files)
