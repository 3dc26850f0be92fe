# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - what does the model predict for a value that I give to a layer?
#     - run only the last layers of a trained model
#     - split a model into two parts, encoder and decoder, first half and second half
#     - change the activation of a hidden layer and see what comes out
#     - start a Keras model from layer k, model that begins at a hidden layer
#     - decode a latent vector with the second half of an autoencoder
#     - K.function([model.layers[3].input], [model.output])
#     kind: answer
#     question: How do I feed a value into the middle of a Keras model?
# ---

# %% [markdown]
# # How do I feed a value into the middle of a Keras model?
#
# Make a model that begins at that layer's output: `keras.Model(layer.output, model.outputs[0])`. It shares its weights with yours.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(4)
model = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(3, "relu", name="hidden"),
        keras.layers.Dense(2, "tanh", name="code"),
        keras.layers.Dense(1, name="score"),
    ]
)
code = model.get_layer("code")
first = keras.Model(model.inputs[0], code.output)  # up to the layer
second = keras.Model(code.output, model.outputs[0])  # all that comes after it

x = np.array([[1, 2, 3, 4], [4, 3, 2, 1]], dtype="float32")
values = first(x).numpy()
print(second(values).numpy().ravel().round(4), "=", model(x).numpy().ravel().round(4))
values[:, 0] = 0.0  # what if the first number were 0?
print(second(values).numpy().ravel().round(4))

# %% [markdown]
# This holds for Sequential and Functional models. A subclassed model has no graph to begin in: call its layers yourself, `model.score(values)`.
#
# ## Why it works
#
# A Keras model is a way from one KerasTensor to another, and any KerasTensor can be its beginning. The layers are the same objects, so training one model changes the other. `first` and `second` need no `compile` to be called.
#
# ## What looks right and is not
#
# `keras.Sequential(model.layers[2:])` gives the same as `second` above, but only where each layer has one input. And where a connection skips the layer, as in a ResNet, its output alone is not enough. Begin with all tensors that cross the cut, as a list:

# %%
inputs = keras.Input((4,), name="point")
a = keras.layers.Dense(4, name="a")(inputs)
b = keras.layers.Dense(4, name="b")(a)
skipping = keras.Model(inputs, keras.layers.Add(name="sum")([a, b]))  # `a` skips `b`
print(keras.Model([a, b], skipping.outputs[0])([x, x]).numpy()[0])

# %% error="not-connected" tags=["raises-exception"]
keras.Model(b, skipping.outputs[0])

# %% [markdown]
# Where a model can begin and end: [Where a sub-model begins](../../04_sub_models.py#where-a-sub-model-begins).
