# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - custom train_step in Keras 3, print does not work
#     - add the gradient norm to the Keras logs and history
#     - return extra values from train_step
#     - history loss is 0.0 with a custom train_step
#     - override train_step of a Functional model
#     - get a tensor out of train_step into a callback
#     kind: answer
#     question: How do I print inside a Keras train_step, and return more than the loss?
# ---

# %% [markdown]
# # How do I print inside a Keras train_step, and return more than the loss?
#
# Print with `tf.print`, and put what you want to see into the dict that `train_step` returns, under a name of its own: it stands in the callbacks' `logs` and in the history.

# %%
import keras
import tensorflow as tf


class Watched(keras.Model):
    def train_step(self, data):
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x, y, y_pred, sample_weight)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        tf.print("rows", tf.shape(x)[0], "loss", loss)  # needs jit_compile=False
        results = self.compute_metrics(x, y, y_pred, sample_weight)
        return {**results, "loss": loss, "norm": tf.linalg.global_norm(gradients)}


inputs = keras.Input((1,))
outputs = keras.layers.Dense(1, kernel_initializer="ones", use_bias=False)(inputs)
model = Watched(inputs, outputs)  # as keras.Model(inputs, outputs)
model.compile(keras.optimizers.SGD(0.0), "mae", jit_compile=False)
x, y = tf.constant([[1.0], [3.0], [8.0]]), tf.zeros((3, 1))
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0)
print(run.history)

# %% [markdown]
# ## Why it works
#
# For a subclassed model the method goes into your class; a `Sequential` gets it from `class Watched(keras.Sequential)`. It is traced once and run for each batch, so a `tf.print` prints each time. What it returns comes out of the graph as numbers, under XLA as well. Of each name, `logs` has the last batch's value, and so has the history, which takes the `logs` of the epoch's end; for a mean over the epoch make a `keras.metrics.Mean`, and update it in the step.
#
# ## What looks right and is not
#
# If the dict has only names of Keras' own metrics, then the epoch's end shows those metrics, and not what you returned. Never updated, they are zero:


# %%
class OnlyLoss(Watched):
    def train_step(self, data):
        return {"loss": super().train_step(data)["loss"]}


losses = OnlyLoss(inputs, outputs)
losses.compile(keras.optimizers.SGD(0.0), "mae", jit_compile=False)
print(losses.fit(x, y, verbose=0).history)

# %% [markdown]
# And a tensor has no `.numpy()` in here:

# %% error="graph-tensor-numpy" tags=["raises-exception"]
losses.compile("sgd", lambda y_true, y_pred: print(y_pred.numpy()))
losses.fit(x, y, verbose=0)

# %% [markdown]
# Prints elsewhere in a step: [Prints under fit](../../03_tf_function_printing.py#prints-under-fit).
