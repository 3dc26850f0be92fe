# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - try a function on sample data before I put it in a Lambda layer
#     - see what my own layer computes, step by step
#     - breakpoint or pdb in the call method of a Keras layer
#     - '''SymbolicTensor'' object has no attribute ''numpy'' in call of my custom layer'
#     - print the output of my function to debug it, before the model is built
#     - how to check backend functions on a small array first
#     - print in build shows None in input_shape
#     kind: answer
#     question: How do I test and debug a custom Keras layer before it is in a model?
# ---

# %% [markdown]
# # How do I test and debug a custom Keras layer before it is in a model?
#
# Call it on a small array: then `call` runs as plain Python, and `print`, `.numpy()` and `breakpoint()` work in it.

# %%
import keras
import numpy as np


class Scaled(keras.layers.Layer):
    def build(self, input_shape):
        print("build:", input_shape)
        self.scale = self.add_weight(shape=input_shape[-1:], initializer="ones", name="scale")

    def call(self, x):
        largest = keras.ops.max(keras.ops.abs(x), axis=-1, keepdims=True)
        print("call:", type(largest).__name__, largest.shape)  # or: breakpoint()
        return self.scale * x / largest


sample = np.array([[1.0, -2.0], [5.0, 10.0]], dtype="float32")
print(Scaled(name="alone")(sample).numpy())
print(keras.ops.max(keras.ops.abs(sample), axis=-1).numpy())  # a single step

# %% [markdown]
# Each function of `keras.ops` and `tf` runs on arrays in the same way. Once the numbers are right, the layer goes into the model as it is.
#
# ## Why it works
#
# Outside of a model, TensorFlow 2 computes at once, and `x` is a tensor with values. In a Functional or Sequential model, Keras calls the same layer on a KerasTensor to learn the output's shape, and `call` gets a tensor without values. Under `fit` and `predict` it is traced once more, again without values:

# %%
model = keras.Sequential([keras.Input((2,)), Scaled(name="scaled")])
print(model.predict(sample, verbose=0))

# %% [markdown]
# ## What looks right and is not
#
# Code that passed the test on an array can still fail in the model, if it takes `.numpy()`, or asks a tensor in an `if`. Stay with `keras.ops` there:


# %% error="graph-tensor-numpy" tags=["raises-exception"]
class Peeking(keras.layers.Layer):
    def call(self, x):
        return x / np.abs(x.numpy()).max()


print(Peeking()(sample).numpy())
keras.Sequential([keras.Input((2,)), Peeking(name="peeking")])

# %% [markdown]
# Eager mode does not help here: `compile(run_eagerly=True)` comes after the model is built. What each kind of tensor can do: [KerasTensor, EagerTensor or graph tensor: which do I hold?](../../01_symbolic_or_eager.py#kerastensor-eagertensor-or-graph-tensor-which-do-i-hold).
