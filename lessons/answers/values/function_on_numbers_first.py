# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - try my custom loss function outside of fit
#     - How can I debug a Lambda function before I put it in the model?
#     - run keras.ops or backend functions on sample data
#     - unit test for a custom Keras layer
#     - see what a function of tensor operations returns
#     kind: answer
#     question: How do I test a loss, a metric or a layer on a few numbers?
# ---

# %% [markdown]
# # How do I test a loss, a metric or a layer on a few numbers?
#
# Call it yourself, on a small batch whose result you can work out by hand: outside of `fit` TensorFlow computes at once, and every line has numbers to print.

# %%
import keras
import numpy as np


def loss(y_true, y_pred):
    error = keras.ops.abs(y_true - y_pred)
    return keras.ops.mean(error, axis=-1)


class Centred(keras.layers.Layer):
    def call(self, x):
        return x - keras.ops.mean(x, axis=-1, keepdims=True)


y_true, y_pred = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 4.0], [3.0, 5.0]])
print(loss(y_true, y_pred))  # one number for each row
print(Centred()(y_true).numpy())

metric = keras.metrics.MeanAbsoluteError()
metric.update_state(y_true, y_pred)
print(float(metric.result()))

# %% [markdown]
# While you look, `print`, `.numpy()` and a debugger work in all of its lines. Take them out before `fit`, or put `tf.print` in their place.
#
# ## Why it works
#
# Operations of `tf` and `keras.ops` run on arrays and eager tensors as soon as they are called. The very same function, given a symbolic tensor by a model or by `fit`, only describes what to compute. So what is right on numbers is right in the model, but for two differences: there the batch may have any size, and NumPy's own functions fail. A `tf.function` around it shows both, without a model:

# %%
import tensorflow as tf

tf.print(tf.function(loss)(tf.constant(y_true), tf.constant(y_pred)))

# %% error="graph-tensor-to-numpy" tags=["raises-exception"]
tf.function(lambda y, p: np.mean(np.abs(y - p)))(tf.constant(y_true), tf.constant(y_pred))

# %% [markdown]
# ## What looks right and is not
#
# In a model the function gets symbolic tensors, so its prints show none of your numbers:

# %%
inputs = keras.Input((2,), name="x")
symbolic = Centred(name="centred")(inputs)
print(type(symbolic).__name__, symbolic.shape)

# %% [markdown]
# What a layer of a whole model gives: [From a KerasTensor to numbers](../../01_symbolic_or_eager.py#from-a-kerastensor-to-numbers).
