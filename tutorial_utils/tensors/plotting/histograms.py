"""A histogram for each layer, side by side."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..description.statistics import statistics
from ..display.named_tensors import leaves
from ..display.table import ends
from ..training.plots import (
    COLOURS,
    blank_figure,
    calm,
    described,
    in_words,
    numbers,
    require_some,
    room_for,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_histograms(values: Mapping[str, Any], bins: int = 30, most: int = 16) -> "Figure":
    """How often which value occurs, for each layer: dead units, saturation and drift side by side.

    Args:
        values: Path -> tensor or structure of tensors: :class:`Activations`, :class:`Gradients`, a dict of
            weights. What has no numbers is left out, and None, too.
        bins: How many bars in each.
        most: So many are drawn, the first and the last.

    Returns:
        A matplotlib figure. Each histogram has a range of its own; NaN and Inf are left out and counted.

    Raises:
        ValueError: Nothing in it has numbers, or ``most`` is none.

    >>> figure = plot_histograms({"hidden": np.array([0.0, 0.0, 1.0]), "out": np.array([2.0, 4.0])}, bins=2)
    >>> [axis.get_title() for axis in figure.axes]
    ['hidden', 'out']
    >>> figure.get_label()
    'Histograms of 2 tensors: hidden from 0.0 to 1.0, mean 0.3333; out from 2.0 to 4.0, mean 3.0'
    """
    require_some(most)
    found = {}
    for path, leaf in (part for whole, value in values.items() for part in leaves(whole, value)):
        try:
            found[path] = numbers(leaf)[0]
        except ValueError:  # text, None
            continue
    if not found:
        raise ValueError("there are no numbers to draw; next: pass what get_activations gave")
    shown, more = ends(found.items(), most)
    columns = math.ceil(math.sqrt(len(shown)))
    figure, axes = blank_figure(math.ceil(len(shown) / columns), columns, size=1.9)
    told = []
    for axis, (path, array) in zip(axes.flat, shown, strict=False):
        about = statistics(array)
        if about.low is not None:
            counts, edges = np.histogram(array, bins, room_for(bins, about))
            axis.hist(edges[:-1], edges, weights=counts, color=COLOURS[0])
        axis.set_title(path, fontsize="small")
        axis.tick_params(labelsize="x-small")
        calm(axis)
        told.append(f"{path} {in_words(about)}")
    for axis in axes.flat[len(shown) :]:
        axis.remove()
    head = f"Histograms of {len(shown)} tensor{'s' * (len(shown) > 1)}" + (
        f", {more} more not drawn" if more else ""
    )
    return described(figure, f"{head}: {'; '.join(told)}")
