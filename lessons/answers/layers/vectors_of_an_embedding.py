# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - How do I extract word vectors from a trained Keras model?
#     - What replaces embedding_layer.W in Keras?
#     - How do I save the embedding matrix as a NumPy array?
#     - '''Embedding'' object has no attribute ''W'''
#     kind: answer
#     question: How do I get the vectors out of a Keras Embedding layer?
# ---

# %% [markdown]
# # How do I get the vectors out of a Keras Embedding layer?
#
# They are the layer's weights: `layer.get_weights()[0]` is a NumPy array with one row for each token.

# %%
import keras

keras.utils.set_random_seed(0)
words = ["<pad>", "cat", "dog", "sat"]  # token 0, 1, 2, 3
model = keras.Sequential(
    [
        keras.Input((None,), dtype="int32"),
        keras.layers.Embedding(len(words), 3, name="words"),
        keras.layers.GlobalAveragePooling1D(name="mean"),
        keras.layers.Dense(1, name="score"),
    ]
)

vectors = model.get_layer("words").get_weights()[0]
print(vectors.shape)
for token, word in enumerate(words):
    print(token, f"{word:6}", vectors[token].round(4))

# %% [markdown]
# Here the model is untrained, so the numbers are small and random; after `fit` the same line gives the trained ones. `np.save("vectors.npy", vectors)` keeps them.
#
# ## Why it works
#
# An embedding is a table, and to look up token 2 is to take row 2. The table is a variable, and a variable has numbers at any time, whatever the kind of model: Sequential, Functional or subclassed. Only a model without a `keras.Input`, such as a subclassed one, must have been called once: until then its layers have no weights.


# %%
class Scorer(keras.Model):
    def __init__(self):
        super().__init__()
        self.words = keras.layers.Embedding(len(words), 3, name="words")

    def call(self, tokens):
        return keras.ops.mean(self.words(tokens), axis=(1, 2))


scorer = Scorer()
print("before the first call:", scorer.get_layer("words").get_weights())
scorer(keras.ops.array([[1, 3]]))
print("after it:", scorer.get_layer("words").get_weights()[0].shape)

# %% [markdown]
# ## What looks right and is not
#
# Old code reads `layer.W`, an attribute that is gone. And `layer.output` says what the layer will give for tokens that have not come yet: it is symbolic, so it has no numbers. A token past the table's end raises on a CPU; under XLA, which `fit` and `predict` use with a GPU, it gets the last row without a word.

# %% error="kerastensor-numpy" tags=["raises-exception"]
model.get_layer("words").output.numpy()

# %% [markdown]
# For every kind of tensor and variable: [Who has numbers, and when](../../01_symbolic_or_eager.py#who-has-numbers-and-when).
