# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print the loss every 100 batches
#     - loss of the current batch instead of the running mean
#     - logs["loss"] in on_train_batch_end is an average
#     - list of all batch losses after fit, LossHistory callback
#     - show step loss while the model trains
#     - accuracy of a single batch in a callback
#     - mean loss of the last N batches
#     - loss per batch with steps_per_execution
#     kind: answer
#     question: How do I print the loss of every single batch in Keras?
# ---

# %% [markdown]
# # How do I print the loss of every single batch in Keras?
#
# Read `logs["loss"]` in `on_train_batch_end`, and call `self.model.reset_metrics()` in `on_train_batch_begin`: without that, it is the mean of all batches so far.

# %%
import keras
import numpy as np


class BatchLoss(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.losses = []

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        if len(self.losses) % 2 == 0:  # every second time
            print("batch", batch, "loss", logs["loss"])


model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
model.compile(keras.optimizers.SGD(0.0), "mae")
x, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([[0.0], [0.0], [0.0], [8.0]])
losses = BatchLoss()
run = model.fit(x, y, batch_size=1, shuffle=False, verbose=0, callbacks=[losses])
print(losses.losses)

# %% [markdown]
# Metrics such as the accuracy are in `logs` in the same way, each under its name. `verbose=0` turns off the progress bar, whose loss would be mixed with your lines. For the mean of the last N batches, reset only if `batch % N == 0`, and read `logs` where `batch % N == N - 1`.
#
# ## Why it works
#
# Keras keeps the loss in a metric that is set to zero when an epoch begins, and `logs` has that metric's result. If you set it to zero before each batch, the result is that of the batch alone. The price: `run.history`, the progress bar and callbacks such as `EarlyStopping("loss")` then get the last batch only; `val_loss` stays right. With `steps_per_execution=N`, a callback is called once for N batches: the loss is their mean, and `batch` is the number of the last one.
#
# To have both, leave the metrics alone, and undo the mean of one epoch. It is a mean over rows, so this holds for batches of equal size:

# %%
means = []
look = keras.callbacks.LambdaCallback(
    on_epoch_begin=lambda epoch, logs: means.clear(),  # a mean starts with its epoch
    on_train_batch_end=lambda batch, logs: means.append(logs["loss"]),
)
run = model.fit(x, y, batch_size=1, shuffle=False, verbose=0, callbacks=[look])
print("means:", np.round(means, 4), "of the epoch:", run.history["loss"])
print("each: ", np.diff(np.arange(1, 5) * means, prepend=0.0).round(4))

# %% [markdown]
# ## What looks right and is not
#
# The list of means above is what most recipes on the web collect, as losses of batches: the last batch seems to have a loss of 2.5, and it has 4. Another trap is the argument's name, because Keras hands it over by its name:

# %% error="callback-argument-names" tags=["raises-exception"]
look = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, log: print(log))
model.fit(x, y, verbose=0, callbacks=[look])

# %% [markdown]
# More on `logs`: [What a callback is given](../../05_callbacks.py#what-a-callback-is-given).
