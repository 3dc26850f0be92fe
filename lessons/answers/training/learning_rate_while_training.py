# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - '''Adam'' object has no attribute ''lr'''
#     - current learning rate of a schedule or of ReduceLROnPlateau
#     - learning rate does not change during training with Adam or RMSprop
#     - learning rate in the history and in the logs
#     - decay argument of SGD is ignored
#     - change the learning rate by hand during training
#     kind: answer
#     question: How do I print the learning rate while Keras trains?
# ---

# %% [markdown]
# # How do I print the learning rate while Keras trains?
#
# `float(model.optimizer.learning_rate)` is the rate of now, whether it is a number or a schedule. Read it in a callback, and put it into `logs` to have it in the history.

# %%
import keras
import numpy as np


class Rate(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.rate = float(self.model.optimizer.learning_rate)
        print(f"epoch {epoch}, step {int(self.model.optimizer.iterations)}: {self.rate:.4f}")

    def on_epoch_end(self, epoch, logs=None):
        logs["rate"] = self.rate


schedule = keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=2, decay_rate=0.5)
score = keras.layers.Dense(1, name="score")
model = keras.Sequential([keras.Input((2,)), score], name="net")
model.compile(keras.optimizers.SGD(schedule), "mse")
x, y = np.ones((4, 2)), np.ones((4, 1))
run = model.fit(x, y, batch_size=2, epochs=3, verbose=0, callbacks=[Rate()])
print([f"{rate:.4f}" for rate in run.history["rate"]])

# %% [markdown]
# With `LearningRateScheduler` or `ReduceLROnPlateau`, Keras puts `learning_rate` into `logs` and the history by itself. To set a rate: `model.optimizer.learning_rate = 0.01`, also while it trains.
#
# ## Why it works
#
# The rate is a variable of the optimizer. A schedule works it out from the number of steps, so after a step you read the rate of the next one.
#
# `Adam`, `RMSprop` and the like do not change the rate, and it stays at 0.001 for ever. What adapts is the step of each weight: gradients are divided by their recent size, which is in the optimizer's other variables.

# %%
model.compile("rmsprop", "mse")
run = model.fit(x, y, batch_size=2, epochs=2, verbose=0, callbacks=[Rate()])
for variable in model.optimizer.variables[2:]:
    print(variable.path, variable.shape)

# %% [markdown]
# ## What looks right and is not
#
# The short name of old Keras is gone. So is the argument `decay`, which brings a warning and no decay. And a rate that a schedule decides cannot be set:

# %% error="optimizer-lr" tags=["raises-exception"]
model.optimizer.lr

# %% error="learning-rate-not-settable" tags=["raises-exception"]
keras.optimizers.SGD(schedule).learning_rate = 0.01

# %% [markdown]
# Other variables from step to step: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
