"""A block in graph code, calls with several arguments, and one vocabulary."""

import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor

from .. import zoo

L = keras.layers


def of_graph(kind, jit, autograph, block):
    model, x = zoo.KINDS[kind]()
    model(x)

    @tf.function(jit_compile=jit, autograph=autograph)
    def function(x):
        if block:
            with capture_activations(model) as found:
                output = model(x)
        else:
            found = get_activations(model, x)
            output = found["b"]
        assert tf.is_symbolic_tensor(found["a"])
        return output, found

    return model, x, function


@pytest.mark.parametrize("block", [True, False])
@pytest.mark.parametrize("autograph", [True, False])
@pytest.mark.parametrize("jit", [True, False])
def test_a_function_that_looks_has_graph_tensors_and_may_return_them(jit, autograph, block):
    model, x, function = of_graph("functional", jit, autograph, block)
    output, found = function(tf.constant(x))
    expected = get_activations(model, x)
    assert list(found) == list(expected)
    for path, value in expected.items():
        np.testing.assert_allclose(found[path], value, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(output, expected["b"], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("jit", [True, False])
def test_gradients_of_a_loss_on_activations_under_jit(jit):
    model, x = zoo.KINDS["functional"]()
    model(x)

    def gradients(x):
        with tf.GradientTape() as tape, capture_activations(model) as found:
            loss = tf.reduce_sum(model(x) ** 2) + tf.reduce_sum(found["a"])
        return tape.gradient(loss, {"found": found, "kernel": model.get_layer("a").kernel.value})

    eager = gradients(tf.constant(x))
    compiled = tf.function(gradients, jit_compile=jit)(tf.constant(x))
    np.testing.assert_allclose(eager["found"]["b"], 2 * get_activations(model, x)["b"], rtol=1e-5)
    for path in ("a", "b"):
        np.testing.assert_allclose(compiled["found"][path], eager["found"][path], rtol=1e-5)
    np.testing.assert_allclose(compiled["kernel"], eager["kernel"], rtol=1e-4)


class FeatureMatching(keras.Model):
    """A custom step whose loss looks at what another model sees."""

    def __init__(self, teacher):
        super().__init__(name="matching")
        self.a, self.b = zoo.stack()
        vars(self)["teacher"] = teacher

    def call(self, x):
        return self.b(self.a(x))

    def train_step(self, data):
        x, _ = data
        with tf.GradientTape() as tape:
            with capture_activations(self, "a") as own:
                self(x, training=True)
            with capture_activations(vars(self)["teacher"], "a") as wanted:
                vars(self)["teacher"](x)
            loss = tf.reduce_mean((own["a"] - tf.stop_gradient(wanted["a"])) ** 2)
        weights = self.a.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        return {"distance": loss}


@pytest.mark.parametrize("way", [{}, {"jit_compile": True}, {"run_eagerly": True}])
def test_a_train_step_that_matches_features_learns_them(way):
    teacher, x = zoo.KINDS["functional"]()
    model = FeatureMatching(teacher)
    model(x)
    model.a.set_weights([weight + 0.3 for weight in teacher.get_layer("a").get_weights()])
    model.compile(keras.optimizers.SGD(0.5), "mse", **way)
    history = model.fit(x, zoo.rows(4, 2), epochs=8, verbose=0).history["distance"]
    assert 0 < history[-1] < 0.5 * history[0]


def test_a_loop_inside_the_graph_is_said_to_be_one():
    model, x = zoo.KINDS["functional"]()

    @tf.function
    def function(x):
        with capture_activations(model) as found:
            tf.while_loop(
                lambda i, y: i < 2, lambda i, y: (i + 1, y + tf.reduce_sum(model(x))), (0, 0.0)
            )
        return found.skipped

    with pytest.warns(UserWarning, match=r"runs in a loop, branch or function inside the graph"):
        function(tf.constant(x))


class SumOfSizes(L.Layer):
    """Hands a function to TensorFlow that only AutoGraph can trace."""

    def call(self, x):
        def size(value):
            if value > 0:
                return value
            return -value

        sizes = tf.data.Dataset.from_tensor_slices(x).map(size)
        return sizes.reduce(0.0, lambda a, b: a + b)


@pytest.mark.parametrize("block", [True, False])
def test_autograph_converts_what_it_would_convert_without_a_look(block):
    model = keras.Sequential([SumOfSizes(name="sizes")])

    @tf.function
    def function(x):
        if not block:
            return model(x), model(x)
        with capture_activations(model) as found:
            output = model(x)
        return output, found["sizes"]

    assert [float(value) for value in function(tf.constant([1.0, -2.0]))] == [3.0, 3.0]


class EachRow(keras.Model):
    """Calls a layer on each row, by a function of TensorFlow that maps."""

    def __init__(self, maps):
        super().__init__(name="rows")
        self.a, self.b = zoo.stack()
        self.maps = maps

    def build(self, shape):
        self.a.build(shape)

    def call(self, x):
        return self.b(self.maps(lambda row: self.a(row[None])[0], x))


@pytest.mark.parametrize("way", [get_activations, lambda m, x: ActivationExtractor(m)(x)])
def test_the_one_row_that_vectorized_map_traces_is_not_taken_for_a_value(way):
    model, x = EachRow(tf.vectorized_map), zoo.rows(4, 3)
    found = way(model, x)
    assert list(found) == ["b"]
    assert "runs in tf.vectorized_map" in found.skipped["a"]
    advised = EachRow(lambda f, x: tf.map_fn(f, x, fn_output_signature=tf.float32))
    rows = get_activations(advised, x)
    np.testing.assert_allclose(tf.concat([rows[f"a#{n}"] for n in (2, 3, 4)], 0), advised.a(x)[1:])


def test_a_look_inside_of_a_loop_has_the_tensors_of_its_body():
    model, x = zoo.KINDS["functional"]()
    model(x)

    @tf.function
    def function(x):
        total = 0.0
        for _ in tf.range(3):
            found = get_activations(model, x)
            total += tf.reduce_sum(found["a"])
        return total

    expected = 3 * tf.reduce_sum(get_activations(model, x)["a"])
    np.testing.assert_allclose(function(tf.constant(x)), expected, rtol=1e-5)


def test_both_replicas_may_look():
    model, x = zoo.KINDS["functional"]()
    model(x)
    strategy = tf.distribute.get_strategy()
    found = strategy.run(tf.function(lambda x: get_activations(model, x)["a"]), (tf.constant(x),))
    np.testing.assert_allclose(found, get_activations(model, x)["a"], rtol=1e-5)


# --- what is passed -------------------------------------------------------------------------------


class Two(keras.Model):
    def __init__(self):
        super().__init__(name="two")
        self.dense = L.Dense(2, name="dense")

    def call(self, x, y, scale=1.0, training=False):
        return self.dense(x) * scale + self.dense(y)


WAYS = {
    "eager": get_activations,
    "compiled": lambda model, x, training=False, **arguments: ActivationExtractor(
        model, training=training
    )(x, **arguments),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_else_the_model_takes_is_passed_by_name(way):
    x, y = zoo.rows(3, 2), zoo.rows(3, 2, seed=1)
    model = Two()
    model(x, y)
    found = WAYS[way](model, x, y=y, scale=2.0)
    assert list(found) == ["dense", "dense#2"]
    np.testing.assert_allclose(found["dense#2"], model.dense(y), rtol=1e-5)


@pytest.mark.parametrize("way", WAYS)
def test_a_layer_of_several_inputs_by_itself(way):
    layer = L.MultiHeadAttention(2, 3, name="mha")
    query, value = zoo.rows(2, 5, 4), zoo.rows(2, 6, 4, seed=1)
    layer(query, value)
    found = WAYS[way](layer, query, value=value, use_causal_mask=True)
    assert list(found) == ["query", "key", "value", "attention_output"]
    expected = layer(query, value, use_causal_mask=True)
    np.testing.assert_allclose(found["attention_output"], expected, rtol=1e-4, atol=1e-6)


def test_reducing_one_call():
    model, x = zoo.KINDS["functional"]()
    found = get_activations(model, x, None, tf.reduce_max)
    np.testing.assert_array_equal(found["a"], tf.reduce_max(get_activations(model, x)["a"]))


def test_the_entries_share_their_words_and_their_order():
    order = ["model", "x", "layers", "reduce", "training", "run_eagerly", "attention"]
    for entry in (get_activations, capture_activations, ActivationExtractor.__init__):
        names = [name for name in inspect.signature(entry).parameters if name in order]
        assert names == [name for name in order if name in names]
        assert {"model", "layers", "reduce", "attention"} <= set(names)


def test_a_layer_whose_call_takes_no_training():
    """`keras.utils.FeatureSpace` has a `__call__` of its own: it is not heard, and nothing raises."""
    space = keras.utils.FeatureSpace({"a": "float_normalized"}, output_mode="concat")
    space.adapt(tf.data.Dataset.from_tensor_slices({"a": [1.0, 2.0]}).batch(2))
    data = {"a": tf.constant([1.0, 2.0])}
    with pytest.warns(UserWarning, match="nothing was captured from"):
        assert not get_activations(space, data)
