# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     kind: pictures
# ---

# %% [markdown]
# # Pictures of the library's reference
#
# Each picture stands in the reference beside the names in the heading above it, with its code.

# %% tags=["remove-cell"]
from tutorial_utils import alt_text, quiet
from tutorial_utils.pictures import drawn

quiet.start()

# %%
import keras
import numpy as np


def small_model(rate=0.01):
    keras.utils.set_random_seed(0)
    layers = [keras.layers.Dense(8, "tanh", name=name) for name in ("first", "second", "third")]
    model = keras.Sequential([keras.Input((4,)), *layers, keras.layers.Dense(1, name="score")])
    model.compile(keras.optimizers.SGD(rate), "mse")
    return model


x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
y = x.sum(axis=1, keepdims=True)

# %% [markdown]
# ## get_gradients, plot_histograms
#
# The gradient of each layer's output and of each weight. Those of a deep network that does not learn shrink from the last layer to the first.

# %%
from tutorial_utils import get_gradients, plot_histograms

gradients = get_gradients(small_model(), x, y)
figure = plot_histograms(gradients)
drawn(figure, alt_text(figure))

# %% [markdown]
# ## GradientLogger
#
# How far each step moves each weight, by the norm of the weight. About 0.001 is usual; where it stays near 0, a layer does not learn.

# %%
from tutorial_utils import GradientLogger

logger = GradientLogger(every="batch", layers=["first", "score"])
run = small_model().fit(x, y, batch_size=8, verbose=0, callbacks=[logger])
figure = logger.plot(what="ratio")
drawn(figure, alt_text(figure))

# %% [markdown]
# ## StopOnNonfinite
#
# The learning rate is far too high: the gradients grow until one overflows, and training stops there, with the weights from before that step.

# %%
from tutorial_utils import StopOnNonfinite

keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, name="score")])
model.compile(keras.optimizers.SGD(1e6), "mse")
logger, stop = GradientLogger(every="batch"), StopOnNonfinite()
run = model.fit(x, y, batch_size=8, epochs=9, verbose=0, callbacks=[logger, stop])
figure = logger.plot(what="gradient")
drawn(figure, alt_text(figure))

# %% [markdown]
# ## find_nonfinite
#
# What the report names first is where the NaN began, and every layer behind it has NaN, too. The histograms leave NaN out, and the words count it.

# %%
from tutorial_utils import find_nonfinite, get_activations

root = keras.layers.Lambda(keras.ops.sqrt, name="root")
model = keras.Sequential(
    [keras.layers.Dense(4, name="before"), root, keras.layers.ReLU(name="after")]
)
print(find_nonfinite(model, x))
figure = plot_histograms(get_activations(model, x))
drawn(figure, alt_text(figure))

# %% [markdown]
# ## compare_activations, plot_comparison
#
# One layer is computed with weights of 8 bits. It is the first that differs, and all that comes after it does so, too.

# %%
from tutorial_utils import compare_activations, plot_comparison

model = small_model()
before = get_activations(model, x)
model.get_layer("second").quantize("int8")
figure = plot_comparison(compare_activations(before, model, x))
drawn(figure, alt_text(figure))

# %% [markdown]
# ## edit_activations
#
# How far the model's output moves if each unit of one layer in turn gives 0: the unit that matters most has the longest bar.

# %%
from tutorial_utils import edit_activations

model = small_model()
scores = np.asarray(model(x))
without = {}
for unit in range(8):
    keep = np.arange(8) != unit
    with edit_activations(model, {"third": lambda t, keep=keep: t * keep}):
        without[f"without unit {unit}"] = np.asarray(model(x))
figure = plot_comparison(compare_activations(dict.fromkeys(without, scores), without))
drawn(figure, alt_text(figure))

# %% [markdown]
# ## activation_statistics
#
# The quantiles of each layer over a whole data set, drawn as a histogram: a thousand evenly spaced quantiles are distributed as all the values are.

# %%
from tutorial_utils import activation_statistics

found = activation_statistics(small_model(), x, verbose=0, batch_size=16)
shares = np.linspace(0.0, 1.0, 1001)
quantiles = {
    path: np.array([layer.quantile(share) for share in shares]) for path, layer in found.items()
}
figure = plot_histograms(quantiles)
drawn(figure, alt_text(figure))

# %% [markdown]
# ## ActivationLogger, plot_spread
#
# The standard deviation of each layer's output, epoch by epoch, for a fixed batch.

# %%
from tutorial_utils import ActivationLogger, plot_spread

logger = ActivationLogger(x)
run = small_model(0.1).fit(x, y, epochs=8, verbose=0, callbacks=[logger])
figure = plot_spread(logger.history, "std")
drawn(figure, alt_text(figure))

# %% [markdown]
# ## plot_images
#
# The channels of a convolution, all with the same scale.

# %%
from tutorial_utils import plot_images

keras.utils.set_random_seed(0)
convolution = keras.layers.Conv2D(6, 3, activation="relu", padding="same")
figure = plot_images(convolution(np.eye(12, dtype="float32")[None, ..., None]), columns=3)
drawn(figure, alt_text(figure))

# %% [markdown]
# ## plot_histogram
#
# The values of one layer.

# %%
from tutorial_utils import plot_histogram

figure = plot_histogram(get_activations(small_model(), x)["third"], bins=20, name="third")
drawn(figure, alt_text(figure))

# %% [markdown]
# ## plot_attention
#
# Which query gives how much weight to which key, head by head. The mask leaves the last key out.

# %%
from tutorial_utils import plot_attention

keras.utils.set_random_seed(0)
attention = keras.layers.MultiHeadAttention(2, 4, name="attention")
rows = np.random.default_rng(0).normal(size=(1, 5, 4)).astype("float32")
mask = np.array([[True, True, True, True, False]])
_, scores = attention(rows, rows, key_mask=mask, return_attention_scores=True)
figure = plot_attention(scores)
drawn(figure, alt_text(figure))
