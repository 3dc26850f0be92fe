# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - InaccessibleTensorError, tensor is out of scope and cannot be used here
#     - self.last = tensor in call, later it is symbolic and has no numpy
#     - append to a list inside a tf.function, the list has one symbolic tensor
#     - '''SymbolicTensor'' object has no attribute ''_datatype_enum'''
#     - keep an intermediate value of a tf.function for later
#     - save the attention weights on self in call of a Keras layer
#     - 'TypeError: tf.Tensor ''mul:0'' is out of scope'
#     kind: answer
#     question: Why is a tensor that I stored in a list or on self out of scope?
# ---

# %% [markdown]
# # Why is a tensor that I stored in a list or on self out of scope?
#
# Because it belongs to the graph, and the graph's values are gone after each run. Return the tensor, or `assign` it to a variable.

# %%
import keras
import numpy as np
import tensorflow as tf


class Keeps(keras.layers.Layer):
    last = None

    def call(self, t):
        doubled = 2 * t
        if self.last is None:
            with tf.init_scope():  # outside of the graph, and once; of any shape
                self.last = tf.Variable(tf.zeros((), doubled.dtype), shape=tf.TensorShape(None))
        self.last.assign(doubled)
        return doubled


keeps = Keeps(name="keeps")
model = keras.Sequential([keras.Input((2,)), keeps])
model.compile(jit_compile=False)  # XLA would refuse a batch of another shape
scores = model.predict(np.array([[1.0, 2.0], [3.0, 4.0]]), verbose=0)
print(keeps.last.numpy())

# %% [markdown]
# The variable holds the last batch, of whatever shape and dtype the tensor has. It is no weight of the model, so it is not saved. In a function of your own, return it with the rest, which is simpler: `return result, parts`.
#
# ## Why it works
#
# While TensorFlow traces, each tensor is a place in a graph. Python's lists and attributes keep that place, once, and no number ever comes into it. A variable lives outside of the graph; `assign` is an operation, so it runs with every batch.
#
# ## What looks right and is not

# %%
kept = []


@tf.function
def triple(t):
    kept.append(3 * t)
    return kept[-1]


for number in (1.0, 2.0):
    triple(tf.constant(number))
print(len(kept), "tensor of two calls:", type(kept[0]).__name__)

# %% error="leaked-graph-tensor" tags=["raises-exception"]
kept[0] + 1

# %% error="leaked-graph-tensor-printed" tags=["raises-exception"]
tf.print(kept[0])

# %% [markdown]
# How numbers get out of a trace: [What leaks out of a trace](../../03_tf_function_printing.py#what-leaks-out-of-a-trace).
