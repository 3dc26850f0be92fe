# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - turn off individual neurons, zero out a channel of a trained model at inference
#     - ablate a layer or a unit and see how the prediction changes
#     - activation patching in Keras, patch a layer's output from another run
#     - forward hook that modifies the output, register_forward_hook in Keras
#     - add noise to the output of a hidden layer at test time
#     - replace the activation of a layer in a loaded model, nothing changes
#     - modify intermediate outputs during predict
#     kind: answer
#     question: How do I change the output of a layer inside a Keras model?
# ---

# %% [markdown]
# # How do I change the output of a layer inside a Keras model?
#
# For as long as you look, give the layer another `call`, which changes what the old one returned. Have `predict` traced again before and after that.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(3)
hidden = keras.layers.Dense(3, "relu", name="hidden")
model = keras.Sequential([keras.Input((4,)), hidden, keras.layers.Dense(2, name="score")])
x = np.random.default_rng(1).normal(size=(2, 4)).astype("float32")
print("as it is:      ", model.predict(x, verbose=0)[0].round(3))

original = hidden.call
hidden.call = lambda *args, **kwargs: original(*args, **kwargs) * [1.0, 1.0, 0.0]
model.make_predict_function(force=True)
try:
    print("without unit 2:", model.predict(x, verbose=0)[0].round(3))
finally:
    del hidden.call  # the one of its class is back
    model.make_predict_function(force=True)
print("as it was:     ", model.predict(x, verbose=0)[0].round(3))

# %% [markdown]
# This holds for Sequential, Functional and subclassed models. For noise, add `0.1 * keras.random.normal(keras.ops.shape(t))` to what the old `call` returns; the last axis of a `Conv2D` holds its channels.
#
# ## Why it works
#
# A model calls its layers, and a layer runs what `layer.call` is at that moment. But `predict` and `fit` keep a compiled graph of an earlier call, so it has to be made anew; for `fit` by `model.make_train_function(force=True)`. In a graph the change has to be made of TensorFlow operations.
#
# This package does it in one block for calls, `predict`, `evaluate` and `fit`, for layers inside other layers and for quantized ones, and for several at once. So activation patching is a loop: each layer in turn gives, for the first row, what it gave for the second. What comes out says how much of the difference goes through that layer.

# %%
from tutorial_utils import edit_activations, get_activations

inputs = keras.Input((4,))
branches = [keras.layers.Dense(2, name=name)(inputs) for name in ("left", "right")]
model = keras.Model(inputs, keras.layers.Add(name="sum")(branches))
other = get_activations(model, x[1:])
for path in other:
    with edit_activations(model, {path: lambda t, path=path: other[path]}):
        print(f"{path:5}", model(x[:1]).numpy()[0].round(3))
print("as it is", model(x[:1]).numpy()[0].round(3))

# %% [markdown]
# ## What looks right and is not
#
# A new activation, `hidden.activation = keras.activations.tanh`, reaches a plain call, but not a `predict` that has run before: it keeps its graph until `make_predict_function(force=True)`. And a layer's output cannot be assigned:

# %% tags=["raises-exception"]
hidden.output = np.zeros((2, 3))

# %% [markdown]
# To begin in the middle with numbers of your own: [How do I feed a value into the middle of a Keras model?](from_the_middle_on.py). How calls and `predict` differ: [Three ways to send data](../../04_sub_models.py#three-ways-to-send-data).
