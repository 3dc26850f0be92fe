"""Models of keras_hub with random weights, where it is installed: an optional check of what others wrote."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor

keras_hub = pytest.importorskip(
    "keras_hub", reason="keras-hub is optional: pip install .[models] to have these tests"
)

TOKENS = {
    "token_ids": np.arange(10, dtype="int32").reshape(2, 5),
    "padding_mask": np.array([[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]], "int32"),
}


def bert():
    model = keras_hub.models.BertBackbone(
        vocabulary_size=10,
        num_layers=2,
        num_heads=2,
        hidden_dim=4,
        intermediate_dim=8,
        max_sequence_length=5,
    )
    return model, TOKENS | {"segment_ids": np.zeros((2, 5), "int32")}


def llama():
    model = keras_hub.models.LlamaBackbone(
        vocabulary_size=10,
        num_layers=2,
        num_query_heads=4,
        num_key_value_heads=2,
        hidden_dim=8,
        intermediate_dim=8,
    )
    return model, TOKENS


def vit():
    model = keras_hub.models.ViTBackbone(
        image_shape=(28, 28, 3),
        patch_size=4,
        num_layers=3,
        hidden_dim=48,
        num_heads=6,
        mlp_dim=96,
        use_mha_bias=True,
    )
    return model, np.random.default_rng(0).normal(size=(2, 28, 28, 3)).astype("float32")


@pytest.mark.parametrize("make", [bert, llama, vit])
def test_every_layer_of_the_model_is_seen_and_compiled_gives_the_same(make):
    model, x = make()
    found, compiled = get_activations(model, x), ActivationExtractor(model)(x)
    assert list(compiled) == list(found)
    seen = {call.layer for call in found.calls}
    inputs = keras.layers.InputLayer
    assert {layer for layer in model.layers if not isinstance(layer, inputs)} <= seen
    for path, value in found.items():
        pairs = zip(tf.nest.flatten(value), tf.nest.flatten(compiled[path]), strict=True)
        for one, other in pairs:
            np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(("make", "layers"), [(bert, 2), (vit, 3)])
def test_attention_gives_its_scores_and_changes_no_output(make, layers):
    model, x = make()
    plain, found = get_activations(model, x), get_activations(model, x, attention=True)
    assert len([path for path in found if path.endswith("/scores")]) == layers
    for path, value in plain.items():
        for one, other in zip(tf.nest.flatten(value), tf.nest.flatten(found[path]), strict=True):
            np.testing.assert_array_equal(one, other)
