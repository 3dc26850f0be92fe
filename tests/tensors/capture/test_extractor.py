"""What is compiled: traces, weights, and the paths that are known before a run."""

import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import wild, zoo

KINDS = zoo.KINDS | wild.KINDS


def test_six_batch_sizes_are_traced_twice():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return tf.reduce_mean(t)

    model, _ = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model, layers="b", reduce=reduce)
    for size in (4, 8, 2, 16, 3, 5):
        extract(zoo.rows(size, 3))
    assert len(traces) == 2


def test_weights_are_those_of_the_moment():
    model, x = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model)
    before = extract(x)
    model.get_layer("b").set_weights([w + 1 for w in model.get_layer("b").get_weights()])
    after = extract(x)
    np.testing.assert_array_equal(after["a"], before["a"])
    assert np.any(after["b"].numpy() != before["b"].numpy())


def test_two_input_structures_of_one_extractor():
    model, x = zoo.KINDS["subclassed"]()
    extract = ActivationExtractor(model)
    assert list(extract(x)) == list(extract(tf.constant(x))) == list(extract(x[:1]))


# --- the paths before a run -----------------------------------------------------------------------

# They do not say what they take.
SUBCLASSED = {
    *("subclassed", "subclassed_already_called", "subclassed_with_if_on_a_value", "ragged_input"),
    *("sequential_never_built", "masked", "same_names_in_siblings", "three_ways_nested"),
    *("dict_and_scalar", "two_layers_of_one_name", "ragged_output_unbuilt", "sparse_output"),
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "application" not in kind])
def test_paths_are_those_that_a_call_gives(kind):
    model, x = KINDS[kind]()
    extract = ActivationExtractor(model)
    if kind in SUBCLASSED:
        with pytest.raises(ValueError, match=r"known only after a call; next: extractor\(x\)"):
            extract.paths  # noqa: B018
        model(x)  # which also builds it
    before = None if kind in SUBCLASSED else extract.paths
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = extract(x)
    assert extract.paths == list(found)
    assert before in (None, list(found))


def test_asking_for_paths_runs_nothing_and_traces_once():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return tf.reduce_mean(t)

    model, x = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model, layers="b", reduce=reduce)
    assert extract.paths == extract.paths == ["b"]
    assert extract(x)["b"].shape == ()
    assert traces == [(None, 2)]


def test_a_wrong_name_is_answered_before_a_run():
    model, _ = zoo.KINDS["siamese"]()
    with pytest.raises(KeyError, match=r"closest: .*'twin/a'"):
        ActivationExtractor(model, "twin/c").paths  # noqa: B018


def test_what_is_returned_can_be_changed():
    model, x = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model)
    extract.paths.clear()
    extract(x).skipped["mine"] = "was put there"
    assert extract.paths == ["a", "b"]
    assert not extract(x).skipped
    assert isinstance(model, keras.Model)


# --- what can't be made a graph, or only one for each size ----------------------------------------


class Asks(keras.Model):
    """Asks Python for something in its `call`."""

    def __init__(self, asked):
        super().__init__(name="asks")
        self.dense, self.asked = keras.layers.Dense(2, name="dense"), asked

    def call(self, x):
        return self.dense(x) * self.asked(x)


def as_number(x):
    return float(tf.reduce_max(x))


def row_by_row(x):
    return tf.stack([x[at, :1] for at in range(x.shape[0])])


NEED_NUMBERS = {
    "float": as_number,
    "int": lambda x: int(tf.reduce_sum(x)),
    "numpy": lambda x: x.numpy().max(),
    "np.asarray": lambda x: np.asarray(x)[:, :1],
    "if": lambda x: 2.0 if tf.reduce_sum(x) > 0 else 1.0,
}


@pytest.mark.parametrize("asked", NEED_NUMBERS.values(), ids=NEED_NUMBERS)
def test_a_model_that_needs_numbers_runs_eagerly_after_one_warning(asked):
    model = Asks(asked)
    extract = ActivationExtractor(model)
    with pytest.warns(UserWarning, match="can't be made a graph.*tracing it raised") as told:
        found = [extract(zoo.rows(size, 3)) for size in (4, 2)]
    assert len(told) == 1 and told[0].filename == __file__
    for size, one in zip((4, 2), found, strict=True):
        expected = get_activations(model, zoo.rows(size, 3))["dense"]
        np.testing.assert_array_equal(one["dense"], expected)


def test_a_model_that_needs_the_size_of_a_batch_is_traced_for_each():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return tf.reduce_sum(t)

    model = Asks(row_by_row)
    model.dense.build((None, 3))
    extract = ActivationExtractor(model, reduce=reduce)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for size in (4, 2, 3, 4, 2):
            found = extract(zoo.rows(size, 3))["dense"]
            expected = get_activations(model, zoo.rows(size, 3))["dense"]
            np.testing.assert_allclose(found, tf.reduce_sum(expected), rtol=1e-5)
    assert [shape[0] for shape in traces] == [4, None, 2, 3, 4]


@pytest.mark.parametrize("built", [True, False])
def test_what_the_model_raises_eagerly_too_is_raised_each_time(built):
    def fails(x):
        raise LookupError(f"nothing for {x.shape[0]} rows")

    model = Asks(fails)
    if built:
        model.dense.build((None, 3))
    extract = ActivationExtractor(model)
    for size in (4, 4, 2):
        with pytest.raises(LookupError, match=f"nothing for {size} rows"):
            extract(zoo.rows(size, 3))
    model.asked = tf.reduce_max
    assert list(extract(zoo.rows(4, 3))) == ["dense"]


def test_a_wrong_batch_changes_nothing_for_those_that_follow():
    traces = []

    def no_integers(x):
        traces.append(x.dtype)
        if x.dtype != tf.float32:
            raise TypeError("only float32")
        return x[:, :1]

    model = Asks(no_integers)
    model.dense.build((None, 3))
    extract = ActivationExtractor(model)
    extract(zoo.rows(4, 3)), extract(zoo.rows(8, 3))
    with pytest.raises(TypeError, match="only float32"):
        extract(np.ones((4, 3), "int32"))
    extract(zoo.rows(2, 3)), extract(zoo.rows(5, 3))
    assert traces.count("float32") == 2


# --- what a trace leaves on the model -------------------------------------------------------------


class Penalised(keras.layers.Layer):
    def call(self, x):
        self.add_loss(tf.reduce_sum(x))
        return x


def test_the_losses_of_the_model_are_as_before():
    dense = keras.layers.Dense(2, name="dense", activity_regularizer="l2")
    model = keras.Sequential([keras.Input((3,)), dense, Penalised(name="penalised")])
    extract = ActivationExtractor(model)
    extract.paths  # noqa: B018
    assert model.losses == []
    model(zoo.rows(4, 3))
    before = [float(loss) for loss in model.losses]
    extract(zoo.rows(2, 3))
    assert [float(loss) for loss in model.losses] == before and len(before) == 2


def test_gradients_of_what_is_reduced_whenever_it_is_looked_at():
    model = keras.Sequential([keras.Input((3,)), *(keras.layers.Dense(3, name=n) for n in "ab")])
    extract, x = ActivationExtractor(model, reduce=tf.reduce_sum), tf.ones((4, 3))
    with tf.GradientTape() as tape:
        expected = tape.gradient(tf.reduce_sum(model(x)), model.trainable_variables)
    with tf.GradientTape(persistent=True) as tape:
        found = extract(x)
        with tape.stop_recording():
            assert float(found["b"]) == pytest.approx(float(tf.reduce_sum(model(x))))
        inside = found["b"]
    for loss in (inside, found["b"]):
        for one, other in zip(
            tape.gradient(loss, model.trainable_variables), expected, strict=True
        ):
            np.testing.assert_allclose(one, other, rtol=1e-5)


# --- outputs that are not only tensors ------------------------------------------------------------


@pytest.mark.parametrize(
    "extra", ["text", tf.float32, object(), 3, None], ids=str.split("text dtype object number none")
)
@pytest.mark.parametrize(
    "reduce", [None, "spread", tf.reduce_max], ids=["whole", "spread", "largest"]
)
@pytest.mark.filterwarnings("error")  # that it runs eagerly
def test_what_is_no_tensor_in_an_output_hides_nothing_else(extra, reduce):
    class Annotated(keras.layers.Layer):
        def call(self, x):
            return {"twice": 2.0 * x, "about": extra}

    class Model(keras.Model):
        def __init__(self):
            super().__init__()
            self.annotated = Annotated(name="annotated")
            self.last = keras.layers.Dense(3, name="last")

        def call(self, x):
            return self.last(self.annotated(x)["twice"])

    model, x = Model(), zoo.rows(2, 3)
    expected = get_activations(model, x, reduce=reduce)
    found = ActivationExtractor(model, reduce=reduce)(x)
    assert list(found) == list(expected) == ["annotated", "last"]
    np.testing.assert_allclose(found["last"], expected["last"], rtol=1e-6)
    about = found["annotated"]["about"]
    assert about == 3 if extra == 3 else about is extra
    probe, in_step = ActivationLogger(x, reduce=reduce), ActivationLogger(reduce=reduce)
    model.compile("sgd", "mse")
    model.fit(x, x, verbose=0, callbacks=[probe, in_step])
    for logger in (probe, in_step):
        assert logger.history.paths == ["annotated", "last"] and not logger.history.skipped
