# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - training argument in the call method of a custom layer is None or a tensor
#     - 'if training: in a Keras layer raises an error'
#     - different behaviour in fit and predict, write my own dropout or noise layer
#     - K.learning_phase and K.in_train_phase in Keras 3
#     - print whether a layer runs in training or inference mode
#     - pass training to the layers inside my layer
#     - output of a noise layer, only in training
#     kind: answer
#     question: How do I know in call whether the model is training?
# ---

# %% [markdown]
# # How do I know in call whether the model is training?
#
# Give `call` an argument `training`: Keras fills it in, with `True` in `fit` and `False` in `evaluate` and `predict`. It is a Python bool, so a plain `if` works.

# %%
import keras
import numpy as np


class Noisy(keras.layers.Layer):
    def call(self, x, training=None):
        print("call is run with training =", training)
        if training:
            x = x + 100.0  # in place of some noise
        return x


inputs = keras.Input((1,), name="point")
one = keras.layers.Dense(1, kernel_initializer="ones", name="one")
model = keras.Model(inputs, one(Noisy(name="noisy")(inputs)))
model.compile(keras.optimizers.SGD(0.0), "mae")
x = np.zeros((2, 1), dtype="float32")

print("fit:    ", round(model.fit(x, x, verbose=0).history["loss"][0]))
print("predict:", model.predict(x, verbose=0).tolist())
print("call:   ", model(x, training=True).numpy().tolist())

# %% [markdown]
# It is the same for Sequential and subclassed models. While the model is built, and in a call without the argument, it is `None`: test `if training`, not `training is False`.
#
# ## Why it works
#
# `fit` and `predict` trace the model separately, so each graph has one of the two branches, and the Python `print` above shows which. Keras hands the flag on to all layers inside, also where your `call` has no such argument. A new layer is run once more, to build it. What depends on data is another matter: a tensor is no bool in `call`, so choose with `tf.where` or `keras.ops.cond`.


# %%
class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__(name="block")
        self.noisy = Noisy(name="noisy_inside")

    def call(self, x):
        return self.noisy(x)


result = Block()(x, training=True)

# %% [markdown]
# ## What looks right and is not
#
# The global switch of old Keras is gone, and a tensor is no flag:

# %% error="keras-backend-name" tags=["raises-exception"]
keras.backend.learning_phase()

# %% [markdown]
# Conditions on tensors: [How do if and for work on a tensor?](../../03_tf_function_printing.py#how-do-if-and-for-work-on-a-tensor).
