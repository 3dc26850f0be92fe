# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - module 'keras.backend' has no attribute 'function'
#     - from keras import backend as K does not work any more
#     - K.learning_phase is gone
#     - K.eval of a layer output returns a KerasTensor
#     - K.mean, K.sum, K.square in a custom loss with Keras 3
#     - K.set_value of the learning rate
#     - K.function with model.input and a list of layers
#     - K.get_value(model.optimizer.lr), optimizer has no attribute lr
#     - K.eval of y_pred inside a loss function
#     - tf.gradients is not supported when eager execution is enabled, K.gradients
#     kind: answer
#     question: What replaces K.function, K.eval and K.get_value in Keras 3?
# ---

# %% [markdown]
# # What replaces K.function, K.eval and K.get_value in Keras 3?
#
# For a layer's output: a `keras.Model` from the inputs to it. For a variable or an eager tensor: `keras.ops.convert_to_numpy`. In a loss: `tf.print`. `K.mean` and the like are in `keras.ops`.

# %%
import keras
import numpy as np

hidden = keras.layers.Dense(2, "relu", kernel_initializer="ones", name="hidden")
drop = keras.layers.Dropout(0.5, seed=0, name="drop")
model = keras.Sequential([keras.Input((3,)), hidden, drop, keras.layers.Dense(1, name="score")])
x = np.array([[1.0, 2.0, 3.0]])

# K.function([model.input, K.learning_phase()], [layer.output])([x, 0])
part = keras.Model(model.inputs[0], drop.output)
print(part(x, training=False).numpy(), part(x, training=True).numpy())

print(keras.ops.convert_to_numpy(hidden.bias))  # K.get_value(variable), K.eval(variable)
hidden.bias.assign([1.0, 2.0])  # K.set_value(variable, value)
print(part(x).numpy())
print(float(keras.ops.mean(x)))  # K.mean(x); K.sum, K.square, K.exp likewise

# %% [markdown]
# And the rest: `K.get_value(model.optimizer.lr)` is `float(model.optimizer.learning_rate)`, and `K.set_value` of it is `model.optimizer.learning_rate = 0.1`; `K.print_tensor(t)` is `tf.print(t)`, `K.gradients` is a `tf.GradientTape` (below), `K.int_shape(t)` is `t.shape`, `K.shape(t)` is `keras.ops.shape(t)`, `K.placeholder` is `keras.Input`, and lines with `K.get_session`, `K.set_session` or `K.set_learning_phase` are deleted.
#
# `model.inputs[0]` is right for one input. With several, take all of them: `keras.Model(model.inputs, drop.output)`. For `K.gradients(score, model.input)`, call the model on numbers that a tape watches; for a layer's output in place of the input see [the gradient of a layer's output](../training/gradient_of_a_layers_output.py):

# %%
import tensorflow as tf

watched = tf.constant(x)
with tf.GradientTape() as tape:
    tape.watch(watched)
    score = part(watched, training=False)
print(tape.gradient(score, watched).numpy())

# %% error="gradients-while-eager" tags=["raises-exception"]
tf.keras.backend.gradients(part.outputs[0], part.inputs[0])

# %% [markdown]
# ## Why it works
#
# The backend's functions belonged to a graph that Keras kept in the background. Keras 3 has none: a model is called, on data or on symbolic tensors, and `training` is an argument of the call. In `keras.backend` 14 names are left, of settings such as `floatx`. A subclassed model has no `inputs`, so `part` cannot be built for it: there, `get_activations(model, x)` of `tutorial_utils` gives every layer's output.
#
# ## What looks right and is not

# %% error="keras-backend-name" tags=["raises-exception"]
keras.backend.function([model.inputs[0]], [drop.output])

# %% [markdown]
# Worse are the old names that `tf.keras.backend` still has. Of a layer's output, `eval` gives no number and no error, but the symbolic tensor itself:

# %%
print(type(tf.keras.backend.eval(drop.output)).__name__)
print(tf.keras.backend.eval(tf.constant(2.0)))

# %% [markdown]
# A whole old answer, translated: [Read an old answer, and translate it](../../02_session_evaluation.py#read-an-old-answer-and-translate-it).
