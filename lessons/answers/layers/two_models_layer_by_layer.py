# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - compare the layer outputs of two models
#     - loaded model gives different predictions than the saved one, which layer differs?
#     - same weights but different output, find the first layer that differs
#     - compare two checkpoints of a model, before and after fine-tuning
#     - accuracy drops after model.quantize int8, which layer is it?
#     - float16 and float32 models give different results, how far are they from each
#       other
#     - converted or ported model is not equal to the original
#     kind: answer
#     question: How do I compare two Keras models layer by layer?
# ---

# %% [markdown]
# # How do I compare two Keras models layer by layer?
#
# Give both the same batch, take the outputs of all layers, and look for the first layer whose difference is large beside its values.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
layers = [keras.layers.Dense(16, "relu", name=name) for name in ("first", "second", "third")]
model = keras.Sequential([keras.Input((8,)), *layers, keras.layers.Dense(2, name="score")])
other = keras.models.clone_model(model)  # or: keras.models.load_model(file)
other.set_weights(model.get_weights())
other.get_layer("second").quantize("int8")  # what is to be found
x = np.random.default_rng(0).normal(size=(32, 8)).astype("float32")


def outputs(model, x):
    probe = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
    return [np.asarray(t, "float64") for t in probe(x, training=False)]


for layer, a, b in zip(model.layers, outputs(model, x), outputs(other, x), strict=True):
    difference = np.abs(a - b).max() / np.abs(a).max()
    print(f"{layer.name:6} {difference:.4f}", "differs" if difference > 1e-4 else "")

# %% [markdown]
# Layers are matched by their order here, because names often differ. `training=False` leaves dropout out, which would differ at each call.
#
# ## Why it works
#
# Two runs of one float32 model can differ in the last digits: on another device, with another batch size, under XLA. So ask for a relative difference, not for equality; 1e-4 is above rounding in float32, and 1e-2 in float16. A difference spreads to all later layers, and therefore the first one counts. If no layer differs, the models are equal, and what goes into them is not: compare the batches after preprocessing.
#
# For subclassed models, nested ones, and any two runs, `compare_activations` of this package does the same. A run that was kept with `get_activations` can stand in for a model, so before and after a change is:

# %%
from tutorial_utils import compare_activations, get_activations

before = get_activations(model, x)
model.get_layer("second").bias.assign(np.full(16, 0.05))  # in the place of fit, or of quantize
print(compare_activations(before, model, x))

# %% [markdown]
# `plot_comparison` draws this table, and `match="order"` is for models whose layers have other names.
#
# ## What looks right and is not
#
# To compare only the predictions says that something differs, but not where. To compare only the weights misses what is no weight: an activation, a `training` flag, the preprocessing. And names do not always find the other layer, since a model that is built a second time can give its layers other names:

# %% error="no-such-layer" tags=["raises-exception"]
again = keras.Sequential([keras.Input((8,)), keras.layers.Dense(16, "relu", name="first_1")])
again.get_layer("first")

# %% [markdown]
# To compare weights in place of outputs: [How do I check whether the weights of a Keras model changed in training?](../training/weights_before_and_after.py). How to see all layers at once: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
