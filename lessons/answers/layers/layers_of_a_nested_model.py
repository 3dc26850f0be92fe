# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - 'Grad-CAM or features with a ResNet inside my Sequential: graph disconnected,
#       not connected to inputs'
#     - 'No such layer: the layer is in the base model'
#     - features of a backbone after transfer learning, BERT or EfficientNet as a layer
#     - output of the layers inside TimeDistributed
#     - forward and backward output of a Bidirectional layer
#     - get_layer does not find layers of the inner model
#     - VAE, get z_mean or the latent vector from the encoder inside my model
#     - an inner model with two inputs, get the output of its layers
#     kind: answer
#     question: How do I get a layer's output inside a nested or pre-trained model?
# ---

# %% [markdown]
# # How do I get a layer's output inside a nested or pre-trained model?
#
# Build a sub-model in the inner model's own graph, then call it on the tensor that enters the inner model in yours.

# %%
import keras
import numpy as np

from tutorial_utils import get_activations

keras.utils.set_random_seed(0)
layers = [keras.layers.Dense(3, "relu", name="deep"), keras.layers.Dense(2, name="features")]
base = keras.Sequential([keras.Input((4,)), *layers], name="base")  # pre-trained, say
scale = keras.layers.Rescaling(1 / 255, name="scale")
score = keras.layers.Dense(1, name="score")
outer = keras.Sequential([keras.Input((4,)), scale, base, score])

inner = outer.get_layer("base")  # a Sequential or Functional model
part = keras.Model(inner.inputs[0], inner.get_layer("deep").output)
entering = outer.get_layer("scale").output  # the layer before; without one: outer.inputs[0]
both = keras.Model(outer.inputs[0], {"deep": part(entering), "score": outer.outputs[0]})

x = np.array([[255.0, 0.0, 0.0, 255.0]], dtype="float32")
print({name: value.numpy().round(4) for name, value in both(x).items()})
print(get_activations(outer, x)["base/deep"].numpy().round(4))  # by this package

# %% [markdown]
# The last line is enough for any model, also for a subclassed one. An encoder that is an attribute, as in a VAE, can be called by itself: `vae.encoder(x)` gives `z_mean` and what else it returns.
#
# ## Why it works
#
# `base` was a model of its own before it became a layer, and the `.output` of its layers belongs to that graph. In `outer`, `base` is one step. `part` is a layer as well, so it can be called on a tensor of the outer graph, with the same weights. An inner model with two inputs gets `keras.Model(inner.inputs, ...)` and `part([a, b])`. `both` runs the base twice, once for `part` and once for the score. With Dropout in training, or the sampling of a VAE, these are other numbers than those that the score came from, and a gradient between the two is `None`: `get_activations` gives those of the one pass.
#
# A wrapper works in the same way: wrap the part as you wrapped the whole, with one output for each `TimeDistributed` (`get_activations` counts its steps: `base#2/deep` is the second). `Bidirectional` has its two layers as attributes, and the backward one gives its steps from last to first:

# %%
video = np.tile(x, (2, 5, 1))  # 2 videos of 5 frames
print(keras.layers.TimeDistributed(part)(video).shape)

two_ways = keras.layers.Bidirectional(keras.layers.LSTM(2, return_sequences=True))
both_ways = two_ways(video)
print(np.allclose(both_ways[..., :2], two_ways.forward_layer(video)))
print(np.allclose(both_ways[..., 2:], two_ways.backward_layer(video)[:, ::-1]))

# %% [markdown]
# ## What looks right and is not

# %% error="no-such-layer" tags=["raises-exception"]
outer.get_layer("deep")

# %% error="not-connected" tags=["raises-exception"]
keras.Model(outer.inputs[0], inner.get_layer("deep").output)

# %% [markdown]
# More: [How do I look into a model inside a model?](../../04_sub_models.py#how-do-i-look-into-a-model-inside-a-model).
