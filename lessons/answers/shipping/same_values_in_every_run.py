# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - reproducible results with TensorFlow, set all random seeds
#     - the weights and the loss are different each time I run the same code
#     - tf.set_random_seed in TensorFlow 2
#     - results differ between CPU and GPU, or between two runs on a GPU
#     - np.random.seed does not make Keras deterministic
#     - Dataset.shuffle gives another order in each epoch
#     - same random numbers twice in one program, seed of an operation
#     kind: answer
#     question: How do I get the same values in every run of Keras?
# ---

# %% [markdown]
# # How do I get the same values in every run of Keras?
#
# Call `keras.utils.set_random_seed(0)` before you make the model and the data: it sets the seeds of Python, NumPy and TensorFlow.

# %%
import keras
import numpy as np
import tensorflow as tf

tf.config.experimental.enable_op_determinism()  # with a GPU: the same order of sums; slower


def one_run():
    keras.utils.set_random_seed(0)
    x = np.random.default_rng(0).normal(size=(8, 4))
    hidden, drop = keras.layers.Dense(3, name="hidden"), keras.layers.Dropout(0.5, name="drop")
    model = keras.Sequential([keras.Input((4,)), hidden, drop, keras.layers.Dense(1, name="score")])
    model.compile("sgd", "mse")
    losses = model.fit(x, x[:, :1], batch_size=4, epochs=2, verbose=0).history["loss"]
    return np.round(losses, 4).tolist()


print(one_run())
print(one_run())

# %% [markdown]
# Weights, dropout and the order in which `fit` shuffles the rows are the same, for each kind of model. A generator of NumPy that you make yourself needs its own seed.
#
# ## Why it works
#
# A random number comes from a seed and from how many were drawn before it. `set_random_seed` fixes the start, so what comes next depends on what your program does: one layer more, and the later ones begin with other weights. To keep one part fixed, give it a seed of its own:

# %%
print(keras.initializers.RandomNormal(seed=1)((3,)).numpy().round(4))
print(keras.initializers.RandomNormal(seed=1)((3,)).numpy().round(4))

rows = tf.data.Dataset.range(6).shuffle(6, seed=1)
print([int(n) for n in rows], [int(n) for n in rows])  # another order each time through
rows = tf.data.Dataset.range(6).shuffle(6, seed=1, reshuffle_each_iteration=False)
print([int(n) for n in rows], [int(n) for n in rows])

# %% [markdown]
# So two passes through a dataset that shuffles do not match: labels of one, and predictions of another.
#
# ## What looks right and is not
#
# `np.random.seed` alone leaves TensorFlow's numbers free, and the call of TensorFlow 1 has gone. Between versions, and between CPU and GPU, the last digits can differ in spite of any seed.

# %% error="tensorflow-1-name" tags=["raises-exception"]
tf.set_random_seed(0)

# %% [markdown]
# What `fit` does with each batch, and how to see it: [What a callback is given](../../05_callbacks.py#what-a-callback-is-given).
