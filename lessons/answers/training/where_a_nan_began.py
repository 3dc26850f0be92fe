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
#     - loss is nan but the weights are finite, add_loss
#     - see each added loss separately
#     kind: answer
#     question: How do I find where a NaN comes from in Keras?
# ---

# %% [markdown]
# # How do I find where a NaN comes from in Keras?
#
# Stop after the first batch that spoils a weight, put the weights of before back, and send that batch through the model step by step: what is not finite first is where it began. The library of this course does both: `StopOnNonfinite()` as a callback, and `find_nonfinite(model, x, y, training=True)`.

# %%
import keras
import numpy as np
import tensorflow as tf


class StopsAtNaN(keras.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        self.before = self.model.get_weights()

    def on_train_batch_end(self, batch, logs=None):
        if not all(np.isfinite(one).all() for one in [*logs.values(), *self.model.get_weights()]):
            print("spoilt by batch", batch)
            self.model.set_weights(self.before)
            self.model.stop_training = True


log = keras.layers.Lambda(keras.ops.log, name="log")
model = keras.Sequential([keras.Input((2,)), log, keras.layers.Dense(1, name="score")], name="net")
model.compile("sgd", "mse")
x, y = np.array([[1, 2], [3, 4], [5, 0], [7, 8]], "float32"), np.ones((4, 1), "float32")
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0, callbacks=[StopsAtNaN()])
x, y = tf.constant(x[2:4]), tf.constant(y[2:4])  # the rows of batch 1
probe = keras.Model(model.inputs, {layer.name: layer.output for layer in model.layers})
with tf.GradientTape() as tape:
    loss = model.compute_loss(x=x, y=y, y_pred=model(x, training=True))
added = {f"added loss {i}": one for i, one in enumerate(model.losses)}  # add_loss, regularizers
gradients = tape.gradient(loss, {f"d {w.path}": w for w in model.trainable_weights})
for name, values in {"input": x, **probe(x), **added, "loss": loss, **gradients}.items():
    parts = [tf.convert_to_tensor(part) for part in tf.nest.flatten(values) if part is not None]
    print(f"{name:18} NaN, inf:", *(sum(f(p).sum() for p in parts) for f in (np.isnan, np.isinf)))

# %% [markdown]
# The input is sound, and `log` gives `-inf` for the zero in it: `keras.ops.log(keras.ops.maximum(x, 1e-7))` cures that. A `None` for a gradient counts as no numbers, and so 0. A subclassed model has no such `probe`. There, and for any other model, the callback `StopOnNonfinite` of this package does all of this in one line:

# %%
from tutorial_utils import StopOnNonfinite

run = model.fit(x, y, verbose=0, callbacks=[StopOnNonfinite()])

# %% [markdown]
# ## Why it works
#
# A batch is trained on in one go, and a callback is asked before and after it. So with the old weights the same batch does the same again, but now outside of the compiled step, where every tensor has numbers. Keep `shuffle=False` while you search: it says which rows are in a batch. Of a Dataset that does not shuffle, batch number `n` is `next(iter(dataset.skip(n)))`. The callback also asks the loss in `logs`, because a loss can be NaN while every weight stays finite: `add_loss` with the mean over no rows has no gradient that is NaN. The lines "added loss" show each number of `model.losses` by itself, in the order of the layers, regularizers of weights last.
#
# ## What looks right and is not
#
# NaN spreads. After training the weights are spoilt themselves, and every layer gives NaN. The callback `TerminateOnNaN` comes too late as well, for it looks when the step is done:

# %%
run = model.fit(x, y, epochs=2, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()])
print(run.history["loss"], [weight.numpy().ravel().tolist() for weight in model.weights])

# %% [markdown]
# Such a stop as an exercise: [How do I stop training when a layer breaks?](../../05_callbacks.py#how-do-i-stop-training-when-a-layer-breaks).
