"""A model inside a model: two graphs, and what goes from one into the other."""

from itertools import pairwise

from .paper import GREY, INK, display_with_words, rectangle


def model_in_a_model(
    outer: tuple[str, list[str]], inner: tuple[str, list[str]], *, crossing: str
) -> None:
    """Show a model as a row of layers, and below it the model that is one of these layers.

    Args:
        outer: The name of the model, and those of its layers, in order.
        inner: The same of the model inside of it, whose name is among the layers of the outer one.
        crossing: The layer of the outer model whose KerasTensor is handed to the inner one.
    """
    from matplotlib.figure import Figure

    (_, above), (block, below) = outer, inner
    left = above.index(block) - (len(below) - 1) / 2
    places = {name: (x, 0.8) for x, name in enumerate(above)}
    places |= {name: (left + x, 2.6) for x, name in enumerate(below)}
    figure = Figure(figsize=(7.2, 2.7), dpi=144)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    end = max(len(above), left + len(below))
    axes.set(xlim=(min(0, left) - 0.15, end + 0.15), ylim=(4.2, 0.2))
    for row, (name, layers) in zip((0.5, 3.9), (outer, inner), strict=True):
        x = places[layers[0]][0]
        axes.text(x + 0.05, row, f"graph of {name}", color=GREY, va="center", fontsize=9)
        for layer in layers:
            _tile(axes, *places[layer], layer, "given" if layer in (block, *below) else "head")
        for one, other in pairwise(layers):
            _arrow(axes, places[one], places[other], (0.97, 0.5), (0.03, 0.5), "-")
    _arrow(axes, places[crossing], places[below[0]], (0.5, 0.95), (0.5, 0.05), "--")
    x, y = places[crossing]
    said = f"the output of {crossing}\nis the input of {below[0]}"
    axes.text(x + 0.58, y + 1.4, said, color=GREY, va="center", fontsize=9)
    display_with_words(figure, models_in_words(outer, inner, crossing=crossing))


def models_in_words(
    outer: tuple[str, list[str]], inner: tuple[str, list[str]], *, crossing: str
) -> str:
    """The picture in words.

    >>> models_in_words(("outer", ["start", "block"]), ("block", ["enter", "deep"]), crossing="start")
    'Two graphs. outer: start, block. block, a model itself: enter, deep. The output of start crosses from outer to block.'
    """
    (name, above), (block, below) = outer, inner
    return (
        f"Two graphs. {name}: {', '.join(above)}. {block}, a model itself: {', '.join(below)}. "
        f"The output of {crossing} crosses from {name} to {block}."
    )


def _tile(axes, x: float, y: float, text: str, colour: str) -> None:
    fill, ink = INK[colour]
    axes.add_patch(rectangle(x, y, fill))
    axes.text(x + 0.5, y + 0.5, text, color=ink, ha="center", va="center", fontsize=10.5)


def _arrow(axes, start, end, leaves, arrives, line: str) -> None:
    """From a point of one tile to a point of another, both given in parts of a tile."""
    axes.annotate(
        "",
        (end[0] + arrives[0], end[1] + arrives[1]),
        (start[0] + leaves[0], start[1] + leaves[1]),
        arrowprops={
            "arrowstyle": "-|>",
            "color": INK["line"][0],
            "linestyle": line,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
