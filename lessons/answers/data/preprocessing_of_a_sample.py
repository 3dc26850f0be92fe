# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print the output of TextVectorization, tokens back to words
#     - show augmented images of RandomFlip or RandomRotation
#     - check the Rescaling or Normalization layer on a sample
#     - see the vocabulary of StringLookup or TextVectorization
#     - is data augmentation active in predict?
#     - Normalization layer has no effect
#     kind: answer
#     question: How do I see what a Keras preprocessing layer does to my data?
# ---

# %% [markdown]
# # How do I see what a Keras preprocessing layer does to my data?
#
# Call the layer on a sample, as a function: `layer(sample).numpy()`. It needs no model, and works on layers of a model, too.

# %%
import keras
import numpy as np

texts = keras.layers.TextVectorization(output_sequence_length=4)
texts.adapt(["the cat sat", "the dog"])
tokens = texts(["the dog flew"]).numpy()
words = texts.get_vocabulary()
print(tokens, [str(words[token]) for token in tokens[0]])

print(keras.layers.Rescaling(1 / 255)(np.array([0.0, 255.0])).numpy())

scale = keras.layers.Normalization(axis=None)
scale.adapt(np.array([1.0, 3.0]))
print(scale(np.array([1.0, 2.0, 5.0])).numpy())

# %% [markdown]
# In the vocabulary 0 is the padding and 1 stands for all words that `adapt` has not seen.
#
# ## Why it works
#
# Outside of traced code a layer computes at once. In a pipeline, the same layer in `dataset.map(lambda x: layer(x))` gives the same, and `next(iter(dataset))` shows it.
#
# Augmentation is random, and off in `predict` and `evaluate`. Say what you want to see: `training=True` is what the model is trained on.

# %%
keras.utils.set_random_seed(0)
flip = keras.layers.RandomFlip("horizontal")
picture = np.array([[[1.0], [2.0], [3.0]]], "float32")[None]  # one row of three points
for training in (True, False):
    print(training, [flip(picture, training=training).numpy().ravel().tolist() for _ in range(4)])

# %% [markdown]
# ## What looks right and is not
#
# Leave `training` out, and a `Dropout` does nothing, but the layers that augment images augment, called by themselves or in a model. `predict` does not:

# %%
model = keras.Sequential([keras.Input((1, 3, 1)), flip])
print("call:   ", [model(picture).numpy().ravel().tolist() for _ in range(4)])
print("predict:", model.predict(picture, verbose=0).ravel().tolist())

# %% [markdown]
# A `Normalization` without `adapt` changes nothing, and says nothing. And the output of a layer in a model is symbolic:

# %%
print(keras.layers.Normalization(axis=None)(np.array([1.0, 2.0, 5.0])).numpy())

# %% error="kerastensor-numpy" tags=["raises-exception"]
texts(keras.Input((1,), dtype="string", name="text")).numpy()

# %% [markdown]
# One sample through all layers of a model: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
