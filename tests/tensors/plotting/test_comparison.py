import matplotlib
import numpy as np
import pytest

from tutorial_utils.tensors.comparison.comparing import compare_activations
from tutorial_utils.tensors.plotting.comparison import plot_comparison
from tutorial_utils.tensors.training.plots import COLOURS, alt_text

from ..models import made
from ..training.test_plots import readable_on_every_page


def test_bars_are_the_relative_differences():
    one = {"same": np.ones(2), "near": np.ones(2), "far": np.ones(2), "nan": np.ones(2)}
    two = {"same": np.ones(2), "near": np.ones(2) + 1e-6, "far": 3 * np.ones(2)}
    two["nan"] = np.full(2, np.nan)
    found = compare_activations(one, two, tolerance=1e-3)
    axis = plot_comparison(found).axes[0]
    readable_on_every_page(axis.figure)
    ends = [bar.get_x() + bar.get_width() for bar in axis.patches]
    np.testing.assert_allclose(ends[1:], [1e-6, 2.0, 20.0], rtol=1e-6)
    assert axis.patches[0].get_width() == 0.0
    colours = [matplotlib.colors.to_hex(bar.get_facecolor()).upper() for bar in axis.patches]
    assert [colours.index(colour) for colour in colours] == [0, 0, 2, 2]
    assert colours[2] == COLOURS[5]
    assert [label.get_text() for label in axis.get_yticklabels()] == list(one)
    assert axis.lines[0].get_xdata()[0] == 1e-3
    assert alt_text(axis.figure) == (
        "Relative difference of 4 tensors: the first that differs is far, 2.0;"
        " the largest is that of far, 2.0"
    )


def test_a_model_and_itself():
    model, x = made("functional")
    figure = plot_comparison(compare_activations(model, model, x))
    assert alt_text(figure) == "Relative difference of 2 tensors: none is above 1e-04"
    assert all(bar.get_width() == 0.0 for bar in figure.axes[0].patches)


def test_nothing_but_what_cannot_be_compared():
    figure = plot_comparison(compare_activations({"a": np.ones(2)}, {"a": np.ones(3)}))
    assert "the first that differs is a, shapes (2,) and (3,)" in alt_text(figure)
    with pytest.raises(ValueError, match="nothing was compared"):
        plot_comparison(compare_activations({"a": np.ones(2)}, {"b": np.ones(3)}))
