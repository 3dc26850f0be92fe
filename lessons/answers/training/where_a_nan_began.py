# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - loss is nan from the first epoch
#     - Keras loss becomes nan or inf, how to debug
#     - find the first layer whose output is NaN
#     - which batch makes the weights NaN?
#     - check weights and gradients for NaN after each batch
#     - TerminateOnNaN stops too late, all weights are nan already
#     kind: answer
#     question: How do I find where a NaN comes from in Keras?
# ---

# %% [markdown]
# # How do I find where a NaN comes from in Keras?
#
# Stop after the first batch that spoils a weight, put the weights of before back, and send that batch through the model step by step: what is not finite first is where it began.

# %%
import keras
import numpy as np
import tensorflow as tf


class StopsAtNaN(keras.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        self.before = self.model.get_weights()

    def on_train_batch_end(self, batch, logs=None):
        if not all(np.isfinite(weight).all() for weight in self.model.get_weights()):
            print("spoilt by batch", batch)
            self.model.set_weights(self.before)
            self.model.stop_training = True


log = keras.layers.Lambda(keras.ops.log, name="log")
model = keras.Sequential([keras.Input((2,)), log, keras.layers.Dense(1, name="score")], name="net")
model.compile("sgd", "mse")
x, y = np.array([[1, 2], [3, 4], [5, 0], [7, 8]], "float32"), np.ones((4, 1), "float32")
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0, callbacks=[StopsAtNaN()])
x, y = tf.constant(x[2:4]), tf.constant(y[2:4])  # the rows of batch 1
probe = keras.Model(model.inputs[0], {layer.name: layer.output for layer in model.layers})
with tf.GradientTape() as tape:
    loss = model.compute_loss(x=x, y=y, y_pred=model(x, training=True))
weights = model.trainable_weights
gradients = {f"d {w.path}": g for w, g in zip(weights, tape.gradient(loss, weights), strict=True)}
for name, values in {"input": x, **probe(x), "loss": loss, **gradients}.items():
    found = np.asarray(values)
    print(f"{name:18} NaN: {np.isnan(found).sum()}  inf: {np.isinf(found).sum()}")

# %% [markdown]
# The input is sound, and `log` gives `-inf` for the zero in it: `keras.ops.log(keras.ops.maximum(x, 1e-7))` cures that. A subclassed model has no such `probe`. There, and for any other model, the callback `StopOnNonfinite` of this package does all of this in one line:

# %%
from tutorial_utils import StopOnNonfinite

run = model.fit(x, y, verbose=0, callbacks=[StopOnNonfinite()])

# %% [markdown]
# ## Why it works
#
# A batch is trained on in one go, and a callback is asked before and after it. So with the old weights the same batch does the same again, but now outside of the compiled step, where every tensor has numbers. Keep `shuffle=False` while you search: it says which rows are in a batch.
#
# ## What looks right and is not
#
# NaN spreads. After training the weights are spoilt themselves, and every layer gives NaN. The callback `TerminateOnNaN` comes too late as well, for it looks when the step is done:

# %%
run = model.fit(x, y, epochs=2, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()])
print(run.history["loss"], [weight.numpy().ravel().tolist() for weight in model.weights])

# %% [markdown]
# Such a stop as an exercise: [How do I stop training when a layer breaks?](../../05_callbacks.py#how-do-i-stop-training-when-a-layer-breaks).
