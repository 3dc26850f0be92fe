# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print the state of the optimizer at each iteration
#     - see the momentum and velocity of each weight
#     - optimizer.get_weights() is gone in Keras 3
#     - how many steps has the optimizer done, iterations
#     - effective step size of Adam for every parameter
#     - print inside update_step of an optimizer
#     - Adam's velocity prints as zeros
#     - LossScaleOptimizer has no attribute beta_1, mixed precision
#     kind: answer
#     question: How do I print Adam's moments m and v in Keras?
# ---

# %% [markdown]
# # How do I print Adam's moments m and v in Keras?
#
# They are variables of the optimizer: `model.optimizer.variables` lists them with their paths, and a callback reads their numbers after each batch.

# %%
import keras
import numpy as np

np.set_printoptions(precision=4)  # unlike round(4), it leaves a small v its digits
keras.utils.set_random_seed(0)
dense = keras.layers.Dense(1, name="score")
model = keras.Sequential([keras.Input((2,)), dense], name="net")
model.compile("adam", "mse")


class Moments(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        for variable in self.model.optimizer.variables:
            if "kernel" in variable.path:
                print(batch, f"{variable.path:30}", variable.numpy().ravel())


x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [2.0]])
run = model.fit(x, y, batch_size=1, shuffle=False, verbose=0, callbacks=[Moments()])

# %% [markdown]
# `momentum` is m, the mean of the gradients, and `velocity` is v, that of their squares. `SGD` has only a momentum, and only if you ask for it. Under mixed precision, `model.optimizer` is a `LossScaleOptimizer`, and Adam's own attributes are in `model.optimizer.inner_optimizer`.
#
# ## Why it works
#
# An optimizer keeps its state in variables, as a layer keeps its weights, and a variable has numbers outside of the compiled step. Each path ends in the name of the weight that it belongs to. Before the first step they do not exist, unless you call `optimizer.build(model.trainable_variables)`. The rest of the list is the step count and the learning rate:

# %%
optimizer = model.optimizer
print([variable.path for variable in optimizer.variables][:2])
print(int(optimizer.iterations), f"{float(optimizer.learning_rate):.4f}")

# %% [markdown]
# From these you can compute how far Adam moved each weight in the last step:

# %%
moments = {v.path: v.numpy() for v in optimizer.variables}
steps = int(optimizer.iterations)
m = moments["adam/net_score_kernel_momentum"] / (1 - optimizer.beta_1**steps)
v = moments["adam/net_score_kernel_velocity"] / (1 - optimizer.beta_2**steps)
print((-float(optimizer.learning_rate) * m / (np.sqrt(v) + optimizer.epsilon)).ravel())

# %% [markdown]
# ## What looks right and is not
#
# In an optimizer's own code, `print` shows a symbolic gradient and variables without numbers, because the step is traced: write `tf.print(gradient)` in `update_step`, and `compile(..., jit_compile=False)`. And `get_weights` was a method of old optimizers:

# %% error="optimizer-weights" tags=["raises-exception"]
model.optimizer.get_weights()

# %% [markdown]
# Weights beside their gradients: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
