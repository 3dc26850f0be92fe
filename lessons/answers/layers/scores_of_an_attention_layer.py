# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - attention map of each head, MultiHeadAttention weights for one sentence
#     - visualize which word attends to which, Transformer or BERT in Keras
#     - return_attention_scores in a trained model
#     - Attention layer returns only the context vector
#     - query, key and value projections of MultiHeadAttention
#     - softmax weights inside an attention layer
#     kind: answer
#     question: How do I get the attention scores of a Keras model?
# ---

# %% [markdown]
# # How do I get the attention scores of a Keras model?
#
# Call the layer once more on what enters it, with `return_attention_scores=True`. The result has the shape (batch, heads, queries, keys).

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
tokens = keras.Input((3,), dtype="int32", name="tokens")
vectors = keras.layers.Embedding(5, 4, keras.initializers.RandomNormal(0, 3), name="words")(tokens)
mixed = keras.layers.MultiHeadAttention(2, 4, name="mha")(vectors, vectors)
model = keras.Model(tokens, keras.layers.Dense(1, name="score")(mixed))  # trained, say

mha = model.get_layer("mha")
query, value = mha.input[:2]  # in the order of the call
entering = keras.Model(model.inputs[0], [query, value])
query, value = entering(np.array([[1, 2, 4]]))
output, scores = mha(query, value, return_attention_scores=True)
print(tuple(scores.shape))
print(scores[0, 0].numpy().round(2))  # first sentence, first head: each row adds up to 1

padded = keras.layers.Embedding(5, 4, mask_zero=True)(np.array([[1, 2, 0]]))
print(mha(padded, padded, return_attention_scores=True)[1][0, 0].numpy().round(2))

# %% [markdown]
# Behind `Embedding(mask_zero=True)`, as `padded` shows, the row of a padded query is all zeros, and no query looks at a padded key. What else your call was given, such as `use_causal_mask=True`, has to be given again. `keras.layers.Attention` takes a list, `attention([query, value], return_attention_scores=True)`, and has no heads.
#
# ## Why it works
#
# The scores are computed inside of `call`, between the projections and the sum of the values. They leave it only if this call asks for them, and the call in your model did not. The same layer has the same weights in a second call. The projections are weights of the layer:

# %%
for weight in mha.weights[:6]:
    print(weight.path, tuple(weight.shape))

# %% [markdown]
# In a subclassed model, or where the layer is deep inside, as in a BERT of KerasHub, `get_activations` of this package gives the scores of every attention layer, and the projections:

# %%
from tutorial_utils import get_activations

found = get_activations(model, np.array([[1, 2, 4]]), attention=True)
print({path: tuple(t.shape) for path, t in found.items() if path.startswith("mha")})
print(np.allclose(found["mha/scores"], scores))

# %% [markdown]
# ## What looks right and is not
#
# The layer's `output` is the mixed vectors, without scores. And the argument belongs to the call, not to the layer:

# %% error="unknown-layer-argument" tags=["raises-exception"]
keras.layers.MultiHeadAttention(2, 4, return_attention_scores=True)

# %% [markdown]
# More: [How do I get attention scores or recurrent states?](../../04_sub_models.py#how-do-i-get-attention-scores-or-recurrent-states).
