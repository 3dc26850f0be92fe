"""Pictures of activations. Matplotlib is imported when the first one is drawn.

They can be looked at on light and on dark pages: figures are transparent, text and axes are of a grey
that stands out from both, and colours are told apart without red and green. Each picture carries its
description in words, which `alt_text` gives.
"""

import math

import numpy as np

from ..describe.formatting import rough, shape
from ..describe.statistics import statistics
from .history import ActivationHistory

GREY = "#808080"
# Okabe and Ito's palette without black and yellow, for white and black backgrounds alike.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")


def plot_images(values, columns: int | None = None, example: int = 0, most: int = 64):
    """The channels of one layer's output as a grid of images, each scaled to the same range.

    Args:
        values: Shape (batch, height, width, channels), or (height, width, channels).
        columns: Images in a row; as many as make a square if None.
        example: Which row of the batch.
        most: Draw at most so many channels.

    Returns:
        A matplotlib figure.

    Raises:
        ValueError: The values are no images.
    """
    array = _array(values)
    images = array[example] if array.ndim == 4 else array
    if images.ndim != 3:
        raise ValueError(
            f"a grid of images needs shape (batch, height, width, channels), and this is"
            f" {shape(array.shape)}; next: plot_histogram, or choose a convolutional layer"
        )
    shown = min(images.shape[-1], most)
    columns = columns or math.ceil(math.sqrt(shown))
    found = statistics(images)
    figure, axes = _figure(math.ceil(shown / columns), columns, size=1.1)
    for at, axis in enumerate(axes.flat):
        axis.axis("off")
        if at < shown:
            image = axis.imshow(images[..., at], cmap="viridis", vmin=found.low, vmax=found.high)
    bar = figure.colorbar(image, ax=axes.ravel().tolist(), shrink=0.8)
    _calm(bar.ax)
    bar.outline.set_edgecolor(GREY)
    return _described(
        figure,
        f"{shown} of {images.shape[-1]} channels as images of {images.shape[0]} by {images.shape[1]};"
        f" {_in_words(found)}",
    )


def plot_histogram(values, bins: int = 50, name: str = "activations"):
    """How often which value occurs in one layer's output; NaN and Inf are left out and counted.

    Args:
        values: Numbers of any shape.
        bins: How many bars.
        name: For the title.

    Returns:
        A matplotlib figure.
    """
    array = _array(values).astype(np.float64).ravel()
    found = statistics(array)
    figure, axes = _figure(1, 1, size=4.0)
    axis = axes.flat[0]
    axis.hist(array[np.isfinite(array)], bins=bins, color=COLOURS[0])
    axis.set(title=name, xlabel="value", ylabel="how often")
    _calm(axis)
    return _described(figure, f"Histogram of {found.size} values of {name}: {_in_words(found)}")


def plot_spread(history: ActivationHistory, what: str = "std"):
    """All layers over training: one line for each, named at its end.

    Args:
        history: Of an :class:`ActivationLogger` with the reducer ``spread``.
        what: ``"mean"``, ``"std"``, ``"low"`` or ``"high"``.

    Returns:
        A matplotlib figure.

    Raises:
        ValueError: No such number, or nothing was recorded.
    """
    if what not in history.columns:
        raise ValueError(
            f"what={what!r} is not recorded; next: one of {', '.join(history.columns)}"
        )
    lines = {
        path: array[:, history.columns.index(what)]
        for path, array in history.numpy().items()
        if array.ndim == 2 and array.shape[1] == len(history.columns)
    }
    if not lines:
        raise ValueError("the history holds no spreads; next: fit with ActivationLogger() first")
    figure, axes = _figure(1, 1, size=4.5)
    axis = axes.flat[0]
    for at, (path, values) in enumerate(lines.items()):
        style = ("-", "--", ":", "-.")[at // len(COLOURS) % 4]
        colour = COLOURS[at % len(COLOURS)]
        axis.plot(values, style, color=colour, marker="o", markersize=3, label=path)
    axis.set(title=f"{what} of each layer's output", xlabel="look", ylabel=what)
    axis.legend(
        frameon=False, labelcolor=GREY, fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5)
    )
    _calm(axis)
    told = [f"{path} from {rough(line[0])} to {rough(line[-1])}" for path, line in lines.items()]
    return _described(
        figure, f"The {what} of {len(lines)} layers over {len(history)} looks: {'; '.join(told)}"
    )


def alt_text(figure) -> str:
    """What the picture shows, in words."""
    return figure.get_label()


def _array(values):
    return np.asarray(values.numpy() if hasattr(values, "numpy") else values)


def _figure(rows, columns, size):
    import matplotlib.pyplot as plt

    wide = size * columns * (1.6 if size > 2 else 1.0)
    figure, axes = plt.subplots(
        rows, columns, squeeze=False, figsize=(wide, size * rows), layout="constrained"
    )
    figure.patch.set_alpha(0.0)
    return figure, axes


def _calm(axis):
    axis.set_facecolor("none")
    axis.tick_params(colors=GREY, which="both")
    for text in (axis.title, axis.xaxis.label, axis.yaxis.label):
        text.set_color(GREY)
    for side, spine in axis.spines.items():
        spine.set_color(GREY)
        spine.set_visible(side in ("left", "bottom"))


def _in_words(found):
    if found.low is None:
        return "no finite value"
    words = f"from {rough(found.low)} to {rough(found.high)}, mean {rough(found.mean)}"
    bad = [f"{many} {kind}" for many, kind in ((found.nan, "NaN"), (found.inf, "Inf")) if many]
    return ", ".join([words, *bad])


def _described(figure, words):
    figure.set_label(words)
    return figure
