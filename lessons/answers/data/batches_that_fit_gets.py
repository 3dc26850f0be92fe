# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print the input batch during model.fit
#     - which samples are in each batch after shuffle
#     - look at x and y inside fit
#     - does Keras change my data before training, dtype float32
#     - check that the generator or dataset gives the right batches to fit
#     - order of the training samples in each epoch
#     kind: answer
#     question: How do I see the batches that Keras fit trains on?
# ---

# %% [markdown]
# # How do I see the batches that Keras fit trains on?
#
# Override `train_step`: it is given each batch as the model gets it. Print there with `tf.print`, and leave the training itself to `super().train_step(data)`.

# %%
import keras
import numpy as np
import tensorflow as tf


class ShowsBatches(keras.Model):
    def train_step(self, data):
        x, y, _ = keras.utils.unpack_x_y_sample_weight(data)
        tf.print("x", x[:, 0], "y", y[:, 0], summarize=-1)
        return super().train_step(data)


model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="score")])
model = ShowsBatches(model.inputs, model.outputs)  # around a Sequential or Functional model
model.compile("sgd", "mse", jit_compile=False)  # with a GPU: XLA cannot print

keras.utils.set_random_seed(0)
x, y = np.array([[1, 0], [2, 0], [3, 0], [4, 0], [5, 0]]), np.array([[10], [20], [30], [40], [50]])
run = model.fit(x, y, batch_size=2, epochs=2, verbose=0)

# %% [markdown]
# In a subclassed model the method goes into your class. The weights are those of the model that you wrapped, so it is trained as well.
#
# ## Why it works
#
# `fit` puts your arrays, generator or `Dataset` in order first: it shuffles arrays in each epoch, cuts them into batches, and leaves the rest for a smaller last one. `train_step` comes behind all of that. Above, both epochs have the same order: that is what the seed does to arrays in Keras 3.15. Without `set_random_seed` each epoch has another one. What the model's own layers do, such as augmentation, comes later; for that ask for the layer's output.
#
# `fit` does not shuffle a `Dataset`, so you can look at that without a model. Its own `shuffle` gives another order in each loop, with a seed as well, unless you say otherwise:

# %%
rows = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(5, seed=0, reshuffle_each_iteration=False)
for values, labels in rows.batch(2):
    print(values[:, 0].numpy(), labels[:, 0].numpy())

# %% [markdown]
# ## What looks right and is not
#
# A callback is not given the batch, only its number, and its `logs` have losses and metrics:

# %%
look = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: print(batch, *logs))
run = model.fit(rows.batch(5), shuffle=False, verbose=0, callbacks=[look])

# %% error="graph-tensor-numpy" tags=["raises-exception"]
model.compile("sgd", lambda y_true, y_pred: print(y_true.numpy()))
model.fit(x, y, verbose=0)

# %% [markdown]
# Labels and scores of a batch as arrays, in a callback: [How do I see the batch that is being trained on?](../../05_callbacks.py#how-do-i-see-the-batch-that-is-being-trained-on).
