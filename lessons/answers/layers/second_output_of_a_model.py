# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - two outputs from one trained Keras model, features and class
#     - add an output to an existing model without training again
#     - get prediction and intermediate activations in one call
#     - result of a Lambda layer or of keras.ops between two layers
#     - model with several outputs, dict of outputs, order of outputs
#     - train a model with two outputs when only one has labels
#     kind: answer
#     question: How do I return a hidden layer's output together with the prediction?
# ---

# %% [markdown]
# # How do I return a hidden layer's output together with the prediction?
#
# Build a second model with both ends, as a dict: `keras.Model(model.inputs[0], {"hidden": layer.output, "score": model.outputs[0]})`.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
inputs = keras.Input((4,), name="point")
hidden = keras.layers.Dense(3, "relu", name="hidden")(inputs)
share = hidden / (1.0 + keras.ops.sum(hidden, axis=-1, keepdims=True))  # no layer
model = keras.Model(inputs, keras.layers.Dense(1, name="score")(share))  # trained, say

ends = {"hidden": model.get_layer("hidden").output, "score": model.outputs[0]}
both = keras.Model(model.inputs[0], ends)
x = np.array([[1.0, 2.0, 3.0, 4.0]], dtype="float32")
for name, value in both(x).items():  # or: both.predict(x)
    print(name, value.numpy().round(4))

# %% [markdown]
# Both come from one pass through the layers. A list of two ends or more gives a list, in the same order; a list of one gives its tensor alone.
#
# ## Why it works
#
# The second model consists of the layers of the first, so nothing is copied, and what `fit` changes in one is changed in the other. An end can be any KerasTensor of the model, not only a layer's output. `hidden / ...` is an operation: `model.layers` leaves it out, `model.operations` has it, and `share` is its result.

# %%
print([layer.name for layer in model.layers])
print([operation.name for operation in model.operations])
print(keras.Model(model.inputs[0], share)(x).numpy().round(4))
print(keras.Model(model.inputs[0], model.operations[-2].output)(x).numpy().round(4))

# %% [markdown]
# In a subclassed model, return the dict from `call`. To train with both outputs, give a loss for each that has labels:

# %%
both.compile("sgd", {"hidden": None, "score": "mse"})
print(sorted(both.fit(x, {"score": np.ones((1, 1))}, verbose=0).history))

# %% [markdown]
# ## What looks right and is not

# %% error="layers-for-tensors" tags=["raises-exception"]
keras.Model(model.inputs[0], [model.get_layer("hidden"), model.get_layer("score")])

# %% [markdown]
# More: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
