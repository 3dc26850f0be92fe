"""More kinds, of the sorts of models that nobody here wrote: what people bring along.

As in the zoo: a kind gives a model, fresh, and a batch for it.
"""

import keras
import numpy as np
import tensorflow as tf

from .zoo import ids, rows, stack

L = keras.layers
KINDS = {}
# What `fit` can't take: outputs or inputs that no loss and no adapter of Keras understands.
UNTRAINABLE = {"text_output", "ragged_output_unbuilt", "quantized_to_int4"}


def kind(make):
    KINDS[make.__name__] = make
    return make


# --- cells ----------------------------------------------------------------------------------------


@kind
def conv_lstm_twice():
    layers = [
        L.ConvLSTM2D(2, 3, padding="same", return_sequences=True, name="one"),
        L.ConvLSTM2D(3, 3, padding="same", dropout=0.1, name="two"),
        L.GlobalAveragePooling2D(name="pool"),
    ]
    return keras.Sequential([keras.Input((4, 5, 5, 1)), *layers]), rows(2, 4, 5, 5, 1)


@kind
def bidirectional_lstm_with_mask():
    layers = [
        L.Embedding(20, 4, mask_zero=True, name="embedding"),
        L.Bidirectional(L.LSTM(3, return_sequences=True, name="lstm"), name="both"),
        L.LSTM(2, go_backwards=True, name="last"),
    ]
    return keras.Sequential([keras.Input((6,)), *layers]), np.maximum(ids(4, 6) - 8, 0)


@kind
def stacked_cells():
    """Keras runs such cells twice before the first time step: for their dropout, and to learn shapes."""
    cells = [L.LSTMCell(3, dropout=0.2, name="low"), L.GRUCell(4, name="high")]
    return keras.Sequential([keras.Input((5, 2)), L.RNN(cells, name="rnn")]), rows(4, 5, 2)


@kind
def unrolled():
    layers = [
        L.SimpleRNN(3, unroll=True, return_sequences=True, name="simple"),
        L.RNN(L.LSTMCell(2, name="cell"), unroll=True, name="rnn"),
    ]
    return keras.Sequential([keras.Input((4, 2)), *layers]), rows(3, 4, 2)


class DenseCell(L.Layer):
    """A cell that calls layers."""

    state_size = output_size = 3

    def __init__(self, **options):
        super().__init__(**options)
        self.new, self.old = L.Dense(3, name="new"), L.Dense(3, name="old")

    def build(self, shape):
        self.new.build(shape)
        self.old.build((shape[0], 3))

    def call(self, x, states):
        y = keras.ops.tanh(self.new(x) + self.old(states[0]))
        return y, [y]


@kind
def cell_of_layers():
    rnn = L.RNN(DenseCell(name="cell"), return_sequences=True, name="rnn")
    return keras.Sequential([keras.Input((5, 2)), rnn]), rows(4, 5, 2)


class Projected(L.LSTM):
    """An RNN that calls a layer of its own after the loop."""

    def build(self, shape):
        super().build(shape)
        self.project = L.Dense(2, name="project")
        self.project.build((shape[0], self.units))

    def call(self, sequences, initial_state=None, mask=None, training=False):
        return self.project(super().call(sequences, initial_state, mask, training))

    def compute_output_shape(self, sequences_shape):
        return (sequences_shape[0], 2)


@kind
def rnn_with_a_layer_after_the_loop():
    return keras.Sequential([keras.Input((5, 2)), Projected(3, name="lstm")]), rows(4, 5, 2)


@kind
def stateful():
    lstm = L.LSTM(3, stateful=True, name="lstm")
    return keras.Sequential([keras.Input(batch_shape=(2, 3, 2)), lstm]), rows(2, 3, 2)


# --- attention ------------------------------------------------------------------------------------


@kind
def transformer_with_causal_mask():
    inputs = keras.Input((6,), name="in")
    x = L.Embedding(20, 4, mask_zero=True, name="embedding")(inputs)
    for at in range(2):
        y = L.MultiHeadAttention(2, 3, name=f"mha_{at}")(x, x, use_causal_mask=True)
        x = L.LayerNormalization(name=f"norm_{at}")(L.Add(name=f"sum_{at}")([x, y]))
    return keras.Model(inputs, L.Dense(1, name="head")(x)), np.maximum(ids(3, 6) - 5, 0)


@kind
def attention_with_dropout():
    inputs = keras.Input((6, 4), name="in")
    attended = L.MultiHeadAttention(2, 3, dropout=0.1, name="mha")(inputs, inputs)
    return keras.Model(inputs, L.Dense(1, name="head")(attended)), rows(4, 6, 4)


@kind
def grouped_queries():
    inputs = keras.Input((6, 4), name="in")
    attended = L.GroupQueryAttention(3, 4, 2, name="gqa")(inputs, inputs, use_causal_mask=True)
    return keras.Model(inputs, L.Dense(1, name="head")(attended)), rows(4, 6, 4)


@kind
def dot_and_additive_attention():
    query, value = keras.Input((5, 4), name="query"), keras.Input((6, 4), name="value")
    dot = L.Attention(use_scale=True, dropout=0.3, name="dot")([query, value])
    additive = L.AdditiveAttention(name="additive")([query, value])
    outputs = L.Add(name="sum")([dot, additive])
    return keras.Model([query, value], outputs), [rows(3, 5, 4), rows(3, 6, 4, seed=1)]


# --- structures -----------------------------------------------------------------------------------


@kind
def siamese_with_dicts():
    one, two = keras.Input((3,), name="one"), keras.Input((3,), name="two")
    base = keras.Sequential(stack(), name="base")
    outputs = {"near": L.Dot(1, name="dot")([base(one), base(two)])}
    return keras.Model({"one": one, "two": two}, outputs), {
        "one": rows(4, 3),
        "two": rows(4, 3, seed=1),
    }


class Subclassed(keras.Model):
    def __init__(self, inner):
        super().__init__(name="subclassed")
        self.inner, self.head = inner, L.Dense(1, name="head")

    def call(self, x):
        return self.head(self.inner(x))


@kind
def three_ways_nested():
    inputs = keras.Input((3,), name="in")
    functional = keras.Model(inputs, L.Dense(4, name="deep")(inputs), name="functional")
    sequential = keras.Sequential([functional, *stack()], name="sequential")
    return Subclassed(sequential), rows(4, 3)


@kind
def lambdas():
    inputs = keras.Input((3,), name="in")
    x, y = L.Lambda(lambda t: (t + 1.0, t * 2.0), name="pair")(inputs)
    outputs = L.Lambda(lambda pair: pair[0] * pair[1], name="product")([x, y])
    return keras.Model(inputs, outputs), rows(4, 3)


class DictAndScalar(keras.Model):
    def __init__(self):
        super().__init__(name="dict_and_scalar")
        self.dense = L.Dense(2, name="dense")

    def call(self, inputs):
        y = self.dense(inputs["x"])
        return {"scaled": y * inputs["by"], "plain": y}


@kind
def dict_and_scalar():
    return DictAndScalar(), {"x": rows(4, 3), "by": tf.constant(2.0)}


class SameTwice(keras.Model):
    """Two layers of one name, called by the same layer."""

    def __init__(self):
        super().__init__(name="same_twice")
        self.one, self.two = L.Dense(3, name="dense"), L.Dense(3, name="dense")

    def call(self, x):
        return self.one(self.two(self.one(x)))


@kind
def two_layers_of_one_name():
    return SameTwice(), rows(4, 3)


# --- kinds of tensors -----------------------------------------------------------------------------


class Keeps(L.Layer):
    def call(self, x):
        return x


class RaggedThrough(keras.Model):
    def __init__(self):
        super().__init__(name="ragged_through")
        self.keep, self.dense = Keeps(name="keep"), L.Dense(1, name="dense")

    def call(self, x):
        return self.dense(self.keep(x).to_tensor())


@kind
def ragged_output_unbuilt():
    """To build it, Keras calls it with the ragged tensor itself."""
    return RaggedThrough(), tf.ragged.constant([[1.0, 2.0], [3.0, 4.0]])


class ToSparse(L.Layer):
    def call(self, x):
        return tf.sparse.from_dense(x)


class SparseBetween(keras.Model):
    def __init__(self):
        super().__init__(name="sparse_between")
        self.sparse, self.dense = ToSparse(name="sparse"), L.Dense(1, name="dense")

    def call(self, x):
        return self.dense(tf.sparse.to_dense(self.sparse(x)))


@kind
def sparse_output():
    return SparseBetween(), np.eye(4, dtype="float32")


@kind
def text_input():
    words = L.TextVectorization(output_sequence_length=4, name="words")
    words.adapt(["to be or not to be", "that is the question"])
    layers = [words, L.Embedding(20, 3, name="embedding"), L.GlobalMaxPooling1D(name="pool")]
    return keras.Sequential([keras.Input((), dtype="string"), *layers]), tf.constant(
        ["to be", "the question is"]
    )


@kind
def text_output():
    inputs = keras.Input((1,), dtype="int64", name="in")
    lookup = L.StringLookup(vocabulary=["a", "b"], invert=True, name="lookup")
    return keras.Model(inputs, lookup(inputs)), np.array([[1], [2], [0]])


@kind
def bfloat16():
    layers = [L.Dense(5, dtype="mixed_bfloat16", name="a"), L.Dense(2, dtype="float32", name="b")]
    return keras.Sequential([keras.Input((3,)), *layers]), rows(4, 3)


def _quantized(mode):
    model = keras.Sequential([keras.Input((8,)), L.Dense(6, name="a"), L.Dense(2, name="b")])
    model.quantize(mode)
    return model, rows(4, 8)


@kind
def quantized_to_int4():
    return _quantized("int4")


@kind
def quantized_to_float8():
    return _quantized("float8")
