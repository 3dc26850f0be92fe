# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - training loss printed by Keras is not the same as model.evaluate
#     - val_loss is lower than loss although it is the same data
#     - which loss does the progress bar show
#     - compute the true training loss after each epoch
#     - accuracy in fit and evaluate on the training set are not equal
#     - loss with dropout is different in training and in evaluation
#     - evaluate gives another result with another batch_size
#     - val_loss is not what evaluate gives on the same data
#     kind: answer
#     question: Why does the loss of Keras fit differ from that of evaluate?
# ---

# %% [markdown]
# # Why does the loss of Keras fit differ from that of evaluate?
#
# `fit` shows the mean over the epoch's batches, each seen with the weights of that moment and with dropout at work. `evaluate` takes the final weights and no dropout; call it in `on_epoch_end` to have both.

# %%
import keras
import numpy as np


class Afterwards(keras.callbacks.Callback):
    def __init__(self, x, y):
        super().__init__()
        self.x, self.y = x, y

    def on_epoch_end(self, epoch, logs=None):
        now = self.model.evaluate(self.x, self.y, verbose=0)
        print(epoch, f"in fit {logs['loss']:.4f}, afterwards {now:.4f}")


keras.utils.set_random_seed(0)
drop = keras.layers.Dropout(0.5, name="drop")
score = keras.layers.Dense(1, kernel_initializer="ones", name="score")
model = keras.Sequential([keras.Input((4,)), drop, score])
model.compile(keras.optimizers.SGD(0.05), "mse")
x, y = np.eye(4, dtype="float32"), np.zeros((4, 1))
run = model.fit(x, y, batch_size=1, epochs=2, verbose=0, callbacks=[Afterwards(x, y)])

# %% [markdown]
# ## Why it works
#
# Two things come together here, and each can be seen alone. With the weights of the start, dropout changes the loss of one and the same batch. Without dropout, the weights that move from batch to batch are left:

# %%
mse = keras.losses.MeanSquaredError()
score.set_weights([np.ones((4, 1)), np.zeros(1)])
print("training, then not:", [float(mse(y, model(x, training=flag))) for flag in (True, False)])

model = keras.Sequential([keras.Input((4,)), score])  # no dropout
model.compile(keras.optimizers.SGD(0.05), "mse")
run = model.fit(x, y, batch_size=1, verbose=0, callbacks=[Afterwards(x, y)])

# %% [markdown]
# `BatchNormalization` works as dropout does here: statistics of the batch in training, moving ones in `evaluate`. Penalties on weights are a part of both losses. In a custom `compute_loss` or `train_step`, you decide. There is a third cause: both numbers are means over batches. For a loss that is itself a mean over rows, as Keras' own are, the batch size changes nothing; for a sum, a count or a median it does. For `val_loss` it is `validation_batch_size`, or else the `batch_size` of `fit`. A sum, over batches of 1 and of 4 rows:

# %%
model.compile("sgd", lambda y, p: keras.ops.sum(keras.ops.abs(y - p)), run_eagerly=True)
one, four = (model.evaluate(x, y, batch_size=rows, verbose=0) for rows in (1, 4))
print(f"{four / one:.1f} times as much")

# %% [markdown]
# ## What looks right and is not
#
# The last number of the progress bar looks like the loss of the trained model, and is the mean from above: to compare two models, take what `evaluate` says, with metrics as `evaluate(..., return_dict=True)`, which is a list otherwise. It needs a compiled model, and a sub-model is not compiled yet:

# %% error="not-compiled" tags=["raises-exception"]
keras.Sequential([keras.Input((4,)), score]).evaluate(x, y)

# %% [markdown]
# The number of each batch: [What a callback is given](../../05_callbacks.py#what-a-callback-is-given).
