"""One table of model kinds: every test of capturing runs over it.

A kind is a function that gives a model, fresh, and a batch for it. Layers have names, because
automatic ones depend on what was made before.
"""

import keras
import numpy as np
import tensorflow as tf

L = keras.layers
KINDS = {}


def kind(make):
    KINDS[make.__name__] = make
    return make


def rows(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def ids(*shape):
    return np.random.default_rng(0).integers(0, 20, size=shape)


def stack():
    return [L.Dense(5, activation="relu", name="a"), L.Dense(2, name="b")]


@kind
def sequential_with_input():
    return keras.Sequential([keras.Input((3,)), *stack()]), rows(4, 3)


@kind
def sequential_built_by_fit():
    model = keras.Sequential(stack())
    model.compile("sgd", "mse")
    model.fit(rows(4, 3), rows(4, 2), verbose=0)
    return model, rows(4, 3)


@kind
def sequential_built_by_a_call():
    model = keras.Sequential(stack())
    model(rows(4, 3))
    return model, rows(4, 3)


@kind
def sequential_never_built():
    return keras.Sequential(stack()), rows(4, 3)


@kind
def functional():
    inputs = keras.Input((3,), name="in")
    a, b = stack()
    return keras.Model(inputs, b(a(inputs))), rows(4, 3)


@kind
def functional_with_branches():
    one, two = keras.Input((3,), name="one"), keras.Input((4,), name="two")
    x, y = L.Dense(5, name="x")(one), L.Dense(5, name="y")(two)
    joined = L.Concatenate(name="joined")([x, y])
    shared = L.Dense(4, name="trunk")(joined)
    outputs = [L.Dense(1, name="p")(shared), L.Dense(2, name="q")(shared)]
    return keras.Model([one, two], outputs), [rows(4, 3), rows(4, 4)]


@kind
def functional_with_dicts():
    inputs = {"one": keras.Input((3,), name="one"), "two": keras.Input((4,), name="two")}
    x, y = L.Dense(5, name="x")(inputs["one"]), L.Dense(5, name="y")(inputs["two"])
    z = L.Add(name="z")([x, y])
    outputs = {"p": L.Dense(1, name="p")(z), "z": z}
    return keras.Model(inputs, outputs), {"one": rows(4, 3), "two": rows(4, 4)}


@kind
def functional_with_operations():
    inputs = keras.Input((3,), name="in")
    a, b = stack()
    return keras.Model(inputs, b(keras.ops.relu(a(inputs)) * 2.0 + 1.0)), rows(4, 3)


@kind
def sequential_inside_functional():
    inputs = keras.Input((3,), name="in")
    block = keras.Sequential(stack(), name="block")
    return keras.Model(inputs, L.Dense(1, name="head")(block(inputs))), rows(4, 3)


@kind
def functional_inside_sequential():
    inputs = keras.Input((3,), name="in")
    a, b = stack()
    block = keras.Model(inputs, b(a(inputs)), name="block")
    return keras.Sequential([block, L.ReLU(name="relu"), L.Dense(1, name="head")]), rows(4, 3)


@kind
def siamese():
    one, two = keras.Input((3,), name="one"), keras.Input((3,), name="two")
    twin = keras.Sequential(stack(), name="twin")
    return keras.Model([one, two], L.Dot(1, name="dot")([twin(one), twin(two)])), [
        rows(4, 3),
        rows(4, 3, seed=1),
    ]


@kind
def shared_layer():
    inputs = keras.Input((3,), name="in")
    twice = L.Dense(3, activation="tanh", name="twice")
    return keras.Model(inputs, L.Dense(1, name="head")(twice(twice(inputs)))), rows(4, 3)


class Loop(keras.Model):
    def __init__(self):
        super().__init__(name="loop")
        self.blocks = [L.Dense(5, activation="relu", name=f"dense_{at}") for at in range(3)]
        self.never = L.Dense(9, name="never")
        self.head = L.Dense(1, name="head")

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x)


@kind
def subclassed():
    return Loop(), rows(4, 3)


@kind
def subclassed_already_called():
    model = Loop()
    model(rows(2, 3))
    return model, rows(4, 3)


class Decides(keras.Model):
    def __init__(self):
        super().__init__(name="decides")
        self.small, self.large = L.Dense(2, name="small"), L.Dense(2, name="large")
        self.head = L.Dense(1, name="head")

    def call(self, x):
        return self.head(self.large(x) if keras.ops.sum(x) > 0 else self.small(x))


@kind
def subclassed_with_if_on_a_value():
    model = Decides()
    model.small.build((None, 3))
    return model, np.ones((4, 3), "float32")


class Residual(L.Layer):
    """Holds layers as attributes, in a list and in a dict."""

    def __init__(self, **options):
        super().__init__(**options)
        self.first = L.Dense(3, name="first")
        self.many = [L.Dense(3, name="many_0"), L.Dense(3, name="many_1")]
        self.named = {"gate": L.Dense(3, activation="sigmoid", name="gate")}

    def call(self, x):
        y = self.first(x)
        for layer in self.many:
            y = layer(y)
        return x + y * self.named["gate"](x)


@kind
def custom_layer_holding_layers():
    inputs = keras.Input((3,), name="in")
    outputs = L.Dense(1, name="head")(Residual(name="residual")(inputs))
    return keras.Model(inputs, outputs), rows(4, 3)


@kind
def subclassed_inside_functional():
    inputs = keras.Input((3,), name="in")
    return keras.Model(inputs, L.ReLU(name="relu")(Loop()(inputs))), rows(4, 3)


@kind
def dropout_and_batch_normalization():
    layers = [L.Dense(5, name="a"), L.BatchNormalization(name="norm"), L.Dropout(0.5, name="drop")]
    return keras.Sequential([keras.Input((3,)), *layers, L.Dense(1, name="b")]), rows(4, 3)


@kind
def recurrent():
    layers = [
        L.Embedding(20, 4, name="embedding"),
        L.LSTM(3, return_sequences=True, name="lstm"),
        L.TimeDistributed(L.Dense(2, name="each"), name="times"),
        L.Bidirectional(L.GRU(2, name="gru"), name="both"),
        L.Dense(1, name="head"),
    ]
    return keras.Sequential([keras.Input((7,)), *layers]), ids(4, 7)


@kind
def attention():
    inputs = keras.Input((6, 4), name="in")
    attended = L.MultiHeadAttention(2, 3, name="attention")(inputs, inputs)
    return keras.Model(inputs, L.Dense(1, name="head")(attended)), rows(4, 6, 4)


@kind
def attention_with_scores():
    inputs = keras.Input((6, 4), name="in")
    layer = L.MultiHeadAttention(2, 3, name="attention")
    attended, _ = layer(inputs, inputs, return_attention_scores=True)
    return keras.Model(inputs, L.Dense(1, name="head")(attended)), rows(4, 6, 4)


@kind
def mixed_precision():
    layers = [L.Dense(5, dtype="mixed_float16", name="a"), L.Dense(2, dtype="float32", name="b")]
    return keras.Sequential([keras.Input((3,)), *layers]), rows(4, 3)


@kind
def sparse_input():
    inputs = keras.Input((6,), sparse=True, name="in")
    a, b = stack()
    return keras.Model(inputs, b(a(inputs))), tf.sparse.from_dense(np.eye(4, 6, dtype="float32"))


class Ragged(keras.Model):
    """The layer `keep` gets and gives ragged tensors, as preprocessing layers do."""

    def __init__(self):
        super().__init__(name="ragged")
        self.keep = Doubled(name="keep")
        self.dense, self.head = L.Dense(3, name="dense"), L.Dense(1, name="head")

    def call(self, x):
        return self.head(self.dense(tf.reduce_sum(self.keep(x), axis=1)))


class Doubled(L.Layer):
    def call(self, x):
        return x.with_flat_values(x.flat_values * 2.0)


@kind
def ragged_input():
    flat = tf.constant(rows(6, 2))
    return Ragged(), tf.RaggedTensor.from_row_lengths(flat, [1, 3, 2])


class Several(L.Layer):
    def call(self, x):
        return {"twice": 2.0 * x, "pair": (x, x + 1.0)}


@kind
def layer_returning_structures():
    inputs = keras.Input((3,), name="in")
    parts = Several(name="several")(inputs)
    joined = L.Add(name="joined")([parts["twice"], parts["pair"][1]])
    return keras.Model(inputs, L.Dense(1, name="head")(joined)), rows(4, 3)


@kind
def quantized():
    model = keras.Sequential([keras.Input((8,)), L.Dense(5, name="a"), L.Dense(2, name="b")])
    model.quantize("int8")
    return model, rows(4, 8)


def mobile_net():
    return keras.applications.MobileNetV2(
        input_shape=(32, 32, 3), weights=None, classes=3, alpha=0.35, name="mobile"
    )


@kind
def application():
    return mobile_net(), rows(2, 32, 32, 3)


@kind
def application_inside_sequential():
    model = keras.Sequential([mobile_net(), L.Dense(1, name="head")])
    return model, rows(2, 32, 32, 3)


# --- beyond the 28 ---------------------------------------------------------------------------------


@kind
def recurrent_with_states():
    inputs = keras.Input((5, 2), name="in")
    sequence, hidden, cell = L.LSTM(3, return_sequences=True, return_state=True, name="lstm")(
        inputs
    )
    _, state = L.GRU(3, return_state=True, name="gru")(sequence)
    return keras.Model(inputs, L.Add(name="sum")([hidden, cell, state])), rows(4, 5, 2)


class Wraps(L.Layer):
    def __init__(self, **options):
        super().__init__(**options)
        self.inner = keras.Sequential(stack(), name="inner")

    def call(self, x):
        return self.inner(x)


@kind
def model_inside_a_custom_layer():
    return keras.Sequential([keras.Input((3,)), Wraps(name="wraps")]), rows(4, 3)


@kind
def time_distributed_model():
    inner = keras.Sequential([keras.Input((3,)), *stack()], name="inner")
    return keras.Sequential([keras.Input((5, 3)), L.TimeDistributed(inner, name="times")]), rows(
        4, 5, 3
    )


class Masked(keras.Model):
    """The embedding writes a mask onto its output, from which the layers after it read it."""

    def __init__(self):
        super().__init__(name="masked")
        self.embedding = L.Embedding(20, 4, mask_zero=True, name="embedding")
        self.drop, self.lstm = L.Dropout(0.5, name="drop"), L.LSTM(3, name="lstm")

    def call(self, x):
        return self.lstm(self.drop(self.embedding(x)))


@kind
def masked():
    return Masked(), np.maximum(ids(4, 7) - 8, 0)


class SameNames(keras.Model):
    """Two layers of one name in sibling blocks: legal, and ambiguous without a path."""

    def __init__(self):
        super().__init__(name="same_names")
        self.one, self.two = (Residual(name=name) for name in ("one", "two"))

    def call(self, x):
        return self.two(self.one(x))


@kind
def same_names_in_siblings():
    return SameNames(), rows(4, 3)
