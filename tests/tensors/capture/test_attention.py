"""The scores of attention layers, under a stable path, with the model's outputs as they are."""

import contextlib

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor

from .. import wild, zoo

L = keras.layers

# Kind of model -> paths of scores, and their shapes.
SCORES = {
    "attention": {"attention/scores": (4, 2, 6, 6)},
    "attention_with_scores": {"attention/scores": (4, 2, 6, 6)},
    "attention_with_dropout": {"mha/scores": (4, 2, 6, 6)},
    "transformer_with_causal_mask": {
        "mha_0/scores": (3, 2, 6, 6),
        "mha_1/scores": (3, 2, 6, 6),
    },
    "grouped_queries": {"gqa/scores": (4, 4, 6, 6)},
    "dot_and_additive_attention": {"dot/scores": (3, 5, 6), "additive/scores": (3, 5, 6)},
}
MODELS = zoo.KINDS | wild.KINDS


def asked(model, x):
    return get_activations(model, x, attention=True)


def compiled(model, x):
    return ActivationExtractor(model, attention=True)(x)


@pytest.mark.parametrize("way", [asked, compiled])
@pytest.mark.parametrize("kind", SCORES)
def test_every_attention_layer_gives_its_scores(kind, way):
    model, x = MODELS[kind]()
    found = way(model, x)
    shapes = {path: tuple(found[path].shape) for path in found if path.endswith("/scores")}
    assert shapes == SCORES[kind]
    assert not found.skipped
    for path in shapes:
        sums = np.ones(found[path].shape[:-1])
        if path == "mha_0/scores":
            sums = sums * (x != 0)[:, None]  # nothing looks from where a query is masked
        np.testing.assert_allclose(tf.reduce_sum(found[path], -1), sums, rtol=1e-5)
        if kind in ("transformer_with_causal_mask", "grouped_queries"):
            np.testing.assert_array_equal(np.triu(found[path], 1), 0.0)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("kind", SCORES)
def test_outputs_are_the_same_to_the_bit(kind, training):
    model, x = MODELS[kind]()
    model(x)
    weights = [weight.numpy() for weight in model.variables]

    def run(**options):
        for variable, value in zip(model.variables, weights, strict=True):
            variable.assign(value)  # seeds too
        return get_activations(model, x, training=training, **options), model.losses

    plain, losses = run()
    found, with_scores = run(attention=True)
    assert len(losses) == len(with_scores)
    assert [path for path in found if not path.endswith("/scores")] == list(plain)
    for path, value in plain.items():
        for one, other in zip(tf.nest.flatten(value), tf.nest.flatten(found[path]), strict=True):
            np.testing.assert_array_equal(one, other)


class Weighted(L.Layer):
    """One attention layer, with the scores that Keras itself can be asked for."""

    def __init__(self, attention, ask):
        super().__init__(name="weighted")
        self.attention, self.ask = attention, ask

    def call(self, x):
        options = {"return_attention_scores": True} if self.ask else {}
        if isinstance(self.attention, L.Attention):
            return self.attention([x, x], use_causal_mask=True, **options)
        return self.attention(x, x, use_causal_mask=True, **options)


LAYERS = {
    "multi-head": lambda: L.MultiHeadAttention(2, 3, name="it"),
    "sliding window": lambda: L.MultiHeadAttention(2, 3, sliding_window=2, name="it"),
    "grouped": lambda: L.GroupQueryAttention(3, 4, 2, name="it"),
    "dot": lambda: L.Attention(name="it"),
    "additive": lambda: L.AdditiveAttention(name="it"),
}


@pytest.mark.parametrize("kind", LAYERS)
def test_they_are_the_scores_that_keras_gives_when_asked(kind):
    layer, x = LAYERS[kind](), zoo.rows(2, 5, 4)
    found = get_activations(Weighted(layer, False), x, attention=True)
    expected = get_activations(Weighted(layer, True), x)
    np.testing.assert_allclose(found["it/scores"], expected["it"][1], rtol=1e-6)
    np.testing.assert_allclose(found["it"], expected["it"][0], rtol=1e-4, atol=1e-6)


def test_scores_with_dropout_in_training_are_those_that_were_used():
    layer = L.Attention(dropout=0.5, seed=3, name="it")
    query, value = zoo.rows(2, 5, 4), zoo.rows(2, 6, 4, seed=1)
    found = get_activations(layer, [query, value], training=True, attention=True)
    assert list(found) == ["scores"]
    with capture_activations(layer, attention=True) as found:
        output = layer([query, value], training=True)
    np.testing.assert_allclose(found["scores"] @ value, output, rtol=1e-5)


@pytest.mark.parametrize("kind", ["attention", "grouped_queries", "transformer_with_causal_mask"])
@pytest.mark.parametrize("way", [get_activations, lambda m, x: ActivationExtractor(m)(x)])
def test_without_asking_it_is_said_where_they_are_hidden(kind, way):
    model, x = MODELS[kind]()
    found = way(model, x)
    assert set(found.skipped) == set(SCORES[kind])
    with pytest.raises(KeyError, match=r"fused kernel.*attention=True"):
        found[next(iter(SCORES[kind]))]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ("*/scores", ["mha_0/scores", "mha_1/scores"]),
        ("scores", ["mha_0/scores", "mha_1/scores"]),
        ("mha_1/*", [f"mha_1/{part}" for part in ("query", "key", "value")]),
        ("mha_0", ["mha_0/scores", "mha_0"]),
    ],
)
def test_scores_are_chosen_as_layers_are(layers, expected):
    model, x = MODELS["transformer_with_causal_mask"]()
    found = list(get_activations(model, x, layers, attention=True))
    assert found[: len(expected)] == expected


def test_scores_are_reduced_and_belong_to_no_layer():
    model, x = MODELS["attention"]()
    layer = model.get_layer("attention")
    found = get_activations(model, x, reduce=tf.reduce_max, attention=True)
    assert found["attention/scores"].shape == ()
    assert len(found.of(layer)) == 1
    assert {call.path for call in found.calls if call.layer is None} == {"attention/scores"}


def test_the_automatic_number_of_an_inner_softmax_is_no_part_of_a_path():
    paths = []
    for _ in range(2):
        model, x = MODELS["attention_with_dropout"]()
        paths.append(list(get_activations(model, x, ["*/softmax", "mha/dropout"])))
    assert paths == [["mha/softmax", "mha/dropout"]] * 2


def test_flash_attention_keeps_none_and_says_so():
    model, x = MODELS["attention"]()
    vars(model.get_layer("attention"))["_flash_attention"] = True
    with contextlib.suppress(Exception):  # there is none on a CPU
        model(x)
    layer = L.MultiHeadAttention(2, 3, name="it")
    query = tf.constant(zoo.rows(2, 5, 4))
    layer(query, query)

    def no_scores(*args, return_attention_scores=False, **kwargs):
        if return_attention_scores:
            raise ValueError("not with flash attention")
        return query[:, :, None, :3] + tf.zeros((2, 5, 2, 3)), None

    vars(layer)["_compute_attention"] = no_scores
    found = get_activations(layer, query, value=query, attention=True)
    assert "not with flash attention" in found.skipped["scores"]
    assert vars(layer)["_compute_attention"] is no_scores


class OwnAttention(L.MultiHeadAttention):
    """A subclass with another signature, which gives no scores."""

    def _compute_attention(self, query, key, value, attention_mask=None, training=None, *rest):
        return value, None


def test_a_subclass_that_computes_none_says_so():
    x = zoo.rows(2, 5, 4)
    found = get_activations(OwnAttention(2, 3, name="it"), x, value=x, attention=True)
    assert "fused kernel" in found.skipped["scores"]
    assert "attention_output" in found


def test_gradients_flow_through_everything_else():
    model, x = MODELS["attention"]()
    with tf.GradientTape() as tape:
        found = get_activations(model, x, attention=True)
        loss = tf.reduce_sum(found["head"] ** 2)
    gradients = tape.gradient(loss, found)
    assert gradients["attention/scores"] is None
    assert gradients["attention/query"].shape == found["attention/query"].shape


def test_two_blocks_of_which_one_asks():
    model, x = MODELS["attention"]()
    with capture_activations(model) as plain, capture_activations(model, attention=True) as found:
        model(x)
    assert "attention/scores" in found and "attention/scores" not in plain
    assert "_compute_attention" not in vars(model.get_layer("attention"))
