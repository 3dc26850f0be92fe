# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - layer.input is a KerasTensor, get its values for my data
#     - forward hook in Keras like PyTorch register_forward_hook
#     - what goes into a dense layer, activations before a layer
#     - capture inputs and outputs of a layer inside a subclassed model
#     - print what a layer receives without changing the model
#     - intermediate layer inputs, hook on call
#     kind: answer
#     question: How do I see the input of a layer in Keras?
# ---

# %% [markdown]
# # How do I see the input of a layer in Keras?
#
# In a Sequential or Functional model, end a sub-model where the layer begins: `keras.Model(model.inputs[0], layer.input)(x)`. In any model, wrap the layer's `call`.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
hidden, score = keras.layers.Dense(3, "relu", name="hidden"), keras.layers.Dense(1, name="score")
model = keras.Sequential([keras.Input((4,)), hidden, score])
x = np.ones((1, 4), dtype="float32")

layer = model.get_layer("score")
print(keras.Model(model.inputs[0], layer.input)(x).numpy().round(4))

seen = []
original = layer.call


def call(*args, **kwargs):
    result = original(*args, **kwargs)
    seen.append((args[0], result))
    return result


layer.call = call
try:
    model(x)  # a call; `predict` would give tensors without numbers
finally:
    del layer.call  # the method of its class is there again
for name, value in zip(("input", "output"), seen[0], strict=True):
    print(name, value.numpy().round(4))

# %% [markdown]
# The second way gives input and output of a layer in a subclassed model, too: take the layer from its attribute, or by `get_layer(name)`.
#
# ## Why it works
#
# Where a layer gets more than one tensor, `layer.input` is a list: that of an LSTM behind `Embedding(mask_zero=True)` holds the values and the mask. A KerasTensor says where in the model's graph you are, so a sub-model can end there. A subclassed model has no such graph: what a layer gets exists only while the model runs. Keras has no hooks, but it calls `layer.call`, and an attribute of the object is found before the method of its class. When the model is called with an array, everything runs eagerly, and what you keep has numbers. In `fit` and `predict` Python runs only while TensorFlow traces, so `call` would keep one tensor without a value: use `tf.print` there.
#
# With this package, what comes out of every layer is one line:

# %%
from tutorial_utils import get_activations

print({path: tuple(t.shape) for path, t in get_activations(model, x).items()})

# %% [markdown]
# ## What looks right and is not

# %% error="kerastensor-numpy" tags=["raises-exception"]
layer.input.numpy()

# %% [markdown]
# More: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
