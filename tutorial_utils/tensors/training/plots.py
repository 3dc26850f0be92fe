"""Pictures of activations. Matplotlib is imported when the first one is drawn.

They can be looked at on light and on dark pages: figures are transparent, text and axes are of a grey
that stands out from both, and colours are told apart without red and green. Each picture carries its
description in words, which `alt_text` gives.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from ..description import describe
from ..description.contents import real
from ..description.description import facts_of
from ..description.formatting import rough
from ..description.statistics import statistics

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GREY = "#808080"
# Okabe and Ito's palette without black and yellow, for white and black backgrounds alike.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")


def plot_images(
    values: object, columns: int | None = None, example: int = 0, most: int = 64
) -> "Figure":
    """The channels of one layer's output as a grid of images, each scaled to the same range.

    Args:
        values: Shape (batch, height, width, channels), or (height, width, channels). Of complex numbers,
            the modulus is drawn.
        columns: Images in a row; as many as make a square if None.
        example: Which row of the batch.
        most: Draw at most so many channels.

    Returns:
        A matplotlib figure.

    Raises:
        ValueError: The values are no images, or there are none, or not this example.
    """
    array, _ = numbers(values)
    if array.ndim not in (3, 4):
        raise ValueError(
            "a grid of images needs shape (batch, height, width, channels), and this is:"
            f" {describe(values)}; next: plot_histogram, or choose a convolutional layer"
        )
    if not array.size:
        raise ValueError(
            f"there is no image to draw in this: {describe(values)}; next: choose a layer"
        )
    require_some(most)
    images = one_of_batch(array, example, values) if array.ndim == 4 else array
    shown = min(images.shape[-1], most)
    columns = columns or math.ceil(math.sqrt(shown))
    found = statistics(images)
    figure, axes = blank_figure(math.ceil(shown / columns), columns, size=1.1)
    for at, axis in enumerate(axes.flat):
        axis.axis("off")
        if at < shown:
            image = axis.imshow(images[..., at], cmap="viridis", vmin=found.low, vmax=found.high)
    bar = figure.colorbar(image, ax=axes.ravel().tolist(), shrink=0.8)
    calm(bar.ax)
    bar.outline.set_edgecolor(GREY)
    return described(
        figure,
        f"{shown} of {images.shape[-1]} channels as images of {images.shape[0]} by {images.shape[1]};"
        f" {in_words(found)}",
    )


def plot_histogram(values: object, bins: int = 50, name: str = "activations") -> "Figure":
    """How often which value occurs in one layer's output; NaN and Inf are left out and counted.

    Args:
        values: Numbers of any shape. Of complex numbers, the modulus counts; of sparse and ragged tensors,
            the values that are stored.
        bins: How many bars.
        name: For the title.

    Returns:
        A matplotlib figure.

    Raises:
        ValueError: There are no numbers.
    """
    array, what = numbers(values)
    found = statistics(array)
    figure, axes = blank_figure(1, 1, size=4.0)
    axis = axes.flat[0]
    if found.low is not None:
        counts, edges = np.histogram(array, bins, room_for(bins, found))
        axis.hist(edges[:-1], edges, weights=counts, color=COLOURS[0])
    axis.set(title=name, xlabel=what or "value", ylabel="how often")
    calm(axis)
    return described(figure, f"Histogram of {found.size} values of {name}: {in_words(found)}")


def alt_text(figure: "Figure") -> str:
    """What the picture shows, in words."""
    return figure.get_label()


def numbers(values):
    """As an array that Matplotlib can draw, and what they are, where they are not the values themselves."""
    array = np.asarray(values) if isinstance(values, (list, tuple)) else facts_of(values).numbers
    if array is None or array.dtype.kind not in "biufcV" or array.dtype.names:
        raise ValueError(f"a picture needs numbers, and this is: {describe(values)}")
    array, what = real(array)
    if array.dtype.kind not in "iuf" or array.dtype.itemsize < 4:
        array = array.astype(np.float32)
    return array, what.strip()


def one_of_batch(array, example, values):
    """The example of ``values`` with this number, which counts from the end if below zero."""
    many = len(array)
    if not -many <= example < many:
        raise ValueError(
            f"there is no example {example} in this: {describe(values)}; next: one from 0 to {many - 1}"
        )
    return array[example]


def require_some(most):
    if most < 1:
        raise ValueError(f"most={most} leaves nothing to draw; next: 1 or more")


def room_for(bins, found):
    """From the smallest to the largest value, or around them, where there is nothing between them."""
    low, high = np.float64(found.low), np.float64(found.high)
    largest = max(abs(low), abs(high))
    margin = max(0.5, largest / 100) if high - low <= bins * np.spacing(largest) else 0.0
    return low - margin, high + margin


def blank_figure(rows, columns, size):
    import matplotlib.pyplot as plt

    wide = size * columns * (1.6 if size > 2 else 1.0)
    figure, axes = plt.subplots(
        rows, columns, squeeze=False, figsize=(wide, size * rows), layout="constrained"
    )
    figure.patch.set_alpha(0.0)
    return figure, axes


def calm(axis):
    axis.set_facecolor("none")
    axis.tick_params(colors=GREY, which="both")
    for text in (axis.title, axis.xaxis.label, axis.yaxis.label):
        text.set_color(GREY)
    for side, spine in axis.spines.items():
        spine.set_color(GREY)
        spine.set_visible(side in ("left", "bottom"))


def in_words(found):
    if found.low is None:
        return "no finite value"
    words = f"from {rough(found.low)} to {rough(found.high)}, mean {rough(found.mean)}"
    bad = [f"{many} {kind}" for many, kind in ((found.nan, "NaN"), (found.inf, "Inf")) if many]
    return ", ".join([words, *bad])


def described(figure, words):
    figure.set_label(words)
    return figure
