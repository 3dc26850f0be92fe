import itertools
import warnings

import matplotlib
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.reducers.spread import spread
from tutorial_utils.tensors.training.history import ActivationHistory
from tutorial_utils.tensors.training.history_plot import plot_spread
from tutorial_utils.tensors.training.plots import alt_text

from .test_plots import readable_on_every_page

matplotlib.use("Agg")
import matplotlib.pyplot as plt


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def history(layers=8):
    found = ActivationHistory(spread.columns)
    for epoch in range(3):
        values = {f"layer_{at}": tf.constant([0.0, at + epoch, -1.0, 1.0]) for at in range(layers)}
        found.add(epoch, 0, values)
    return found


def drawn(figure):
    """Draw it in full, and fail on what matplotlib warns of, such as axes that collapsed to zero."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.canvas.draw()
    return figure


def test_a_line_for_each_layer():
    figure = drawn(plot_spread(history(), what="std"))
    lines = figure.axes[0].lines
    assert [line.get_label() for line in lines] == [f"layer_{at}" for at in range(8)]
    np.testing.assert_array_equal(lines[3].get_ydata(), [3.0, 4.0, 5.0])
    looks = {(line.get_color(), line.get_linestyle()) for line in lines}
    assert len(looks) == 8
    assert "8 layers over 3 looks: layer_0 from 0.0 to 2.0;" in alt_text(figure)


def test_lines_of_as_many_layers_as_there_are_styles_differ_and_their_names_fit():
    figure = drawn(plot_spread(history(24)))
    lines = figure.axes[0].lines
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == 24
    names = figure.axes[0].get_legend().get_window_extent()
    assert names.y0 >= 0 and names.y1 <= figure.bbox.height


@pytest.mark.parametrize("layers", [25, 163, 1000])
def test_many_layers_are_a_map_whose_names_do_not_touch(layers):
    figure = drawn(plot_spread(history(layers), what="std"))
    axis, _ = figure.axes
    (image,) = axis.images
    np.testing.assert_array_equal(image.get_array()[-1], np.arange(3.0) + layers - 1)
    names = [name.get_window_extent() for name in axis.get_yticklabels()]
    assert 12 <= len(names) <= 40
    assert all(upper.y0 >= lower.y1 for upper, lower in itertools.pairwise(names))
    assert all(name.x0 >= 0 for name in names)
    assert axis.get_window_extent().width > figure.bbox.width / 3
    words = alt_text(figure)
    assert f"(layer_{layers - 1})" in words and "layers='pattern*'" in words
    assert len(words) < 300


def test_layers_can_be_chosen():
    figure = plot_spread(history(163), layers=["layer_1*1", "layer_5"])
    labels = [line.get_label() for line in figure.axes[0].lines]
    assert labels == [f"layer_{at}" for at in (5, 11, 101, 111, 121, 131, 141, 151, 161)]
    with pytest.raises(ValueError, match="none of the history's; there are: 'layer_0', 'layer_1'"):
        plot_spread(history(), layers="conv")


def test_what_is_not_finite_has_no_colour_and_is_counted():
    found = history(30)
    found.add(3, 0, {f"layer_{at}": tf.constant([0.0, np.nan, 0.0, 0.0]) for at in range(7)})
    (image,) = drawn(plot_spread(found)).axes[0].images
    assert image.get_array().mask[:, 3].all() and not image.get_array().mask[:, :3].any()
    assert "30 of them not finite at the last" in alt_text(plot_spread(found))


def test_columns_of_a_dict_can_be_drawn_and_of_one_number():
    found = ActivationHistory()
    found.add(0, 0, {"a": {"zeros": tf.constant(0.5), "top": tf.constant(3.0)}})
    found.add(1, 0, {"a": {"zeros": tf.constant(0.75), "top": tf.constant(4.0)}})
    assert list(plot_spread(found, what="top").axes[0].lines[0].get_ydata()) == [3.0, 4.0]
    assert plot_spread(found).axes[0].get_ylabel() == "zeros"
    one = ActivationHistory()
    one.add(0, 0, {"a": tf.constant(2.0)})
    assert plot_spread(one).axes[0].get_ylabel() == "value"


def test_a_layer_that_was_missing_in_a_look_has_a_gap_there():
    found = history(1)
    found.add(3, 0, {"late": tf.constant([0.0, 5.0, 0.0, 0.0])})
    late, first = plot_spread(found, layers="late"), plot_spread(found, layers="layer_0")
    np.testing.assert_array_equal(late.axes[0].lines[0].get_ydata(), [np.nan] * 3 + [5.0])
    np.testing.assert_array_equal(first.axes[0].lines[0].get_ydata(), [0.0, 1.0, 2.0, np.nan])


def test_wrong_input_says_what_to_use():
    with pytest.raises(ValueError, match="next: one of mean, std, low, high"):
        plot_spread(history(), what="median")
    with pytest.raises(ValueError, match="holds no numbers"):
        plot_spread(ActivationHistory())


@pytest.mark.parametrize("layers", [8, 30])
def test_readable_on_white_and_on_dark_pages(layers):
    readable_on_every_page(plot_spread(history(layers)))
