# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] exercise="loss-of-a-batch" part="hint"
# What does the progress bar of `fit` show as the loss, in the middle of an epoch? Does it jump from batch to batch?

# %% [markdown] exercise="loss-of-a-batch" part="hint"
# A metric has a state: it takes one batch after the other, and tells what it is on average. The state is emptied when an epoch begins. A runner's average time after lap 2 is not the time of lap 2, either.

# %% [markdown] exercise="loss-of-a-batch" part="hint"
# After the first batch: 1. After the second: (1 + 3) / ____. After the third: (1 + 3 + 5) / ____.

# %% exercise="loss-of-a-batch" part="answer"
loss_guess = "b"

# %% [markdown] exercise="loss-of-a-batch" part="why"
# What Keras calls the loss is a metric: the mean over all rows since the epoch began. A batch of fewer rows counts less. So a curve of it hides a bad batch. For the batch's own loss, empty the state first (`reset_metrics`), or return it from your own `train_step`, under a name of your own, such as `"batch_loss"`: under the name `"loss"` alone, `history` gets Keras' mean.

# %% [markdown] exercise="order-of-a-probe" part="hint"
# Which lines belong to "once", and which to "each time"? At which moment does `self.model` hold the model?

# %% [markdown] exercise="order-of-a-probe" part="hint"
# A callback is a class; below each of its methods stands what is done at that moment. When you water a plant every day, you buy the can once, before the first day. The list is such a can, and so is the sub-model.

# %% [markdown] exercise="order-of-a-probe" part="hint"
# ```python
# class Looker(keras.callbacks.Callback):
#     def ____(self, logs=None):
#         self.looks = []
#         self.route = ____
#     def ____(self, epoch, logs=None):
#         self.looks.append(____)
# ```

# %% exercise="order-of-a-probe" part="answer"
probe_order = "DFGCBE"

# %% exercise="order-of-a-probe" part="before"
import keras
import numpy as np

rng = np.random.default_rng(11)
model = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(5, activation="sigmoid"),
        keras.layers.Dense(4, activation="sigmoid"),
        keras.layers.Dense(3, activation="tanh"),
        keras.layers.Dense(2),
    ]
)
model.set_weights([rng.normal(size=w.shape) for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.2), "mse", run_eagerly=True)
rows, targets = rng.normal(size=(8, 4)), np.ones((8, 2))
probe = rng.normal(size=(5, 4)).astype("float32")

# %% exercise="order-of-a-probe" part="after"
looker, routes = Looker(), []
keep = keras.callbacks.LambdaCallback(
    on_epoch_end=lambda epoch, logs: routes.append(getattr(looker, "route", 0))
)
model.fit(rows, targets, epochs=3, batch_size=4, shuffle=False, verbose=0, callbacks=[looker, keep])
found = {"looks": np.array(looker.looks), "sub-models that were built": len(set(map(id, routes)))}

# %% [markdown] exercise="order-of-a-probe" part="why"
# `on_train_begin` is the first moment at which the model is there, and it comes once: the place for the sub-model and the list. `on_epoch_end` comes again and again: the place for the call. The two lines of a method may change places. The list alone may also be made in `__init__`, with the seven letters DHGFCBE.

# %% [markdown] exercise="probe-not-plan" part="hint"
# What is in `self.model.inputs[0]` while the model trains: numbers, or a symbolic tensor? And which line is run after every epoch although its result is always the same?

# %% [markdown] exercise="probe-not-plan" part="hint"
# A KerasTensor goes in, so a KerasTensor comes out. Send in numbers, and numbers come out. What is needed once belongs into a method that runs once, such as `on_train_begin`; keep it on `self`, as you would keep an open file: `self.file = open(...)`.

# %% [markdown] exercise="probe-not-plan" part="hint"
# ```python
# def on_train_begin(self, logs=None):
#     layer = self.model.get_layer("hidden")
#     self.to_layer = keras.Model(____, ____)
#
# def on_epoch_end(self, epoch, logs=None):
#     outputs = self.to_layer(____)
#     self.spreads.append(outputs.numpy().std())
# ```


# %% exercise="probe-not-plan" part="answer"
class HiddenSpread(keras.callbacks.Callback):
    """After each epoch, the standard deviation of the layer "hidden" for a probe batch."""

    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        outputs = self.to_layer(self.probe_batch)
        self.spreads.append(outputs.numpy().std())


# %% [markdown] exercise="probe-not-plan" part="why"
# `model.inputs` are KerasTensors, and no training puts numbers there. The probe has numbers, so the call gives some. The sub-model shares the model's weights: built once, it follows the training. `self.model.input` is no help: a `Sequential` model has none, and elsewhere it is the same KerasTensor.


# %% [markdown] exercise="gradients-of-a-probe" part="hint"
# What must happen inside the `with` block for the tape to know how the loss comes from the weights?

# %% [markdown] exercise="gradients-of-a-probe" part="hint"
# Call the model on the batch inside the block; the tape notes what is computed. Then ask the tape: of what, with respect to what? For one variable `v` and `z = 3 * v`, that is `tape.gradient(z, v)`.

# %% [markdown] exercise="gradients-of-a-probe" part="hint"
# ```python
# outputs = any_model(____)
# gradients = tape.gradient(____, weights)
# ```


# %% exercise="gradients-of-a-probe" part="answer"
def gradient_norms(any_model, some_images, some_labels):
    """How long the gradient of each weight is, for one batch: path -> number."""
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(loss, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% [markdown] exercise="gradients-of-a-probe" part="why"
# The tape notes what is computed inside its block, from the weights to the loss, and goes back along it. `predict` gives arrays, which end the trail. No weight is changed by looking: no optimizer is called. Call this function in `on_epoch_end` with your probe, and you have gradients over time. With `training=True`, Dropout and BatchNormalization behave as in training; but then looking moves the statistics of BatchNormalization.


# %% [markdown] exercise="batch-in-a-variable" part="hint"
# Which argument of `compute_loss` holds what the model gave? How many rows does a batch have, and how many scores has a row?

# %% [markdown] exercise="batch-in-a-variable" part="hint"
# A variable is changed by its own method, which becomes a part of the step: `counter.assign(7)`. A variable of three columns that takes any number of rows has `shape=(None, 3)`.

# %% [markdown] exercise="batch-in-a-variable" part="hint"
# ```python
# self.last_scores = tf.Variable([[0.0] * 10], shape=(____, ____), trainable=False)
# ...
# self.last_scores.____(____)
# ```


# %% exercise="batch-in-a-variable" part="answer"
class KeepsScores(keras.Model):
    """Keeps what it gave for the batch that it was last trained on, in `last_scores`."""

    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        if training:
            self.last_scores.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% [markdown] exercise="batch-in-a-variable" part="why"
# `assign` is an operation of the graph, so it runs in every step. `self.last_scores = y_pred` runs once, while the step is traced, and leaves a graph tensor behind. The scores are those *before* the update, and they cost no second forward pass. In a callback: `self.model.last_scores.numpy()`. `if training` keeps the batches of validation out. Under mixed precision, `assign(tf.cast(y_pred, "float32"))`. With a GPU, `compile(jit_compile=False)`: under XLA, a variable keeps its first size.


# %% [markdown] exercise="stop-when-broken" part="hint"
# Which three steps did `ProbeUnits` have? Which of them change here, and what is new at the end?

# %% [markdown] exercise="stop-when-broken" part="hint"
# The sub-model is built once, and called after each epoch; what is kept is one number. Add it first, then decide. NaN is neither larger nor smaller than anything, so ask `np.isfinite(number)`: False for NaN and for infinity. On a thermometer you would do the same: write the reading down, and call for help if it is no reading at all.

# %% [markdown] exercise="stop-when-broken" part="hint"
# ```python
# def on_epoch_end(self, epoch, logs=None):
#     values = self.route(____).numpy()
#     self.largest.append(float(np.____(values).max()))
#     if not np.____(self.largest[-1]):
#         self.model.____ = True
# ```


# %% exercise="stop-when-broken" part="answer"
class StopWhenBroken(keras.callbacks.Callback):
    """Watches a layer with a probe batch, and ends training when it is not finite."""

    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        values = self.route(self.probe).numpy()
        self.largest.append(float(np.abs(values).max()))
        if not np.isfinite(self.largest[-1]):
            self.model.stop_training = True


# %% [markdown] exercise="stop-when-broken" part="why"
# NaN goes through `abs` and `max`, so one number tells. `stop_training` belongs to the model: `fit` asks for it after each epoch. An exception would end training too, but then `fit` returns no history. For a layer that breaks within an epoch, do the same in `on_train_batch_end`.
