import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.plotting.histograms import plot_histograms
from tutorial_utils.tensors.training.plots import alt_text

from ..models import made
from ..training.test_plots import readable_on_every_page


def test_each_layer_has_its_histogram_in_its_own_range():
    values = {
        "a": tf.constant([[0.0, 0.1, 0.9], [1.0, np.nan, np.inf]]),
        "pair": (np.array([5, 5, 5]), {"deep": tf.ragged.constant([[1.0], [2.0, 3.0]])}),
        "none": None,
        "text": tf.constant(["word"]),
    }
    figure = plot_histograms(values, bins=2)
    heights = {axis.get_title(): [bar.get_height() for bar in axis.patches] for axis in figure.axes}
    assert heights == {"a": [2, 2], "pair[0]": [0, 3], "pair[1]['deep']": [1, 2]}
    assert alt_text(figure) == (
        "Histograms of 3 tensors: a from 0.0 to 1.0, mean 0.5, 1 NaN, 1 Inf; pair[0] from 5 to 5, mean 5.0;"
        " pair[1]['deep'] from 1.0 to 3.0, mean 2.0"
    )


def test_of_many_the_first_and_the_last_are_drawn():
    figure = plot_histograms({f"layer_{at}": np.arange(3.0) for at in range(40)}, most=4)
    assert [axis.get_title() for axis in figure.axes] == [
        "layer_0",
        "layer_1",
        "layer_38",
        "layer_39",
    ]
    assert "Histograms of 4 tensors, 36 more not drawn" in alt_text(figure)


def test_no_numbers_and_all_nan():
    with pytest.raises(ValueError, match="pass what get_activations gave"):
        plot_histograms({"text": tf.constant(["word"]), "none": None})
    with pytest.raises(ValueError, match="most=0 leaves nothing to draw; next: 1 or more"):
        plot_histograms({"a": np.ones(3)}, most=0)
    figure = plot_histograms({"bad": np.full(3, np.nan)})
    assert not figure.axes[0].patches
    assert alt_text(figure) == "Histograms of 1 tensor: bad no finite value"


def test_what_the_library_gives_can_be_drawn():
    from tutorial_utils.tensors import get_activations, get_gradients

    model, x = made("functional")
    for found in (get_activations(model, x), get_gradients(model, x, loss=tf.reduce_sum)):
        figure = plot_histograms(found)
        assert len(figure.axes) == len(found)
        readable_on_every_page(figure)
