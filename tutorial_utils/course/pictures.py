"""Pictures that lessons draw from what their cells found out.

Each is readable on light and on dark paper: the ground is transparent, and every word stands on a
fill of its own. Words and marks say what colours say. Each carries a text that says what it shows.
"""

import io

# Stands out from light and from dark paper, for words that have no fill of their own.
GREY = "#808080"

INK = {"head": ("#31435c", "#ffffff"), "yes": ("#1b6e52", "#ffffff"), "no": ("#e9dcc3", "#4a3a14")}


def grid_of_numbers(moments: dict[str, dict[str, bool]]) -> None:
    """Show which kinds of tensor have numbers at which moment.

    Args:
        moments: For each moment, a column, the kinds that were asked then, and whether each had
            numbers. A kind that was not asked at a moment does not exist then.
    """
    from matplotlib.figure import Figure  # not pyplot: no window, no global state

    kinds = list(dict.fromkeys(kind for asked in moments.values() for kind in asked))
    rows = [["", *moments]]
    for kind in kinds:
        rows.append([kind, *(_word(asked.get(kind)) for asked in moments.values())])
    figure = Figure(figsize=(7.2, 0.52 * len(rows)), dpi=144)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, len(moments) + 1.0), ylim=(len(rows), 0))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text:
                _tile(axes, x, y, text, head=x == 0 or y == 0)
    _show(figure, alt_text(moments, kinds))


def alt_text(moments: dict[str, dict[str, bool]], kinds: list[str]) -> str:
    """The picture in words, a sentence a kind.

    >>> alt_text({"now": {"EagerTensor": True}, "later": {}}, ["EagerTensor"])
    'Who has numbers, and when. EagerTensor: now numbers; later not there.'
    """
    sentences = [
        f"{kind}: "
        + "; ".join(f"{moment} {_spoken(asked.get(kind))}" for moment, asked in moments.items())
        + "."
        for kind in kinds
    ]
    return " ".join(["Who has numbers, and when.", *sentences])


def _word(has_numbers: bool | None) -> str:
    return {True: "✓ numbers", False: "✗ none yet", None: ""}[has_numbers]


def _spoken(has_numbers: bool | None) -> str:
    return {True: "numbers", False: "none yet", None: "not there"}[has_numbers]


def _tile(axes, x: int, y: int, text: str, *, head: bool) -> None:
    fill, ink = INK["head" if head else "yes" if text.startswith("✓") else "no"]
    axes.add_patch(_rectangle(x, y, fill))
    axes.text(x + 0.5, y + 0.5, text, color=ink, ha="center", va="center", fontsize=10.5)


def _rectangle(x: int, y: int, fill: str):
    from matplotlib.patches import FancyBboxPatch

    return FancyBboxPatch(
        (x + 0.05, y + 0.1), 0.9, 0.8, boxstyle="round,pad=0,rounding_size=0.06", fc=fill, ec="none"
    )


def _show(figure, alt: str) -> None:
    """Display a figure as a transparent PNG; where pictures are not shown, its text is."""
    from IPython.display import display

    png = io.BytesIO()
    figure.savefig(png, format="png", transparent=True, metadata={"Software": None})
    display(
        {"image/png": png.getvalue(), "text/plain": alt},
        raw=True,
        metadata={"image/png": {"alt": alt, "width": int(figure.get_figwidth() * 100)}},
    )


def drawn(figure, words: str) -> None:
    """Show a figure that the library drew, with words that are the same on every machine."""
    from matplotlib import pyplot

    pyplot.close(figure)  # or a notebook shows it a second time, without its words
    _show(figure, words)


def units_over_epochs(looks) -> None:
    """Show how active each unit of a layer is, epoch by epoch.

    Args:
        looks: Shape (epochs, units): the mean output of each unit for the probe batch.
    """
    from matplotlib.figure import Figure

    epochs, units = len(looks), len(looks[0])
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
    _show(
        figure,
        f"How active each of {units} units is for the probe, a row for each of {epochs} epochs. "
        "Most columns grow brighter from row to row; about a third stay dark.",
    )
