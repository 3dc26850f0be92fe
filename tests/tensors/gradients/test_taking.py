"""Gradients are those that are written by hand, on every kind of model.

The suite takes a sample; ``WHOLE_ZOO=1`` takes every kind of model that there is.
"""

import contextlib
import os

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.display.named_tensors import leaves
from tutorial_utils.tensors.gradients.sources import like, numbers
from tutorial_utils.tensors.gradients.taking import get_gradients
from tutorial_utils.tensors.state.parts import variables_of

from .. import zoo
from ..capture.test_activations import HIDDEN_SCORES, plain
from ..hooks import hooked
from ..models import KINDS, assert_same, made
from ..training.test_undisturbed import RESTLESS

L = keras.layers
# `application`: 155 layers show nothing more; `text_output`: there is no number to take a loss of;
# `text_input`: hooks don't fit its layers; `quantized_to_float8`: Keras' own gradient raises, by hand too
KINDS_WITH_A_LOSS = [
    kind
    for kind in KINDS
    if "application" not in kind
    and kind not in ("text_output", "text_input", "quantized_to_float8")
]


def squares(outputs):
    return tf.add_n(
        [tf.reduce_sum(tf.cast(leaf, tf.float32) ** 2) for leaf in tf.nest.flatten(outputs)]
    )


class Apart:
    """A copy of what has come by before: a tape does not know where it has seen a tensor."""

    def __init__(self, *met):
        self.met = list(met)

    def __call__(self, value):
        tensors = [leaf for leaf in tf.nest.flatten(value) if numbers(leaf) is not None]
        again = {id(one) for one in tensors} & {id(one) for one in self.met}
        copies = {id(one): tf.identity(one) for one in tensors if id(one) in again}
        self.met += [*tensors, *copies.values()]
        return tf.nest.map_structure(lambda leaf: copies.get(id(leaf), leaf), value)


def by_hand(model, x):
    """Gradients of what hooks on each layer saw, of the weights and of x."""
    x = tf.nest.map_structure(
        lambda leaf: tf.convert_to_tensor(leaf) if not tf.is_tensor(leaf) else leaf, x
    )
    of_x = [numbers(leaf) for leaf in tf.nest.flatten(x)]
    with tf.GradientTape() as tape, hooked(model, Apart(*tf.nest.flatten(x))) as record:
        tape.watch([leaf for leaf in of_x if leaf is not None])
        loss = squares(model(x))
    seen = [leaf for _, value in record for _, leaf in leaves("", value)]
    sources = [numbers(leaf) for leaf in seen]
    wanted = [*sources, *(weight.value for weight in model.trainable_weights), *of_x]
    found = iter(tape.gradient(loss, [tensor for tensor in wanted if tensor is not None]))
    found = [None if tensor is None else next(found) for tensor in wanted]
    return (
        [like(leaf, gradient) for leaf, gradient in zip(seen, found, strict=False)],
        found[len(seen) : len(found) - len(of_x)],
        found[len(found) - len(of_x) :],
    )


def assert_gradient(found, expected):
    assert (found is None) == (expected is None)
    if expected is not None:
        assert_same(
            found, like(None, expected) if isinstance(expected, tf.IndexedSlices) else expected
        )


SAMPLE = (
    "sequential_never_built",
    "functional_with_branches",
    "functional_with_operations",
    "siamese",
)
SAMPLE += ("shared_layer", "subclassed", "custom_layer_holding_layers", "recurrent_with_states")
SAMPLE += ("attention", "mixed_precision", "sparse_input", "ragged_input", "sparse_output")
SAMPLE += ("layer_returning_structures", "quantized", "stateful", "dict_and_scalar")
CASES = KINDS_WITH_A_LOSS if os.environ.get("WHOLE_ZOO") else SAMPLE


@pytest.mark.parametrize("kind", CASES)
def test_they_agree_with_a_tape_and_hooks_on_the_layers(kind):
    model, x = made(kind)
    found = get_gradients(model, x, loss=squares)
    outputs, weights, inputs = by_hand(model, x)
    calls = get_activations(model, x).calls
    operations = [call.path for call in calls if not isinstance(call.layer, keras.Layer)]
    layers = [value for path, value in found.outputs.items() if path not in operations]
    flat = [leaf for value in layers for _, leaf in leaves("", value)]
    assert len(flat) == len(outputs)
    for one, other in zip(flat, outputs, strict=True):
        assert_gradient(one, other)
    of_model = {id(weight): at for at, weight in enumerate(model.trainable_weights)}
    assert len(found.weights) == len({id(weight) for weight in model.weights})
    trained = [path for path in found.weights if found.skipped.get(path) != "is not trainable"]
    assert len(trained) == len(of_model)
    norms = found.norms()
    by_norm = sorted(norms[path] for path in trained if path in norms)
    expected = [
        tf.norm(tf.cast(tf.convert_to_tensor(g), tf.float32)) for g in weights if g is not None
    ]
    np.testing.assert_allclose(by_norm, sorted(map(float, expected)), rtol=1e-4, atol=1e-5)
    for one, other in zip(tf.nest.flatten(found.inputs), inputs, strict=True):
        assert one is None or other is None or assert_gradient(numbers(one), other) is None
    no_outputs = {path for path in found.skipped if path.endswith("scores")}
    assert no_outputs == HIDDEN_SCORES.get(kind, set())


PASSES_ON = {
    "dropout": lambda: L.Dropout(0.5, name="passes"),
    "identity": lambda: L.Identity(name="passes"),
    "linear": lambda: L.Activation("linear", name="passes"),
    "noise": lambda: L.GaussianNoise(0.1, name="passes"),
    "lambda": lambda: L.Lambda(lambda x: x, name="passes"),
}


@pytest.mark.parametrize("kind", PASSES_ON)
def test_a_layer_that_returns_what_it_got_has_a_gradient_of_its_own(kind):
    """Beside it, the same numbers go on to the loss: that is no gradient of its output."""
    inputs = keras.Input((4,))
    first = L.Dense(4, name="first")(inputs)
    second = L.Dense(4, name="second")(PASSES_ON[kind]()(first))
    model = keras.Model(inputs, L.Add()([second, first]))
    found = get_gradients(model, zoo.rows(2, 4), loss=tf.reduce_sum)
    expected = model.get_layer("second").kernel.numpy().sum(axis=1)
    np.testing.assert_allclose(found["passes"], [expected] * 2, rtol=1e-5)
    np.testing.assert_allclose(found["first"], [1.0 + expected] * 2, rtol=1e-5)
    at_once = keras.Model(inputs, L.Add()([PASSES_ON[kind]()(inputs), inputs]))
    found = get_gradients(at_once, zoo.rows(2, 4), loss=tf.reduce_sum)
    np.testing.assert_array_equal(found["passes"], np.ones((2, 4)))
    np.testing.assert_array_equal(found.inputs, np.full((2, 4), 2.0))


@pytest.mark.parametrize("kind", [tf.Variable, keras.Variable, np.array])
def test_what_is_no_tensor_has_a_gradient_as_an_input(kind):
    model = keras.Sequential([keras.Input((2,)), L.Dense(1, kernel_initializer="ones")])
    found = get_gradients(model, kind([[1.0, 2.0]]), loss=tf.reduce_sum)
    np.testing.assert_array_equal(found.inputs, [[1.0, 1.0]])


class Marks(L.Layer):
    def call(self, x):
        x.scale = 3.0
        return x


class Uses(L.Layer):
    def call(self, x):
        return x * getattr(x, "scale", 1.0)


def test_marks_of_a_users_own_stay():
    layers = [L.Dense(2, name="dense"), Marks(name="marks"), Uses(name="uses")]
    for layer in layers[1:]:
        layer.built = True

    class Model(keras.Model):
        def call(self, x):
            for layer in layers:
                x = layer(x)
            return x

    model, x = Model(), tf.ones((1, 3))
    expected = float(tf.reduce_sum(model(x)))
    assert float(get_gradients(model, x, loss=tf.reduce_sum).loss) == expected


def test_the_mask_of_what_is_passed_on_stays():
    layers = [L.Embedding(4, 3, mask_zero=True), L.Dropout(0.5, name="passes"), L.LSTM(2)]
    model = keras.Sequential([keras.Input((3,), dtype="int32"), *layers])
    x = np.array([[1, 2, 0], [3, 0, 0]])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(model(x))
    expected = tape.gradient(loss, [weight.value for weight in model.trainable_weights])
    found = get_gradients(model, x, loss=tf.reduce_sum)
    assert float(found.loss) == float(loss)
    trained = [found.weights[path] for path in found.weights if path not in found.skipped]
    for one, other in zip(trained, expected, strict=True):
        np.testing.assert_allclose(one, tf.convert_to_tensor(other), rtol=1e-5)


@pytest.mark.parametrize(
    ("activation", "units", "loss"),
    [
        ("softmax", 3, "sparse_categorical_crossentropy"),
        ("softmax", 3, "categorical_crossentropy"),
        ("sigmoid", 1, "binary_crossentropy"),
    ],
)
@pytest.mark.parametrize("apart", [False, True])
def test_a_loss_that_goes_past_the_output(activation, units, loss, apart):
    """Keras' cross-entropies take the logits, which a tape shows, too."""
    layers = [L.Dense(units, name="out")] if apart else []
    last = L.Activation(activation, name="last") if apart else None
    layers += [last or L.Dense(units, activation=activation, name="last")]
    model = keras.Sequential([keras.Input((4,)), *layers])
    model.compile("sgd", loss)
    y = np.array([[0], [1]]) if "sparse" in loss or units == 1 else np.eye(3)[:2]
    x = zoo.rows(2, 4)
    found = get_gradients(model, x, y)
    assert found["last"] is None
    assert "from_logits=True" in found.skipped["last"]
    unused = get_gradients(model, x, loss=lambda out: tf.reduce_sum(tf.stop_gradient(out)))
    assert "does not reach the loss" in unused.skipped["last"]
    with tf.GradientTape() as tape:
        expected = tape.gradient(
            model.compute_loss(x, y, model(x)), model.trainable_variables[0].value
        )
    np.testing.assert_allclose(next(iter(found.weights.values())), expected, rtol=1e-5)


@pytest.mark.parametrize("kind", ["functional", "subclassed", "siamese", "same_names_in_siblings"])
def test_each_weight_has_its_own(kind):
    model, x = made(kind)
    found = get_gradients(model, x, loss=squares)
    weights = model.trainable_weights
    with tf.GradientTape() as tape:
        loss = squares(model(x))
    expected = tape.gradient(loss, [weight.value for weight in weights])
    for weight, gradient in zip(weights, expected, strict=True):
        if gradient is None:
            continue
        same = [
            path for path, g in found.weights.items() if g is not None and g.shape == weight.shape
        ]
        close = [path for path in same if np.allclose(found[path], gradient, rtol=1e-5)]
        assert weight.name in {path.rpartition("/")[2] for path in close}


@pytest.mark.parametrize(
    ("kind", "jit_compile"),
    [("recurrent_with_states", False), ("shared_layer", True), ("mixed_precision", True)],
)
def test_in_a_graph_with_and_without_xla(kind, jit_compile):
    model, x = made(kind)
    eager = get_gradients(model, x, loss=squares)
    structure = {}

    @tf.function(jit_compile=jit_compile)
    def taken(x):
        found = get_gradients(model, x, loss=squares)
        structure.update(found.skipped)
        return {path: value for path, value in found.items() if value is not None}, found.norms()

    found, norms = taken(tf.nest.map_structure(tf.convert_to_tensor, x))
    in_loops = {path for path, why in structure.items() if "in a loop" in why}
    missing = {
        plain(path) for path, value in eager.items() if value is not None and path not in found
    }
    assert missing == in_loops
    for path, value in found.items():
        if not tf.nest.is_nested(value):
            assert_same(value, eager[path])
    assert set(norms) <= set(eager.norms())


# --- which loss -----------------------------------------------------------------------------------


def two_outputs():
    inputs = keras.Input((3,), name="in")
    x = L.Dense(4, kernel_regularizer="l2", name="trunk")(inputs)
    model = keras.Model(inputs, {"p": L.Dense(1, name="p")(x), "q": L.Dense(2, name="q")(x)})
    losses = {"p": "mse", "q": keras.losses.MeanAbsoluteError()}
    model.compile("sgd", loss=losses, loss_weights={"p": 2.0, "q": 1.0})
    return model, zoo.rows(4, 3), {"p": zoo.rows(4, 1), "q": zoo.rows(4, 2)}


def test_the_compiled_loss_with_weights_and_regularization():
    model, x, y = two_outputs()
    with tf.GradientTape() as tape:
        out = model(x)
        loss = 2.0 * tf.reduce_mean((out["p"] - y["p"]) ** 2)
        loss += tf.reduce_mean(tf.abs(out["q"] - y["q"])) + tf.add_n(model.losses)
    expected = tape.gradient(loss, model.trainable_weights)
    found = get_gradients(model, x, y)
    np.testing.assert_allclose(found.loss, loss, rtol=1e-6)
    owned = [(layer, weight) for layer in model.layers for weight in layer.weights]
    assert [id(weight) for _, weight in owned] == [id(weight) for weight in model.trainable_weights]
    for (layer, weight), gradient in zip(owned, expected, strict=True):
        one = found[f"{layer.name}/{weight.name}"]
        np.testing.assert_allclose(one, gradient, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    "loss",
    [
        "mse",
        keras.losses.MeanSquaredError(),
        lambda y, out: tf.reduce_mean((y - out) ** 2, axis=-1),
        keras.losses.mean_squared_error,
    ],
)
def test_a_loss_as_compile_takes_it_with_weights_of_samples(loss):
    model, x = made("functional")
    y, weights = zoo.rows(4, 2, seed=1), np.array([0.0, 1.0, 2.0, 3.0], "float32")
    with tf.GradientTape() as tape:
        expected = tf.reduce_mean(weights * tf.reduce_mean((model(x) - y) ** 2, axis=-1))
    found = get_gradients(model, x, y, loss, sample_weight=weights)
    np.testing.assert_allclose(found.loss, expected, rtol=1e-6)
    kernel = tape.gradient(expected, model.get_layer("a").kernel.value)
    np.testing.assert_allclose(found["a/kernel"], kernel, rtol=1e-5)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "was not compiled"),
        ({"loss": "mse"}, "there is no y"),
        ({"loss": lambda out: out[:, 0]}, "a loss is one number"),
        ({"loss": lambda out: None}, "gave None"),
    ],
)
def test_no_loss(given, says):
    model, x = zoo.KINDS["functional"]()
    with pytest.raises(ValueError, match=says) as raised:
        get_gradients(model, x, **given)
    assert "next: " in str(raised.value)


def test_the_compiled_loss_without_labels_says_so():
    model, x, _ = two_outputs()
    with pytest.raises(Exception) as raised:  # noqa: PT011 - Keras' own
        get_gradients(model, x)
    assert "next: pass y" in "".join(raised.value.__notes__)


# --- the gradients of training --------------------------------------------------------------------


def test_those_of_the_next_step_of_fit():
    model, x = zoo.KINDS["dropout_and_batch_normalization"]()
    model.compile(keras.optimizers.SGD(1.0), "mse")
    y = zoo.rows(4, 1, seed=1)
    found = get_gradients(model, x, y, training=True)
    before = {path: value.numpy() for path, value in zip(found.weights, model.weights, strict=True)}
    model.fit(x, y, batch_size=4, shuffle=False, verbose=0)
    for (path, gradient), weight in zip(found.weights.items(), model.weights, strict=True):
        if gradient is not None:
            np.testing.assert_allclose(weight, before[path] - gradient, rtol=1e-4, atol=1e-5)
    assert found.skipped["norm/moving_mean"] == "is not trainable"


@pytest.mark.parametrize("kind", ["stateful", "assigns", "draws"])
def test_the_model_is_as_before(kind):
    model, x = RESTLESS[kind]()
    model(x)
    model.compile("adam", "mse", metrics=["mae"])
    before = [variable.numpy().copy() for variable in variables_of(model)]
    first = get_gradients(model, x, loss=squares, training=True)
    second = get_gradients(model, x, loss=squares, training=True)
    with contextlib.suppress(ZeroDivisionError):
        get_gradients(model, x, loss=lambda out: 1 / 0)
    for now, old in zip(variables_of(model), before, strict=True):
        np.testing.assert_array_equal(now.numpy(), old)
    for path, gradient in first.items():
        if gradient is not None:
            tf.nest.map_structure(np.testing.assert_array_equal, gradient, second[path])


# --- what has no gradient, and why ----------------------------------------------------------------


class Cuts(keras.Model):
    def __init__(self):
        super().__init__(name="cuts")
        self.before, self.frozen = L.Dense(3, name="before"), L.Dense(3, name="frozen")
        self.rounds, self.unused = L.Lambda(tf.round, name="rounds"), L.Dense(3, name="unused")
        self.argmax = L.Lambda(lambda t: tf.argmax(t, -1), name="argmax")
        self.head = L.Dense(1, name="head")
        self.frozen.trainable = False
        self.unused.build((None, 3))

    def call(self, x):
        y = self.frozen(tf.stop_gradient(self.before(x)))
        self.argmax(y)
        return self.head(y) + 0.0 * tf.reduce_sum(self.rounds(y))


def test_none_stays_none_and_says_why():
    model = Cuts()
    found = get_gradients(model, zoo.rows(4, 3), loss=squares)
    why = found.skipped
    none = [path for path, value in found.items() if value is None]
    assert sorted(none) == sorted(why)
    assert "stop_gradient" in why["before"]
    assert "stop_gradient" in why["before/kernel"]
    assert why["frozen/kernel"] == "is not trainable"
    assert why["argmax"] == "is int64, and only floating point numbers have a gradient"
    assert why["unused/kernel"] == "belongs to a layer that was not called"
    assert found["frozen"] is not None, "frozen layers have outputs, which have gradients"
    assert found["head/kernel"] is not None
    assert found.inputs is None


# --- which layers ---------------------------------------------------------------------------------


def test_layers_choose_outputs_and_their_weights():
    model, x = made("siamese")
    everything = list(get_gradients(model, x, loss=squares))
    twin = ["twin/a/kernel", "twin/a/bias", "twin/b/kernel", "twin/b/bias"]
    assert everything[7:] == twin
    assert list(get_gradients(model, x, loss=squares, layers="dot")) == ["dot"]
    assert list(get_gradients(model, x, loss=squares, layers="twin")) == ["twin", "twin#2", *twin]
    chosen = get_gradients(model, x, loss=squares, layers=["b", "dot"])
    assert list(chosen) == ["twin/b", "twin#2/b", "dot", *twin[2:]]
    with pytest.raises(KeyError, match="no layer call 'twim'; the closest: 'twin'"):
        get_gradients(model, x, loss=squares, layers="twim")


def test_a_plain_layer_and_arguments_by_name():
    layer = L.MultiHeadAttention(1, 2, name="mha")
    query, value = zoo.rows(1, 3, 2), zoo.rows(1, 4, 2)
    found = get_gradients(layer, query, loss=squares, value=value)
    assert found.weights.keys() >= {"query/kernel", "attention_output/kernel"}
    assert found.inputs.shape == query.shape
    with pytest.raises(TypeError, match="a Keras 3 model or layer is needed"):
        get_gradients("mha", query, loss=squares)


def test_a_function_of_keras_and_a_layer_inside_that_has_the_name_of_a_weight():
    inputs = keras.Input((3,))
    function = keras.Function(inputs, L.Dense(2, name="dense")(keras.ops.relu(inputs)))
    found = get_gradients(function, zoo.rows(4, 3), loss=squares)
    assert list(found) == ["relu", "dense", "dense/kernel", "dense/bias"]

    class Scaled(L.Layer):
        def build(self, shape):
            self.inner = L.Dense(3, use_bias=False, name="scale")
            self.inner.build(shape)
            self.scale = self.add_weight(shape=(), initializer="ones", name="scale")

        def call(self, x):
            return self.inner(x) * self.scale

    found = get_gradients(keras.Sequential([Scaled(name="own")]), zoo.rows(4, 3), loss=squares)
    assert list(found) == ["own/scale", "own", "own/scale@2", "own/scale/kernel"]
    assert found["own/scale@2"].shape == ()


def test_arrays_of_integers_floats_and_text_in_one_batch():
    """Keras refuses a batch of which one part is a tensor and another an array."""
    numbers, text = keras.Input((2,), dtype="int32"), keras.Input((), dtype="string")
    words = keras.layers.TextVectorization(vocabulary=["a", "b"], output_sequence_length=2)(text)
    floats = keras.Input((3,))
    embedded = keras.layers.Embedding(5, 2)(keras.ops.concatenate([numbers, words], axis=1))
    parts = [keras.layers.Flatten()(embedded), floats]
    joined = keras.layers.Dense(1, kernel_initializer="ones")(keras.layers.Concatenate()(parts))
    model = keras.Model([numbers, text, floats], joined)
    x = [np.ones((2, 2), "int64"), np.array(["a b", "b"]), zoo.rows(2, 3)]
    found = get_gradients(model, x, loss=tf.reduce_sum)
    assert found.inputs[:2] == [None, None]
    assert found.inputs[2].numpy().tolist() == [[1.0] * 3] * 2
