"""A comparison as a picture: how far two runs are from each other, layer by layer."""

from typing import TYPE_CHECKING

import numpy as np

from ..comparison.comparison import Comparison
from ..description.formatting import rough
from ..training.plots import COLOURS, GREY, blank_figure, calm, described

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NAMES = 40  # have room beside the bars


def plot_comparison(comparison: Comparison) -> "Figure":
    """The relative difference of each layer as a bar, in the order of the calls, and the tolerance as a line.

    Args:
        comparison: Of :func:`compare_activations`.

    Returns:
        A matplotlib figure, with a logarithmic scale. Layers that differ have another colour; those that
        are equal have no bar; what can't be compared, NaN or another shape, has a bar across.

    Raises:
        ValueError: Nothing was compared.

    >>> from tutorial_utils import compare_activations
    >>> one = {"hidden": np.array([1.0, 2.0]), "out": np.array([4.0])}
    >>> other = {"hidden": np.array([1.0, 2.0]), "out": np.array([3.0])}
    >>> plot_comparison(compare_activations(one, other)).get_label()
    'Relative difference of 2 tensors: the first that differs is out, 0.25; the largest is that of out, 0.25'
    """
    rows = comparison.rows
    if not rows:
        raise ValueError("nothing was compared, so there is nothing to draw; next: match='order'")
    relative = np.array([row.difference.relative for row in rows])
    differs = np.array([row.difference.exceeds(comparison.tolerance) for row in rows])
    finite = relative[np.isfinite(relative) & (relative > 0)]
    low = min([comparison.tolerance or 1e-9, *finite]) / 10
    high = max([comparison.tolerance or 1e-9, *finite]) * 10
    ends = np.where(np.isfinite(relative), np.maximum(relative, low), high)
    figure, axes = blank_figure(1, 1, size=max(3.0, 0.16 * min(len(rows), 2 * _NAMES)))
    axis = axes.flat[0]
    colours = [COLOURS[5] if bad else COLOURS[0] for bad in differs]
    axis.barh(range(len(rows)), ends - low, left=low, color=colours)
    axis.axvline(comparison.tolerance, color=GREY, linestyle="--")
    every = -(-len(rows) // _NAMES)
    paths = [row.path for row in rows]
    axis.set_yticks(range(0, len(rows), every), paths[::every], fontsize="x-small")
    axis.set(title="each layer's output (dashed: the tolerance)", xscale="log")
    axis.set_xlabel("relative difference")
    axis.set_xlim(low, high)
    axis.invert_yaxis()
    calm(axis)
    return described(figure, _in_words(comparison, relative))


def _in_words(comparison, relative):
    head = f"Relative difference of {len(relative)} tensor{'s' * (len(relative) > 1)}"
    first = comparison.first
    if first is None:
        return f"{head}: none is above {rough(comparison.tolerance)}"
    words = [f"the first that differs is {first.path}, {_word(first.difference)}"]
    if np.isfinite(relative).any():
        most = comparison.rows[int(np.nanargmax(np.where(np.isfinite(relative), relative, -1.0)))]
        words.append(f"the largest is that of {most.path}, {_word(most.difference)}")
    return f"{head}: {'; '.join(words)}"


def _word(found):
    return found.why or rough(found.relative)
