import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.nonfinite.finding import find_nonfinite
from tutorial_utils.tensors.state.parts import variables_of

from ..models import made
from . import planted

L = keras.layers


@pytest.mark.parametrize("plant", planted.PLACES, ids=lambda plant: plant.__name__)
def test_what_was_bad_first(plant):
    model, x, y, (what, path, first) = plant()
    report = find_nonfinite(model, x, y)
    assert report.first[:2] == (what, path)
    assert report.first.count.first == first
    assert report.looked_at["output"] == len(model.layers)
    assert report.looked_at["weight"] == 4


def test_all_is_finite():
    model, x, y = planted.model_of()
    report = find_nonfinite(model, x, y)
    assert not report
    assert report.looked_at == {
        "input": 1,
        "label": 1,
        "weight": 4,
        "output": 2,
        "loss": 1,
        "gradient": 7,
        "optimizer": 2,
    }
    assert find_nonfinite(model, x).notes == (
        "loss and gradients were not looked at: pass y, or loss=",
    )


def test_gradients_are_looked_at_from_the_loss_backwards():
    """The root of zero: of what comes before it, all gradients are bad; of what comes after, none."""
    model, x, y, _ = planted.in_a_gradient()
    bad = [finding.path for finding in find_nonfinite(model, x, y)]
    assert bad == ["hidden", "hidden/kernel", "hidden/bias", "input"]


def test_the_call_of_a_shared_layer_and_parts_of_structures():
    model, x = made("siamese")
    x = [x[0], np.where(np.arange(12).reshape(4, 3) == 5, np.nan, x[1])]
    report = find_nonfinite(model, x)
    assert [(one.what, one.path) for one in report] == [
        ("input", "[1]"),
        ("output", "twin#2/a"),
        ("output", "twin#2/b"),
        ("output", "twin#2"),
        ("output", "dot"),
    ]
    assert report.first.count.first == (1, 2)
    only = find_nonfinite(model, x, layers="dot", loss=tf.reduce_sum)
    assert [one.path for one in only if one.what == "output"] == ["dot"]
    with pytest.raises(KeyError, match="the closest: 'dot'"):
        find_nonfinite(model, x, layers="dott")


@pytest.mark.parametrize(
    "kind",
    ["recurrent_with_states", "ragged_input", "sparse_output", "text_output", "mixed_precision"],
)
def test_kinds_of_models(kind):
    model, x = made(kind)
    report = find_nonfinite(model, x)
    assert not report
    assert report.looked_at["output"] > 1 or kind == "text_output"


def test_the_model_is_as_before():
    model, x, y, _ = planted.in_an_output()
    before = [variable.numpy().copy() for variable in variables_of(model)]
    find_nonfinite(model, x, y, training=True)
    with pytest.raises(ZeroDivisionError):
        find_nonfinite(model, x, loss=lambda out: 1 / 0)
    for now, old in zip(variables_of(model), before, strict=True):
        np.testing.assert_array_equal(now.numpy(), old)


def test_weights_of_samples():
    model, x, y = planted.model_of()
    weights = np.array([1.0, np.nan, 1.0, 1.0], "float32")
    first = find_nonfinite(model, x, y, sample_weight=weights).first
    assert (first.what, first.path) == ("label", "sample_weight")
