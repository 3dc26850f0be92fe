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
#     - save a layer's kernel at each iteration into a list
#     - print weights during training, access weights every step
#     - trainable = False has no effect
#     - model does not learn, weights stay the same
#     - how much does each layer change while it trains
#     kind: answer
#     question: How do I check whether the weights of a Keras model changed in training?
# ---

# %% [markdown]
# # How do I check whether the weights of a Keras model changed in training?
#
# Copy the numbers before, `before = model.get_weights()`, and go through `zip(model.weights, before)` afterwards. A callback can do so after each batch or epoch.

# %%
import keras
import numpy as np


class Changes(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.before, self.kernels = self.model.get_weights(), []

    def on_train_batch_end(self, batch, logs=None):
        self.kernels.append(last.get_weights()[0])  # one layer, at every batch

    def on_epoch_end(self, epoch, logs=None):
        for w, old in zip(self.model.weights, self.before, strict=True):
            print(f"{epoch}  {w.path:24} {np.abs(w.numpy() - old).max():.4f}")


keras.utils.set_random_seed(0)
first = keras.layers.Dense(2, name="first")
norm = keras.layers.BatchNormalization(name="norm")
last = keras.layers.Dense(1, name="last")
model = keras.Sequential([keras.Input((3,)), first, norm, last], name="net")
first.trainable = False
model.compile("sgd", "mse")
x, y = np.eye(4, 3), np.arange(4.0).reshape(4, 1)
changes = Changes()
run = model.fit(x, y, batch_size=2, verbose=0, callbacks=[changes])
print(np.shape(changes.kernels))  # two batches, each with a kernel

# %% [markdown]
# A model without a `keras.Input` gets its weights at its first call, so call it once before `fit`. To compare at each batch, move the loop to `on_train_batch_end`, and print `batch` in place of `epoch`.
#
# ## Why it works
#
# A weight is a variable, and `.numpy()` and `get_weights()` copy what it holds now. Compare by position: in a subclassed model two weights can have one path, and a dict by path would lose one. `first` is frozen. The moving statistics of `norm` change, though no gradient moves them: a `BatchNormalization` stays as it is in training only if it is frozen itself, with `norm.trainable = False`. A weight that should change and does not has no gradient: the loss does not depend on it, or the relu behind it is dead.
#
# In every step, without copies: `logger = GradientLogger(every="batch")` of this package as a callback, and then `print(logger.history)`. It gives, for each trainable weight, the norm of what the step changed, `update`, beside that of the gradient.
#
# ## What looks right and is not
#
# `before = model.weights` is no copy: these are the variables themselves, so every difference would be 0.
#
# And what is trainable is decided when the step is traced. After a first `fit`, rely on the switch only after a new `compile`: batches of the same shape are still trained by the old trace.

# %%
last.trainable = False
for state in ("not compiled again", "compiled again"):
    kernel = last.kernel.numpy()
    run = model.fit(x, y, batch_size=2, verbose=0)
    print(f"{state:19} {np.abs(last.kernel.numpy() - kernel).max():.4f}")
    model.compile("sgd", "mse")

# %% [markdown]
# Weights beside their gradients: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
