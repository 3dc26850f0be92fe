"""Training: losses, metrics, optimizers, logs, and what goes into a model."""

import tempfile
import warnings

import keras
import numpy as np
import tensorflow as tf

from . import cured, simple
from .small import HIDDEN, Calls, X, fitted, functional, late, ones, subclassed

Y = np.array(HIDDEN, "float32")
V = tf.Variable(3.0)
FOLDER = tempfile.mkdtemp()
SGD = keras.optimizers.SGD
EMPTY = "zeros"


def printing(t):
    tf.print(t)
    return t


def compiled(loss="mse", **more):
    model = functional()
    model.compile(SGD(0.0), loss, **more)
    return model


def stepped(inside):
    """One step of a loop of one's own, the model called inside of the tape or before."""
    model, optimizer = functional(), SGD(1.0)
    loss = tf.reduce_sum(model(X))
    with tf.GradientTape() as tape:
        if inside:
            loss = tf.reduce_sum(model(X))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return model.get_weights()[1]


E = "no-gradients"
simple(
    E,
    "a loop of your own",
    "call the model inside of `with tf.GradientTape() as tape:`",
    lambda: stepped(False),
    lambda: stepped(True),
    [-2],
)
simple(
    E,
    "a loss under fit",
    "computed from `y_pred`",
    lambda: fitted(lambda y, p: tf.reduce_mean(y)),
    lambda: fitted(lambda y, p: keras.ops.mean(y - p)),
    [0.5],
)

RATED = SGD(0.5)


def set_rate(optimizer, rate):
    optimizer.learning_rate = rate
    return float(optimizer.learning_rate)


E = "optimizer-lr"
simple(
    E,
    "read",
    "float(optimizer.learning_rate)",
    lambda: RATED.lr,
    lambda: float(SGD(0.5).learning_rate),
    0.5,
)
simple(
    E,
    "set",
    "optimizer.learning_rate = 0.1",
    lambda: RATED.lr.assign(0.1),
    lambda: set_rate(RATED, 0.1),
    0.1,
)

HALVES = keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 0.5)
E = "optimizer-old-argument"
simple(
    E,
    "a number",
    "learning_rate=0.1",
    lambda: SGD(lr=0.1),
    lambda: float(SGD(learning_rate=0.1).learning_rate),
    0.1,
)


def stepped_twice(optimizer, build=()):
    if build:
        optimizer.build(build)
    for v in (tf.Variable(3.0), V):
        optimizer.apply_gradients([(tf.constant(1.0), v if not build else build[0])])
    return float(optimizer.iterations.numpy())


def numbers_of(optimizer):
    optimizer.build([V])
    return {v.path: v.numpy() for v in optimizer.variables}[optimizer.iterations.path]


def minimised():
    v = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        loss = v * v
    SGD(0.5).apply_gradients(zip(tape.gradient(loss, [v]), [v], strict=True))
    return v.numpy()


E = "optimizer-weights"
simple(
    E,
    "names and numbers",
    "{v.path: v.numpy() for v in optimizer.variables}",
    lambda: SGD().get_weights(),
    lambda: numbers_of(SGD()),
    0,
)
simple(
    E,
    "minimize",
    "optimizer.apply_gradients(zip(gradients, variables))",
    lambda: SGD().minimize(lambda: V * V, [V]),
    minimised,
    0,
)

E = "optimizer-unknown-variable"
simple(
    E,
    "a new optimizer",
    "Make a new optimizer",
    lambda: stepped_twice(SGD()),
    lambda: stepped_twice(SGD(), [tf.Variable(0.0)]),
    2,
)
simple(
    E,
    "build",
    "optimizer.build(variables)",
    lambda: stepped_twice(keras.optimizers.Adam()),
    lambda: stepped_twice(keras.optimizers.Adam(), [tf.Variable(0.0), V]),
    2,
)

E = "learning-rate-not-settable"
simple(
    E,
    "read",
    "float(optimizer.learning_rate)",
    lambda: set_rate(SGD(HALVES), 0.1),
    lambda: float(SGD(HALVES).learning_rate),
    0.1,
)
simple(
    E,
    "set",
    "keras.optimizers.SGD(0.1)",
    lambda: set_rate(SGD(HALVES), 0.1),
    lambda: set_rate(SGD(0.1), 0.2),
    0.2,
)


def scheduled(schedule):
    callback = keras.callbacks.LearningRateScheduler(schedule)
    model = compiled()
    model.fit(X, Y, verbose=0, callbacks=[callback])
    return float(model.optimizer.learning_rate)


simple(
    "schedule-output",
    "a float",
    "return float(rate)",
    lambda: scheduled(lambda epoch: None),
    lambda: scheduled(lambda epoch: float(epoch)),
    0,
)

HISTORY = compiled(metrics=["mae"]).fit(X, Y, validation_data=(X, Y), verbose=0)
BARE = compiled().fit(X, Y, verbose=0)
E = "logs-key"
simple(
    E,
    "validation",
    "give `validation_data`",
    lambda: BARE.history["val_loss"],
    lambda: HISTORY.history["val_loss"],
    [0],
)
simple(
    E,
    "a metric",
    "Print `logs.keys()`",
    lambda: BARE.history["mae"],
    lambda: list(HISTORY.history.keys()),
    ["loss", "mae", "val_loss", "val_mae"],
)

E = "history-object"
simple(
    E,
    "an attribute",
    'result.history["loss"]',
    lambda: BARE.loss,
    lambda: BARE.history["loss"],
    [0],
)
simple(
    E,
    "square brackets",
    'result.history["loss"]',
    lambda: BARE["loss"],
    lambda: BARE.history["loss"],
    [0],
)

E = "not-compiled"
simple(
    E,
    "compiled",
    "model.compile(",
    lambda: functional().fit(X, Y),
    lambda: compiled().evaluate(X, Y, verbose=0),
    0,
)
simple(
    E,
    "outputs alone",
    "model.predict(x)",
    lambda: functional().evaluate(X, Y),
    lambda: functional().predict(X, verbose=0),
    HIDDEN,
)

simple(
    "cardinality",
    "a batch axis",
    "x[None]",
    lambda: compiled().fit(X, Y[:1]),
    lambda: compiled().evaluate(X[0][None], Y[:1], verbose=0),
    0,
)
simple(
    "unrecognised-data",
    "a list of numbers",
    "model.predict(np.array([[1.0, 2.0]]))",
    lambda: functional().predict([[1.0, 2.0]]),
    lambda: functional().predict(np.array([[1.0, 2.0]]), verbose=0),
    [[3]],
)


def in_two():
    model = functional()
    first = keras.Model(model.inputs[0], model.layers[1].output)
    rest = keras.Model(model.layers[2].input, model.layers[2].output)
    return first, rest


def joined():
    first, rest = in_two()
    return rest(first(X))


E = "input-expects-shape"
simple(
    E,
    "one example",
    "x[None]",
    lambda: functional()(np.ones(3, "float32")),
    lambda: functional()(X[0][None]),
    [[3]],
)
simple(
    E, "a model that begins in the middle", "rest(first(x))", lambda: in_two()[1](X), joined, HIDDEN
)


class DecoratedCall(keras.layers.Layer):
    """A layer whose `call` is a tf.function, or only a part of it."""

    def __init__(self, whole):
        super().__init__()
        self.dense = ones(1, "inner")
        self.apart = tf.function(lambda t: 2 * t)
        if whole:
            self.call = tf.function(self.call)

    def call(self, t):
        return self.apart(self.dense(t))


def inner_after_a_step(whole):
    layer = DecoratedCall(whole)
    model = keras.Sequential([keras.Input((2,)), layer, ones(1, "after")])
    model.compile(SGD(1.0), lambda y, p: tf.reduce_sum(p), jit_compile=False)
    model.fit(X[:1], X[:1], verbose=0)
    return layer.dense.bias


def two_ends(trainable=True, **losses):
    """What the bias of the second end is after a step of `fit`."""
    inputs, other = keras.Input((2,)), ones(1, "other")
    other.trainable = trainable
    model = keras.Model(inputs, {"first": ones(1, "first")(inputs), "other": other(inputs)})
    down = lambda y, p: tf.reduce_sum(p)
    model.compile(SGD(1.0), {"first": down, "other": down if losses else None}, jit_compile=False)
    y = np.zeros((1, 1))
    model.fit(X[:1], {"first": y, **({"other": y} if losses else {})}, verbose=0)
    return other.bias


def rounded(step):
    first, second, optimizer = tf.Variable(1.0), tf.Variable(1.0), SGD(1.0)
    with tf.GradientTape() as tape:
        loss = first + step(second)
    gradients = tape.gradient(loss, [first, second])
    optimizer.apply_gradients(zip(gradients, [first, second], strict=True))
    return second


def loudly(run):
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "Gradients do not exist")
        return run()


def simple_warning(situation, words, broken, right, result):
    args = lambda: loudly(broken), lambda: loudly(right), result
    simple("gradients-missing", situation, words, *args)


simple_warning(
    "a decorated call",
    "Put it above a method for the loop alone",
    lambda: inner_after_a_step(True),
    lambda: inner_after_a_step(False),
    [-2],
)
simple_warning(
    "an output without a loss",
    "a loss in `compile`",
    two_ends,
    lambda: two_ends(both=True),
    [-1],
)
simple_warning(
    "a frozen layer",
    "`layer.trainable = False`",
    two_ends,
    lambda: two_ends(trainable=False),
    [0],
)
simple_warning(
    "a loop of your own",
    "compute the loss without it",
    lambda: rounded(tf.round),
    lambda: rounded(tf.identity),
    0,
)

E = "input-not-a-tensor"
simple(
    E,
    "a print between layers",
    "in the `call` of a layer",
    lambda: ones(1, "b")(tf.print(ones(1, "a")(keras.Input((2,))))),
    lambda: ones(1, "b")(Calls(printing)(ones(1, "a")(X))),
    HIDDEN,
)


class PrintsBetween(keras.Model):
    def __init__(self, assigns):
        super().__init__()
        self.first, self.second, self.assigns = ones(1, "a"), ones(1, "b"), assigns

    def call(self, x):
        hidden = self.first(x)
        printed = tf.print(hidden)
        return self.second(printed if self.assigns else hidden)


simple(
    E,
    "a print in a subclassed model",
    "write `tf.print(x)` alone",
    lambda: tf.function(PrintsBetween(True))(X),
    lambda: tf.function(PrintsBetween(False))(X),
    HIDDEN,
)
simple(
    E,
    "numbers",
    "layer(np.array([[1.0, 2.0]]))",
    lambda: ones(1, "a")([1, 2]),
    lambda: ones(1, "a")(np.array([[1.0, 2.0]])),
    [[3]],
)
simple(
    E,
    "between layers",
    "y = second(first(x))",
    lambda: ones(1, "a")(ones(1, "b")),
    lambda: ones(1, "a")(ones(1, "b")(X)),
    HIDDEN,
)

STEPS = np.ones((1, 3, 2), "float32")
MEAN, MSE = keras.metrics.MeanSquaredError, keras.losses.MeanSquaredError()
E = "missing-call-argument"
simple(
    E,
    "attention",
    "attention(x, x)",
    lambda: keras.layers.MultiHeadAttention(1, 1)(STEPS),
    lambda: keras.layers.MultiHeadAttention(1, 1)(STEPS, STEPS).shape,
    [1, 3, 2],
)
simple(E, "a loss", "loss(y_true, y_pred)", lambda: MSE(X), lambda: MSE(X, X + 1), 1)
simple(
    E,
    "a metric",
    "metric.update_state(y_true, y_pred)",
    lambda: MEAN().update_state(X),
    lambda: updated().result(),
    1,
)


def updated():
    metric = MEAN()
    metric.update_state(X, X + 1)
    return metric


E = "loss-arguments"
simple(
    E,
    "a loss",
    "def loss(y_true, y_pred)",
    lambda: fitted(lambda p: p),
    lambda: fitted(lambda y_true, y_pred: y_true - y_pred),
    [0.5],
)
mapped = lambda f: next(iter(tf.data.Dataset.from_tensor_slices((X, Y)).map(f)))
simple(
    E,
    "Dataset.map",
    "lambda x, y: ...",
    lambda: mapped(lambda pair: pair[0]),
    lambda: mapped(lambda x, y: x),
    [1, 2],
)


@cured("loss-arguments", "a callback", "`lambda epoch, logs: ...`")
def _():
    seen = []

    def run(function):
        compiled().fit(
            X, Y, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=function)]
        )
        return seen

    return (
        lambda: run(lambda epoch: 0),
        lambda: run(lambda epoch, logs: seen.append(logs["loss"])),
        [0],
    )


E = "unknown-loss-or-metric"
simple(
    E,
    "a name",
    'loss="mse"',
    lambda: compiled("msee").evaluate(X, Y),
    lambda: compiled("mse").evaluate(X, Y, verbose=0),
    0,
)
simple(
    E,
    "the object",
    "loss=keras.losses.MeanSquaredError()",
    lambda: compiled("mean").evaluate(X, Y),
    lambda: compiled(MSE).evaluate(X, Y, verbose=0),
    0,
)

E = "metric-object"
simple(
    E,
    "a metric",
    "float(metric.result())",
    lambda: updated().numpy(),
    lambda: float(updated().result()),
    1,
)
simple(
    E,
    "a loss object",
    "float(loss(y_true, y_pred))",
    lambda: float(MSE),
    lambda: float(MSE(X, X)),
    0,
)

sparse = lambda y: keras.losses.sparse_categorical_crossentropy(y, tf.constant([[0.0, 1.0]]))
simple(
    "label-out-of-range",
    "labels from 1",
    "`y - 1`",
    lambda: sparse(tf.constant([2])),
    lambda: np.round(sparse(tf.constant([2]) - 1)),
    [0],
)

E = "index-not-in-table"
simple(
    E,
    "an embedding",
    "keras.layers.Embedding(8, 2)",
    lambda: keras.layers.Embedding(5, 2)(tf.constant([7])),
    lambda: keras.layers.Embedding(8, 2, EMPTY)(tf.constant([7])),
    [[0, 0]],
)
simple(
    E,
    "tf.gather",
    "tf.reduce_max(t)",
    lambda: tf.gather(X, [5]),
    lambda: tf.reduce_max(tf.constant([0, 5])),
    5,
)


class Mine(keras.layers.Layer):
    def call(self, t):
        return 2 * t


def saved(layer, name, **more):
    path = f"{FOLDER}/{name}"
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(SGD(0.0), **more)
    model.save(path)
    return path


load = lambda path, **more: keras.models.load_model(path, **more)(X)
DOUBLES = keras.layers.Lambda(lambda t: 2 * t)
E = "saved-lambda"
simple(
    E,
    "a lambda",
    "safe_mode=False",
    lambda: load(saved(DOUBLES, "a.keras")),
    lambda: load(saved(DOUBLES, "a.keras"), safe_mode=False),
    2 * X,
)
simple(
    E,
    "a layer of your own",
    'custom_objects={"Mine": Mine}',
    lambda: load(saved(Mine(), "b.keras")),
    lambda: load(saved(Mine(), "b.keras"), custom_objects={"Mine": Mine}),
    2 * X,
)
simple(
    E,
    "a loss of an old file",
    "compile=False",
    lambda: load(saved(ones(1, "c"), "c.h5", loss="mse")),
    lambda: load(saved(ones(1, "c"), "c.h5", loss="mse"), compile=False),
    HIDDEN,
)


@cured("saved-model-format", "save", 'model.save("model.keras")')
def _():
    def right():
        functional().save(f"{FOLDER}/model.keras")
        return keras.models.load_model(f"{FOLDER}/model.keras")(X)

    return lambda: functional().save(FOLDER + "/folder"), right, HIDDEN


def exported():
    folder = tempfile.mkdtemp()
    keras.Sequential([keras.Input((2,)), ones(1, "d")]).export(folder, verbose=False)
    return folder


def served():
    loaded = tf.saved_model.load(exported())
    return loaded.serve(X)


def written_without_keras():
    class Layer(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec((2, 2), tf.float32, name="x")])
        def add(self, x):
            return {"sum": tf.reduce_sum(x, axis=1, keepdims=True)}

    folder, layer = tempfile.mkdtemp(), Layer()
    tf.saved_model.save(layer, folder, signatures={"serving_default": layer.add})
    return tf.saved_model.load(folder)


def signed():
    loaded = written_without_keras()
    return loaded.signatures["serving_default"](tf.constant(X))["sum"]


E = "saved-model-format"
simple(
    E,
    "serve",
    "loaded.serve(x)",
    lambda: tf.saved_model.load(exported()).predict(X),
    served,
    HIDDEN,
)
simple(
    E,
    "TFSMLayer",
    'keras.layers.TFSMLayer(folder, call_endpoint="serve")(x)',
    lambda: load(exported()),
    lambda: keras.layers.TFSMLayer(exported(), call_endpoint="serve")(X),
    HIDDEN,
)
simple(
    E,
    "no serve",
    'loaded.signatures["serving_default"](x)',
    lambda: written_without_keras().serve(X),
    signed,
    HIDDEN,
)


def changed(layer):
    w = layer.get_weights()
    w[0] = 2 * w[0]
    layer.set_weights(w)
    return layer(X)


E = "weights-list"
simple(
    E,
    "all arrays",
    "w = layer.get_weights()",
    lambda: functional().layers[1].set_weights([X]),
    lambda: changed(functional().layers[1]),
    [[6], [14]],
)
simple(
    E,
    "not built",
    "Build first, by one call on data",
    lambda: ones(1, "e").set_weights([X]),
    lambda: changed(subclassed().hidden),
    [[6], [14]],
)

E = "layer-not-built"
simple(
    E,
    "a layer",
    "Call it once on data",
    lambda: ones(1, "f").kernel,
    lambda: subclassed().hidden.kernel,
    [[1], [1]],
)
simple(
    E,
    "a model",
    "model(x[:1])",
    lambda: late().count_params(),
    lambda: subclassed().count_params(),
    5,
)
simple(
    E,
    "Input first",
    "keras.Input(shape)",
    lambda: late().layers[0].kernel,
    lambda: functional().layers[1].kernel,
    [[1], [1]],
)


def squares(persistent, at_once):
    a, b = tf.Variable(1.0), tf.Variable(2.0)
    with tf.GradientTape(persistent=persistent) as tape:
        loss = a * a + b * b
    return tape.gradient(loss, [a, b]) if at_once else [tape.gradient(loss, v) for v in (a, b)]


E = "tape-asked-twice"
simple(
    E,
    "once for all",
    "tape.gradient(loss, [a, b])",
    lambda: squares(False, False),
    lambda: squares(False, True),
    [2, 4],
)
simple(
    E,
    "several times",
    "tf.GradientTape(persistent=True)",
    lambda: squares(False, False),
    lambda: squares(True, False),
    [2, 4],
)


E = "labels-of-another-shape"
LABELS = np.array([[0], [1], [1]])


def evaluated(loss, labels):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Softmax()])
    model.compile(loss=loss)
    return model.evaluate(np.zeros((3, 2), "float32"), labels, verbose=0)


for situation, words, loss, labels in (
    ("another loss", "sparse_categorical_crossentropy", "sparse_categorical_crossentropy", LABELS),
    ("other labels", "keras.utils.to_categorical(labels)", "categorical_crossentropy", None),
):
    simple(
        E,
        situation,
        words,
        lambda: evaluated("categorical_crossentropy", LABELS),
        lambda loss=loss, labels=labels: evaluated(
            loss, keras.utils.to_categorical(LABELS) if labels is None else labels
        ),
        np.log(2),
    )
