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
#     - custom train_step trains nothing under mixed_float16
#     - print tensor within GradientTape
#     - own loss in train_step gives another number than the compiled one
#     - '`model.compiled_loss()` is deprecated'
#     kind: answer
#     question: How do I print inside a Keras train_step, and return more than the loss?
# ---

# %% [markdown]
# # How do I print inside a Keras train_step, and return more than the loss?
#
# Print with `tf.print`, and put what you want to see into the dict that `train_step` returns, under a name of its own: it stands in the callbacks' `logs` and in the history. Never return `{"loss": loss}` alone: the history then says 0.0.

# %%
import keras
import tensorflow as tf


class Watched(keras.Model):
    def train_step(self, data):
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x, y, y_pred, sample_weight)
            scaled = self.optimizer.scale_loss(loss)  # for mixed_float16; else it is the loss
        gradients = tape.gradient(scaled, self.trainable_variables)
        norm = tf.linalg.global_norm(gradients) / self.optimizer.scale_loss(1.0)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        tf.print("rows", tf.shape(tf.nest.flatten(x)[0])[0], "loss", loss)
        return {**self.compute_metrics(x, y, y_pred, sample_weight), "loss": loss, "norm": norm}


inputs = keras.Input((1,))
outputs = keras.layers.Dense(1, kernel_initializer="ones", use_bias=False)(inputs)
model = Watched(inputs, outputs)  # as keras.Model(inputs, outputs)
model.compile(keras.optimizers.SGD(0.0), "mae", jit_compile=False)  # tf.print needs it
x, y = tf.constant([[1.0], [3.0], [8.0]]), tf.zeros((3, 1))
print(model.fit(x, y, batch_size=2, shuffle=False, verbose=0).history)

# %% [markdown]
# ## Why it works
#
# For a subclassed model the method goes into your class; a `Sequential` gets it from `class Watched(keras.Sequential)`. It is traced once and run for each batch, so a `tf.print` prints each time. What it returns comes out of the graph as numbers, under XLA as well. Of each name, `logs` has the last batch's value, and so has the history, which takes the `logs` of the epoch's end; for a mean over the epoch make a `keras.metrics.Mean`, and update it in the step.
#
# `compute_loss` replaces `self.compiled_loss`, and gives labels the shape of the scores. A loss of your own does not: labels `(n,)` minus scores `(n, 1)` broadcast to `(n, n)`, and no error comes ([with numbers](layer_output_in_the_loss.py)).
#
# ## What looks right and is not
#
# If the dict has only names of Keras' own metrics, then the epoch's end shows those metrics, and not what you returned. Never updated, they are zero. And under `mixed_float16`, `compile` wraps the optimizer in a `LossScaleOptimizer`, which divides all gradients, by 32768 at first. Without `scale_loss` nobody has multiplied, so that no error comes, and a step of `SGD` leaves the weight where the step of `Watched` has moved it:


# %%
class Old(keras.Model):
    def train_step(self, data):
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=data[1], y_pred=self(data[0], training=True))
        self.optimizer.apply(tape.gradient(loss, self.weights), self.weights)
        return {"loss": loss}


keras.config.set_dtype_policy("mixed_float16")
for kind in (Watched, Old):
    net = kind(inputs, outputs)
    net.compile(keras.optimizers.SGD(0.0625), "mae", jit_compile=False)
    print(kind.__name__, net.fit(x, y, verbose=0).history, net.get_weights()[0].round(4))

# %% [markdown]
# Prints elsewhere in a step: [Prints under fit](../../03_tf_function_printing.py#prints-under-fit).
