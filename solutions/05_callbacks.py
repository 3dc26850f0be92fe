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
# What Keras calls the loss is a metric: the mean of all batches since the epoch began. So a curve of it hides a bad batch. For the batch's own loss, empty the state first (`reset_metrics`), or return the loss from your own `train_step`.

# %% exercise="loss-of-a-batch" expects="own-loss-expected" part="wrong"
loss_guess = "a"

# %% exercise="loss-of-a-batch" expects="whole-epoch-expected" part="wrong"
loss_guess = "c"

# %% exercise="loss-of-a-batch" expects="sum-expected" part="wrong"
loss_guess = "D"

# %% exercise="loss-of-a-batch" expects="no-option" part="wrong"
loss_guess = [1, 2, 3]

# %% [markdown] exercise="order-of-a-probe" part="hint"
# Which lines belong to "once", and which to "each time"? At which moment does `self.model` hold the model?

# %% [markdown] exercise="order-of-a-probe" part="hint"
# A callback is a class; below each of its methods stands what is done at that moment. When you water a plant every day, you buy the can once, before the first day. The list is such a can, and so is the route.

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

# %% [markdown] exercise="order-of-a-probe" part="why"
# `on_train_begin` is the first moment at which the model is there, and it comes once: the place for the route and the list. `on_epoch_end` comes again and again: the place for the call. The two lines of a method may change places. The list alone may also be made in `__init__`, with the seven letters DHGFCBE.

# %% exercise="order-of-a-probe" expects="symbolic" part="wrong"
probe_order = "DFGCBA"

# %% exercise="order-of-a-probe" expects="no-model-yet" part="wrong"
probe_order = "DHGCBE"

# %% exercise="order-of-a-probe" expects="rebuilt" part="wrong"
probe_order = "DFGBCE"

# %% exercise="order-of-a-probe" expects="started-over" part="wrong"
probe_order = "DFCBGE"

# %% exercise="order-of-a-probe" expects="no-list" part="wrong"
probe_order = "DFCBE"

# %% exercise="order-of-a-probe" expects="does-not-run" part="wrong"
probe_order = "FGCBED"

# %% exercise="order-of-a-probe" expects="no-lines" part="wrong"
probe_order = "on_train_begin, on_epoch_end"

# %% exercise="order-of-a-probe" expects="no-looks" part="wrong"
probe_order = "DFGC"

# %% exercise="order-of-a-probe" expects="other-looks" part="wrong"
probe_order = "DFGCE"

# %% exercise="order-of-a-probe" expects="rebuilt" part="wrong"
probe_order = "DBGCE"

# %% exercise="order-of-a-probe" expects="does-not-run" part="wrong"
probe_order = "DFBGCE"

# %% [markdown] exercise="probe-not-plan" part="hint"
# What is in `self.model.inputs[0]` while the model trains: numbers, or a plan? And which line is run after every epoch although its result is always the same?

# %% [markdown] exercise="probe-not-plan" part="hint"
# A plan goes in, so a plan comes out. Send in numbers, and numbers come out. What is needed once belongs into a method that runs once, such as `on_train_begin`; keep it on `self`, as you would keep an open file: `self.file = open(...)`.

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
# `model.inputs` are the plan's own beginning, and no training puts numbers there. The probe has numbers, so the call gives some. The route shares the model's weights: built once, it follows the training. `self.model.input` is no help: a `Sequential` model has none, and elsewhere it is the same plan.


# %% exercise="probe-not-plan" expects="symbolic" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        self.spreads.append(layer.output.numpy().std())


# %% exercise="probe-not-plan" expects="symbolic" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        to_layer = keras.Model(self.model.inputs[0], layer.output)
        outputs = to_layer(self.model.inputs[0])
        self.spreads.append(np.std(outputs))


# %% exercise="probe-not-plan" expects="rebuilt" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        to_layer = keras.Model(self.model.inputs[0], layer.output)
        outputs = to_layer(self.probe_batch)
        self.spreads.append(outputs.numpy().std())


# %% exercise="probe-not-plan" expects="no-model-yet" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.to_layer(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="one-look-only" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        to_layer = keras.Model(self.model.inputs[0], layer.output)
        self.outputs = to_layer(self.probe_batch)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.outputs.numpy().std())


# %% exercise="probe-not-plan" expects="whole-model" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        outputs = self.model(self.probe_batch)
        self.spreads.append(outputs.numpy().std())


# %% exercise="probe-not-plan" expects="not-reduced" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.to_layer(self.probe_batch).numpy())


# %% exercise="probe-not-plan" expects="still-a-tensor" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(tf.math.reduce_std(self.to_layer(self.probe_batch)))


# %% exercise="probe-not-plan" expects="no-spreads" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        print(self.to_layer(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="other-moment" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_train_batch_end(self, batch, logs=None):
        self.spreads.append(self.to_layer(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="input-of-a-model" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.probe_batch.input, layer.output)


# %% exercise="probe-not-plan" expects="probe-as-beginning" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        to_layer = keras.Model(self.probe_batch, layer.output)
        self.spreads.append(to_layer(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="skipped-layers" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        self.spreads.append(layer(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="overwritten" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads = self.to_layer(self.probe_batch).numpy().std()


# %% exercise="probe-not-plan" expects="not-on-self" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(to_layer(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="output-missing" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.to_layer(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="model-taken" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.model = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.model(self.probe_batch).numpy().std())


# %% exercise="probe-not-plan" expects="pytorch" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.to_layer(self.probe_batch).detach().cpu().numpy().std())


# %% exercise="probe-not-plan" expects="mean-of-columns" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.to_layer(self.probe_batch).numpy().std(axis=0).mean())


# %% exercise="probe-not-plan" expects="one-less" part="wrong"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer("hidden")
        self.to_layer = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(self.to_layer(self.probe_batch).numpy().std(ddof=1))


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
# The tape notes what is computed inside its block, from the weights to the loss, and goes back along it. `predict` gives arrays, which end the trail. Nothing is changed by looking: only `optimizer.apply_gradients` would. Call this function in `on_epoch_end` with your probe, and you have gradients over time. (`training=True` is right too: Dropout and BatchNormalization then behave as in training.)


# %% exercise="gradients-of-a-probe" expects="not-recorded" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model.predict(some_images, verbose=0)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(loss, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="symbolic" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model.outputs[0]
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(loss, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="gradient-of-outputs" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(outputs, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="weights-not-gradients" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = weights
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="old-optimizer" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = any_model.optimizer.get_gradients(loss, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="old-gradients" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tf.gradients(loss, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="turned-round" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(weights, loss)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="blank-left" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = ...
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="wrong-data" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(loss, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="all-weights" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(loss, any_model.weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="asked-again" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = [tape.gradient(loss, w) for w in weights]
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="another-number" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(loss, outputs)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe" expects="pytorch" part="wrong"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = [w.grad for w in weights if not loss.backward()]
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


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
        self.last_scores.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% [markdown] exercise="batch-in-a-variable" part="why"
# `assign` is an operation of the graph, so it runs in every step. `self.last_scores = y_pred` runs once, while the step is traced, and leaves a graph tensor behind. The scores are those *before* the update, and they cost no second forward pass. In a callback: `self.model.last_scores.numpy()`.


# %% exercise="batch-in-a-variable" expects="replaced" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores = y_pred
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="fixed-rows" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable(tf.zeros((4, 10)), shape=(4, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="fixed-rows" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(128, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="fixed-rows" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None,), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="labels-not-scores" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(y)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="numpy-inside" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(y_pred.numpy())
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="never-assigned" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="no-loss" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(y_pred)


# %% exercise="batch-in-a-variable" expects="blank-left" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=..., trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="in-a-list" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = []

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.append(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="other-loss" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return self.last_scores.assign(y_pred)


# %% exercise="batch-in-a-variable" expects="second-pass" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(self(x))
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="added-up" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign_add(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="rows-pile-up" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(tf.concat([self.last_scores, y_pred], 0))
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable" expects="other-numbers" part="wrong"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.last_scores.assign(tf.nn.softmax(y_pred))
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% [markdown] exercise="stop-when-broken" part="hint"
# Which three steps did `ProbeUnits` have? Which of them change here, and what is new at the end?

# %% [markdown] exercise="stop-when-broken" part="hint"
# The route is built once, and called after each epoch; what is kept is one number. Add it first, then decide. NaN is neither larger nor smaller than anything, so ask `np.isfinite(number)`: False for NaN and for infinity. On a thermometer you would do the same: write the reading down, and call for help if it is no reading at all.

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


# %% exercise="stop-when-broken" expects="stopped-too-early" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if self.largest[-1] > 1e6:
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="nan-not-seen" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if self.largest[-1] in (float("nan"), float("inf")):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="inf-not-seen" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if np.isnan(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="stops-itself" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if not np.isfinite(self.largest[-1]):
            self.stop_training = True


# %% exercise="stop-when-broken" expects="stopped-by-error" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if not np.isfinite(self.largest[-1]):
            raise ValueError("not finite")


# %% exercise="stop-when-broken" expects="sign-lost" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(self.route(self.probe).numpy().max()))
        if not np.isfinite(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="whole-model" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.probe, self.largest = probe, []

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.model(self.probe).numpy()).max()))
        if not np.isfinite(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="rebuilt" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_epoch_end(self, epoch, logs=None):
        layer = self.model.get_layer(self.layer_name)
        values = keras.Model(self.model.inputs[0], layer.output)(self.probe).numpy()
        self.largest.append(float(np.abs(values).max()))
        if not np.isfinite(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="not-a-number" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        values = self.route(self.probe).numpy()
        self.largest.append(np.abs(values).max(axis=1))
        if not np.isfinite(values).all():
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="no-model-yet" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.probe, self.largest = probe, []
        layer = self.model.get_layer(layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)


# %% exercise="stop-when-broken" expects="broken-not-kept" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        number = float(np.abs(self.route(self.probe).numpy()).max())
        if np.isfinite(number):
            self.largest.append(number)
        else:
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="stopped-too-early" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if np.isfinite(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="nan-not-seen" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if np.isinf(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="shared-list" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    largest = []  # noqa: RUF012

    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe = layer_name, probe

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if not np.isfinite(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="nothing-ends" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))


# %% exercise="stop-when-broken" expects="nothing-ends" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if not np.isfinite(logs["loss"]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="nan-lost" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.nanmax(np.abs(self.route(self.probe).numpy()))))
        if not np.isfinite(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken" expects="stops-itself" part="wrong"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        self.largest.append(float(np.abs(self.route(self.probe).numpy()).max()))
        if not np.isfinite(self.largest[-1]):
            self.route.stop_training = True
