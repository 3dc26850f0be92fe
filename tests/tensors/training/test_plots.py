import re
import subprocess
import sys

import matplotlib
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors import describe
from tutorial_utils.tensors.description.description import facts_of
from tutorial_utils.tensors.training.plots import (
    GREY,
    alt_text,
    plot_histogram,
    plot_images,
)

from ..tensor_kinds import KINDS

matplotlib.use("Agg")
import matplotlib.pyplot as plt


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def luminance(colour):
    channels = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_grid_of_images_shows_every_channel():
    values = np.arange(2 * 4 * 5 * 6, dtype=np.float32).reshape(2, 4, 5, 6)
    figure = plot_images(tf.constant(values), example=1)
    drawn = [axis.images[0] for axis in figure.axes if axis.images]
    assert len(drawn) == 6
    np.testing.assert_array_equal(drawn[2].get_array(), values[1, :, :, 2])
    assert {image.get_clim() for image in drawn} == {(120.0, 239.0)}
    assert alt_text(figure).startswith("6 of 6 channels as images of 4 by 5; from 120.0 to 239.0")
    few = plot_images(values, most=4, columns=2)
    assert len([axis for axis in few.axes if axis.images]) == 4


def test_a_histogram_counts_every_finite_value():
    values = np.array([[0.0, 0.1, 0.9], [1.0, np.nan, np.inf]])
    figure = plot_histogram(values, bins=2, name="hidden")
    assert [bar.get_height() for bar in figure.axes[0].patches] == [2, 2]
    assert alt_text(figure) == (
        "Histogram of 6 values of hidden: from 0.0 to 1.0, mean 0.5, 1 NaN, 1 Inf"
    )
    assert "no finite value" in alt_text(plot_histogram([np.nan, np.nan]))


def test_wrong_input_says_what_to_use():
    with pytest.raises(ValueError, match=r"shape=\(4, 5\) .*; next: plot_histogram"):
        plot_images(np.zeros((4, 5)))


@pytest.mark.parametrize("shape", [(2, 4, 5, 0), (4, 0, 3), (0, 4, 5, 3)])
def test_no_channels_and_no_pixels_are_said(shape):
    with pytest.raises(ValueError, match=r"no image to draw .*empty"):
        plot_images(tf.zeros(shape))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"example": 2}, r"no example 2 in this: .*; next: one from 0 to 1"),
        ({"example": -3}, r"no example -3 in this: .*; next: one from 0 to 1"),
        ({"most": 0}, "most=0 leaves nothing to draw; next: 1 or more"),
    ],
)
def test_an_example_that_is_not_there_and_nothing_to_draw(options, message):
    with pytest.raises(ValueError, match=message):
        plot_images(tf.zeros((2, 4, 5, 3)), **options)


def test_examples_count_from_the_end_too():
    values = np.arange(8.0).reshape(2, 2, 2, 1)
    np.testing.assert_array_equal(
        plot_images(values, example=-1).axes[0].images[0].get_array(), values[1, ..., 0]
    )


NO_NUMBERS = ["strings", "keras_tensor", "leaked_graph_tensor", "resource_handle", "dates", "model"]


@pytest.mark.parametrize("plot", [plot_images, plot_histogram])
@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_has_no_numbers_is_named(kind, plot):
    value = KINDS[kind][0]()
    with pytest.raises(
        ValueError, match=re.escape(f"needs numbers, and this is: {describe(value)}")
    ):
        plot(value)


HISTOGRAMS = {
    "complex": (lambda: tf.constant([3 + 4j, 0j]), "from 0.0 to 5.0"),
    "ragged": (lambda: tf.ragged.constant([[1], [2, 3]]), "from 1 to 3"),
    "sparse": (lambda: tf.sparse.from_dense([0.0, 2.0, 4.0]), "from 2.0 to 4.0"),
    "variable": (lambda: tf.Variable([1.0, 2.0]), "from 1.0 to 2.0"),
    "bool": (lambda: tf.constant([True, False]), "from 0.0 to 1.0"),
    "int4": (KINDS["int4"][0], "from -8.0 to 2.0"),
    "float8": (KINDS["float8"][0], "from 1.0 to 3.0"),
    "uint8": (KINDS["image"][0], "from 0.0 to 255.0"),
    "constant": (lambda: np.full(5, 3.0), "from 3.0 to 3.0"),
    "close to overflow": (KINDS["close_to_overflow"][0], "from 3e+38 to 3e+38"),
    "neighbours": (lambda: np.array([1.0, np.nextafter(1.0, 2.0)]), "from 1.0 to 1.0"),
    "empty": (lambda: tf.zeros((0, 3)), "no finite value"),
}


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_a_histogram_of_every_kind_of_numbers(kind):
    make, words = HISTOGRAMS[kind]
    figure = plot_histogram(make())
    assert words in alt_text(figure)
    bars = figure.axes[0].patches
    assert sum(bar.get_height() for bar in bars) == facts_of(make()).numbers.size
    assert figure.axes[0].get_xlabel() == ("|z|" if kind == "complex" else "value")


def test_images_of_complex_numbers_are_those_of_the_modulus():
    figure = plot_images(tf.fill((2, 3, 1), 3 + 4j))
    np.testing.assert_array_equal(figure.axes[0].images[0].get_array(), np.full((2, 3), 5.0))


def test_readable_on_white_and_on_dark_pages():
    readable_on_every_page(plot_histogram([1.0, 2.0]))


def readable_on_every_page(figure):
    assert figure.patch.get_alpha() == 0.0
    axis = figure.axes[0]
    assert axis.get_facecolor()[3] == 0.0
    texts = [axis.title, axis.xaxis.label, axis.yaxis.label, *axis.get_xticklabels()]
    legend = axis.get_legend()
    texts += legend.get_texts() if legend else []
    assert {matplotlib.colors.to_hex(text.get_color()) for text in texts} == {GREY}
    # 3:1 is what WCAG 2.2 asks of graphics, and of large text (1.4.11, 1.4.3)
    assert contrast(GREY, "white") > 3 and contrast(GREY, "#131416") > 3


def test_the_library_needs_no_matplotlib_until_it_draws():
    program = (
        "import sys; sys.modules['matplotlib'] = None;"
        "from tutorial_utils.tensors import plot_histogram, ActivationLogger;"
        "import contextlib\n"
        "with contextlib.suppress(ImportError): plot_histogram([1.0]); raise SystemExit('drawn')"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
