# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - output of Embedding with mask_zero is the same with and without it
#     - print the mask of a Masking layer
#     - how is the mask passed on to the next layers in Keras?
#     - padding tokens are not ignored by my model
#     - 'which layers use a mask: LSTM, GlobalAveragePooling1D, Flatten, Conv1D'
#     - get the mask in a custom layer, supports_masking
#     - compute_mask, _keras_mask of a tensor
#     kind: answer
#     question: What does mask_zero=True do in Keras, and how do I see the mask?
# ---

# %% [markdown]
# # What does mask_zero=True do in Keras, and how do I see the mask?
#
# It changes no number in the embedding's output. It adds a mask, True for each token that is not 0, which later layers use: see it with `layer.compute_mask(tokens)`.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(3)
tokens = np.array([[3, 1, 0, 0]])
embedding = keras.layers.Embedding(4, 2, mask_zero=True, name="words")

vectors = embedding(tokens)
print(vectors.numpy()[0].round(3))  # rows for the token 0 are there, too
print(embedding.compute_mask(tokens).numpy())

mean = keras.layers.GlobalAveragePooling1D(name="mean")
print("with the mask:   ", mean(vectors).numpy().round(3))
print("without the mask:", mean(vectors.numpy()).numpy().round(3))  # an array carries none

# %% [markdown]
# `keras.layers.Masking(0.0)` does the same for rows of features: it hides a step if all its numbers are 0.
#
# ## Why it works
#
# The mask travels beside the tensor. A layer that knows masks takes it as the argument `mask`: an `LSTM` skips those steps, a mean leaves them out. [MultiHeadAttention](mask_in_multi_head_attention.py) takes the mask off the tensor, so a second one does not get it. A layer of your own gets it in the same way, if its `call` has an argument `mask`; with `supports_masking = True` it also hands it on. In a model this goes by itself:

# %%
import tensorflow as tf


class ShowsMask(keras.layers.Layer):
    supports_masking = True

    def call(self, t, mask=None):
        tf.print(self.name, "gets the mask", mask)
        return t


inputs = keras.Input((None,), dtype="int32")
t = ShowsMask(name="first")(embedding(inputs))
t = keras.layers.Dense(2, name="dense")(t)  # works on each step alone, and hands the mask on
t = 2.0 * ShowsMask(name="second")(t)  # an operation does not
model = keras.Model(inputs, ShowsMask(name="third")(t))
result = model.predict(tokens, verbose=0)

# %% [markdown]
# With a GPU, write `model.compile(jit_compile=False)` before `predict`, since XLA cannot print.
#
# ## What looks right and is not
#
# The multiplication ended the mask without a word, and a layer that does not support masks, such as `Conv1D`, does so with a warning. No error comes, and the padding then counts as any other step, so look where the mask has to arrive. To ask the tensor for it does not help:

# %% error="eager-no-attribute" tags=["raises-exception"]
vectors.mask

# %% [markdown]
# How to see what each layer gives: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
