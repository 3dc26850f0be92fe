"""Pictures that lessons draw from what their cells found out.

Each is readable on light and on dark paper: the ground is transparent, and every word stands on a
fill of its own. Words and marks say what colours say. Each carries a text that says what it shows.
"""

import io

import numpy as np

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
