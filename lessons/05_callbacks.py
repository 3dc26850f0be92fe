# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#       ActivationLogger callback: How do I log the activations of all layers?
#       How can a callback see labels and predictions of the training batch?: How do
#         I see the batch that is being trained on?
#       How do I get the loss of each batch in Keras?: What a callback is given
#       How do I log weights and gradients in every epoch?: How do I follow weights
#         and gradients?
#       How do I stop training when a layer gives NaN?: How do I stop training when
#         a layer breaks?
#       TensorBoard histogram of layer activations: Do I need TensorBoard to log activations?
#       TerminateOnNaN, stop training in a callback: How do I stop training when a layer
#         breaks?
#       Where is validation_data in a Keras callback?: What a callback is given
#       Why does training become so slow when I look at activations?: Why does a look
#         in a callback make training slow?
#       access the current batch, its inputs, labels and outputs, inside a callback: How
#         do I see the batch that is being trained on?
#       access the inputs and outputs of the model during the training process: How
#         do I see the batch that is being trained on?
#       access the training or validation data in a custom callback: What a callback
#         is given
#       callback that predicts on a few samples after each epoch: How do I look at the
#         same rows after each epoch?
#       callback with predict makes training slow: Why does a look in a callback make
#         training slow?
#       check for NaN or Inf in the layer outputs: How do I stop training when a layer
#         breaks?
#       compute_loss override to keep y_pred in a variable: How do I see the batch that
#         is being trained on?
#       custom callback to save layer outputs at each batch or epoch: How do I see a
#         layer's output while a Keras model trains?
#       custom train_step that returns activations: How do I see the batch that is being
#         trained on?
#       find dead ReLU units while training: How do I log the activations of all layers?
#       get activations after each epoch with a callback: How do I see a layer's output
#         while a Keras model trains?
#       get the gradients of a Keras model, gradient norm per layer: How do I follow
#         weights and gradients?
#       get y_true and y_pred of each training batch: How do I see the batch that is
#         being trained on?
#       history of weights is the same in every epoch: How do I follow weights and gradients?
#       how the activations of a layer change over the epochs: How do I look at the
#         same rows after each epoch?
#       layer outputs of the real training batch, not a second forward pass: How do
#         I see the batch that is being trained on?
#       log mean and standard deviation of all layers' activations during training: How
#         do I log the activations of all layers?
#       log weights and gradients to TensorBoard with histogram_freq: Do I need TensorBoard
#         to log activations?
#       logs['loss'] on_train_batch_end is an average, how to get the batch loss: What
#         a callback is given
#       loss is NaN during training, find the layer: How do I stop training when a layer
#         breaks?
#       memory grows when a model is created or predict is called in a callback: Why
#         does a look in a callback make training slow?
#       monitor intermediate layer outputs while fitting: How do I see a layer's output
#         while a Keras model trains?
#       optimizer.get_gradients, K.gradients replacement with GradientTape: How do I
#         follow weights and gradients?
#       plot activation statistics over epochs: How do I log the activations of all
#         layers?
#       plot vanishing gradients: How do I follow weights and gradients?
#       predict in on_epoch_end traces again every time: Why does a look in a callback
#         make training slow?
#       print or save the weights of a layer after each batch or epoch: How do I follow
#         weights and gradients?
#       print the learning rate during training: How do I follow weights and gradients?
#       print the loss every N batches or every step: What a callback is given
#       print the output of a layer during training: How do I see a layer's output while
#         a Keras model trains?
#       save loss history of each batch: What a callback is given
#       save predictions on validation data at the end of every epoch: How do I look
#         at the same rows after each epoch?
#       save the model's targets and predictions for each batch during training: How
#         do I see the batch that is being trained on?
#       self.model.stop_training = True: How do I stop training when a layer breaks?
#       self.validation_data is None or missing in a callback: What a callback is given
#       show one example of the input and output each epoch: How do I look at the same
#         rows after each epoch?
#       tf.summary in a custom layer, callback or train_step: Do I need TensorBoard
#         to log activations?
#       what is in logs of on_epoch_end: What a callback is given
#       'where to build the sub-model in a callback: on_train_begin, set_model': How
#         do I look at the same rows after each epoch?
#     objectives:
#     - Log the activations of all layers while a model trains.
#     - Say what `logs` hold, and get each batch's own loss.
#     - Look at a layer on the same probe batch, again and again, with a callback of
#       your own.
#     prerequisites:
#     - 01_symbolic_or_eager
#     - 04_sub_models
#     - training a Keras model with `fit`
#     question: How do I see a layer's output while a Keras model trains?
#     title: 'Looking while training: callbacks'
# ---

# %% [markdown]
# # How do I see a layer's output while a Keras model trains?
#
# Keep a **probe batch**: a few rows that never change. Build a sub-model that ends at the layer **once**, and call it on the probe in a **callback**. (The layer's own `.output` is symbolic: training puts no numbers into it.) A subclassed model, or a `Sequential` without `Input`, has no sub-model when training begins: use [`ActivationLogger`](#how-do-i-log-the-activations-of-all-layers).

# %% tags=["remove-cell"]
from tutorial_utils import check, hint, progress, quiet, solution  # the course's own tools

quiet.start()  # TensorFlow without its start-up messages, and the same random numbers for everyone

# %%
import numpy as np
from keras import Input, Model, Sequential, callbacks, layers

model = Sequential([Input((4,)), layers.Dense(3, name="hidden"), layers.Dense(1)])
model.compile("sgd", "mse")
route = Model(model.inputs[0], model.get_layer("hidden").output)  # built once
x, y, probe = np.eye(4), np.ones((4, 1)), np.ones((1, 4))  # the probe never changes
look = callbacks.LambdaCallback(
    on_epoch_end=lambda epoch, logs: print(epoch, route(probe).numpy().round(2))
)
run = model.fit(x, y, epochs=3, verbose=0, callbacks=[look])

# %% [markdown]
# If that was your question, you are done. What follows logs all layers, and shows what a callback can see.
#
# <!-- lesson: minutes -->
#
# ## What you will be able to do
#
# <!-- lesson: objectives -->

# %% [markdown]
# ## Before you start
#
# Answer aloud, then open.
#
# <details><summary>How do you get the numbers of one layer for a batch?</summary>
#
# By a [sub-model](04_sub_models.py) from the model's input to the layer, called on the batch.
#
# </details>
#
# <details><summary>A traced function is called three times. How often does a <code>print</code> in it run?</summary>
#
# [Once, while it is traced](01_symbolic_or_eager.py), if each call gets tensors of one shape and dtype. `fit` traces the training step.
#
# </details>
#
# From here on there are digits to train on.
#
# * `digits_model()` makes a small model, always with the same weights: 64 pixels, 32 `"hidden"` units, ten `"scores"`. `digits_model(MyModel, rate=0.1, metrics=["accuracy"])` makes one of your class `MyModel`, with that learning rate. All else goes to `compile`.
# * `train(model, look)` fits it to 512 digits: three epochs, four batches each, with the callback `look`. `train(model, look, epochs=6)` hands all else to `fit`.

# %% tags=["hide-input"]
import tempfile

import keras
import tensorflow as tf
import tensorflow_datasets as tfds

from tutorial_utils.data import DATA

images, labels = tfds.load(
    "digits8x8", data_dir=DATA, split="train", batch_size=-1, as_supervised=True, download=False
)
images, labels = tf.cast(images[:512], "float32") / 16, labels[:512]


def digits_model(kind=keras.Model, rate=0.5, **more):
    keras.utils.set_random_seed(0)
    image = keras.Input((8, 8, 1), name="image")
    flat = keras.layers.Flatten(name="flat")(image)
    small = keras.regularizers.L2(1e-6)
    hidden = keras.layers.Dense(
        32, "relu", kernel_regularizer=small, activity_regularizer=small, name="hidden"
    )
    made = kind(image, keras.layers.Dense(10, name="scores")(hidden(flat)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    made.compile(keras.optimizers.SGD(rate), loss, **more)
    return made


def train(model, *looks, epochs=3, **more):
    more = {"batch_size": 128, "verbose": 0, **more}
    return model.fit(images, labels, epochs=epochs, callbacks=looks, **more)


# %% [markdown]
# ## How do I log the activations of all layers?
#
# `ActivationLogger` is a callback of the course's library. Give it a probe batch, and it looks at the layers of any Keras model after each epoch:

# %%
from tutorial_utils import ActivationLogger

probed = ActivationLogger(images[:64])
run = train(digits_model(), probed, epochs=6)
print({name: values.shape for name, values in probed.history.numpy().items()})

# %% [markdown]
# There were six looks. Of each layer it keeps four numbers a look: mean, standard deviation, smallest and largest value. (With `reduce=None` it keeps whole outputs, and with `every="batch"` it looks at every batch.) `probed.plot()` draws the standard deviation, a line for each layer:

# %% tags=["hide-input"]
from tutorial_utils.pictures import drawn

drawn(
    probed.plot(),
    "The standard deviation of three layers over six looks: flat stays level, hidden rises, and "
    "scores rises most.",
)

# %% [markdown]
# `flat`, the pixels, stays level: the rows are the same each time. The layers behind it change, for they learn.
#
# That is all that many people need. Read on to write such a callback yourself.

# %% [markdown]
# ## What a callback is given
#
# Keras calls a callback's methods at fixed moments. Here are two epochs of two batches. Each method gets a number, where there is one to get, and a dict that is called `logs`:

# %% tags=["hide-input"]
from tutorial_utils.pictures import strip_of_fit

fired = []


def noting(method):
    def note(self, *given, logs=None):
        number = [one for one in given if isinstance(one, int)]
        named = [name for one in (*given, logs) if isinstance(one, dict) for name in one]
        fired.append((method, number, sorted(named)))

    return note


methods = [f"on_{w}_{end}" for w in ("train", "epoch", "train_batch") for end in ("begin", "end")]
Notes = type("Notes", (keras.callbacks.Callback,), {name: noting(name) for name in methods})
noted = digits_model(metrics=["accuracy"], run_eagerly=True)
run = train(noted, Notes(), epochs=2, batch_size=256)
strip_of_fit(fired)

# %% [markdown]
# Time runs from left to right. What ends gets `logs`, and what begins gets an empty one. So look at the end of an epoch:


# %%
class Given(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(sorted(logs), sorted(self.params), hasattr(self, "validation_data"))


run = train(digits_model(metrics=["accuracy"]), Given(), epochs=1, validation_split=0.25)

# %% [markdown]
# `logs` hold what the training step returns: the loss and the metrics. There are no activations, labels or predictions in them.
#
# `self.validation_data` is gone. Hand your callback a few validation rows yourself, or the first batch of a dataset: `next(iter(dataset))`.
#
# Now look closer at the loss. The next model always answers 0. Three batches of one row have the targets 1, 3 and 5, so their absolute errors are 1, 3 and 5.

# %% [markdown]
# ### Exercise: what is the loss in the logs?
#
# > **Predict.** What will `logs["loss"]` be after each of the three batches?
# >
# > a) 1, 3, 5
# >
# > b) 1, 2, 3
# >
# > c) 3, 3, 3
# >
# > d) 1, 4, 9
#
# Write your letter: `loss_guess = "a"`.

# %% exercise="loss-of-a-batch" kind="predict"
loss_guess = ...

# %% tags=["check"]
check("loss-of-a-batch", loss_guess)


# %% tags=["hide-output", "step-by-step"]
def absolute_error(target, answer):
    print("the loss is traced")
    error = tf.abs(target - answer)
    tf.print("this batch has", error[0, 0])
    return error


def say_logs(batch, logs):
    print("the logs say", logs["loss"])


rows, targets = np.ones((3, 1)), np.array([[1.0], [3.0], [5.0]])
zero = layers.Dense(1, kernel_initializer="zeros", name="zero")
still = Sequential([Input((1,)), zero], name="still")
still.compile(keras.optimizers.SGD(0.0), absolute_error, metrics=["mse"], jit_compile=False)
said = callbacks.LambdaCallback(on_train_batch_end=say_logs)
run = still.fit(rows, targets, batch_size=1, shuffle=False, verbose=0, callbacks=[said])

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is b: **the mean over all rows since the epoch began**.
#
# | you chose | you may have thought | but |
# |---|---|---|
# | a | each batch reports its own loss | its loss goes into a mean, which is reported |
# | c | the mean of the whole epoch is reported | nobody knows it yet |
# | d | losses are added up | they are averaged |
#
# The loss function is Python, so it runs only while `fit` traces its step: twice here, for the metric makes variables in the first trace, and then TensorFlow traces again. Each batch runs the graph, and with it `tf.print`.
#
# </details>
#
# So `tf.print` in a loss shows each batch's own. Or empty the means before each batch. (The epoch's loss is the last batch's then.) `train_on_batch` trains, and returns the batch's loss and metrics:

# %%
fresh = callbacks.LambdaCallback(on_train_batch_begin=lambda batch, logs: still.reset_metrics())
run = still.fit(rows, targets, batch_size=1, shuffle=False, verbose=0, callbacks=[fresh, said])
print(run.history["loss"], still.train_on_batch(rows[:1], targets[1:2]))

# %% [markdown]
# With `steps_per_execution`, Keras runs several batches before it calls a callback, so there is one number for all of them. (`run_eagerly=True` leaves the trace out, which saves time here.)

# %%
still.compile(keras.optimizers.SGD(0.0), "mae", steps_per_execution=3, run_eagerly=True)
run = still.fit(rows, targets, batch_size=1, shuffle=False, verbose=0, callbacks=[said])

# %% [markdown]
# ## How do I look at the same rows after each epoch?
#
# A probe batch stays the same. So where two looks differ, it is the model that has changed.
#
# The sub-model is built once, in `on_train_begin`. (In `__init__` it is too early: `fit` puts the model into `self.model` later.) For a model of several inputs, write `inputs` in place of `inputs[0]`, and give the probe as a list, here and below. After each epoch it is called on the probe:


# %%
class ProbeUnits(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.looks = layer_name, probe, []

    def on_train_begin(self, logs=None):  # once: build the sub-model
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):  # each time: call it on the probe
        self.whole = self.route(self.probe).numpy()
        self.looks.append(self.whole.mean(axis=0))  # keep little


units = ProbeUnits("hidden", images[:64])
run = train(digits_model(), units, epochs=6)
print(len(units.looks), units.looks[0].shape, units.looks[0].nbytes, units.whole.nbytes)

# %% [markdown]
# The callback keeps the mean of each unit. Such a look at 32 units takes 128 bytes, and a whole output 8192. So reduce first, and keep arrays: tensors stay in their device's memory.

# %% tags=["hide-input"]
from tutorial_utils.pictures import units_over_epochs

units_over_epochs(units.looks)

# %% [markdown]
# Twenty units end brighter. Twelve stay dark. No loss would tell you.

# %% [markdown]
# ### Exercise: in which order is a probe built?
#
# > **Exercise.** Put the lines that you need in order, so that `Looker` keeps the numbers of layer 2 after each epoch, and builds its sub-model once. (`super().__init__()` is left out: all that it sets in a callback, `fit` sets again.) Move them (Alt+Up, Alt+Down), and delete the others; letters will do too: `"HGFEDC"`.

# %% exercise="order-of-a-probe" kind="order"
probe_order = [
    "A           self.looks.append(self.route(self.model.inputs[0]).numpy())",
    "B       def on_epoch_end(self, epoch, logs=None):",
    "C           self.route = keras.Model(self.model.inputs[0], self.model.layers[2].output)",
    "D   class Looker(keras.callbacks.Callback):",
    "E           self.looks.append(self.route(probe).numpy())",
    "F       def on_train_begin(self, logs=None):",
    "G           self.looks = []",
    "H       def __init__(self):",
]

# %% tags=["check"]
check("order-of-a-probe", probe_order)

# %% [markdown]
# ### Exercise: what is wrong with this callback?
#
# > **Exercise.** This callback is copied a lot. Run the check to see it fail. Repair it: after each epoch, the standard deviation of `"hidden"` for the probe goes into `spreads`, as a number. A second fault makes it slow.


# %% exercise="probe-not-plan" kind="repair"
class HiddenSpread(keras.callbacks.Callback):
    """After each epoch, the standard deviation of the layer "hidden" for a probe batch."""

    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        to_layer = keras.Model(self.model.inputs[0], layer.output)
        outputs = to_layer(self.model.inputs[0])
        self.spreads.append(outputs.numpy().std())


# %% tags=["check"]
check("probe-not-plan", HiddenSpread)

# %% [markdown]
# ## What to keep
#
# * Any model: `ActivationLogger(probe)`. Your own: build the sub-model once, call it on the probe each epoch, keep little.
# * `logs` hold loss and metrics since the epoch began. `reset_metrics()` before each batch gives its own loss.
# * Validation rows are not in a callback: hand it some yourself.
# * Send the probe through, and not `model.inputs[0]`, which is symbolic.
#
# <!-- lesson: next -->

# %% [markdown]
# ## Go on if you need it
#
# Each section below needs what is above, and no other section. Take the one whose question is yours.
#
# <!-- lesson: further -->

# %% [markdown]
# ## How do I follow weights and gradients?
#
# A callback can read weights.
#
# > **Predict.** `kept` collects `kernel`, `copies` collects `kernel.numpy()`. What is in `kept` in the end?
# >
# > a) the weights after epochs 1, 2, 3
# >
# > b) three times the weights after epoch 3
# >
# > c) three times the weights after epoch 1

# %% tags=["hide-output"]
kept, copies, rates = [], [], []
model = digits_model(rate=keras.optimizers.schedules.ExponentialDecay(0.1, 4, 0.5))


def keep(epoch, logs):
    kept.append(model.get_layer("hidden").kernel)
    copies.append(kept[-1].numpy())
    rates.append(float(model.optimizer.learning_rate))


run = train(model, callbacks.LambdaCallback(on_epoch_end=keep))
print(kept[0] is kept[2], np.array_equal(copies[0], copies[2]), np.round(rates, 4))

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is b (not a or c): one variable, three times in the list, with what it holds *now*. `.numpy()` copies. A schedule's learning rate is read likewise; here it is halved every epoch.
#
# </details>
#
# `fit` keeps no gradients, so compute them for the probe: record the forward pass on a `tf.GradientTape`, then ask `tape.gradient(of_what, for_which_weights)`.

# %% [markdown]
# ### Exercise: how do you get the gradients?
#
# > **Exercise.** Write the two missing pieces. (`compute_loss` uses the compiled loss.)


# %% exercise="gradients-of-a-probe" kind="blank"
def gradient_norms(any_model, some_images, some_labels):
    """How long the gradient of each weight is, for one batch: path -> number."""
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = ...  # the model's numbers for the batch
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = ...  # of the loss, one for each weight
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% tags=["check"]
check("gradients-of-a-probe", gradient_norms)

# %% [markdown]
# > **Key.** Copy weights with `.numpy()`, and take gradients from a tape.

# %% [markdown]
# ## How do I see the batch that is being trained on?
#
# To log the layers' outputs, give `ActivationLogger` no probe. Then it looks at the real batches:

# %%
real = ActivationLogger(every="batch")
run = train(digits_model(), real, epochs=6)
print(len(real.history), "looks")

# %% [markdown]
# There were six epochs of four batches. Labels and scores are another matter: those of a real batch exist inside the training step only. `compute_loss` gets both:

# %%
in_a_list, in_a_variable = [], tf.Variable([0], shape=(None,), dtype="int64", trainable=False)


class KeepsLabels(keras.Model):
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        if training:  # in validation it is False
            in_a_list.append(y)  # Python: runs while the step is traced
            in_a_variable.assign(y)  # TensorFlow: runs in every step
        return super().compute_loss(x, y, y_pred, sample_weight, training)


run = train(digits_model(KeepsLabels, jit_compile=False))
print(len(in_a_list), tf.is_symbolic_tensor(in_a_list[0]), in_a_variable.numpy().shape)

# %% [markdown]
# Twelve steps ran. The list has one entry, a graph tensor: `append` ran once, while TensorFlow traced the step. **The variable holds the labels of the last training batch**, and a callback can read it after each one.
#
# `None` in its shape allows any number of rows, but [not with a GPU's XLA](answers/training/prints_in_fit_on_a_gpu.py): hence `jit_compile=False`.

# %% [markdown]
# ### Exercise: how do you keep the scores?
#
# > **Exercise.** Do the same for the scores: a row of ten for each digit. Fill in shape and line.


# %% exercise="batch-in-a-variable" kind="blank"
class KeepsScores(keras.Model):
    """Keeps what it gave for the batch that it was last trained on, in `last_scores`."""

    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=..., trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        if training:
            ...  # put this batch's scores into the variable
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% tags=["check"]
check("batch-in-a-variable", KeepsScores)

# %% [markdown]
# For activations and gradients, write the step yourself. What it returns becomes `logs`, without a mean, and arrays are welcome. Return a name of your own, such as `batch_loss`. (If you return `loss` and nothing else, `history` holds what Keras' metric `loss` says, and not your number.)


# %%
class OpenStep(keras.Model):
    def train_step(self, data):
        images, labels = data
        with tf.GradientTape() as tape:
            hidden, scores = both(images, training=True)  # one pass, two outputs
            loss = self.compute_loss(y=labels, y_pred=scores)
        gradients = tape.gradient(loss, self.trainable_variables)  # no mixed_float16: see below
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"batch_loss": loss, "hidden": hidden, "gradient": tf.linalg.global_norm(gradients)}


# %% [markdown]
# `both` in it is a sub-model with two outputs, made before training begins:

# %%
opened = digits_model(OpenStep)
both = keras.Model(opened.inputs[0], [opened.get_layer("hidden").output, opened.outputs[0]])
print({name: np.shape(values[0]) for name, values in train(opened).history.items()})
print([tf.is_symbolic_tensor(loss) for loss in opened.losses])

# %% [markdown]
# A callback fills `history`, so it got activations of a real batch. Under `mixed_float16` this step would train next to nothing: there, take the gradients of `self.optimizer.scale_loss(loss)`, computed on the tape. Another trap: in `model.losses`, the penalty on `hidden`'s outputs is a graph tensor, left from the traced step.
#
# > **Key.** Assign the real batch to a variable in `compute_loss`, if `training`, with `compile(jit_compile=False)`; or return it from `train_step`. A Python list collects graph tensors.

# %% [markdown]
# ## How do I stop training when a layer breaks?
#
# `self.model.stop_training = True` ends training after the current epoch or batch. Keras' own [`TerminateOnNaN`](https://keras.io/api/callbacks/terminate_on_nan/) watches the loss.

# %% [markdown]
# ### Exercise: when does training have to stop?
#
# > **Exercise.** From nothing: after each epoch, `StopWhenBroken(layer_name, probe)` adds the layer's largest absolute value to a list, `self.largest`. NaN or infinity ends training. Build the sub-model once. Two may watch one model.


# %% exercise="stop-when-broken" kind="write"
class StopWhenBroken(keras.callbacks.Callback):
    """Watches a layer with a probe batch, and ends training when it is not finite."""

    def __init__(self, layer_name, probe): ...


# %% tags=["check"]
check("stop-when-broken", StopWhenBroken)

# %% [markdown]
# ## Why does a look in a callback make training slow?
#
# A look may run the layers again, and may have to be traced first: TensorFlow then runs the Python to write down a graph, which takes long. Here a layer counts the runs and traces that come on top of training's own.
#
# > **Predict.** After each of three epochs, a callback builds a new sub-model and calls its `predict`. How many more traces is that?
# >
# > a) none: the layers are the trained model's
# >
# > b) one
# >
# > c) three


# %% tags=["hide-input"]
class Counter(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.traces = 0
        self.runs = self.add_weight(shape=(), dtype="int32", initializer="zeros", trainable=False)

    def call(self, values):
        self.traces += not tf.executing_eagerly()
        self.runs.assign_add(1)
        return values


def cost(look):
    counter = Counter()
    image = keras.Input((8, 8, 1))
    middle = keras.layers.Dense(32, name="hidden")(counter(keras.layers.Flatten()(image)))
    counted = keras.Model(image, keras.layers.Dense(10)(middle))
    counted.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    made = look(counted)
    counter.traces = 0
    train(counted, made if isinstance(made, keras.callbacks.Callback) else after_epoch(made))
    return f"{int(counter.runs) - 12:>9}  {counter.traces - 1:>11}"


def after_epoch(function):
    return callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: function(images[:32]))


def sub_model(model):
    return keras.Model(model.inputs[0], model.get_layer("hidden").output)


def predicting(sub):
    return lambda rows: sub.predict(rows, verbose=0)


ways = {
    "new sub-models, predict": lambda m: lambda rows: predicting(sub_model(m))(rows),
    "one sub-model, predict": lambda m: predicting(sub_model(m)),
    "one sub-model, called": sub_model,
    "one sub-model in a tf.function": lambda m: tf.function(sub_model(m)),
    "ActivationLogger(probe)": lambda m: ActivationLogger(images[:32]),
    "ActivationLogger(), real batches": lambda m: ActivationLogger(),
}

# %% tags=["hide-output"]
print("more runs  more traces", *(f"{cost(look)}  {way}" for way, look in ways.items()), sep="\n")

# %% [markdown]
# <details><summary>The answer, once you have chosen</summary>
#
# It is c. The layers are shared, but each new model gets a graph of its own (not a). One trace (b) is enough if the sub-model is built once.
#
# </details>
#
# A sub-model that is called runs eagerly, without a trace. That is fine once an epoch; for every batch, take a `tf.function`. The probe ran three times. `ActivationLogger(probe)` ran it three times, too, and shows 0: it puts every variable back that its look has changed, this count among them. Real batches need no run.

# %% [markdown]
# ## Do I need TensorBoard to log activations?
#
# No. TensorFlow no longer installs TensorBoard. `tf.summary.scalar`, `tf.summary.histogram` and Keras' callback [`TensorBoard`](https://keras.io/api/callbacks/tensorboard/) need it: `pip install tensorboard`. Without it, you can write a log:

# %%
scalar = tf.compat.v1.SummaryMetadata(plugin_data={"plugin_name": "scalars"})
with tf.summary.create_file_writer(tempfile.mkdtemp()).as_default():
    print([bool(tf.summary.write("hidden", units.looks[i].mean(), i, scalar)) for i in range(6)])

# %% [markdown]
# Keras' callback logs metrics and, with `histogram_freq=1`, weights, not activations. With `update_freq=1`, it also writes what a layer gives to `tf.summary`; under XLA, a compiler for graphs, that raises.

# %% [markdown]
# ## When it goes wrong
#
# These errors are meant, and each cell says what to do.
#
# <!-- lesson: errors -->

# %% error="kerastensor-numpy" tags=["raises-exception"]
units.route(units.model.inputs[0]).numpy()

# %% error="graph-tensor-numpy" tags=["raises-exception"]
tf.function(lambda t: t.numpy())(tf.ones(2))

# %% error="callback-without-model" tags=["raises-exception"]
keras.callbacks.Callback().model.get_layer("hidden")

# %% error="callback-validation-data" tags=["raises-exception"]
units.validation_data

# %% error="callback-argument-names" tags=["raises-exception"]
misnamed = callbacks.LambdaCallback(on_train_batch_end=lambda batch, log: None)
still.fit(rows, targets, verbose=0, callbacks=[misnamed])

# %% error="optimizer-get-gradients" tags=["raises-exception"]
still.optimizer.get_gradients("loss", still.weights)

# %% error="tensorboard-missing" tags=["raises-exception"]
tf.summary.scalar("hidden/mean", 0.5, step=0)
