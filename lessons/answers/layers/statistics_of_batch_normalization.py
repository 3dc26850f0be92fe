# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - BatchNormalization gives back its input unchanged
#     - moving_mean and moving_variance of a batch norm layer, how to print them
#     - moving variance of BatchNorm is wrong after fit
#     - 'order of the arrays in get_weights of a BatchNormalization layer: gamma, beta,
#       mean, variance'
#     - batch norm result differs between training and predict
#     - model is good in fit but bad in evaluate with batch normalization
#     - frozen BatchNormalization, trainable False, are the statistics updated?
#     kind: answer
#     question: Why is the output of BatchNormalization in Keras not normalised?
# ---

# %% [markdown]
# # Why is the output of BatchNormalization in Keras not normalised?
#
# Outside of training it uses stored statistics, `moving_mean` and `moving_variance`, which begin at 0 and 1. With `training=True` it uses those of the batch.

# %%
import keras
import numpy as np

x = np.array([[2.0], [3.0], [4.0]], dtype="float32")
norm = keras.layers.BatchNormalization(momentum=0.9, name="norm")

print("as in predict:", norm(x).numpy().ravel().round(3))
print("as in fit:    ", norm(x, training=True).numpy().ravel().round(3))  # moves the statistics
for weight in norm.weights:
    print(f"{weight.name:16}{weight.trainable!s:6}{weight.numpy().round(4)}")

# %% [markdown]
# `get_weights()` has the arrays in this order, without the names. With `scale=False` or `center=False` one is missing, so `norm.moving_mean.numpy()` is safer than a number in a list.
#
# ## Why it works
#
# Each batch of training moves the statistics a little: new = momentum * old + (1 - momentum) * of the batch. Here the mean of the batch is 3, so `moving_mean` is 0.9 * 0 + 0.1 * 3 = 0.3, and `moving_variance` 0.9 * 1 + 0.1 * 0.6667. Keras divides by the number of rows, so the variance is that of `np.var`. The default momentum is 0.99: after few batches the stored numbers are still near 0 and 1, and `evaluate` and `predict` differ from what `fit` shows.

# %%
print(x.mean().round(4), x.var().round(4))
for _ in range(100):
    norm(x, training=True)
print(norm.moving_mean.numpy().round(4), norm.moving_variance.numpy().round(4))
print("as in predict:", norm(x).numpy().ravel().round(3))

# %% [markdown]
# ## What looks right and is not
#
# To look with `training=True` changes the layer. A frozen layer is safe: `trainable = False` makes it use the stored statistics, also under `training=True`. And old names of the statistics are gone:

# %%
norm.trainable = False
print("frozen:       ", norm(x + 10, training=True).numpy().ravel().round(3))
print(norm.moving_mean.numpy().round(4))

# %% error="model-no-attribute" tags=["raises-exception"]
norm.running_mean

# %% [markdown]
# What differs between a call and `predict`: [Three ways to send data](../../04_sub_models.py#three-ways-to-send-data).
