# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% exercise="loss-of-a-batch"
loss_guess = "B"

# %% exercise="loss-of-a-batch"
loss_guess = "b)"

# %% exercise="loss-of-a-batch"
loss_guess = "b) 1, 2, 3"

# %% exercise="loss-of-a-batch"
loss_guess = "(b)"

# %% exercise="loss-of-a-batch"
loss_guess = " b. "

# %% exercise="order-of-a-probe"
probe_order = "DFCGBE"

# %% exercise="order-of-a-probe"
probe_order = "DBEFGC"

# %% exercise="order-of-a-probe"
probe_order = "DHGFCBE"

# %% exercise="order-of-a-probe"
probe_order = "DBEHGFC"

# %% exercise="order-of-a-probe"
probe_order = "DFCHGBE"

# %% exercise="order-of-a-probe"
probe_order = "D-F-G-C-B-E"

# %% exercise="order-of-a-probe"
probe_order = "dfgcbe."

# %% exercise="order-of-a-probe"
probe_order = ["D", "F", "G", "C", "B", "E"]


# %% exercise="probe-not-plan"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        self.to_layer = keras.Model(self.model.input, self.model.get_layer("hidden").output)

    def on_epoch_end(self, epoch, logs=None):
        self.spreads.append(np.std(self.to_layer.predict(self.probe_batch, verbose=0)))


# %% exercise="probe-not-plan"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch, self.spreads, self.to_layer = probe_batch, [], None

    def on_epoch_end(self, epoch, logs=None):
        if self.to_layer is None:
            layer = self.model.get_layer("hidden")
            self.to_layer = keras.Model(self.model.inputs, layer.output)
        self.spreads.append(float(keras.ops.std(self.to_layer([self.probe_batch]))))


# %% exercise="probe-not-plan"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        self.probe_batch = tf.constant(probe_batch)
        self.spreads = []

    def set_model(self, model):
        super().set_model(model)
        self.run = keras.Function(model.inputs, model.get_layer("hidden").output)

    def on_epoch_end(self, epoch, log):
        self.spreads.append(self.run([self.probe_batch]).numpy().std().item())


# %% exercise="probe-not-plan"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, batch):
        super().__init__()
        self.batch = batch

    def on_train_begin(self, logs=None):
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        values = self.batch
        for layer in self.model.layers[1:]:
            values = layer(values)
            if layer.name == "hidden":
                break
        self.spreads.append(float(tf.math.reduce_std(values)))


# %% exercise="probe-not-plan"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = np.array([])

    def on_train_begin(self, logs=None):
        names = [layer.name for layer in self.model.layers]
        self.up_to = keras.Sequential(self.model.layers[1 : names.index("hidden") + 1])

    def on_epoch_end(self, epoch, logs=None):
        outputs = self.up_to(self.probe_batch, training=False)
        self.spreads = np.append(self.spreads, outputs.numpy().std())


# %% exercise="probe-not-plan"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_train_begin(self, logs=None):
        every = keras.Model(self.model.inputs[0], {la.name: la.output for la in self.model.layers})
        self.every = tf.function(every)

    def on_epoch_end(self, epoch, logs=None):
        hidden = self.every(self.probe_batch)["hidden"]
        self.spreads += [np.sqrt(np.mean((hidden - np.mean(hidden)) ** 2))]


# %% exercise="probe-not-plan"
from tutorial_utils import get_activations


class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    def on_epoch_end(self, epoch, logs=None):
        outputs = get_activations(self.model, self.probe_batch, layers=["hidden"])["hidden"]
        self.spreads.append(outputs.numpy().std())


# %% exercise="gradients-of-a-probe"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model(some_images, training=True)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient(target=loss, sources=weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape(persistent=True) as tape:
        outputs = any_model(some_images)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = [tape.gradient(loss, w) for w in weights]
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_weights
    with tf.GradientTape() as tape:
        loss = any_model.compute_loss(x=some_images, y=some_labels, y_pred=any_model(some_images))
    gradients = tape.gradient(loss, [w.value for w in weights])
    return {w.path: np.linalg.norm(g.numpy()) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape() as tape:
        outputs = any_model.call(tf.convert_to_tensor(some_images))
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
        gradients = tape.gradient(loss, weights)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="gradients-of-a-probe"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables

    @tf.function
    def gradients_of(images, labels):
        with tf.GradientTape() as tape:
            loss = any_model.compute_loss(y=labels, y_pred=any_model(images))
        return tape.gradient(loss, weights)

    gradients = gradients_of(some_images, some_labels)
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="batch-in-a-variable"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        shape = tf.TensorShape([None, 10])
        self.last_scores = tf.Variable(tf.zeros((0, 10)), shape=shape, trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        loss = super().compute_loss(x, y, y_pred, sample_weight, training)
        if training:
            self.last_scores.assign(tf.identity(y_pred), read_value=False)
        return loss


# %% exercise="batch-in-a-variable"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=[None, None])

    def compute_loss(self, x=None, y=None, y_pred=None, *more, training=True, **named):
        if training:
            tf.compat.v1.assign(self.last_scores, y_pred, validate_shape=False)
        return super().compute_loss(x, y, y_pred, *more, training=training, **named)


# %% exercise="batch-in-a-variable"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def train_step(self, data):
        images, labels = data
        with tf.GradientTape() as tape:
            scores = self(images, training=True)
            loss = self.compute_loss(y=labels, y_pred=scores)
        self.last_scores.assign(scores)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"loss": loss}


# %% exercise="batch-in-a-variable"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=tf.TensorShape(None), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        if training:
            self.last_scores.assign(tf.stop_gradient(y_pred))
        return super().compute_loss(x, y, y_pred, sample_weight, training)


# %% exercise="batch-in-a-variable"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable(np.zeros((1, 10), "float32"), shape=(None, 10))

    def call(self, inputs, training=None, mask=None):
        scores = super().call(inputs, training=training, mask=mask)
        if training:
            self.last_scores.assign(scores)
        return scores


# %% exercise="stop-when-broken"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.name, self.probe, self.largest = layer_name, probe, []

    def set_model(self, model):
        super().set_model(model)
        self.route = keras.Model(model.input, model.get_layer(self.name).output)

    def on_epoch_end(self, epoch, logs=None):
        values = self.route.predict(self.probe, verbose=0)
        number = np.max(np.abs(values))
        self.largest.append(number)
        self.model.stop_training |= bool(np.isnan(number) or np.isinf(number))


# %% exercise="stop-when-broken"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        self.layer_name, self.probe, self.route = layer_name, tf.constant(probe), None

    def on_train_begin(self, logs=None):
        self.largest = []

    def on_epoch_end(self, epoch, logs=None):
        if self.route is None:
            output = self.model.get_layer(self.layer_name).output
            self.route = tf.function(keras.Model(self.model.inputs[0], output))
        self.largest.append(float(tf.reduce_max(tf.abs(self.route(self.probe)))))
        if not tf.math.is_finite(self.largest[-1]):
            self.model.stop_training = True


# %% exercise="stop-when-broken"
import math


class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name = layer_name
        self.probe = probe
        self.largest = []

    def on_epoch_end(self, epoch, logs=None):
        values = self.probe
        for layer in self.model.layers[1:]:
            values = layer(values)
            if layer.name == self.layer_name:
                break
        largest = float(keras.ops.max(keras.ops.abs(values)))
        self.largest = [*self.largest, largest]
        if math.isnan(largest) or largest == math.inf:
            self.model.stop_training = True


# %% exercise="stop-when-broken"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe, verbose=False):
        super().__init__()
        self.layer_name, self.probe, self.verbose = layer_name, probe, verbose
        self.largest = np.zeros(0)

    def on_train_begin(self, logs=None):
        ends = {layer.name: layer.output for layer in self.model.layers}
        self.all = keras.Model(self.model.inputs[0], ends)

    def on_epoch_end(self, epoch, logs=None):
        values = self.all(self.probe, training=False)[self.layer_name].numpy()
        self.largest = np.append(self.largest, max(values.max(), -values.min(), key=abs))
        if not np.isfinite(values).all():
            self.model.stop_training = True


# %% exercise="stop-when-broken"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        layer = self.model.get_layer(self.layer_name)
        self.route = keras.Model(self.model.inputs[0], layer.output)

    def on_epoch_end(self, epoch, logs=None):
        number = np.abs(self.route(self.probe)).max()
        self.largest.append(number)
        if not number < np.inf:
            print(f"broken after epoch {epoch}")
            self.model.stop_training = True


# %% exercise="probe-not-plan"
class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self._kept = {}

    @property
    def spreads(self):
        return list(self._kept.values())

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 0:
            self.to_layer = keras.Model(self.model.inputs, self.model.get_layer("hidden").output)

    def on_epoch_end(self, epoch, logs=None):
        self._kept[epoch] = self.to_layer(self.probe_batch).numpy().ravel().std(dtype="float64")


# %% exercise="probe-not-plan"
import functools


class HiddenSpread(keras.callbacks.Callback):
    def __init__(self, probe_batch):
        super().__init__()
        self.probe_batch = probe_batch
        self.spreads = []

    @functools.cached_property
    def to_layer(self):
        return keras.Model(self.model.inputs[0], self.model.get_layer("hidden").output)

    def on_epoch_end(self, epoch, logs=None):
        outputs = self.to_layer.predict_on_batch(self.probe_batch)
        self.spreads.append(np.sqrt(np.var(outputs)))


# %% exercise="gradients-of-a-probe"
def gradient_norms(any_model, some_images, some_labels):
    weights = any_model.trainable_variables
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([w.value for w in weights])
        outputs = some_images
        for layer in any_model.layers:
            outputs = layer(outputs)
        loss = any_model.compute_loss(y=some_labels, y_pred=outputs)
    gradients = tape.gradient([loss], tuple(weights), unconnected_gradients="zero")
    return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}


# %% exercise="batch-in-a-variable"
class KeepsScores(keras.Model):
    def __init__(self, *ends, **settings):
        super().__init__(*ends, **settings)
        self.last_scores = tf.Variable(np.zeros((3, 10), "float32"), shape=(None, 10), name="kept")

    def compute_loss(self, images, labels, scores, weights=None, training=True):
        if training:
            self.last_scores.assign(1 * scores)
        return super().compute_loss(images, labels, scores, weights, training=training)


# %% exercise="batch-in-a-variable"
class KeepsScores(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.last_scores = tf.Variable([[0.0] * 10], shape=(None, 10), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        kept = [self.last_scores.assign(y_pred)] if training else []
        with tf.control_dependencies(kept):
            return keras.Model.compute_loss(self, x, y, y_pred, sample_weight, training)


# %% exercise="stop-when-broken"
class StopWhenBroken(keras.callbacks.TerminateOnNaN):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.layer_name, self.probe, self.largest = layer_name, probe, []

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        end = self.model.get_layer(self.layer_name).output
        self.route = keras.Model(self.model.inputs, end)

    def on_epoch_end(self, epoch, logs=None):
        values = self.route(self.probe)
        self.largest += [np.linalg.norm(np.ravel(values), np.inf)]
        if not np.isfinite(self.largest).all():
            self.model.stop_training = True


# %% exercise="stop-when-broken"
class StopWhenBroken(keras.callbacks.Callback):
    def __init__(self, layer_name, probe):
        super().__init__()
        self.probe, self.layer_name = probe, layer_name
        self.largest = []
        self.route = None

    def on_epoch_end(self, epoch, logs=None):
        self.route = self.route or keras.Model(
            self.model.inputs[0], self.model.get_layer(self.layer_name).output
        )
        largest = np.abs(self.route(self.probe)).max().item()
        self.largest = [*self.largest, largest]
        self.model.stop_training = self.model.stop_training or largest - largest != 0
