"""A reducer that raises: skipped where it can't take the kind, an error under its own name elsewhere."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.reducers.spread import spread
from tutorial_utils.tensors.training.logger import ActivationLogger

from .. import wild, zoo


def captured(model, x, **options):
    with capture_activations(model, **options) as found:
        model(x)
    return found


WAYS = {
    "eager": get_activations,
    "block": captured,
    "compiled": lambda model, x, **options: ActivationExtractor(model, **options)(x),
}


def refuses(t):
    raise TypeError("this kind I do not know")


def refuses_odd_kinds(t):
    if isinstance(t, tf.Tensor) and t.dtype.is_floating:
        return tf.reduce_mean(t)
    return refuses(t)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("kind", "path"), [("sparse_output", "sparse"), ("ragged_input", "keep")])
def test_a_kind_that_it_cant_take_is_skipped_with_the_reason(way, kind, path):
    model, x = (zoo.KINDS | wild.KINDS)[kind]()
    found = WAYS[way](model, x, reduce=refuses_odd_kinds)
    with pytest.raises(KeyError, match="can't be reduced"):
        found[path]
    why = found.skipped.pop(path)
    assert why == "can't be reduced: refuses_odd_kinds raised TypeError: this kind I do not know"
    assert found and not found.skipped


class Odd(keras.layers.Layer):
    """Gives a kind of tensor, of a float's truth."""

    def __init__(self, dtype, **options):
        super().__init__(**options)
        self.kind = dtype

    def call(self, x):
        if self.kind == tf.string:
            return tf.strings.as_string(x)
        return tf.cast(tf.cast(x, tf.int8), self.kind)


class Aside(keras.Model):
    """Keras has no symbolic tensors of some kinds, so none may come between two layers."""

    def __init__(self, dtype):
        super().__init__(name="aside")
        self.dense, self.odd = keras.layers.Dense(2, name="dense"), Odd(dtype, name="odd")

    def call(self, x):
        y = self.dense(x)
        self.odd(y)
        return y


def half(t):
    return t / 2


# What TensorFlow refuses when it runs, not when it is traced.
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("dtype", "reduce"),
    [
        (tf.string, lambda t: tf.cast(t, tf.float32)),
        (tf.dtypes.experimental.int4, lambda t: tf.cast(t, tf.float64)),
        (tf.bool, half),
    ],
)
def test_a_kind_that_is_refused_only_at_run_time(way, dtype, reduce):
    model = Aside(dtype)
    model.dense.build((None, 3))
    found = WAYS[way](
        model, zoo.rows(4, 3), reduce=lambda t: t if t.dtype == "float32" else reduce(t)
    )
    assert list(found) == ["dense"] and list(found.skipped) == ["odd"]


@pytest.mark.parametrize("way", WAYS)
def test_text_is_skipped_by_the_built_in_reducer(way):
    model, x = wild.KINDS["text_output"]()
    with pytest.warns(UserWarning, match=r"'lookup', can't be reduced: spread raised"):
        found = WAYS[way](model, x, reduce=spread)
    assert list(found.skipped) == ["lookup"]


def test_fit_goes_on_where_spread_cant():
    model, x = wild.KINDS["sparse_output"]()
    model.compile("sgd", "mse", jit_compile=False)
    logger = ActivationLogger()
    model.fit(x, np.ones((4, 1)), verbose=0, callbacks=[logger])
    assert "dense" in logger.history.paths


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("reduce", "error"),
    [(lambda t: t[:, 99, 99], Exception), (lambda t: {}["gone"], KeyError), (refuses, TypeError)],
)
def test_its_own_error_names_path_and_reducer_and_not_the_users_model(way, reduce, error):
    model, x = zoo.KINDS["siamese"]()
    with pytest.raises(error) as caught:
        WAYS[way](model, x, layers="twin/b", reduce=reduce)
    assert "Exception encountered when calling" not in str(caught.value)
    (note,) = caught.value.__notes__
    assert f"`reduce`, {reduce.__name__}, on the output of 'twin/b'" in note
    assert "shape=(4, 2)" in note or "shape=(None, 2)" in note


@pytest.mark.parametrize("way", WAYS)
def test_a_test_in_layers_that_raises(way):
    model, x = zoo.KINDS["functional"]()
    with pytest.raises(ZeroDivisionError) as caught:
        WAYS[way](model, x, layers=lambda path, layer: 1 / 0)
    assert "Exception encountered when calling" not in str(caught.value)
    assert caught.value.__notes__ == ["This was raised by `layers`, asked about 'a'."]


def test_the_program_in_the_block_runs_to_its_end():
    model, x = zoo.KINDS["functional"]()
    ran = []
    with pytest.raises(TypeError, match="do not know"), capture_activations(model, reduce=refuses):
        ran.append(model(x))
    np.testing.assert_array_equal(ran[0], model(x))


def test_a_reducer_that_needs_numbers_works_after_a_warning_that_says_so():
    model, x = zoo.KINDS["functional"]()

    def mean(t):
        return np.mean(t)

    with pytest.warns(UserWarning, match="taken eagerly.*`reduce`, mean, on the output of 'a'"):
        found = ActivationExtractor(model, reduce=mean)(x)
    np.testing.assert_allclose(found["a"], np.mean(get_activations(model, x)["a"]))


class Twice(keras.Model):
    def __init__(self):
        super().__init__(name="twice")
        self.sparse, self.dense = wild.ToSparse(name="sparse"), keras.layers.Dense(2, name="dense")

    def call(self, x):
        y = tf.sparse.to_dense(self.sparse(self.dense(x)))
        return self.dense(tf.sparse.to_dense(self.sparse(y)))


def test_numbers_of_calls_count_those_that_were_skipped():
    found = captured(Twice(), zoo.rows(3, 2), reduce=refuses_odd_kinds)
    assert list(found) == ["dense", "dense#2"]
    assert list(found.skipped) == ["sparse", "sparse#2"]
