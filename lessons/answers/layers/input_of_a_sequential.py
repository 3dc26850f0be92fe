# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - The layer sequential has never been called and thus has no defined input
#     - model.output of a Sequential in Keras 3, no defined output
#     - code with keras.Model(model.input, model.layers[-2].output) worked in TensorFlow
#       2.15
#     - Sequential model has no defined inputs yet
#     - library like deepface or a Grad-CAM script fails with Keras 3
#     - calling or building the model first does not help
#     kind: answer
#     question: Why does model.input of a Sequential say that it was never called?
# ---

# %% [markdown]
# # Why does model.input of a Sequential say that it was never called?
#
# In Keras 3, take `model.inputs[0]` and `model.outputs[0]`: they are the ends of the model's own graph, for Sequential and Functional models.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
hidden, score = keras.layers.Dense(3, "relu", name="hidden"), keras.layers.Dense(1, name="score")
model = keras.Sequential([keras.Input((4,)), hidden, score], name="net")

sub_model = keras.Model(model.inputs[0], model.layers[-2].output)
x = np.array([[1.0, 2.0, 3.0, 4.0]], dtype="float32")
print(sub_model(x).numpy().round(4))

# %% [markdown]
# A model with several inputs needs the whole list, `model.inputs`.
#
# ## Why it works
#
# `.input` of a Keras object says what it was called on as a layer of something bigger. A `Sequential` that stands alone never was, and `fit`, `build` or a call on an array do not change that. Its own graph is another thing, and that is what `.inputs` lists. A Functional model answers to both.
#
# A `Sequential` without `keras.Input` has no graph until it has seen data once, and a subclassed model never has one:

# %%
late = keras.Sequential([keras.layers.Dense(3, name="late_hidden"), keras.layers.Dense(1)])
late(x)  # now it knows the shape
print(keras.Model(late.inputs[0], late.layers[0].output)(x).shape)

# %% [markdown]
# In a library that you cannot change, hand over a Functional model of the same layers, `keras.Model(model.inputs[0], model.outputs[0])`:

# %%
functional = keras.Model(model.inputs[0], model.outputs[0])
print(keras.Model(functional.input, functional.layers[-2].output)(x).numpy().round(4))

# %% [markdown]
# ## What looks right and is not

# %% error="never-called-input" tags=["raises-exception"]
model(x)
keras.Model(model.input, model.layers[-2].output)

# %% error="no-inputs-yet" tags=["raises-exception"]
keras.Sequential([keras.layers.Dense(1, name="unbuilt")], name="new").inputs

# %% [markdown]
# More: [Where a sub-model begins](../../04_sub_models.py#where-a-sub-model-begins).
