# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - How do I get the gradients of a Keras model for a batch?
#     - gradient norm per layer, global norm of all gradients
#     - How do I check for vanishing or exploding gradients?
#     - tf.GradientTape with a Keras model and its compiled loss
#     - What replaces optimizer.get_gradients and K.gradients?
#     - print the gradient of each weight by name
#     kind: answer
#     question: How do I get the norm of the gradients in Keras?
# ---

# %% [markdown]
# # How do I get the norm of the gradients in Keras?
#
# Run the forward pass under a `tf.GradientTape`, ask the tape for the gradients of the loss, and take the norm of each.

# %%
import keras
import tensorflow as tf

keras.utils.set_random_seed(0)
layers = [keras.layers.Dense(3, "relu", name="hidden"), keras.layers.Dense(1, name="score")]
model = keras.Sequential([keras.Input((4,)), *layers], name="net")
model.compile("sgd", "mse")
x, y = keras.random.normal((8, 4)), keras.ops.ones((8, 1))

with tf.GradientTape() as tape:
    loss = model.compute_loss(x=x, y=y, y_pred=model(x, training=True))  # the compiled loss
gradients = tape.gradient(loss, model.trainable_variables)

for weight, gradient in zip(model.trainable_variables, gradients, strict=True):
    print(f"{weight.path:18} {tf.linalg.global_norm([gradient]).numpy():.4f}")
print(f"all together       {tf.linalg.global_norm(gradients).numpy():.4f}")

# %% [markdown]
# `tf.linalg.global_norm` also takes the gradient of an `Embedding`, which is no plain tensor, and passes over a `None`.
#
# ## Why it works
#
# The tape notes what is computed while its block is open, and can go back from the loss to each weight. A gradient is an eager tensor here, so it has numbers. `fit` keeps none: to see those of every step, put the same lines into a `train_step` and return the norm, and it stands in a callback's `logs`. This package does both. `get_gradients` also gives the gradients of the layers' outputs, by name, and the callback `GradientLogger` takes the norms out of the steps of `fit`, beside how far each weight was moved:

# %%
from tutorial_utils import GradientLogger, get_gradients

for name, norm in get_gradients(model, x, y, training=True).norms().items():
    print(f"{name:18} {norm:.4f}")

logger = GradientLogger(layers="score")
run = model.fit(x, y, epochs=2, verbose=0, callbacks=[logger])
print(logger.history.table())

# %% [markdown]
# ## What looks right and is not
#
# The optimizer of old Keras gave gradients; that of Keras 3 only applies them:

# %% error="optimizer-get-gradients" tags=["raises-exception"]
model.optimizer.get_gradients(loss, model.trainable_variables)

# %% [markdown]
# And a forward pass outside of the block leaves nothing to go back along. No error comes, only `None`:

# %%
outputs = model(x)  # before the tape is there
with tf.GradientTape() as tape:
    loss = model.compute_loss(x=x, y=y, y_pred=outputs)
print(tape.gradient(loss, model.trainable_variables))

# %% [markdown]
# Gradients epoch by epoch, in a callback: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
