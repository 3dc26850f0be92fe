# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print gradient that flows into a layer, backward hook
#     - register_backward_hook of PyTorch in Keras
#     - see the incoming gradient of a layer while fit trains
#     - tf.custom_gradient that prints the gradient
#     - clip or change the gradient between two layers
#     kind: answer
#     question: How do I print the gradient that comes into a Keras layer?
# ---

# %% [markdown]
# # How do I print the gradient that comes into a Keras layer?
#
# In the backward pass, a layer can see it: put a small one there that hands its input on, with a `tf.custom_gradient` whose backward function prints. This is what a backward hook of PyTorch does.

# %%
import keras
import numpy as np
import tensorflow as tf


class PrintsGradient(keras.layers.Layer):
    def call(self, x):
        @tf.custom_gradient
        def same(x):
            def backward(gradient):
                tf.print(self.name, "rows", tf.shape(gradient)[0], "gradient", gradient)
                return gradient  # what you return goes on to the layers before

            return tf.identity(x), backward

        return same(x)


hidden = keras.layers.Dense(2, kernel_initializer="ones", name="hidden")
score = keras.layers.Dense(1, kernel_initializer="ones", name="score")
model = keras.Sequential([keras.Input((2,)), hidden, PrintsGradient(name="peek"), score])
model.compile(keras.optimizers.SGD(0.0), "mae", jit_compile=False)  # tf.print needs it
x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 1))
run = model.fit(x, y, verbose=0)

# %% [markdown]
# The gradient of the loss with respect to the output of `hidden` is 0.5 everywhere: the loss is a mean over two rows, and the weights of `score` are 1. In a subclassed model, call the layer between two others in `call`.
#
# ## Why it works
#
# A layer in the forward pass is also a step of the backward pass, and `tf.custom_gradient` lets you write that step. It is traced into the graph of `fit`, so `tf.print` runs at every batch. `predict` and `evaluate` have no backward pass, and print nothing. Under `mixed_float16`, what is printed is multiplied by the scale of the loss.
#
# If you need the numbers once, and not while the model trains, no layer is needed: see [the gradient of a layer's output](gradient_of_a_layers_output.py), or `get_gradients(model, x, y)` of this course's library, which gives those of all layers.
#
# ## What looks right and is not
#
# A `print` in the backward function runs while TensorFlow traces, and shows a symbolic tensor, once. And that tensor has no `.numpy()`:


# %% error="graph-tensor-numpy" tags=["raises-exception"]
@tf.custom_gradient
def same(x):
    return tf.identity(x), lambda gradient: print(gradient.numpy())


model = keras.Sequential([keras.Input((2,)), hidden, keras.layers.Lambda(same), score])
model.compile("sgd", "mse")
model.fit(x, y, verbose=0)

# %% [markdown]
# Gradients of the weights, in a callback: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
