"""One table of tensor-likes: every test of `describe` and `show` runs over it."""

import keras
import numpy as np
import tensorflow as tf

KINDS = {}


def kind(expected):
    """Register a maker of a tensor-like together with words its line must hold, in this order."""

    def register(make):
        KINDS[make.__name__] = (make, expected)
        return make

    return register


@kind(["EagerTensor", "shape=(4, 8)", "float32", "range -1.0 … 1.0", "mean 0.0", "std 0.5957"])
def eager():
    return tf.reshape(tf.linspace(-1.0, 1.0, 32), (4, 8))


@kind(["EagerTensor", "shape=()", "float32", "3.5"])
def scalar():
    return tf.constant(3.5)


@kind(["EagerTensor", "shape=(2, 2)", "int32", "mean 2.5", "[[1, 2], [3, 4]]"])
def small():
    return tf.constant([[1, 2], [3, 4]])


@kind(["shape=()", "int8", "-7"])
def scalar_int8():
    return tf.constant(-7, tf.int8)


@kind(["uint8", "range 0 … 255", "zeros 50%"])
def image():
    return tf.constant([0, 255] * 50, tf.uint8)


@kind(["int64", "range 1152921504606846977 … 1152921504606846977", "std 0.0"])
def exact_integers():
    return tf.constant([2**60 + 1] * 20)


@kind(["float16", "range -2.0 … 2.0"])
def half():
    return tf.cast(tf.linspace(-2.0, 2.0, 50), tf.float16)


@kind(["bfloat16", "[1.0, 2.0, 3.0938]"])
def brain_float():
    return tf.constant([1.0, 2.0, 3.1], tf.bfloat16)


@kind(["float8_e4m3fn", "[1.0, 2.0, 3.0]"])
def float8():
    return tf.cast(tf.constant([1.0, 2.0, 3.1]), tf.dtypes.experimental.float8_e4m3fn)


@kind(["float8_e5m2", "range -2.0 … 2.0"])
def float8_many():
    return tf.cast(tf.linspace(-2.0, 2.0, 50), tf.dtypes.experimental.float8_e5m2)


@kind(["shape=(2,)", "string", "'a', 'bé\\n'"])
def strings():
    return tf.constant(["a", "bé\n"])


@kind(["shape=(30,)", "string", "lengths 1 … 3 bytes", "'abc'"])
def many_strings():
    return tf.constant(["abc", "d"] * 15)


@kind(["bool", "[True, False]"])
def booleans():
    return tf.constant([True, False])


@kind(["bool", "True 25%"])
def many_booleans():
    return tf.constant([True, False, False, False] * 10)


@kind(["complex64", "[1.0+2.0j, 3.0-1.0j]"])
def complex_numbers():
    return tf.constant([1 + 2j, 3 - 1j], tf.complex64)


@kind(["complex128", "|z| range 5.0 … 5.0"])
def many_complex():
    return tf.constant([3 + 4j] * 20, tf.complex128)


@kind(["qint8", "[42, 85]"])
def quantised():
    return tf.quantization.quantize(tf.constant([1.0, 2.0]), -3.0, 3.0, tf.qint8).output


@kind(["shape=(0, 3)", "float32", "empty"])
def empty():
    return tf.zeros((0, 3))


@kind(["shape=(3, 4)", "all NaN!"])
def all_nan():
    return tf.fill((3, 4), np.nan)


@kind(["range -1.0 … 1.0", "2 NaN!", "3 Inf!"])
def nan_and_inf():
    bad = tf.constant([np.nan, np.inf, np.nan, -np.inf, np.inf])
    return tf.concat([tf.linspace(-1.0, 1.0, 100), bad], 0)


@kind(["all zeros"])
def zeros():
    return tf.zeros((5, 5))


@kind(["zeros 50%"])
def relu():
    return tf.nn.relu(tf.linspace(-1.0, 1.0, 100))


@kind(["range 3e+38 … 3e+38", "mean 3e+38", "std 0.0"])
def close_to_overflow():
    return tf.fill((100,), 3e38)


@kind(["int4", "range -8 … 2", "[1, 2, -8]"])
def int4():
    return tf.cast(tf.constant([1, 2, -8]), tf.dtypes.experimental.int4)


@kind(["uint4", "range 0 … 14", "mean 7.0", "std 4.32", "zeros 7%"])
def uint4():
    return tf.cast(tf.range(15), tf.dtypes.experimental.uint4)


@kind(["uint64", "range 0 … 18446744073709551615", "[18446744073709551615, 0, 5]"])
def largest_integer():
    return tf.constant([2**64 - 1, 0, 5], tf.uint64)


@kind(["mean 300.0", "std 0.1"])
def off_centre():
    return tf.constant(np.tile([299.9, 300.1], 50_000), tf.float32)


@kind(["mean 5e-28", "std 9.995e-25"])
def tiny():
    return tf.tile(tf.constant([1e-24, -9.99e-25]), [300])


@kind(["range -2e+30 … 2e+30", "mean 0.0", "std 2e+30"])
def huge():
    return tf.tile(tf.constant([2e30, -2e30]), [300])


@kind(["[1e+06, 0.001, 1e-03, 123456.7891, -1e-05, -inf, 0.1235, -0.0]"])
def digits():
    return tf.constant(
        [1e6, 1e-3, 0.00099999, 123456.7891, -1e-5, -np.inf, 0.12345, -0.0], tf.float64
    )


@kind(["shape=()", "bool", "True"])
def truth():
    return tf.constant(True)


@kind(["complex64", "1 NaN!", "[nan+1.0j, 0.0-0.0j, 0.0+3.0j]"])
def complex_nan():
    return tf.constant([complex(np.nan, 1), complex(0, -0.0), 3j], tf.complex64)


@kind(["""["it's", 'say "x"', 'a\\\\b', 'tab\\t', '""" + "é" * 39 + """…']"""])
def quoted_strings():
    return tf.constant(["it's", 'say "x"', "a\\b", "tab\t", "é" * 50])


@kind(["lengths 3 … 90 bytes", "first '" + "é" * 39 + "…'"])
def long_strings():
    return tf.constant(["é" * 45] + ["abc"] * 20)


@kind(["shape=(2, 1, 2, 1, 2)", "[[[[[0, 1]], [[2, 3]]]], [[[[4, 5]], [[6, 7]]]]]"])
def five_axes():
    return tf.reshape(tf.range(8), (2, 1, 2, 1, 2))


@kind(["tf.Variable", "shape=(2,)", "float32", "[1.0, 2.0]"])
def variable():
    return tf.Variable([1.0, 2.0])


@kind(["Keras variable", "shape=(2,)", "float32", "[1.0, 2.0]"])
def keras_variable():
    return keras.Variable([1.0, 2.0], dtype="float32")


@kind(["KerasTensor", "shape=(None, 8)", "float32", "symbolic: no numbers inside", "next:"])
def keras_tensor():
    return keras.Input((8,))


@kind(["KerasTensor (sparse)", "shape=(None, 8)", "symbolic: no numbers inside", "next:"])
def sparse_keras_tensor():
    return keras.Input((8,), sparse=True)


@kind(
    ["graph tensor", "shape=(2,)", "float32", "no numbers inside", "trace that has ended", "next:"]
)
def leaked_graph_tensor():
    leaked = []

    @tf.function(autograph=False)
    def leak(x):
        leaked.append(x * 2)
        return x

    leak(tf.constant([1.0, 2.0]))
    return leaked[0]


@kind(["v1 placeholder", "shape=(None, 2)", "no numbers inside", "session.run"])
def placeholder():
    with tf.Graph().as_default():
        return tf.compat.v1.placeholder(tf.float32, [None, 2])


@kind(["v1 graph tensor", "shape=unknown", "float32", "no numbers inside"])
def unknown_rank():
    with tf.Graph().as_default():
        return tf.compat.v1.placeholder(tf.float32) * 2.0


@kind(["RaggedTensor", "shape=(2, None)", "int32", "row lengths 1 … 2", "[[1, 2], [3]]"])
def ragged():
    return tf.ragged.constant([[1, 2], [3]])


@kind(["RaggedTensor", "shape=(3, None)", "row lengths 0 … 20", "range 0.0 … 1.0"])
def long_ragged():
    return tf.RaggedTensor.from_row_lengths(tf.linspace(0.0, 1.0, 30), [10, 0, 20])


@kind(["RaggedTensor", "shape=(3, None, None)", "[[[1], [2, 3]], [], [[4]]]"])
def ragged_in_ragged():
    return tf.ragged.constant([[[1], [2, 3]], [], [[4]]])


@kind(["RaggedTensor", "shape=(2, None, 2)", "[[[0.0, 1.0]], [[2.0, 3.0], [4.0, 5.0]]]"])
def ragged_rows_of_pairs():
    return tf.RaggedTensor.from_row_lengths(tf.reshape(tf.range(6.0), (3, 2)), [1, 2])


@kind(["RaggedTensor", "shape=(2, None)", "row lengths 0 … 0", "(empty: no elements)"])
def empty_ragged():
    return tf.ragged.constant([[], []], dtype=tf.float32)


@kind(["RaggedTensor", "shape=(21, None)", "row lengths 0 … 4", "mean 1.5", "[0, 1, 2, 3]"])
def ragged_of_many_rows():
    return tf.RaggedTensor.from_row_lengths(tf.range(4), [0] * 20 + [4])


@kind(["SparseTensor", "shape=(2, 2)", "float32", "2 of 4 stored", "[1.0, 2.0]"])
def sparse():
    return tf.sparse.from_dense([[0.0, 1.0], [2.0, 0.0]])


@kind(["SparseTensor", "1 of 1208925819614629174706176 stored", "[3.0]"])
def huge_sparse():
    return tf.SparseTensor([[0, 0]], [3.0], [2**40, 2**40])


@kind(["IndexedSlices", "1 row of a tensor of shape (5, 2)", "[[1.0, 2.0]]"])
def indexed_slices():
    return tf.IndexedSlices(tf.constant([[1.0, 2.0]]), tf.constant([3]), tf.constant([5, 2]))


@kind(["TensorArray", "3 elements", "float32", "next:"])
def tensor_array():
    return tf.TensorArray(tf.float32, 3)


@kind(["EagerTensor", "resource", "no numbers inside"])
def resource_handle():
    return tf.Variable(1.0).handle


@kind(["EagerTensor", "variant", "no numbers inside"])
def variant():
    return tf.data.experimental.to_variant(tf.data.Dataset.range(3))


@kind(["tf Optional", "holding EagerTensor", "1.0"])
def optional():
    return tf.experimental.Optional.from_value(tf.constant(1.0))


@kind(["tf Optional", "empty"])
def empty_optional():
    return tf.experimental.Optional.empty(tf.TensorSpec(()))


@kind(["tf.data.Dataset", "not a tensor", "next:"])
def dataset():
    return tf.data.Dataset.range(3)


@kind(["TensorSpec", "shape=(None, 3)", "no numbers inside"])
def tensor_spec():
    return tf.TensorSpec((None, 3))


@kind(["TensorShape", "(None, 3)"])
def tensor_shape():
    return tf.TensorShape((None, 3))


@kind(["NumPy array", "shape=(5, 6)", "int64", "range 0 … 29", "mean 14.5", "zeros 3%"])
def numpy_array():
    return np.arange(30, dtype=np.int64).reshape(5, 6)


@kind(["NumPy array", "range 0.0 … 98.0", "mean 49.0"])
def numpy_view():
    return np.arange(100.0).reshape(10, 10).T[::2, ::2].copy().T[:, ::-1] * 0 + np.linspace(
        0, 98, 5
    )


@kind(["NumPy scalar", "float32", "0.5"])
def numpy_scalar():
    return np.float32(0.5)


@kind(["NumPy masked array", "1 masked", "[1.0, 3.0]"])
def masked():
    return np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0])


@kind(["NumPy array", "shape=()", "object", "holds one RaggedTensor", "no numbers"])
def ragged_taken_for_an_array():
    return np.asarray(tf.ragged.constant([[1, 2], [3]]))


@kind(["NumPy array", "datetime64", "2020-01-01"])
def dates():
    return np.array(["2020-01-01"], dtype="M8[D]")


@kind(["NumPy array", "fields a, b"])
def records():
    return np.zeros(3, dtype=[("a", "f4"), ("b", "i4")])


@kind(["NumPy array", "str", "'a', 'b'"])
def numpy_texts():
    return np.array(["a", "b"])


@kind(["Python float", "3.1416"])
def python_float():
    return 3.14159265


@kind(["Python int", "bits"])
def huge_python_int():
    return 10**5000


@kind(["Python bool", "True"])
def python_bool():
    return True


@kind(["None"])
def none():
    return None


@kind(["list of 3 numbers", "[1, 2, 3]"])
def list_of_numbers():
    return [1, 2, 3]


@kind(["list of 100 numbers", "range 0 … 99"])
def long_list_of_numbers():
    return list(range(100))


@kind(["dict of 2", "a: EagerTensor", "b: list of 3", "None", "tuple of 2", "'x'"])
def nested():
    return {"a": tf.constant(1.0), "b": [tf.constant([1.0, 2.0]), None, (1, "x")]}


@kind(["list of 9", "4 … 4", "… 3 more"])
def long_list_of_arrays():
    return [np.full(3, 4)] * 9


@kind(["Sequential model", "not a tensor", "get_activations"])
def model():
    return keras.Sequential([keras.layers.Dense(2)])


@kind(["Dense layer", "not a tensor"])
def layer():
    return keras.layers.Dense(2)


@kind(["function", "not a tensor"])
def function():
    return model
