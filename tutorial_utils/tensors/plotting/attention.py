"""The scores of an attention layer as heat maps: how much each query looks at each key."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..description import describe
from ..description.formatting import rough
from ..training.plots import (
    GREY,
    blank_figure,
    calm,
    described,
    numbers,
    one_of_batch,
    require_some,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TOLD = 8  # heads
_NAMES = 40  # have room beside a map


def plot_attention(
    scores: Any,
    keys: Sequence[str] | None = None,
    queries: Sequence[str] | None = None,
    example: int = 0,
    most: int = 16,
) -> "Figure":
    """A heat map for each head: rows are queries, columns are keys, colours go from 0 to the largest score.

    Args:
        scores: Shape (batch, heads, queries, keys), or (batch, queries, keys): ``"path of the layer/scores"``
            of ``get_activations(model, x, attention=True)``.
        keys, queries: What stands at each place, the tokens; queries are the keys if None and as many.
        example: Which row of the batch.
        most: Draw at most so many heads.

    Returns:
        A matplotlib figure. Its alternative text says, for each head, which query looks where most.

    Raises:
        ValueError: Of another rank or without places, no such example, or as many names as there are no
            places.

    >>> scores = np.array([[[[1.0, 0.0], [0.25, 0.75]]]])
    >>> plot_attention(scores, keys=["the", "cat"]).get_label()
    'Attention of 1 of 1 head, 2 queries by 2 keys; head 0 most from the to the, 1.0'
    """
    array, _ = numbers(scores)
    if array.ndim not in (3, 4) or not array.size:
        raise ValueError(
            "a map of attention needs shape (batch, heads, queries, keys), and this is:"
            f" {describe(scores)}; next: get_activations(model, x, attention=True)"
        )
    require_some(most)
    heads = one_of_batch(array, example, scores)
    heads = heads if array.ndim == 4 else heads[None]
    many, rows, columns = heads.shape
    keys = _names("keys", keys, columns)
    queries = _names("queries", keys if queries is None and rows == columns else queries, rows)
    shown = heads[:most]
    across = math.ceil(math.sqrt(len(shown)))
    figure, axes = blank_figure(math.ceil(len(shown) / across), across, size=2.6)
    highest = float(np.nanmax(np.where(np.isfinite(shown), shown, 0.0)))
    for at, axis in enumerate(axes.flat):
        if at >= len(shown):
            axis.remove()
            continue
        image = axis.imshow(
            np.ma.masked_invalid(shown[at]), cmap="viridis", vmin=0.0, vmax=highest or 1.0
        )
        axis.set(title=f"head {at}", xlabel="key", ylabel="query")
        for places, labels, turned in (
            (axis.set_xticks, keys, {"rotation": 90}),
            (axis.set_yticks, queries, {}),
        ):
            every = -(-len(labels) // _NAMES)
            places(range(0, len(labels), every), labels[::every], fontsize="x-small", **turned)
        calm(axis)
    left = [axis for axis in figure.axes if axis.images]
    bar = figure.colorbar(image, ax=left, shrink=0.8)
    calm(bar.ax)
    bar.outline.set_edgecolor(GREY)
    told = [_most_of(at, head, queries, keys) for at, head in enumerate(shown[:_TOLD])]
    if len(shown) > _TOLD:
        told.append(f"and {len(shown) - _TOLD} more heads")
    head = f"Attention of {len(shown)} of {many} head{'s' * (many != 1)}"
    return described(figure, f"{head}, {rows} queries by {columns} keys; {'; '.join(told)}")


def _names(what, names, size):
    if names is None:
        return [str(at) for at in range(size)]
    names = [str(name) for name in names]
    if len(names) != size:
        raise ValueError(
            f"{what} has {len(names)} names for {size} places; next: one for each, padding too"
        )
    return names


def _most_of(at, head, queries, keys):
    if not np.isfinite(head).any():
        return f"head {at} has no finite score"
    query, key = np.unravel_index(
        np.nanargmax(np.where(np.isfinite(head), head, -np.inf)), head.shape
    )
    return f"head {at} most from {queries[query]} to {keys[key]}, {rough(head[query, key])}"
