"""How activations change while a model is trained."""

import numpy as np

from .paper import GREY, display_with_words

DARK = 0.04  # of the brightest: too little to see


def units_over_epochs(looks) -> None:
    """Show how active each unit of a layer is, epoch by epoch.

    Args:
        looks: Shape (epochs, units): the mean output of each unit for the probe batch.
    """
    from matplotlib.figure import Figure

    epochs = len(looks)
    figure = Figure(figsize=(7.2, 0.34 * epochs + 0.9), dpi=144, layout="constrained")
    axes = figure.add_subplot()
    image = axes.imshow(looks, cmap="viridis", aspect="auto", vmin=0)
    axes.set(xlabel="unit", ylabel="epoch", yticks=range(epochs), yticklabels=range(1, epochs + 1))
    bar = figure.colorbar(image, ax=axes, label="mean output")
    for part in (axes, bar.ax):
        part.tick_params(colors=GREY)
        for word in (part.xaxis.label, part.yaxis.label):
            word.set_color(GREY)
        for spine in part.spines.values():
            spine.set_edgecolor(GREY)
    bar.outline.set_edgecolor(GREY)
    display_with_words(figure, units_in_words(np.asarray(looks)))


def units_in_words(looks: np.ndarray) -> str:
    """The picture in words: how many units end brighter than they began, and how many stay dark.

    >>> units_in_words(np.array([[0.0, 1.0], [0.0, 3.0]]))
    'How active each of 2 units is, a row for each of 2 epochs. 1 end brighter; 1 stay dark.'
    """
    epochs, units = looks.shape
    dark = int((looks.max(axis=0) <= DARK * looks.max()).sum())
    brighter = int((looks[-1] - looks[0] > DARK * looks.max()).sum())
    return (
        f"How active each of {units} units is, a row for each of {epochs} epochs. "
        f"{brighter} end brighter; {dark} stay dark."
    )


def drawn(figure, words: str) -> None:
    """Show a figure that the library drew, with words that are the same on every machine."""
    from matplotlib import pyplot

    pyplot.close(figure)  # or a notebook shows it a second time, without its words
    display_with_words(figure, words)
