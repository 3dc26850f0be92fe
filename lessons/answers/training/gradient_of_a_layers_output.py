# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - gradient of the class score with respect to the last conv layer
#     - gradient of the loss with respect to a layer's output, not the weights
#     - Grad-CAM, grads is None
#     - K.gradients(model.output, layer.output) in TensorFlow 2
#     - d output / d hidden layer, saliency of a layer
#     - class activation map with TensorFlow 2 and Keras 3
#     - tape.watch of a layer output does not work
#     - derivative of model output with respect to the activation of a hidden layer
#     - gradient of the model's output with respect to a middle layer
#     - Grad-CAM with a pre-trained base, ResNet or EfficientNet inside my Sequential
#     kind: answer
#     question: How do I make a Grad-CAM heatmap in Keras?
# ---

# %% [markdown]
# # How do I make a Grad-CAM heatmap in Keras?
#
# Build one model that gives the layer's output and the scores, call it once inside a `tf.GradientTape`, and ask for the gradient of a score with respect to that output.

# %%
import keras
import tensorflow as tf

keras.utils.set_random_seed(1)
inputs = keras.Input((5, 5, 1))
features = keras.layers.Conv2D(2, 3, activation="relu", name="conv")(inputs)
outputs = keras.layers.Dense(3, name="score")(keras.layers.Flatten()(features))
model = keras.Model(inputs, outputs)
pictures = keras.random.uniform((2, 5, 5, 1))

both = keras.Model(model.inputs, [model.get_layer("conv").output, model.outputs[0]])
with tf.GradientTape() as tape:
    maps, scores = both(pictures)  # one call gives both
    best = tf.reduce_max(scores, axis=-1)  # the score of the predicted class
gradients = tape.gradient(best, maps)  # as large as the maps
weights = tf.reduce_mean(gradients, axis=(1, 2), keepdims=True)  # one for each channel
heatmap = tf.nn.relu(tf.reduce_sum(weights * maps, axis=-1))
print(heatmap[0].numpy().round(4))

# %% [markdown]
# For another class take `scores[:, 1]`. Use scores from before the softmax: where it is close to 1, its gradient is close to zero.
#
# ## Why it works
#
# The tape notes what is computed inside of its block. `maps` is a step on the way to `best`, so the tape can go back from the one to the other. It needs no `watch` here, for it follows everything that is computed from weights. Before the first weights, as in a `Rescaling` or a `Flatten` of the input, the gradient is `None` unless you write `tape.watch(pictures)` before the call. The same two lines give the gradient of the loss: put the loss in the place of `best`.
#
# ## What looks right and is not
#
# Two calls make two sets of numbers. The scores of the second were not computed from the maps of the first, so no error comes, only `None`. The same happens with a sub-model of a pre-trained base beside the whole: it computes the base a second time. And `layer.output` itself is a symbolic tensor, which a tape cannot watch:

# %% error="watch-not-a-tensor" tags=["raises-exception"]
first_part = keras.Model(model.inputs, model.get_layer("conv").output)
with tf.GradientTape() as tape:
    maps, scores = first_part(pictures), model(pictures)
print(tape.gradient(scores, maps))
with tf.GradientTape() as tape:
    tape.watch(model.get_layer("conv").output)

# %% [markdown]
# For a layer inside of a pre-trained base, or a subclassed model, take both from one pass with this package:

# %%
from tutorial_utils import get_activations

base = keras.Model(inputs, features, name="base")
outer = keras.Sequential([base, keras.layers.Flatten(), keras.layers.Dense(3, name="score")])
with tf.GradientTape() as tape:
    found = get_activations(outer, pictures)
    best = tf.reduce_max(found["score"], axis=-1)
print(tape.gradient(best, found["base/conv"]).shape)

# %% [markdown]
# Without it, call part after part inside of the tape: `maps = keras.Model(base.inputs[0], conv.output)(x)`, then `keras.Model(conv.output, base.outputs[0])(maps)`, then the outer layers. Where the layer is the last of the base, the second part falls away. In one line, for any model: `get_gradients(outer, pictures, loss=lambda scores: tf.reduce_sum(tf.reduce_max(scores, axis=-1)))["base/conv"]` of this package is the same gradient. More: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
