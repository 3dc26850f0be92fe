import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.reducers.spread import spread
from tutorial_utils.tensors.training import tap as tap_module
from tutorial_utils.tensors.training.tap import Tap

from .. import zoo
from .reducers import only_wide


def step_of(model):
    return lambda data: {"loss": tf.reduce_mean(model(data))}


def run(tap, model, compiled=True, **options):
    """One step that has the tap: its logs, and what the tap finds among them."""
    step = tap.around(step_of(model))
    logs = dict((tf.function(step, **options) if compiled else step)(zoo.rows(4, 3)))
    found = tap.values(logs)
    assert list(logs) == ["loss"]
    return found


@pytest.mark.parametrize("compiled", [True, False])
def test_values_are_given_when_they_are_wanted(compiled):
    model, x = zoo.KINDS["functional"]()
    tap = Tap(model, reduce=spread, always=False)
    assert run(tap, model, compiled) is None
    tap.want(True)
    found = run(tap, model, compiled)
    assert list(found) == ["a", "b"]
    np.testing.assert_allclose(found["b"], spread(model(x)), rtol=1e-5)
    tap.want(False)
    assert run(tap, model, compiled) is None


def test_one_graph_serves_steps_that_are_looked_at_and_others():
    model, x = zoo.KINDS["functional"]()
    tap = Tap(model, always=False)
    step = tf.function(tap.around(step_of(model)))
    for wanted in (False, True, False):
        tap.want(wanted)
        logs = dict(step(x))
        assert (tap.values(logs) is None) != wanted
    assert step.experimental_get_tracing_count() == 1


def test_each_graph_has_its_own_layers():
    class Grows(keras.Model):
        def __init__(self):
            super().__init__(name="grows")
            self.a, self.b = (keras.layers.Dense(3, name=name) for name in "ab")

        def call(self, x):
            return self.b(self.a(x)) if x.shape[0] > 2 else self.a(x)

    model = Grows()
    model(zoo.rows(4, 3))
    tap = Tap(model)
    step = tf.function(tap.around(step_of(model)))
    many, few = dict(step(tf.ones((4, 3)))), dict(step(tf.ones((2, 3))))
    again = dict(step(tf.ones((4, 3))))
    assert [list(tap.values(logs)) for logs in (many, few, again)] == [
        ["a", "b"],
        ["a"],
        ["a", "b"],
    ]


def test_a_reducer_that_raises_leaves_the_path_out_and_the_step_alone():
    model, _ = zoo.KINDS["functional"]()
    for compiled in (True, False):
        tap = Tap(model, reduce=only_wide)
        assert list(run(tap, model, compiled)) == ["a"]
        assert tap.skipped == {"b": "can't be reduced: only_wide raised ValueError: too narrow"}


def test_text_leaves_no_graph():
    model, _ = zoo.KINDS["functional"]()
    tap = Tap(model, reduce=lambda t: "words")
    assert run(tap, model) == {}
    assert "it gave text, and a graph returns only tensors" in tap.skipped["a"]
    assert run(Tap(model, reduce=lambda t: "words"), model, compiled=False)["a"] == "words"


def test_what_fails_in_it_is_a_warning(monkeypatch):
    def fails(values):
        raise RuntimeError("no way out")

    monkeypatch.setattr(tap_module, "taken_apart", fails)
    model, x = zoo.KINDS["functional"]()
    step = tf.function(Tap(model, always=False).around(step_of(model)))
    with pytest.warns(UserWarning, match="ActivationLogger sees no step: .*no way out"):
        assert list(step(x)) == ["loss"]


HANDLES = {
    "variant": lambda: tf.data.experimental.to_variant(tf.data.Dataset.range(3)),
    "variant of a data set": lambda: tf.data.Dataset.range(3),
    "variant of an optional": lambda: tf.experimental.Optional.from_value(1.0),
    "variant of a list": lambda: tf.raw_ops.EmptyTensorList(
        element_shape=[1], max_num_elements=3, element_dtype=tf.float32
    ),
    "resource": lambda: tf.raw_ops.VarHandleOp(dtype=tf.float32, shape=[], shared_name="held"),
    "float8_e4m3fn": lambda: tf.cast([1.0], tf.dtypes.experimental.float8_e4m3fn),
}


class Gives(keras.layers.Layer):
    def __init__(self, make, paired):
        super().__init__(name="gives")
        self.make, self.paired = make, paired

    def call(self, x):
        return (x, self.make()) if self.paired else self.make()


class Holds(keras.Model):
    def __init__(self, inner):
        super().__init__(name="holds")
        self.dense, self.inner = keras.layers.Dense(2, name="dense"), inner

    def call(self, x):
        self.inner(x)
        return self.dense(x)


@pytest.mark.parametrize("always", [True, False])
@pytest.mark.parametrize("paired", [True, False])
@pytest.mark.parametrize("kind", HANDLES)
def test_an_output_that_cannot_leave_the_step_hides_no_other(kind, paired, always):
    model = Holds(Gives(HANDLES[kind], paired))
    tap = Tap(model, always=always)
    tap.want(True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(run(tap, model)) == ["dense"]
    dtype = kind.split()[0]
    why = f"gave {dtype}, which can't leave a training step; next: get_activations, called eagerly"
    assert tap.skipped == {"gives": why}
