# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - tf.print in a functional model prints a KerasTensor, not the values
#     - tf.print does nothing in tf.keras, why is it printed once when the model is
#       built?
#     - print the output of a layer while the model runs, during fit and predict
#     - debug layer, print layer, identity layer that prints its input in Keras
#     - Lambda layer with tf.print
#     - tf.Print in a model prints nothing, what to use now
#     - print inside a custom layer's call method shows Tensor and only once
#     - print shape and values between two layers of Sequential
#     kind: answer
#     question: How do I print a tensor between the layers of a Keras model?
# ---

# %% [markdown]
# # How do I print a tensor between the layers of a Keras model?
#
# Put a layer there that prints what it gets and returns it: the code in its `call` becomes a part of the model, and runs with every batch.

# %%
import keras
import tensorflow as tf


class Printed(keras.layers.Layer):
    def call(self, t):
        tf.print(self.name, "shape", tf.shape(t), "values", t, summarize=-1)
        return t


model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(3, "relu", kernel_initializer="ones", name="hidden"),
        Printed(name="after_hidden"),
        keras.layers.Dense(1, kernel_initializer="ones", name="score"),
    ]
)
model.compile("sgd", "mse", jit_compile=False)  # with a GPU, Keras uses XLA, which cannot print
x, y = tf.constant([[1.0, 2.0], [3.0, -4.0]]), tf.constant([[1.0], [2.0]])
scores = model.predict(x, verbose=0)
run = model.fit(x, y, shuffle=False, verbose=0)  # the print runs here, too

# %% [markdown]
# In a Functional model, write `t = Printed(name="after_hidden")(t)`. In a subclassed model, and in a layer of your own, no such layer is needed: `tf.print` goes into `call`.
#
# ## Why it works
#
# Keras runs your `call` once to build the model, with tensors that have no numbers yet. What TensorFlow computes in it, a `tf.print` too, is repeated for each batch. Its result, unlike that of the old `x = tf.Print(x, [x])`, has to go nowhere. A Python `print` is not repeated: it shows a tensor without values, once for each time that Keras traces the model. The layer has no weights, so a model with it and one without it have the same weights.
#
# ## What looks right and is not
#
# Between the layers of a Functional model, `tf.print` is outside of every layer. It runs at once, while you build the model, and shows a KerasTensor. Later it never runs:

# %%
inputs = keras.Input((2,), name="point")
t = keras.layers.Dense(3, name="hidden_2")(inputs)
tf.print("between the layers:", t)
functional = keras.Model(inputs, keras.layers.Dense(1, name="score_2")(t))
scores = functional.predict(x, verbose=0)

# %% [markdown]
# And a function of TensorFlow takes no KerasTensor:

# %% error="kerastensor-in-tensorflow" tags=["raises-exception"]
tf.print("mean:", tf.reduce_mean(t))

# %% [markdown]
# When a line of Python runs, and when a line of the graph: [Prints under fit](../../03_tf_function_printing.py#prints-under-fit).
