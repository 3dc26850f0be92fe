"""The picture of a history: all layers over the looks. Matplotlib is imported when the first is drawn."""

import fnmatch
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ..description.formatting import rough
from .history import ActivationHistory
from .plots import COLOURS, GREY, blank_figure, calm, described

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LINES = 4 * len(COLOURS)  # as many can be told apart, and have room in a legend
_NAMES = 40  # have room beside a map
# The columns of a `GradientLogger`, which are of weights.
_TITLES = {
    "gradient": "norm of each weight's gradient",
    "weight": "norm of each weight",
    "update": "norm of each weight's update",
    "ratio": "each weight's update, by its norm",
}


def plot_spread(
    history: ActivationHistory, what: str | None = None, layers: str | Iterable[str] | None = None
) -> "Figure":
    """One column of the history: a line for each layer, or a map where there are many.

    Args:
        history: Of an :class:`ActivationLogger`, or of a :class:`GradientLogger`.
        what: A column of ``history.table()`` that holds numbers: with the reducer ``spread`` one of
            ``"mean"``, ``"std"``, ``"low"``, ``"high"``; of gradients ``"gradient"``, ``"weight"``,
            ``"update"``, ``"ratio"``. None is ``"std"`` where there is one, or else the
            first.
        layers: Paths or patterns (``"block*/conv"``); None for all. More than 24 layers are drawn as a map:
            a row for each, from the first down to the last, and colours for the numbers.

    Returns:
        A matplotlib figure.

    Raises:
        ValueError: No such column, no such layer, or nothing was recorded.
    """
    lines = _chosen(_series(history, what), layers)
    what = what or _first(history.series())
    figure = _lines(lines, what) if len(lines) <= _LINES else _map(lines, what)
    return described(figure, _in_words(lines, what, len(history)))


def _series(history, what):
    found = history.series()
    if not found:
        raise ValueError("the history holds no numbers; next: fit with ActivationLogger() first")
    if what is not None and what not in found:
        raise ValueError(f"what={what!r} is not recorded; next: one of {', '.join(found)}")
    return found[what or _first(found)]


def _first(series):
    return "std" if "std" in series else next(iter(series))


def _chosen(lines, layers):
    if layers is None:
        return lines
    wishes = [layers] if isinstance(layers, str) else list(layers)
    chosen = {
        path: values
        for path, values in lines.items()
        if any(path == wish or fnmatch.fnmatchcase(path, wish) for wish in wishes)
    }
    if not chosen:
        some = ", ".join(map(repr, list(lines)[:8])) + (", …" if len(lines) > 8 else "")
        raise ValueError(f"layers={layers!r} is none of the history's; there are: {some}")
    return chosen


def _lines(lines, what):
    figure, axes = blank_figure(1, 1, size=max(4.5, 0.22 * len(lines)))
    axis = axes.flat[0]
    for at, (path, values) in enumerate(lines.items()):
        style = ("-", "--", ":", "-.")[at // len(COLOURS) % 4]
        colour = COLOURS[at % len(COLOURS)]
        axis.plot(values, style, color=colour, marker="o", markersize=3, label=path)
    axis.set(title=_title(what), xlabel="look", ylabel=what)
    axis.legend(
        frameon=False, labelcolor=GREY, fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5)
    )
    calm(axis)
    return figure


def _map(lines, what):
    figure, axes = blank_figure(1, 1, size=6.0)
    axis = axes.flat[0]
    values = np.array(list(lines.values()), np.float64)
    shown = np.ma.masked_invalid(values)
    image = axis.imshow(shown, aspect="auto", interpolation="nearest", cmap="viridis")
    every = -(-len(lines) // _NAMES)
    axis.set_yticks(range(0, len(lines), every), list(lines)[::every], fontsize="x-small")
    axis.set(title=_title(what), xlabel="look")
    axis.xaxis.get_major_locator().set_params(integer=True)
    bar = figure.colorbar(image, ax=axis, shrink=0.8)
    calm(axis)
    calm(bar.ax)
    bar.outline.set_edgecolor(GREY)
    return figure


def _title(what):
    return _TITLES.get(what, f"{what} of each layer's output")


def _in_words(lines, what, looks):
    things = "weights" if what in _TITLES else "layers"
    head = f"The {what} of {len(lines)} {things} over {looks} looks"
    if len(lines) <= _LINES:
        told = [
            f"{path} from {rough(line[0])} to {rough(line[-1])}" for path, line in lines.items()
        ]
        return f"{head}: {'; '.join(told)}"
    last = {path: line[-1] for path, line in lines.items() if np.isfinite(line[-1])}
    words = [f"{len(lines) - len(last)} of them not finite at the last"] * (len(last) < len(lines))
    if last:
        low, high = min(last, key=last.get), max(last, key=last.get)
        words.append(f"at the last from {rough(last[low])} ({low}) to {rough(last[high])} ({high})")
    return f"{head}, as a map: {', '.join(words)}; choose some with layers='pattern*'"
