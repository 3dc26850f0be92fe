# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - compare weights before and after fit
#     - are my frozen layers really frozen?
#     - get the weights after every batch or epoch
#     - trainable = False has no effect
#     - model does not learn, weights stay the same
#     - how much does each layer change while it trains
#     kind: answer
#     question: How do I check whether the weights of a Keras model changed in training?
# ---

# %% [markdown]
# # How do I check whether the weights of a Keras model changed in training?
#
# Copy the numbers before, `{w.path: w.numpy() for w in model.weights}`, and compare afterwards. In a callback the same comparison runs after each batch or epoch.

# %%
import keras
import numpy as np


class Changes(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.before = {w.path: w.numpy() for w in self.model.weights}

    def on_epoch_end(self, epoch, logs=None):
        for w in self.model.weights:
            print(f"{epoch}  {w.path:24} {np.abs(w - self.before[w.path]).max():.4f}")


keras.utils.set_random_seed(0)
first = keras.layers.Dense(2, name="first")
norm = keras.layers.BatchNormalization(name="norm")
last = keras.layers.Dense(1, name="last")
model = keras.Sequential([keras.Input((3,)), first, norm, last], name="net")
first.trainable = False
model.compile("sgd", "mse")
x, y = np.eye(3, dtype="float32"), np.ones((3, 1))
run = model.fit(x, y, verbose=0, callbacks=[Changes()])

# %% [markdown]
# A model without a `keras.Input` gets its weights at its first call, so call it once before `fit`. For each batch, name the method `on_train_batch_end(self, batch, logs=None)`.
#
# ## Why it works
#
# A weight is a variable, and `.numpy()` copies what it holds now. `first` is frozen. The moving statistics of `norm` change, though no gradient moves them: a `BatchNormalization` stays as it is in training only if it is frozen itself, with `norm.trainable = False`. A weight that should change and does not has no gradient: the loss does not depend on it, or the relu behind it is dead.
#
# ## What looks right and is not
#
# `model.weights` is no copy: these are the variables themselves, before and after.

# %%
before = model.weights
run = model.fit(x, y, verbose=0)
print(
    [float(np.abs(w.numpy() - b.numpy()).max()) for w, b in zip(model.weights, before, strict=True)]
)

# %% [markdown]
# And what is trainable is decided when the step is traced. After a first `fit`, the switch works only with a new `compile`:

# %%
last.trainable = False
for state in ("not compiled again", "compiled again"):
    kernel = last.kernel.numpy()
    run = model.fit(x, y, verbose=0)
    print(f"{state:19} {np.abs(last.kernel.numpy() - kernel).max():.4f}")
    model.compile("sgd", "mse")

# %% [markdown]
# Weights beside their gradients: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
