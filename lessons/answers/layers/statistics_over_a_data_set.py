# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - how to check for dead ReLU neurons
#     - ReLU units that are always zero, dying ReLU, percentage of dead neurons
#     - mean and standard deviation of activations over the training set
#     - layer activations of the whole dataset do not fit into memory
#     - saturated layers, share of sigmoid or tanh outputs near 1
#     - quantiles, percentiles of a layer's activations, for calibration
#     - which layer is dead, all outputs of a layer are zero
#     kind: answer
#     question: How do I find dead ReLU units of a Keras model over all my data?
# ---

# %% [markdown]
# # How do I find dead ReLU units of a Keras model over all my data?
#
# Send every batch through a sub-model of all layers, and keep sums for each unit, not the outputs. A ReLU unit is dead if it gives 0 for every row of the data.

# %%
import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(0)
hidden = keras.layers.Dense(6, "relu", name="hidden")
model = keras.Sequential([keras.Input((4,)), hidden, keras.layers.Dense(2, "tanh", name="score")])
hidden.bias.assign([0, 0, 0, 0, -1.5, -30])  # unit 4 hardly ever fires, unit 5 never
data = tf.data.Dataset.from_tensor_slices(keras.random.normal((2000, 4), seed=0)).batch(64)

probe = keras.Model(model.inputs[0], {layer.name: layer.output for layer in model.layers})
sums = {}
for x in data:  # of (x, y): for x, y in data
    for name, values in probe.predict_on_batch(x).items():
        rows = values.reshape(-1, values.shape[-1]).astype("float64")  # each pixel or step is a row
        seen = [np.ones_like(rows), rows, rows**2, rows != 0, np.abs(rows) > 0.99]
        sums[name] = sums.get(name, 0) + np.array([part.sum(axis=0) for part in seen])

for layer in model.layers:
    count, total, squares, active, large = sums[layer.name]
    mean = total.sum() / count.sum()
    std = np.sqrt(squares.sum() / count.sum() - mean**2)
    print(f"{layer.name}: mean {mean:.3f}, std {std:.3f}, dead {np.flatnonzero(active == 0)}")
    print("  share beyond 0.99:", (large / count).round(2))

# %% [markdown]
# ## Why it works
#
# A mean, a deviation and a share are sums over rows, so sums of batches can be added, and memory does not grow with the data. Sums are kept in float64, because squares of many float32 numbers lose their digits. The last axis holds the units: the features of `Dense`, the channels of `Conv2D`. A `tanh` or `sigmoid` unit whose share beyond 0.99 is near 1 is saturated: its gradient is nearly 0.
#
# Quantiles are no sums, and a subclassed model has no such `probe`. This package has one function for any model and data set, which also finds NaN and can go on after a stop:

# %%
from tutorial_utils import activation_statistics

found = activation_statistics(model, data, verbose=0)
print(found, "\n99 % of hidden are below", round(found["hidden"].quantile(0.99), 1))

# %% [markdown]
# With `per="unit"` it gives all of this for each unit: `~found["hidden"].alive` marks the dead ones. To see units die while `fit` runs, pass the callback `ActivationLogger(reduce="dead")`.
#
# ## What looks right and is not
#
# One batch is not enough. A unit that fires rarely looks dead in it, and a layer's `output` is symbolic, so it has no mean in numbers:

# %%
first = probe.predict_on_batch(next(iter(data)))["hidden"]
print("silent in the first batch:", np.flatnonzero((first == 0).all(axis=0)))

# %% error="kerastensor-to-numpy" tags=["raises-exception"]
np.mean(hidden.output)

# %% [markdown]
# How to see all layers at once: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
