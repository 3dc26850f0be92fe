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
#     - '''ResourceVariable'' object has no attribute ''path'', in update_step'
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
import tensorflow as tf

np.set_printoptions(precision=4)  # unlike round(4), it leaves a small v its digits
keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="score")], name="net")
model.compile("adam", "mse")


class Moments(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        for variable in [v for v in self.model.optimizer.variables if "kernel" in v.path]:
            print(batch, f"{variable.path:30}", variable.numpy().ravel())


x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [2.0]])
run = model.fit(x, y, batch_size=1, shuffle=False, verbose=0, callbacks=[Moments()])

# %% [markdown]
# `momentum` is m, the mean of the gradients, and `velocity` is v, that of their squares. `SGD` has only a momentum, and only if you ask for it. Under mixed precision, `model.optimizer` is a `LossScaleOptimizer`, and Adam's own attributes are in `model.optimizer.inner_optimizer`.
#
# ## Why it works
#
# An optimizer keeps its state in variables, as a layer keeps its weights, and a variable has numbers outside of the compiled step. Each path ends in the name of the weight that it belongs to. Before the first step they do not exist, unless you call `optimizer.build(model.trainable_variables)`. The gradients themselves are no variables, and are gone after the step: `get_gradients(model, x, y)` of this course's library computes them for a batch. The rest of the list is the step count and the learning rate. With these you can compute how far Adam moved each weight in the last step:

# %%
optimizer, steps = model.optimizer, int(model.optimizer.iterations)
moments = {v.path: v.numpy() for v in optimizer.variables}
m = moments["adam/net_score_kernel_momentum"] / (1 - optimizer.beta_1**steps)
v = moments["adam/net_score_kernel_velocity"] / (1 - optimizer.beta_2**steps)
print((-float(optimizer.learning_rate) * m / (np.sqrt(v) + optimizer.epsilon)).ravel())

# %% [markdown]
# ## What looks right and is not
#
# In an optimizer's own code, `print` shows a symbolic gradient and variables without numbers, because the step is traced. `tf.print` works there. The variable is TensorFlow's own, so it has a `name`, and no `path`. `get_weights` was a method of old optimizers:


# %%
class Prints(keras.optimizers.Adam):
    def update_step(self, gradient, variable, learning_rate):
        tf.print(variable.name, tf.linalg.global_norm([gradient]) > 0)  # or the gradient
        super().update_step(gradient, variable, learning_rate)


model.compile(Prints(), "mse", jit_compile=False)
run = model.fit(x, y, verbose=0)

# %% error="optimizer-weights" tags=["raises-exception"]
keras.optimizers.Adam().get_weights()

# %% [markdown]
# Weights beside their gradients: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
