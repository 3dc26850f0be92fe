# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print(tensor) shows Tensor(...) and no numbers
#     - how to see the values of a KerasTensor
#     - see the values of a variable, a weight or a layer output
#     - show the content of a tensor without a session
#     - tf.print or print or numpy(), which one do I need?
#     - evaluate a tensor in TensorFlow 2
#     - print tensor values with TensorFlow 2.x, any version
#     - show what is in a tensor, its numbers
#     kind: answer
#     question: How do I print the value of a tensor in TensorFlow 2 and Keras 3?
# ---

# %% [markdown]
# # How do I print the value of a tensor in TensorFlow 2 and Keras 3?
#
# It depends on who holds the number: `t.numpy()` for an eager tensor or a variable, `tf.print(t)` inside a traced function, and for a symbolic tensor of a model, a batch that is sent through the model up to it.

# %%
import keras
import numpy as np
import tensorflow as tf

eager = tf.constant([1.0, 2.0]) * 3
variable = tf.Variable([4.0, 5.0])
print(eager.numpy(), variable.numpy())


@tf.function  # so are losses, metrics, layers under fit, and functions for Dataset.map
def traced(t):
    tf.print("inside:", t * 2)
    return t * 2


print("outside:", traced(eager).numpy())

inputs = keras.Input((2,), name="x")
hidden = keras.layers.Dense(1, kernel_initializer="ones", name="hidden")(inputs)
print(keras.Model(inputs, hidden)(np.array([[1.0, 2.0]])).numpy())

# %% [markdown]
# In a model that exists already, `keras.Model(model.inputs[0], model.get_layer("hidden").output)(batch)` is the last line, for a Functional or `Sequential` model.
#
# ## Why it works
#
# TensorFlow 2 computes at once, and an eager tensor is a result. A traced function is different: Python runs it once, to write down a graph, and the numbers come later, when the graph runs. A Keras model is described before there is any data, so `hidden` is a place in it, and not a value.
#
# You do not know what you hold? The library of these pages says it in one line, and says so if there is no value yet:

# %%
from tutorial_utils import describe

for name, thing in {"eager": eager, "variable": variable, "hidden": hidden}.items():
    print(describe(thing, name))

# %% [markdown]
# `show(t)` of the same library prints such a line, inside of a traced function too.
#
# ## What looks right and is not
#
# `print` shows of a symbolic tensor what is known of it, and `.numpy()` is missing:

# %%
print(hidden.shape, hidden.dtype)

# %% error="kerastensor-numpy" tags=["raises-exception"]
hidden.numpy()

# %% error="graph-tensor-numpy" tags=["raises-exception"]
tf.function(lambda t: t.numpy())(eager)

# %% [markdown]
# All kinds in a table: [Who has numbers, and when](../../01_symbolic_or_eager.py#who-has-numbers-and-when).
