"""What the logger says of gradients and updates is what one computes by hand; training is as without it."""

import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.gradients.taking import get_gradients
from tutorial_utils.tensors.nonfinite.stopping import StopOnNonfinite
from tutorial_utils.tensors.training.logger import ActivationLogger
from tutorial_utils.tensors.updates.logger import GradientLogger

from .. import zoo
from ..training.test_logger import Adversaries, OfItsOwn, Own
from ..training.test_undisturbed import WAYS, assert_equal_but_for_rounding, trained

L = keras.layers
X, Y = zoo.rows(12, 3), zoo.rows(12, 2)


def small(optimizer=None, **options):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), *zoo.stack()])
    model.compile(optimizer or keras.optimizers.SGD(0.1), "mse", **options)
    return model


def fit(model, *callbacks, epochs=1, y=Y, **options):
    given = {"batch_size": 4, "epochs": epochs, "shuffle": False, "verbose": 0} | options
    return model.fit(X, y, callbacks=list(callbacks), **given)


class ByHand(keras.callbacks.Callback):
    """Before each step, the gradients of its batch by a tape; after it, how far the weights went."""

    def on_train_begin(self, logs=None):
        self.looks, self._at = [], 0

    def on_train_batch_begin(self, batch, logs=None):
        x, y = X[4 * batch : 4 * batch + 4], Y[4 * batch : 4 * batch + 4]
        weights = self.model.trainable_variables
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.model(x, training=True) - y) ** 2)
        gradients = tape.gradient(loss, [weight.value for weight in weights])
        self._before = [weight.numpy() for weight in weights], [*map(np.asarray, gradients)]

    def on_train_batch_end(self, batch, logs=None):
        rows = []
        weights = self.model.trainable_variables
        for weight, before, gradient in zip(weights, *self._before, strict=True):
            update = np.linalg.norm(weight.numpy() - before)
            norm = np.linalg.norm(before)
            rows.append([np.linalg.norm(gradient), norm, update, update / norm if norm else 0.0])
        self.looks.append(rows)


OPTIMIZERS = {
    "plain": lambda: keras.optimizers.SGD(0.1),
    "clipped and decayed": lambda: keras.optimizers.AdamW(0.1, clipnorm=1e-3, weight_decay=0.3),
    "accumulated": lambda: keras.optimizers.SGD(0.1, gradient_accumulation_steps=2),
    "scaled": lambda: keras.optimizers.LossScaleOptimizer(
        keras.optimizers.SGD(0.1), initial_scale=64.0
    ),
    "scaled by a number": lambda: keras.optimizers.SGD(0.1, loss_scale_factor=32.0),
}
CASES = [("plain", "xla"), ("clipped and decayed", "graph"), ("accumulated", "graph")]
CASES += [("scaled", "graph"), ("scaled", "eager"), ("scaled by a number", "eager")]


@pytest.mark.parametrize(("name", "way"), CASES)
def test_the_norms_are_those_of_a_tape_and_of_the_weights(name, way):
    """Gradients before clipping and without loss scaling; updates with all that the optimizer does."""
    logger, by_hand = GradientLogger(every="batch"), ByHand()
    fit(small(OPTIMIZERS[name](), **WAYS[way]), logger, by_hand)
    assert len(logger.history) == len(by_hand.looks) == 3
    for look, rows in zip(logger.history.looks, by_hand.looks, strict=True):
        assert list(look.values) == ["a/kernel", "a/bias", "b/kernel", "b/bias"]
        found = [list(value.values()) for value in look.values.values()]
        assert [*look.values["a/bias"]] == ["gradient", "weight", "update", "ratio"]
        np.testing.assert_allclose(found, rows, rtol=1e-4, atol=1e-6)
    if name == "accumulated":
        updates = logger.history.numpy()["a/kernel"]["update"]
        assert (updates[0], updates[2]) == (0.0, 0.0) and updates[1] > 0


def test_a_step_that_loss_scaling_skips_has_no_update():
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1), initial_scale=1e39)
    logger = GradientLogger(every="batch")
    fit(small(optimizer), logger)
    numbers = logger.history.numpy()["b/kernel"]
    assert numbers["update"].tolist() == [0.0, 0.0, 0.0]
    assert not np.isfinite(numbers["gradient"]).any()


KINDS = ["siamese", "functional_inside_sequential", "mixed_precision", "same_names_in_siblings"]


@pytest.mark.parametrize("kind", KINDS)
def test_paths_and_norms_are_those_of_get_gradients(kind):
    model, x = zoo.KINDS[kind]()
    y = tf.nest.map_structure(lambda out: tf.ones_like(out, tf.float32), model(x))
    loss = tf.nest.map_structure(lambda _: "mse", y)
    model.compile(keras.optimizers.SGD(0.0), loss)
    expected = get_gradients(model, x, y, training=True)
    logger = GradientLogger()
    x, y = (tuple(each) if isinstance(each, list) else each for each in (x, y))
    model.fit(tf.data.Dataset.from_tensors((x, y)), verbose=0, callbacks=[logger])
    norms = {path: norm for path, norm in expected.norms().items() if path in expected.weights}
    found = {
        path: float(value["gradient"]) for path, value in logger.history.looks[0].values.items()
    }
    assert found == pytest.approx(norms, rel=2e-2 if kind == "mixed_precision" else 1e-4)
    assert list(found) == list(norms)


@pytest.mark.parametrize(
    ("way", "every", "looks"),
    [
        ("graph", "epoch", [(0, 0), (1, 0)]),
        ("xla", 2, [(0, 1), (1, 0), (1, 2)]),
        ("eager", 2, [(0, 1), (1, 0), (1, 2)]),
    ],
)
def test_only_steps_that_are_looked_at_have_numbers(way, every, looks):
    logger, each = GradientLogger(every=every), GradientLogger(every="batch")
    fit(small(**WAYS[way]), logger, each, epochs=2)
    assert [look[:2] for look in logger.history.looks] == looks
    for look in logger.history.looks:
        (same,) = [one for one in each.history.looks if one[:2] == look[:2]]
        for path, numbers in look.values.items():
            assert {k: float(v) for k, v in numbers.items()} == pytest.approx(
                {k: float(v) for k, v in same.values[path].items()}
            )


def test_layers_can_be_chosen_and_a_frozen_one_is_said():
    model = small()
    logger = GradientLogger("b")
    fit(model, logger)
    assert logger.history.paths == ["b/kernel", "b/bias"]
    with pytest.raises(KeyError, match="the closest: 'b'"):
        fit(model, GradientLogger("bb"))
    model.get_layer("a").trainable = False
    model.compile("sgd", "mse")
    every = GradientLogger()
    fit(model, every)
    assert every.history.paths == ["b/kernel", "b/bias"]


class Embedded(keras.Model):
    """Slices for a gradient, a row twice in a batch; and a weight that no loss depends on."""

    def __init__(self):
        super().__init__(name="embedded")
        self.table, self.unused = L.Embedding(5, 2, name="table"), L.Dense(2, name="unused")

    def call(self, x):
        self.unused(x)
        return self.table(tf.cast(x[:, 0] > 0, tf.int32))


def test_slices_are_added_up_and_what_has_no_gradient_is_said():
    model = Embedded()
    model(X)
    model.compile(keras.optimizers.SGD(0.5), "mse")
    expected = get_gradients(model, X[:4], Y[:4]).norms()["table/embeddings"]
    logger = GradientLogger()
    with pytest.warns(UserWarning, match="Gradients do not exist"):
        fit(model, logger)
    numbers = logger.history.looks[0].values["table/embeddings"]
    assert float(numbers["gradient"]) == pytest.approx(expected)
    assert float(numbers["update"]) == pytest.approx(0.5 * expected, rel=1e-4)
    assert "does not reach the loss" in logger.history.skipped["unused/kernel"]


class TwoOptimizers(Adversaries):
    """Each part has its own, and one is applied twice."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape(persistent=True) as tape:
            made = tf.reduce_mean(self.makes(x) ** 2)
            judged = tf.reduce_mean(self.judges(y) ** 2)
        own = self.makes.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(made, own), own, strict=True))
        others = self.judges.trainable_variables
        for _ in range(2):
            self.other.apply(tape.gradient(judged, others), others)
        return {"mine": made}


@pytest.mark.parametrize("way", ["graph", "eager"])
def test_steps_of_ones_own(way):
    logger = GradientLogger(every="batch")
    model = Own()
    model.compile("sgd", **WAYS[way])
    fit(model, logger)
    assert logger.history.paths == ["a/kernel", "a/bias", "b/kernel", "b/bias"]
    two = TwoOptimizers()
    two.makes(X), two.judges(Y)
    two.built, two.other = True, keras.optimizers.SGD(0.5)
    two.compile("sgd", **WAYS[way])
    logger = GradientLogger(every="batch")
    fit(two, logger)
    last = logger.history.looks[-1].values
    assert [path for path in last if path.startswith("judges/b")] == [
        "judges/b/kernel",
        "judges/b/kernel#2",
        "judges/b/bias",
        "judges/b/bias#2",
    ]
    first, second = last["judges/b/kernel"], last["judges/b/kernel#2"]
    assert float(first["gradient"]) == float(second["gradient"])
    assert float(second["update"]) == pytest.approx(0.5 * float(second["gradient"]), rel=1e-3)
    assert "makes/a/kernel" in last and "makes/a/kernel#2" not in last


class Compiled(Own):
    @tf.function
    def train_step(self, data):
        return super().train_step(data)


@pytest.mark.parametrize("way", ["graph", "eager"])
def test_what_is_updated_inside_a_function_of_its_own_is_said(way):
    model = Compiled()
    model.compile("sgd", **WAYS[way])
    logger = GradientLogger()
    with pytest.warns(UserWarning, match="sees nothing: a/kernel is updated inside a loop"):
        fit(model, logger)
    assert "train_step without tf.function" in logger.history.skipped["b/bias"]
    assert np.abs(model.b.bias.numpy()).max() > 0


class EverySecondStep(keras.Model):
    """Applies gradients that were taken outside of the condition under which it applies them."""

    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(1, name="out")
        self.out.build((None, X.shape[1]))
        self.steps = self.add_weight((), dtype="int32", trainable=False, name="steps")

    def call(self, x):
        return self.out(x)

    def train_step(self, data):
        x, y = data
        self.steps.assign_add(1)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x, training=True) - y) ** 2)
        gradients = tape.gradient(loss, self.trainable_variables)

        def update():
            self.optimizer.apply(gradients, self.trainable_variables)
            return 0

        tf.cond(tf.equal(self.steps % 2, 0), update, lambda: 0)
        return {"loss": loss}


@pytest.mark.parametrize("way", ["graph", "eager"])
@pytest.mark.parametrize("every", ["batch", "epoch", 3])
def test_updates_in_some_steps_only(way, every):
    """In a graph, no value leaves the condition; eagerly, the steps that update are seen."""
    model = EverySecondStep()
    model.compile("sgd", **WAYS[way])
    model.optimizer.build(model.trainable_variables)
    logger = GradientLogger(every=every)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        model.fit(X[:8], X[:8, :1], batch_size=2, verbose=0, callbacks=[logger])
    said = [str(one.message) for one in told if "GradientLogger" in str(one.message)]
    if way == "graph":
        assert (
            len(said) == 1
            and "sees nothing: out/kernel is updated inside a loop, a cond" in said[0]
        )
    elif every == "batch":
        assert not said and [look.batch for look in logger.history.looks] == [1, 3]
    else:
        assert said == [
            "GradientLogger saw no optimizer's `apply` or `apply_gradients` in any step that it"
            " looked at, 1 in all; next: every='batch', or get_gradients"
        ]


def test_a_step_without_an_optimizer_is_told():
    model = OfItsOwn()
    model.compile("sgd")
    logger = GradientLogger()
    with pytest.warns(UserWarning, match="calls no optimizer's `apply`") as told:
        fit(model, logger)
    assert len([one for one in told if "GradientLogger" in str(one.message)]) == 1
    assert not logger.history


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("dropout_and_batch_normalization", "graph"),
        ("dropout_and_batch_normalization", "xla"),
        ("assigns", "eager"),
    ],
)
def test_training_is_as_without_it(kind, way):
    """Compiled, but for rounding: what is read is merged no more with what follows."""
    plain, _ = trained(kind, way, lambda x: [])
    found, loggers = trained(kind, way, lambda x: [GradientLogger(every=2), GradientLogger()])
    assert [len(logger.history) for logger in loggers] == [3, 2]
    same = np.testing.assert_array_equal if way == "eager" else assert_equal_but_for_rounding
    for one, other in zip(found, plain, strict=True):
        same(one, other)
    np.testing.assert_array_equal(found[-4:], plain[-4:])  # what comes next at random


ORDERS = [(0, 1, 2), (2, 1, 0)]


@pytest.mark.parametrize("order", ORDERS)
def test_beside_other_callbacks_in_any_order(order):
    callbacks = [GradientLogger(every="batch"), ActivationLogger(every="batch"), StopOnNonfinite()]
    bad = Y.copy()
    bad[9] = np.nan
    fit(small(), *[callbacks[at] for at in order], y=bad)
    gradients, activations, stop = callbacks
    assert (stop.step, stop.report.first.what) == (2, "label")
    assert [len(gradients.history), len(activations.history)] == [3, 3]
    norms = gradients.history.numpy()["b/kernel"]["gradient"]
    assert np.isfinite(norms).tolist() == [True, True, False]


def test_its_picture_is_of_weights():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    logger = GradientLogger(every="batch")
    fit(small(), logger)
    axis = logger.plot(what="ratio", layers="*/kernel").axes[0]
    assert axis.get_title() == "each weight's update, by its norm"
    for line in axis.lines:
        expected = logger.history.numpy()[line.get_label()]["ratio"]
        np.testing.assert_allclose(line.get_ydata(), expected)
    assert axis.figure.get_label().startswith("The ratio of 2 weights over 3 looks: a/kernel from")
    assert logger.plot().axes[0].get_title() == "norm of each weight's gradient"
    plt.close("all")


@pytest.mark.parametrize("layers", [None, "h"])
def test_what_is_frozen_is_named(layers):
    frozen = L.Dense(3, name="h", trainable=False)
    model = keras.Sequential([keras.Input((4,)), frozen, L.Dense(1, name="o")])
    model.compile("sgd", "mse")
    logger = GradientLogger(layers=layers)
    model.fit(zoo.rows(4, 4), zoo.rows(4, 1), verbose=0, callbacks=[logger])
    assert logger.history.skipped == dict.fromkeys(("h/kernel", "h/bias"), "is not trainable")
