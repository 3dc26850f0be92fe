# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - the layer has never been called and thus has no defined output, subclassed model
#     - '''MyModel'' object has no attribute ''inputs'', model subclassing'
#     - get intermediate activations of class MyModel(tf.keras.Model)
#     - features of a model class, without the functional API
#     - layer.output in a custom model, AttributeError no inbound nodes
#     - return the features together with the prediction from call
#     kind: answer
#     question: How do I get a layer's output from a subclassed Keras model?
# ---

# %% [markdown]
# # How do I get a layer's output from a subclassed Keras model?
#
# Let `call` return it when you ask for it, with an argument of your own. `fit` and `predict` do not ask, so they stay as they are.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)


class Scorer(keras.Model):
    def __init__(self):
        super().__init__(name="scorer")
        self.hidden = keras.layers.Dense(3, "relu", name="hidden")
        self.score = keras.layers.Dense(1, name="score")

    def call(self, x, inside=False):
        hidden = self.hidden(x)
        score = self.score(hidden)
        return {"hidden": hidden, "score": score} if inside else score


model = Scorer()
x = np.array([[1.0, 2.0, 3.0, 4.0]], dtype="float32")
for name, value in model(x, inside=True).items():
    print(name, value.numpy().round(4))
print(model.predict(x, verbose=0).round(4))

# %% [markdown]
# Or call the layers yourself, one after the other: `model.hidden(x)`.
#
# ## Why it works
#
# A subclassed model is Python code. It has no graph of KerasTensors, so there is nothing in which a sub-model could begin or end; the tensors in `call` are there while it runs. Layers that Keras has not called on a KerasTensor have no `.output`. A call of the model on `keras.Input` does not change that, since the layers inside are then called in a graph of TensorFlow.
#
# If you cannot change the class, `get_activations` of this package listens to all layers during one call:

# %%
from tutorial_utils import get_activations

for path, value in get_activations(model, x).items():
    print(path, value.numpy().round(4))

# %% [markdown]
# It does not see layers inside of a `call` with `@tf.function`.
#
# ## What looks right and is not

# %% error="never-called-output" tags=["raises-exception"]
model(keras.Input((4,)))
model.get_layer("hidden").output

# %% error="subclassed-inputs" tags=["raises-exception"]
model.inputs

# %% [markdown]
# More: [How do I get layer outputs of a subclassed model?](../../04_sub_models.py#how-do-i-get-layer-outputs-of-a-subclassed-model).
