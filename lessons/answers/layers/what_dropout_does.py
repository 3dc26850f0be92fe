# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - Dropout does nothing in predict, the output is the same as the input
#     - output of a dropout layer has the same size, does dropout remove neurons?
#     - how to see which units were dropped, the dropout mask
#     - number of zeros after dropout is not exactly the rate, and differs each time
#     - why are the values multiplied by 2 after dropout 0.5
#     - use dropout at prediction, Monte Carlo dropout, training=True
#     - K.dropout, in_train_phase, learning_phase for dropout
#     kind: answer
#     question: Why does the output of a Dropout layer in Keras have no zeros?
# ---

# %% [markdown]
# # Why does the output of a Dropout layer in Keras have no zeros?
#
# Dropout works only in training: call the layer, or the model, with `training=True`. `predict` and a plain call give its input unchanged.

# %%
import keras
import numpy as np

x = np.arange(1.0, 9.0, dtype="float32").reshape(1, 8)
layer = keras.layers.Dropout(0.5, seed=1)

print(layer(x).numpy())  # as in predict
for _ in range(2):
    dropped = layer(x, training=True).numpy()  # as in fit
    print(dropped, "kept:", (dropped != 0).sum())

# %% [markdown]
# Nothing is removed: a dropped number becomes 0, so the shape stays. What is kept is divided by `1 - rate`, here multiplied by 2.
#
# ## Why it works
#
# Each number is dropped by a draw of its own, so `rate` holds on average: of 8 numbers not always 4 are left. Because the kept ones grow, the mean of the output stays that of the input, and prediction needs no correction. `seed` repeats the row of draws in the next run of the program, but two calls in one run still differ. The mask is not stored; where the input has no zeros, `output != 0` is the mask.
#
# In a model, the whole is called with `training=True`. This works for Sequential, Functional and subclassed models:

# %%
keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((8,)), keras.layers.Dropout(0.25, name="drop")])
draws = model(np.repeat(x, 1000, axis=0), training=True).numpy()
print("dropped:", (draws == 0).mean().round(3))
print("mean of each:", draws.mean(axis=0).round(1))

# %% [markdown]
# The spread of such draws is used as a measure of doubt (Monte Carlo dropout). `training=True` also switches a `BatchNormalization` to training, which changes its statistics.
#
# ## What looks right and is not
#
# `predict` has no such argument, and the switches of old Keras are gone:

# %% tags=["raises-exception"]
model.predict(x, training=True)

# %% error="keras-backend-name" tags=["raises-exception"]
keras.backend.set_learning_phase(1)

# %% [markdown]
# What differs between a call and `predict`: [Three ways to send data](../../04_sub_models.py#three-ways-to-send-data).
