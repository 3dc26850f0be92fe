"""What was handed over is compared with what it was, whatever it is."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.checks.handed_over import HandedOver


def a_model():
    return keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(2), keras.layers.BatchNormalization(),
         keras.layers.Dropout(0.5, seed=1)]
    )  # fmt: skip


THINGS = {
    "array": (lambda: np.array([1.0, np.nan]), lambda a: a.__setitem__(0, 5.0)),
    "integers": (lambda: np.array([1, 2]), lambda a: a.__setitem__(0, 5)),
    "texts": (lambda: np.array(["a", "b"]), lambda a: a.__setitem__(0, "c")),
    "list": (lambda: [1, 2], lambda a: a.append(3)),
    "list of arrays": (lambda: [np.ones(2), np.ones(2)], lambda a: a.pop()),
    "dict": (lambda: {"a": 1}, lambda a: a.update(b=2)),
    "variable": (lambda: tf.Variable([1.0]), lambda v: v.assign([2.0])),
    "Keras variable": (lambda: keras.Variable([1.0]), lambda v: v.assign([2.0])),
    "model": (a_model, lambda m: m.set_weights([w * 0 + 3 for w in m.get_weights()])),
    "moving mean": (a_model, lambda m: m(np.ones((2, 2)) * 9, training=True)),
    "frozen model": (a_model, lambda m: setattr(m, "trainable", False)),
    "frozen layer": (a_model, lambda m: setattr(m.layers[0], "trainable", False)),
    "hook left": (a_model, lambda m: setattr(m.layers[0], "call", np.tanh)),
    "activation taken off": (a_model, lambda m: setattr(m.layers[0], "activation", None)),
    "layer added": (a_model, lambda m: m.add(keras.layers.Dense(1))),
    "layer without weights added": (a_model, lambda m: m.add(keras.layers.ReLU())),
}


@pytest.mark.parametrize("kind", THINGS)
def test_a_change_is_seen_and_no_change_is_none(kind):
    make, change = THINGS[kind]
    thing = make()
    handed_over = HandedOver({"thing": thing})
    assert handed_over.changed() is None
    change(thing)
    where, now = handed_over.changed()
    assert "thing" in where and now


def test_looking_at_a_model_in_training_changes_its_seeds_alone():
    drop = keras.Sequential([keras.Input((2,)), keras.layers.Dropout(0.5, seed=1)])
    handed_over = HandedOver({"model": drop})
    drop(np.ones((2, 2)), training=True)
    assert handed_over.changed() is None


def test_a_hook_that_was_taken_away_again_is_no_change():
    model = a_model()
    handed_over = HandedOver({"model": model})
    layer = model.layers[0]
    call = layer.call
    layer.call = np.tanh
    layer.call = call
    assert handed_over.changed() is None


def test_what_cannot_be_changed_is_left_alone():
    assert HandedOver({"x": tf.constant(1.0), "n": 3, "f": len, "none": None}).changed() is None
