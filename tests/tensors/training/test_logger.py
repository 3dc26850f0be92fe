import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.nonfinite.stopping import StopOnNonfinite
from tutorial_utils.tensors.reducers.spread import spread
from tutorial_utils.tensors.training.logger import ActivationLogger
from tutorial_utils.tensors.updates.logger import GradientLogger

from .. import zoo
from ..hooks import hooked

CALL = keras.Layer.__call__


def whole(t):
    return tf.cast(t, tf.float32)


def small(**options):
    """A model whose numbers can be checked, compiled; it learns nothing with a rate of 0."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), *zoo.stack()])
    rate = options.pop("rate", 0.1)
    model.compile(keras.optimizers.SGD(rate), "mse", **options)
    return model


X, Y = zoo.rows(12, 3), zoo.rows(12, 2)


def fit(model, *callbacks, epochs=2, **options):
    return model.fit(
        X,
        Y,
        batch_size=4,
        epochs=epochs,
        shuffle=False,
        verbose=0,
        callbacks=list(callbacks),
        **options,
    )


def attributes_of(model):
    return {name: value for name, value in vars(model).items() if name.startswith("train_")}


WAYS = {
    "as it is": {},
    "xla": {"jit_compile": True},
    "eager": {"run_eagerly": True},
    "several steps": {"steps_per_execution": 2},
}


# With several steps in one execution, Keras' loop lets one read weights while the last still writes
# them: the same training gives other numbers now and then, with and without a logger.
REPRODUCIBLE = [way for way in WAYS if way != "several steps"]
RATE = {way: 0.1 if way in REPRODUCIBLE else 0.0 for way in WAYS}


@pytest.mark.parametrize("way", WAYS)
def test_real_batches_have_the_values_that_hooks_see(way):
    """With a rate of 0 the weights stay, so each batch can be run again on its own."""
    model = small(rate=0.0, **WAYS[way])
    logger = ActivationLogger(every="batch", reduce=whole)
    fit(model, logger, epochs=1)
    batches = [X[:4], X[4:8], X[8:]]
    if way == "several steps":
        batches = [X[4:8], X[8:]]  # the last of each execution
    assert len(logger.history) == len(batches)
    for look, batch in zip(logger.history.looks, batches, strict=True):
        with hooked(model) as expected:
            model(batch)
        assert list(look.values) == [layer.name for layer, _ in expected]
        for found, (_, value) in zip(look.values.values(), expected, strict=True):
            np.testing.assert_allclose(found, value, rtol=1e-5, atol=1e-6)
    assert keras.Layer.__call__ is CALL


@pytest.mark.parametrize("way", WAYS)
def test_the_probe_has_the_values_of_the_weights_of_that_moment(way):
    model = small(**WAYS[way])
    logger = ActivationLogger(probe=X[:5], reduce=whole)
    fit(model, logger, epochs=3)
    assert [look.epoch for look in logger.history.looks] == [0, 1, 2]
    assert len(logger.history) == 3
    last = logger.history.looks[-1].values
    for path, value in get_activations(model, X[:5]).items():
        np.testing.assert_allclose(last[path], value, rtol=1e-5, atol=1e-6)
    values = logger.history.numpy()["b"]
    assert values.shape == (3, 5, 2)
    assert np.any(values[0] != values[2])


def test_mixed_precision():
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = small()
        real, probe = ActivationLogger(), ActivationLogger(probe=X[:4])
        fit(model, real, probe)
    finally:
        keras.config.set_dtype_policy(policy)
    for logger in (real, probe):
        values = logger.history.numpy()
        assert values["a"].shape == (2, 4) and values["a"].dtype == np.float32
        assert np.isfinite(values["b"]).all()


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "real", "probe"),
    [
        ("epoch", [(0, 0), (1, 0)], [(0, 2), (1, 2)]),
        (
            "batch",
            [(e, b) for e in (0, 1) for b in (0, 1, 2)],
            [(e, b) for e in (0, 1) for b in (0, 1, 2)],
        ),
        (2, [(0, 1), (1, 0), (1, 2)], [(0, 1), (1, 0), (1, 2)]),
    ],
)
def test_when_it_looks(every, real, probe):
    model = small()
    loggers = ActivationLogger(every=every), ActivationLogger(probe=X[:2], every=every)
    fit(model, *loggers)
    for logger, expected in zip(loggers, (real, probe), strict=True):
        assert [(look.epoch, look.batch) for look in logger.history.looks] == expected


def test_it_displays_as_its_history_does():
    logger = ActivationLogger()
    assert repr(logger) == "no looks yet"
    fit(small(), logger)
    assert repr(logger) == repr(logger.history) and "2 looks" in repr(logger)
    assert (
        logger._repr_html_() == logger.history._repr_html_() and "<table>" in logger._repr_html_()
    )


def test_a_number_of_batches_may_be_one_of_numpy():
    logger = ActivationLogger(every=np.int64(5))
    fit(small(), logger)
    assert [(look.epoch, look.batch) for look in logger.history.looks] == [(1, 1)]


@pytest.mark.parametrize("every", ["step", 0, -1, 1.5, None, True])
def test_when_can_be_wrong(every):
    with pytest.raises(ValueError, match="next: 'epoch', 'batch'"):
        ActivationLogger(every=every)


@pytest.mark.parametrize("way", WAYS)
def test_layers_can_be_chosen_and_unknown_ones_are_named_before_anything_is_trained(way):
    model = small(**WAYS[way])
    real, probe = ActivationLogger(layers="b"), ActivationLogger(probe=X[:2], layers=["b"])
    fit(model, real, probe)
    assert real.history.paths == probe.history.paths == ["b"]
    before = model.get_weights()
    for wrong in (ActivationLogger(layers="bb"), ActivationLogger(probe=X[:2], layers="bb")):
        for _ in range(2):  # a second time as the first
            with pytest.raises(KeyError, match="the closest: 'b'"):
                fit(model, wrong)
            assert "train_step" not in vars(model)
            for one, other in zip(model.get_weights(), before, strict=True):
                np.testing.assert_array_equal(one, other)
    with pytest.raises(TypeError, match=r"model\.layers\[0\]"):
        ActivationLogger(layers=0)


def test_the_probe_is_traced_once_for_a_whole_fit_and_for_the_next():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return spread(t)

    model = small()
    logger = ActivationLogger(probe=X[:5], layers="b", every="batch", reduce=reduce)
    fit(model, logger)
    fit(model, logger)
    assert len(traces) == 1
    assert len(logger.history) == 12


def test_nothing_recorded_is_said():
    with pytest.warns(UserWarning, match="recorded nothing in this fit of 6 batches"):
        fit(small(), ActivationLogger(every=100))


@pytest.mark.parametrize("way", WAYS)
def test_several_loggers_of_the_real_batches_in_one_fit(way):
    alone = [
        ActivationLogger(),
        ActivationLogger(every="batch", layers="b"),
        ActivationLogger(every=2, reduce=None),
    ]
    together = [
        ActivationLogger(),
        ActivationLogger(every="batch", layers="b"),
        ActivationLogger(every=2, reduce=None),
    ]
    for logger in alone:
        fit(small(rate=RATE[way], **WAYS[way]), logger)
    fit(small(rate=RATE[way], **WAYS[way]), *together)
    for one, other in zip(alone, together, strict=True):
        assert len(one.history) == len(other.history) > 0
        for a, b in zip(one.history.looks, other.history.looks, strict=True):
            assert a[:2] == b[:2] and list(a.values) == list(b.values)
            for path in a.values:
                np.testing.assert_array_equal(a.values[path], b.values[path])


def test_the_step_is_traced_once_for_all_loggers_and_for_the_next_fit():
    traces = []

    class Counted(keras.Sequential):
        def train_step(self, data):
            traces.append(data)
            return super().train_step(data)

    model = Counted([keras.Input((3,)), *zoo.stack()])
    model.compile("sgd", "mse")
    loggers = ActivationLogger(), ActivationLogger(every=2)
    fit(model, *loggers)
    fit(model, *loggers)
    assert len(traces) == 1
    assert [len(logger.history) for logger in loggers] == [4, 6]


def test_a_logger_may_go_to_another_model():
    logger, probe = ActivationLogger(), ActivationLogger(probe=X[:2])
    fit(small(), logger, probe)
    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="other")])
    other.compile("sgd", "mse")
    fit(other, logger, probe)
    for one in (logger, probe):
        assert [list(look.values) for look in one.history.looks] == [["a", "b"]] * 2 + [
            ["other"]
        ] * 2


# --- other ways to train --------------------------------------------------------------------------


class Own(keras.Model):
    """A `train_step` of one's own, with gradients of one's own."""

    def __init__(self):
        super().__init__(name="own")
        self.a, self.b = zoo.stack()

    def call(self, x):
        return self.b(self.a(x))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x, training=True) - y) ** 2)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"mine": loss}


class Adversaries(keras.Model):
    """Never calls itself, and one of its parts twice."""

    def __init__(self):
        super().__init__(name="adversaries")
        self.makes, self.judges = (
            keras.Sequential(zoo.stack(), name=n) for n in ("makes", "judges")
        )

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            made = self.makes(x, training=True)
            loss = tf.reduce_mean(self.judges(y)) - tf.reduce_mean(self.judges(made)) ** 2
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"mine": loss}


class ThroughAnother(keras.Model):
    """Calls its layers through a model that it made of them, never itself."""

    def __init__(self):
        a, b = zoo.stack()
        inputs = keras.Input(X.shape[1:])
        hidden = a(inputs)
        super().__init__(inputs, b(hidden), name="through")
        self.both = keras.Model(inputs, [hidden, self.outputs[0]], name="both")

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.both(x, training=True)[1] - y) ** 2)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"mine": loss}


class OfItsOwn(keras.Model):
    """A step in which no layer is called."""

    def __init__(self):
        super().__init__(name="of_its_own")
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")
        self.built = True

    def train_step(self, data):
        self.scale.assign_add(1.0)
        return {"mine": tf.reduce_mean(data[0]) * self.scale}


@pytest.mark.parametrize("way", ["as it is", "eager"])
def test_a_step_that_calls_no_layer_is_told(way):
    model = OfItsOwn()
    model.compile("sgd", **WAYS[way])
    logger = ActivationLogger()
    with pytest.warns(UserWarning, match="its training step calls neither it nor a layer"):
        fit(model, logger)
    assert not logger.history
    assert float(model.scale.numpy()) > 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("make", "paths"),
    [
        (Own, ["a", "b"]),
        (ThroughAnother, ["a", "b"]),
        (Adversaries, [f"{at}/{name}" for at in ("makes", "judges", "judges#2") for name in "ab"]),
    ],
)
def test_steps_of_ones_own(make, paths, way):
    def train(*callbacks):
        keras.utils.set_random_seed(0)
        model = make()
        if make is Adversaries:
            model.makes(X), model.judges(Y)
            model.built = True
        model.compile("sgd", **WAYS[way])
        return fit(model, *callbacks).history, model.get_weights()

    logger = ActivationLogger(every="batch")
    (expected, weights), (found, others) = train(), train(logger, ActivationLogger())
    assert list(found) == ["mine"]
    if way in REPRODUCIBLE:
        assert found == expected
        for one, other in zip(weights, others, strict=True):
            np.testing.assert_array_equal(one, other)
    expected_paths = [
        path for path in logger.history.paths if "/" in path or make is not Adversaries
    ]
    assert expected_paths == paths


# --- looks that fail ------------------------------------------------------------------------------


class ToSparse(keras.layers.Layer):
    def call(self, x):
        return tf.sparse.from_dense(x)


class ToText(keras.layers.Layer):
    def call(self, x):
        return tf.strings.as_string(x)


class Odd(keras.Model):
    """Layers that return what `spread` can't take."""

    def __init__(self):
        super().__init__(name="odd")
        self.s, self.t, self.d = (
            ToSparse(name="s"),
            ToText(name="t"),
            keras.layers.Dense(2, name="d"),
        )

    def call(self, x):
        text = tf.strings.to_number(self.t(x))
        return self.d(tf.sparse.to_dense(self.s(x)) + 0.0 * text)


def np_mean(t):
    return np.mean(t)


def picky(t):
    if t.shape[-1] == 2:
        raise RuntimeError("no pairs")
    return tf.reduce_mean(t)


@pytest.mark.parametrize("way", ["as it is", "eager"])
def test_what_the_reducer_cannot_take_is_skipped_and_training_goes_on(way):
    def train(*callbacks):
        keras.utils.set_random_seed(0)
        model = Odd()
        model(X)
        model.compile("sgd", "mse", **{"jit_compile": False, **WAYS[way]})
        return fit(model, *callbacks).history

    real, probe = ActivationLogger(every="batch"), ActivationLogger(probe=X, every="batch")
    assert train(real, probe) == train()
    for logger in (real, probe):
        assert logger.history.paths == ["d"] or logger.history.paths == ["s", "d"]
        assert len(logger.history) == 6
        assert "can't be reduced: spread raised" in logger.history.skipped["t"]


@pytest.mark.parametrize("way", REPRODUCIBLE)
def test_a_reducer_of_ones_own_that_raises_is_named_and_training_goes_on(way):
    real, probe = (ActivationLogger(x, reduce=picky) for x in (None, X))
    assert fit(small(**WAYS[way]), real, probe).history == fit(small(**WAYS[way])).history
    for logger in (real, probe):
        assert logger.history.paths == ["a"]
        why = "can't be reduced: picky raised RuntimeError: no pairs"
        assert logger.history.skipped == {"b": why}


def test_a_reducer_that_raises_everywhere_is_said_at_the_first_look():
    for x in (None, X):
        logger = ActivationLogger(x, reduce=np_mean)
        with pytest.warns(UserWarning, match="sees nothing: a can't be reduced: np_mean raised"):
            fit(small(), logger)
        assert len(logger.history) == 0


def asserts(t):
    with tf.control_dependencies([tf.debugging.assert_greater(tf.shape(t)[0], 3)]):
        return tf.reduce_sum(t)


def asks_python(t):
    def whole_batch(values):
        assert len(values) > 3
        return tf.reduce_sum(values)

    return tf.reshape(tf.py_function(whole_batch, [t], t.dtype), [])


def in_a_branch(t):
    return tf.cond(tf.shape(t)[0] > 3, lambda: tf.reduce_sum(t), lambda: tf.reduce_sum(t[7]))


FAIL_WHEN_THEY_RUN = {
    "assertion": asserts,
    "Python": asks_python,
    "branch": in_a_branch,
    "slice": lambda t: tf.reduce_sum(t[3]),
    "reshape": lambda t: tf.reduce_sum(tf.reshape(t, [4, t.shape[1]])),
    "together": [tf.reduce_max, lambda t: tf.reduce_sum(t[3])],
}


@pytest.mark.parametrize("how", [{}, {"jit_compile": True}, {"run_eagerly": True}])
@pytest.mark.parametrize("reduce", FAIL_WHEN_THEY_RUN.values(), ids=FAIL_WHEN_THEY_RUN)
def test_a_reducer_that_fails_while_a_step_runs_does_not_end_it(reduce, how):
    """It takes the first batch, of four rows, and not the second, of two."""
    logger = ActivationLogger(layers="a", reduce=reduce, every="batch")
    x, y = X[:6], Y[:6]
    alone, watched = small(**how), small(**how)
    alone.fit(x, y, batch_size=4, shuffle=False, verbose=0)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ActivationLogger sees nothing")
        watched.fit(x, y, batch_size=4, shuffle=False, verbose=0, callbacks=[logger])
    for one, other in zip(alone.get_weights(), watched.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert [look.batch for look in logger.history.looks] == [0]
    assert "can't be reduced: " in logger.history.skipped["a"]


@pytest.mark.parametrize("how", [{}, {"jit_compile": True}])
def test_what_a_reducer_has_begun_when_it_raises_is_no_part_of_the_step(how):
    def asserts_and_raises(t):
        tf.debugging.assert_greater(tf.shape(t)[0], 1000)
        raise TypeError("no")

    logger = ActivationLogger(layers="a", reduce=asserts_and_raises, every="batch")
    with pytest.warns(UserWarning, match="sees nothing: a can't be reduced: asserts_and_raises"):
        found = fit(small(**how), logger).history
    assert found == fit(small(**how)).history


def test_a_look_at_a_probe_that_fails_when_it_runs_is_a_warning():
    def fails(t):
        with tf.control_dependencies([tf.debugging.assert_greater(tf.reduce_sum(t), 1e9, "small")]):
            return tf.identity(t)

    logger = ActivationLogger(X, reduce=fails)
    with pytest.warns(UserWarning, match="could not look at its probe: InvalidArgumentError"):
        found = fit(small(), logger).history
    assert found == fit(small()).history


class NeedsNumbers(Own):
    def call(self, x):
        return super().call(x) * float(tf.reduce_max(x))


def test_a_probe_of_a_model_that_needs_numbers():
    def train(*callbacks):
        keras.utils.set_random_seed(0)
        model = NeedsNumbers()
        model(X)
        model.compile("sgd", run_eagerly=True)
        return fit(model, *callbacks).history

    logger = ActivationLogger(probe=X[:5])
    with pytest.warns(UserWarning, match="can't be made a graph"):
        assert train(logger) == train()
    assert [list(look.values) for look in logger.history.looks] == [["a", "b"]] * 2


class Refuses(Own):
    """Takes its real batches, and no other."""

    def call(self, x):
        if x.shape[0] == 5:
            raise RuntimeError("not five rows")
        return super().call(x)


@pytest.mark.parametrize("way", REPRODUCIBLE)
def test_a_probe_that_the_model_does_not_take_is_a_warning_and_training_goes_on(way):
    def train(*callbacks):
        keras.utils.set_random_seed(0)
        model = Refuses()
        model(X)
        model.compile("sgd", **WAYS[way])
        return fit(model, *callbacks).history

    logger = ActivationLogger(probe=X[:5])
    with pytest.warns(UserWarning, match="could not look at its probe: RuntimeError") as told:
        assert train(logger) == train()
    assert len(logger.history) == 0
    assert not [one for one in told if "recorded nothing" in str(one.message)]


# --- training functions of one's own --------------------------------------------------------------


class MakesItsOwn(Own):
    """A training function that runs no `train_step`."""

    def make_train_function(self, force=False):
        self.train_function = lambda iterator: {"mine": tf.reduce_mean(self(next(iterator)[0]))}


class TakesNoForce(Own):
    def make_train_function(self):
        return super().make_train_function()


@pytest.mark.parametrize("make", [ActivationLogger, GradientLogger, StopOnNonfinite])
def test_a_training_function_that_runs_no_train_step_is_told_once(make):
    model = MakesItsOwn()
    model.compile("sgd")
    with pytest.warns(UserWarning, match="does not run `train_step`; next: ") as told:
        assert list(fit(model, make()).history) == ["mine"]
    assert len([one for one in told if "train_step" in str(one.message)]) == 1


def test_an_override_need_not_take_the_argument_of_keras():
    model = TakesNoForce()
    model.compile("sgd")
    logger = ActivationLogger(every="batch")
    fit(model, logger)
    assert logger.history.paths == ["a", "b"] and len(logger.history) == 6


# --- what it leaves behind ------------------------------------------------------------------------


class Raises(keras.callbacks.Callback):
    def __init__(self, where):
        super().__init__()
        setattr(self, where, self.fail)

    def fail(self, *args, **kwargs):
        raise KeyboardInterrupt


def bad_data():
    yield X[:4], Y[:4]
    raise RuntimeError("bad data")


def test_the_model_is_as_before_after_fit():
    model = small()
    fit(model)
    before = attributes_of(model)
    fit(model, ActivationLogger(every="batch"))
    assert attributes_of(model) == before
    assert keras.Layer.__call__ is CALL


@pytest.mark.parametrize("where", ["on_train_batch_end", "on_epoch_end", "on_epoch_begin"])
def test_the_model_is_as_before_after_an_exception_in_another_callback(where):
    model = small()
    fit(model)
    before = attributes_of(model)
    with pytest.raises(KeyboardInterrupt):
        fit(model, ActivationLogger(every="batch"), Raises(where))
    assert attributes_of(model) == before
    assert set(fit(model).history) == {"loss"}


def test_the_model_is_as_before_after_an_exception_in_the_step():
    model = small()
    fit(model)
    before = attributes_of(model)
    signature = (tf.TensorSpec((None, 3)), tf.TensorSpec((None, 2)))
    data = tf.data.Dataset.from_generator(bad_data, output_signature=signature)
    with pytest.raises(tf.errors.OpError, match="bad data"):
        model.fit(data, verbose=0, callbacks=[ActivationLogger(every="batch")])
    assert attributes_of(model) == before
    assert keras.Layer.__call__ is CALL


def test_what_an_exception_just_before_the_step_leaves_takes_itself_out():
    model = small()
    fit(model)
    before = attributes_of(model)
    logger = ActivationLogger(every="batch")
    for _ in range(2):  # the second time with the rest of the first still there
        with pytest.raises(KeyboardInterrupt):
            fit(model, logger, Raises("on_train_batch_begin"))
    assert set(fit(model).history) == {"loss"}
    assert attributes_of(model) == before
    fit(model, logger)
    assert attributes_of(model) == before


def test_what_an_exception_just_before_the_step_leaves_sees_no_other_fit():
    def weights(*callbacks):
        model = small()
        with pytest.raises(KeyboardInterrupt):
            fit(model, *callbacks, Raises("on_train_batch_begin"))
        looks = [len(callback.history) for callback in callbacks]
        fit(model)
        assert [len(callback.history) for callback in callbacks] == looks
        return model.get_weights()

    for one, other in zip(weights(ActivationLogger(every="batch")), weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_progress_bar_and_other_callbacks_see_only_the_metrics(capsys):
    seen = []

    class Sees(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append(sorted(logs))

    model = small()
    model.fit(X, Y, verbose=1, callbacks=[Sees(), ActivationLogger(every="batch"), Sees()])
    assert seen == [["loss"], ["loss"]]
    assert "activations" not in capsys.readouterr().out


@pytest.mark.parametrize("change", ["lora", "quantized", "more layers"])
def test_a_probe_sees_the_model_that_was_compiled_anew(change):
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((4,)), layers.Dense(4, name="a"), layers.Dense(4, name="b")]
    )
    model.compile("sgd", "mse")
    x = zoo.rows(4, 4)
    logger = ActivationLogger(x, reduce=None)
    model.fit(x, x, verbose=0, callbacks=[logger])
    if change == "lora":
        model.layers[0].enable_lora(2)
        model.layers[0].lora_kernel_b.assign(tf.ones((2, 4)))
    elif change == "quantized":
        model.quantize("int8")
    else:
        model.add(layers.Dense(4, name="c"))
    model.compile("sgd", "mse")
    model.fit(x, x, epochs=2, verbose=0, callbacks=[logger])
    last = logger.history.looks[-1].values
    assert list(last) == ["a", "b", "c"][: len(model.layers)]
    np.testing.assert_allclose(last[model.layers[-1].name], model(x), atol=1e-5)
    assert [look.epoch for look in logger.history.looks] == [0, 0, 1]
