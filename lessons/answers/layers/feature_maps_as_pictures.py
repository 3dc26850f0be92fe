# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - visualize the activations of each layer of a CNN for a single picture
#     - plot the feature maps of a Conv2D layer with matplotlib
#     - get all layer outputs for one image at once
#     - show the filters, the kernel of a convolution, as images
#     - expected min_ndim=4, found ndim=3 for a single image
#     - a function like model.activations(image)
#     kind: answer
#     question: How do I see what every layer of a Keras model makes of one image?
# ---

# %% [markdown]
# # How do I see what every layer of a Keras model makes of one image?
#
# Give a sub-model the outputs of all layers as a dict, and call it on the image with a batch axis, `image[None]`. `maps[name][0, :, :, 2]` is one feature map: channel 2 of the first image.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(4, 3, padding="same", activation="relu", name="edges"),
        keras.layers.MaxPooling2D(name="pool"),
        keras.layers.Flatten(name="flat"),
        keras.layers.Dense(2, name="score"),
    ]
)
image = np.eye(8, dtype="float32")[..., None]  # height, width, channels

outputs = {layer.name: layer.output for layer in model.layers}
maps = keras.Model(model.inputs[0], outputs)(image[None])
for layer in model.layers:
    print(layer.name, tuple(maps[layer.name].shape))
print(maps["pool"][0, :, :, 2].numpy().round(2))

# %% [markdown]
# This is for Sequential and Functional models. For a subclassed one, and for a `Sequential` that begins with a pre-trained base, `get_activations(model, image[None])` of this package gives such a dict. Layers inside of a base: [How do I get a layer's output inside a nested or pre-trained model?](layers_of_a_nested_model.py).
#
# ## As pictures
#
# Draw one channel after the other, with matplotlib:

# %%
from matplotlib import pyplot as plt

from tutorial_utils.pictures import drawn

figure, axes = plt.subplots(1, 4, figsize=(6, 1.6))
for channel, axis in enumerate(axes):
    axis.imshow(maps["edges"][0, :, :, channel], cmap="gray")
    axis.axis("off")
drawn(figure, "Four grey squares: the diagonal line of the image as each filter of `edges` saw it.")
# in your own notebook or script, in place of `drawn`: plt.show()

# %% [markdown]
# `plot_images(maps["edges"])` of this package draws all channels of a layer, with one scale for all. The filters themselves are the layer's weights: `model.get_layer("edges").kernel[:, :, 0, 2].numpy()` is filter 2, for channel 0 of the image.
#
# ## What looks right and is not
#
# Without the batch axis, a model for grey images can take the rows for images, 8 of them here, and say nothing. The layer itself refuses:

# %% error="batch-axis" tags=["raises-exception"]
print(keras.Model(model.inputs[0], outputs["edges"])(image).shape)
model.get_layer("edges")(image)

# %% [markdown]
# More, with digits: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
