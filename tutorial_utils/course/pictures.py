"""Pictures that lessons draw from what their cells found out.

Each is readable on light and on dark paper: the ground is transparent, and every word stands on a
fill of its own. Words and marks say what colours say. Each carries a text that says what it shows.
"""

import io

import numpy as np

# Stands out from light and from dark paper, for words that have no fill of their own.
GREY = "#808080"

INK = {
    "head": ("#31435c", "#ffffff"),
    "yes": ("#1b6e52", "#ffffff"),
    "no": ("#e9dcc3", "#4a3a14"),
    "given": ("#6d4a94", "#ffffff"),
    "line": ("#7d8694", "#7d8694"),
}


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


def runs_of_a_graph(
    runs: dict[str, dict[str, str]],
    arrows: list[tuple[str, str]],
    places: dict[str, tuple[float, float]],
) -> None:
    """Show which nodes of one graph ran, once for each run, side by side.

    Args:
        runs: For each run, a panel, what became of each node: ``"given 3"``, ``"✓ ran: 30"`` or
            ``"✗ did not run"``.
        arrows: Which node's tensor goes to which.
        places: Column and row of each node inside a panel.
    """
    from matplotlib.figure import Figure

    columns = 1 + max(x for x, _ in places.values())
    rows = 2 + max(y for _, y in places.values())
    figure = Figure(figsize=(7.2, 0.78 * rows), dpi=144)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    width = columns + 0.25
    axes.set(xlim=(-0.05, width * len(runs) - 0.2), ylim=(rows, 0))
    for number, (title, nodes) in enumerate(runs.items()):
        left = width * number
        axes.add_patch(_rectangle(left, 0, INK["head"][0], columns))
        axes.text(
            left + columns / 2,
            0.5,
            title,
            color=INK["head"][1],
            ha="center",
            va="center",
            fontsize=9,
        )
        at = {node: (left + x, y + 1) for node, (x, y) in places.items()}
        for start, end in arrows:
            (x0, y0), (x1, y1) = at[start], at[end]
            axes.annotate(
                "",
                (x1 + 0.5, y1 + 0.1),
                (x0 + 0.5, y0 + 0.9),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": INK["line"][0],
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
        for node, said in nodes.items():
            x, y = at[node]
            fill, ink = INK[{"✓": "yes", "✗": "no"}.get(said[0], "given")]
            axes.add_patch(_rectangle(x, y, fill))
            axes.text(
                x + 0.5, y + 0.5, f"{node}\n{said}", color=ink, ha="center", va="center", fontsize=9
            )
    _show(figure, runs_alt_text(runs))


def runs_alt_text(runs: dict[str, dict[str, str]]) -> str:
    """The picture in words, a sentence a run.

    >>> runs_alt_text({"fetch b, feed a": {"a": "given 3", "b": "✓ ran: 30", "c": "✗ did not run"}})
    'What each run of one graph ran. fetch b, feed a: a given 3, b ran: 30, c did not run.'
    """
    sentences = [
        " ".join(title.split())
        + ": "
        + ", ".join(f"{node} {said.lstrip('✓✗ ')}" for node, said in nodes.items())
        + "."
        for title, nodes in runs.items()
    ]
    return " ".join(["What each run of one graph ran.", *sentences])


def timeline_of_calls(calls: list[tuple[str, bool, list[str]]], printers: list[str]) -> None:
    """Show what ran at each call of a traced function.

    Args:
        calls: For each call, in order: its argument in words, whether it was traced, and which
            printers wrote a line.
        printers: What to show of each call, such as ``["print", "tf.print"]``.
    """
    from matplotlib.figure import Figure

    rows = [["called with", "", *printers]]
    for argument, traced, ran in calls:
        marks = ["✓ ran" if printer in ran else "✗ no" for printer in printers]
        rows.append([argument, "✎ new trace" if traced else "", *marks])
    figure = Figure(figsize=(3.4, 0.36 * len(rows)), dpi=200)  # fits a phone
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, len(rows[0])), ylim=(len(rows), 0))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text:
                _tile(axes, x, y, text, head=x == 0 or y == 0, size=8)
    _show(figure, timeline_in_words(calls, printers))


def timeline_in_words(calls: list[tuple[str, bool, list[str]]], printers: list[str]) -> str:
    """The picture of calls in words, a sentence a call.

    >>> timeline_in_words([("2", True, ["print"]), ("2", False, [])], ["print"])
    'What each call made run. With 2: a new trace; print ran. With 2: no new trace; print did not run.'
    """
    sentences = []
    for argument, traced, ran in calls:
        said = [f"{p} ran" if p in ran else f"{p} did not run" for p in printers]
        told = "; ".join(["a new trace" if traced else "no new trace", *said])
        sentences.append(f"With {argument}: {told}.")
    return " ".join(["What each call made run.", *sentences])


def feature_maps(what: str, layers: dict[str, tuple]) -> None:
    """Show what each layer made of one picture: a row a layer, a map a channel.

    All maps of a row share one range: dark is the row's lowest number, bright its highest.

    Args:
        what: What the first picture of each batch is, in a few words.
        layers: Layer name -> its values, shape (batch, height, width, channels), and the channels'
            names.
    """
    from matplotlib.figure import Figure

    rows = {name: (np.asarray(values)[0], names) for name, (values, names) in layers.items()}
    columns = max(len(names) for _, names in rows.values())
    figure = Figure(figsize=(1.25 * columns + 1.6, 1.5 * len(rows)), dpi=144)
    wide, high = 1.25 / figure.get_figwidth(), 1 / len(rows)
    for y, (layer, (maps, names)) in enumerate(rows.items()):
        top = 1 - (y + 1) * high
        size = f"{maps.shape[0]} by {maps.shape[1]}"
        _label(figure, 0.7 / figure.get_figwidth(), top + high * 0.42, f"{layer}\n{size}", 10.5)
        for x, name in enumerate(names):
            at = 1 - (columns - x) * wide
            axes = figure.add_axes((at, top + high * 0.06, wide * 0.92, high * 0.7))
            axes.set_axis_off()
            axes.imshow(maps[..., x], cmap="viridis", vmin=maps.min(), vmax=maps.max())
            _label(figure, at + wide * 0.46, top + high * 0.86, name, 8)
    _show(figure, maps_in_words(what, rows))


def maps_in_words(what: str, rows: dict[str, tuple]) -> str:
    """The picture in words: a sentence a layer, with each channel's highest number and its place.

    >>> maps_in_words("A dot", {"image": (np.array([[[0.0], [0.5]]]), ["pixels"])})
    'A dot, layer by layer. image, 1 by 2: pixels up to 0.5 in row 1, column 2.'
    """
    sentences = []
    for layer, (maps, names) in rows.items():
        found = []
        for x, name in enumerate(names):
            row, column = np.unravel_index(maps[..., x].argmax(), maps.shape[:2])
            found.append(
                f"{name} up to {maps[..., x].max():.2g} in row {row + 1}, column {column + 1}"
            )
        sentences.append(f"{layer}, {maps.shape[0]} by {maps.shape[1]}: {'; '.join(found)}.")
    return " ".join([f"{what}, layer by layer.", *sentences])


def _label(figure, x: float, y: float, text: str, size: float) -> None:
    fill, ink = INK["head"]
    box = {"boxstyle": "round,pad=0.35", "fc": fill, "ec": "none"}
    figure.text(x, y, text, color=ink, ha="center", va="center", fontsize=size, bbox=box)


def _word(has_numbers: bool | None) -> str:
    return {True: "✓ numbers", False: "✗ none yet", None: ""}[has_numbers]


def _spoken(has_numbers: bool | None) -> str:
    return {True: "numbers", False: "none yet", None: "not there"}[has_numbers]


def _tile(axes, x: int, y: int, text: str, *, head: bool, size: float = 10.5) -> None:
    fill, ink = INK["head" if head else "no" if text.startswith("✗") else "yes"]
    axes.add_patch(_rectangle(x, y, fill))
    axes.text(x + 0.5, y + 0.5, text, color=ink, ha="center", va="center", fontsize=size)


def _rectangle(x: float, y: float, fill: str, width: float = 1):
    from matplotlib.patches import FancyBboxPatch

    return FancyBboxPatch(
        (x + 0.05, y + 0.1),
        width - 0.1,
        0.8,
        boxstyle="round,pad=0,rounding_size=0.06",
        fc=fill,
        ec="none",
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
