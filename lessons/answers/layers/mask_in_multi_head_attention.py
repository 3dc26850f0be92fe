# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - MultiHeadAttention ignores the mask of the Embedding
#     - query_mask of MultiHeadAttention has no effect
#     - attention_mask, key_mask, value_mask, query_mask, which shape and which one?
#     - padding mask for a Transformer in Keras, attention scores of padded tokens
#     - mask is lost in the second attention layer, cross attention of a decoder
#     - does True in attention_mask mean attend or ignore?
#     - causal mask and padding mask together, use_causal_mask
#     kind: answer
#     question: Why does MultiHeadAttention in Keras attend to padding?
# ---

# %% [markdown]
# # Why does MultiHeadAttention in Keras attend to padding?
#
# The layer takes the mask off the tensor that it is given, so a second attention layer on the same tensor gets none. Hand the mask over yourself: `key_mask=mask`, of the shape (batch, keys). True means: attend to it.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
initializer = keras.initializers.RandomNormal(0, 2)
embedding = keras.layers.Embedding(9, 4, initializer, mask_zero=True, name="words")
tokens = keras.Input((3,), dtype="int32", name="tokens")
vectors, mask = embedding(tokens), embedding.compute_mask(tokens)


def scores(**masks):
    attention = keras.layers.MultiHeadAttention(1, 4)
    return attention(vectors, vectors, return_attention_scores=True, **masks)[1]


padded = np.array([[1, 2, 0]])  # the last token is padding
for masks in {}, {"key_mask": mask}:
    model = keras.Model(tokens, [scores(**masks), scores(**masks)])
    for one in model.predict(padded, verbose=0):  # a row for each query
        print(" ".join(masks) or "        ", *one[0, 0].round(2))

# %% [markdown]
# Without `key_mask`, one of the two layers gives weight to the last column. Nothing warns, and `compute_mask` of the embedding still gives the mask. The same comes up where several layers of a decoder attend to one output of the encoder, in Functional and in subclassed models. A Transformer block whose attention is the only one on its input is safe.
#
# ## Why it works
#
# A mask travels as an attribute of the tensor. Keras 3.15 deletes it from query, key and value when the layer runs, so that the projections inside do not warn. Only the layer that runs first has seen it, which need not be the one that you wrote first. An argument is not deleted. These arguments there are, on arrays without a mask of their own:

# %%
attention = keras.layers.MultiHeadAttention(1, 4)
x = np.random.default_rng(0).normal(size=(1, 3, 4)).astype("float32")
mask = np.array([[True, True, False]])
for masks in (
    {"key_mask": mask},
    {"value_mask": mask},
    {"attention_mask": mask[:, None, :]},  # (batch, queries, keys), or 1 for all queries
    {"key_mask": mask, "use_causal_mask": True},  # nor to what comes later
    {"query_mask": mask},
):
    result = attention(x, x, return_attention_scores=True, **masks)[1]
    print(f"{' '.join(masks):24}", *result.numpy()[0, 0].round(1))

# %% [markdown]
# ## What looks right and is not
#
# `query_mask` in the last line did nothing: Keras 3.15 overwrites it with the mask that the query carries, here none. What comes out at padded queries is meant to be left out later, by a loss or a mean with a mask. And a mask without an axis for the queries does not fit:

# %% error="shapes-do-not-fit" tags=["raises-exception"]
attention(x.repeat(2, axis=0), x.repeat(2, axis=0), attention_mask=mask.repeat(2, axis=0))

# %% [markdown]
# To see scores in a trained model: [How do I get the attention scores of a Keras model?](scores_of_an_attention_layer.py). Where masks go: [What does mask_zero=True do in Keras, and how do I see the mask?](what_a_mask_does.py). Layers in order: [How do I get attention scores or recurrent states?](../../04_sub_models.py#how-do-i-get-attention-scores-or-recurrent-states).
