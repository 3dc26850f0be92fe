import contextlib
import gc
import inspect
import json
import pickle
import re
import subprocess
import sys

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutorial_utils.tensors import describe
from tutorial_utils.tensors.description.formatting import rough
from tutorial_utils.tensors.description.statistics import statistics

from ..tensor_kinds import KINDS

many = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def in_order(words, line):
    at = 0
    for word in words:
        found = line.find(word, at)
        if found < 0:
            return False
        at = found + len(word)
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_the_line_says_what_it_is(kind):
    make, expected = KINDS[kind]
    line = describe(make())
    assert in_order(expected, line), line
    assert describe(make(), name="x") == f"x: {line}"


@pytest.mark.parametrize("kind", KINDS)
def test_one_line_without_addresses_or_long_decimals(kind):
    line = describe(KINDS[kind][0]())
    assert len(line.splitlines()) == 1
    assert "0x" not in line
    assert not re.search(r"\.\d{5}", line)
    assert line == describe(KINDS[kind][0]())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"none", "python_bool"}])
def test_no_reference_is_kept(kind):
    made = KINDS[kind][0]()
    describe(made)  # Keras keeps one for itself when it first asks a variable for its value
    gc.collect(1)  # what refers to it is as young as it is; the old ones are a million
    references = sys.getrefcount(made)
    describe(made)
    gc.collect(1)
    assert sys.getrefcount(made) == references


def test_inside_a_graph_nothing_is_added_traced_again_or_converted():
    @tf.function
    def plain(x, ragged, sparse):
        return x + 1.0

    @tf.function
    def described(x, ragged, sparse):
        for value in (x, ragged, sparse, {"x": [x]}, variable):
            lines.append(describe(value))
        return x + 1.0

    variable, lines = tf.Variable(1.0), []
    x = tf.constant([1.0, 2.0])
    others = tf.ragged.constant([[1.0], [2.0, 3.0]]), tf.sparse.from_dense([0.0, 1.0])
    for function in (plain, described):
        function(x, *others)
        function(x + 1.0, *others)
    operations = [
        [op.type for op in f.get_concrete_function(x, *others).graph.get_operations()]
        for f in (plain, described)
    ]
    assert operations[0] == operations[1]
    assert described.experimental_get_tracing_count() == 1
    assert all(
        "no numbers inside" in line or "read when the function runs" in line for line in lines
    )
    assert [line.split("  ")[0] for line in lines[:3]] == [
        "graph tensor",
        "RaggedTensor",
        "SparseTensor",
    ]


def test_autograph_calls_it_as_it_is():
    """AutoGraph runs what it converts from a generated file."""
    files = []

    class Spy:
        shape = ()

        def __array__(self, *args, **kwargs):
            files.extend(frame.filename for frame in inspect.stack())
            return np.zeros(())

    spy = Spy()

    @tf.function
    def traced(x):
        describe(spy)
        return x

    traced(tf.constant(1.0))
    generated = [name for name in files if "autograph_generated" in name]
    assert len(generated) == 1, files  # `traced` itself


def test_reading_a_variable_has_no_effect_on_it():
    variable = tf.Variable([1.0, 2.0])
    describe(variable)
    variable.assign([3.0, 4.0])
    assert "[3.0, 4.0]" in describe(variable)


class Hostile:
    """Everything that a description could ask raises."""

    def __init__(self, error):
        object.__setattr__(self, "error", error)

    def __getattribute__(self, name):
        raise object.__getattribute__(self, "error")


class HostileName:
    def __str__(self):
        raise ValueError("no name")


class HostileDict(dict):
    def items(self):
        raise RuntimeError("no items")


class HostileArray:
    shape = property(lambda self: (_ for _ in ()).throw(ValueError("no shape")))

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")


class SymbolOfAnotherLibrary:
    """As the symbolic tensors of tf_keras: NumPy's protocol is there, and refuses."""

    shape, dtype = (None, 3), tf.float32

    def __array__(self, *args, **kwargs):
        raise TypeError("symbolic")


def test_an_array_that_gives_no_numbers_still_has_a_shape():
    SymbolOfAnotherLibrary.__module__ = "tf_keras.src.engine.keras_tensor"
    assert describe(SymbolOfAnotherLibrary()) == (
        "tf_keras SymbolOfAnotherLibrary  shape=(None, 3)  float32"
        "  (no numbers: to make an array of it raised TypeError)"
    )


HOSTILE = {
    "an error": lambda: Hostile(RuntimeError("no")),
    "recursion": lambda: Hostile(RecursionError("no")),
    "no memory": lambda: Hostile(MemoryError("no")),
    "a dict": lambda: HostileDict(a=1),
    "an array": HostileArray,
    "in a list": lambda: [Hostile(RuntimeError("no")), 1],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_never_raises_on_objects_that_do(kind):
    line = describe(HOSTILE[kind]())
    assert "no description" in line or "not a tensor" in line
    unnamed = describe(HOSTILE[kind](), name=HostileName())
    assert unnamed == line


def test_a_list_that_holds_itself_ends():
    loop = [np.zeros(3)]
    loop.append(loop)
    assert describe(loop).startswith("list of 2")


numbers = st.one_of(
    hnp.arrays(
        dtype=st.one_of(
            hnp.boolean_dtypes(),
            hnp.integer_dtypes(endianness="="),
            hnp.unsigned_integer_dtypes(endianness="="),
            hnp.floating_dtypes(sizes=(16, 32, 64), endianness="="),
            hnp.complex_number_dtypes(endianness="="),
            hnp.datetime64_dtypes(),
            hnp.timedelta64_dtypes(),
            hnp.unicode_string_dtypes(),
            hnp.byte_string_dtypes(),
        ),
        shape=hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
    ),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.booleans(),
    st.text(),
    st.binary(),
    st.none(),
)
tensor_likes = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.lists(inner, max_size=8),
        st.tuples(inner, inner),
        st.dictionaries(
            st.one_of(st.text(), st.integers(), st.tuples(st.integers())), inner, max_size=8
        ),
    ),
    max_leaves=12,
)


@settings(many, max_examples=1200)
@given(tensor_likes, st.none() | st.text())
def test_never_raises_on_generated_values(value, name):
    line = describe(value, name)
    assert isinstance(line, str) and "no description" not in line
    assert len(line.splitlines()) <= 1


tf_dtypes = st.sampled_from(
    [
        tf.float16,
        tf.bfloat16,
        tf.float32,
        tf.float64,
        tf.int8,
        tf.int32,
        tf.int64,
        tf.uint16,
        tf.bool,
        tf.complex64,
        tf.string,
        tf.qint8,
        tf.dtypes.experimental.float8_e4m3fn,
    ]
)
wrappers = st.sampled_from(
    ["tensor", "variable", "ragged", "sparse", "slices", "optional", "list", "graph"]
)


def wrapped(value, wrapper):
    """The tensor in one of the forms that TensorFlow gives to tensors; itself where it can't be."""
    if wrapper == "variable":
        return tf.Variable(value)
    if wrapper == "ragged" and value.shape.rank:
        return tf.RaggedTensor.from_row_lengths(value, [value.shape[0], 0])
    if wrapper == "sparse" and value.shape.rank == 1:
        places = tf.range(value.shape[0], dtype=tf.int64)[:, None]
        return tf.SparseTensor(places, value, [value.shape[0] + 2])
    if wrapper == "slices" and value.shape.rank:
        return tf.IndexedSlices(value, tf.range(value.shape[0]))
    if wrapper == "optional":
        return tf.experimental.Optional.from_value(value)
    if wrapper == "list":
        return [value, {"again": value}]
    if wrapper == "graph":
        with tf.Graph().as_default():
            return tf.compat.v1.placeholder(value.dtype, value.shape)
    return value


@settings(many, max_examples=400)
@given(
    tf_dtypes, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=6), wrappers, st.data()
)
def test_never_raises_on_generated_tensors(dtype, shape, wrapper, data):
    size = int(np.prod(shape))
    if dtype == tf.string:
        flat = tf.constant(
            data.draw(st.lists(st.text(max_size=5), min_size=size, max_size=size)), tf.string
        )
    elif dtype == tf.qint8:
        flat = tf.quantization.quantize(tf.zeros(size), -1.0, 1.0, tf.qint8).output
    else:
        flat = tf.cast(data.draw(hnp.arrays(np.float32, size)), dtype)
    value = tf.reshape(flat, shape)
    with contextlib.suppress(tf.errors.OpError, TypeError, ValueError):  # forms this dtype has not
        value = wrapped(value, wrapper)
    line = describe(value)
    assert "no description" not in line
    assert len(line.splitlines()) == 1


@settings(many, max_examples=300)
@given(
    hnp.arrays(
        st.sampled_from([np.float32, np.float64, np.int32, np.uint8]),
        hnp.array_shapes(min_dims=1, max_dims=3, max_side=40),
        elements=st.integers(0, 200),
    ),
    st.integers(-100, 100),
)
def test_statistics_agree_with_numpy(array, offset):
    if array.dtype.kind == "f":
        array = array + array.dtype.type(offset)
    found = statistics(array)
    assert (found.low, found.high) == (array.min(), array.max())
    assert found.zeros == np.count_nonzero(array == 0)
    np.testing.assert_allclose(found.mean, array.mean(dtype=np.float64), rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(found.std, array.std(dtype=np.float64), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16, np.int32])
def test_statistics_of_many_blocks(dtype):
    random = np.random.default_rng(0)
    array = (random.normal(3.0, 10.0, 300_001)).astype(dtype)
    array[::5] = 0
    found = statistics(array)
    exact = array.astype(np.float64)
    assert (found.low, found.high, found.zeros) == (array.min(), array.max(), (array == 0).sum())
    assert found.mean == pytest.approx(exact.mean(), rel=1e-5)
    assert found.std == pytest.approx(exact.std(), rel=1e-5)


def test_statistics_far_from_zero():
    """Squares of the values themselves would lose every digit of the deviation."""
    array = np.tile(np.array([9999.0, 10001.0], np.float32), 100_000)
    found = statistics(array)
    assert found.mean == pytest.approx(10000.0)
    assert found.std == pytest.approx(1.0, rel=1e-3)


def test_statistics_leave_nan_and_inf_out_but_count_them():
    array = np.arange(200_000, dtype=np.float32)
    array[[3, 70_000, 150_000]] = np.nan
    array[[5, 199_999]] = np.inf, -np.inf
    found = statistics(array)
    finite = array[np.isfinite(array)].astype(np.float64)
    assert (found.nan, found.inf, found.low, found.high) == (3, 2, 0.0, 199_998.0)
    assert found.mean == pytest.approx(finite.mean(), rel=1e-6)
    assert found.std == pytest.approx(finite.std(), rel=1e-5)


HUGE = {
    "complex64, whose modulus is no float32": (
        np.full(12, 3e38 + 3e38j, np.complex64),
        "|z| range 4.243e+38 … 4.243e+38  mean 4.243e+38  std 0.0",
    ),
    "some of complex64": (
        np.array([3e38 + 3e38j, np.inf, np.nan, 1.0] * 3, np.complex64),
        "|z| range 1.0 … 4.243e+38  mean 2.121e+38  std 2.121e+38  3 NaN!  3 Inf!",
    ),
    "complex128, whose modulus is no float64": (
        np.array([1.5e308 + 1.5e308j, 1.0] * 6),
        "|z| range 1.0 … 1.0  mean 1.0  std 0.0  6 |z| beyond float64",
    ),
    "float64, whose sum is none": (
        np.array([1e308, 1.5e308] * 8),
        "range 1e+308 … 1.5e+308  mean 1.25e+308  std 2.5e+307",
    ),
    "float64 of both signs": (
        np.array([1.7e308, -1.7e308] * 8),
        "range -1.7e+308 … 1.7e+308  mean 0.0  std 1.7e+308",
    ),
    "float64, with others": (
        np.array([1e308, 1.5e308, np.inf, np.nan] * 4),
        "range 1e+308 … 1.5e+308  mean 1.25e+308  std 2.5e+307  4 NaN!  4 Inf!",
    ),
    "float64, whose squares are none": (
        np.array([3e160, 0.0, 0.0] * 4),
        "range 0.0 … 3e+160  mean 1e+160  std 1.414e+160  zeros 67%",
    ),
    "float64 of many blocks": (
        np.repeat([1e308, 1.5e308], 300_000),
        "range 1e+308 … 1.5e+308  mean 1.25e+308  std 2.5e+307",
    ),
    "float64, whose squares are too small": (
        np.array([1e-200, 3e-200] * 8),
        "range 1e-200 … 3e-200  mean 2e-200  std 1e-200",
    ),
}


@pytest.mark.parametrize("kind", HUGE)
@pytest.mark.filterwarnings("error")
def test_finite_numbers_are_not_called_otherwise(kind):
    array, expected = HUGE[kind]
    assert describe(array).endswith(f"{array.dtype}  {expected}")


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.longdouble(["1e300", "2e300"] * 8), "mean 1.5e+300  std 5e+299"),
        (np.full(12, 1e300, ">f8"), "range 1e+300 … 1e+300  mean 1e+300  std 0.0"),
    ],
    ids=["longdouble", "another byte order"],
)
def test_no_digits_are_cut_off_before_numbers_are_looked_at(array, expected):
    assert describe(array).endswith(expected)


@pytest.mark.skipif(np.finfo(np.longdouble).maxexp < 2000, reason="no more than a float64 here")
@pytest.mark.parametrize("of", [1, 1 + 1j], ids=["real", "complex"])
def test_numbers_beyond_float64_are_counted_apart(of):
    huge = np.longdouble(["1e400", "2", "inf"] * 5) * of
    line = describe(huge)
    assert "mean 2" in line or "mean 2.828" in line
    assert line.replace("|z| ", "").endswith("std 0.0  5 Inf!  5 beyond float64")
    assert describe(np.longdouble(["1e400", "2e400"] * 8)).endswith("float128  all beyond float64")


@given(st.floats(-1e300, 1e300))
@settings(many, max_examples=300)
def test_rough_numbers_are_close(value):
    assert float(rough(value)) == pytest.approx(value, rel=1e-3, abs=6e-5)


def test_importing_and_describing_plain_objects_imports_no_framework():
    program = (
        "import sys, numpy as np, tutorial_utils; from tutorial_utils import describe;"
        "describe([np.ones(3), {'a': 1}]);"
        "assert not {'tensorflow', 'keras', 'matplotlib'} & set(sys.modules), 'imported'"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_cell_shows_the_line_without_quotes_and_it_is_a_string_all_the_same():
    from IPython.lib.pretty import pretty

    line = describe(tf.constant([1.0, 2.0]), "x")
    assert (
        pretty(line) == repr(line) == str(line) == "x: EagerTensor  shape=(2,)  float32  [1.0, 2.0]"
    )
    assert isinstance(line, str) and type(str(line)) is str
    assert json.loads(json.dumps(line)) == line == pickle.loads(pickle.dumps(line))
