"""What each layer made of one picture."""

import numpy as np

from .paper import GREY, display_with_words, label

_COLOURS = "viridis"
_KEY = 0.4  # inches below the maps


def feature_maps(what: str, layers: dict[str, tuple]) -> None:
    """Show what each layer made of one picture: a row a layer, a map a channel.

    All maps of a row share one range: dark is the row's lowest number, bright its highest, as a key
    below them says.

    Args:
        what: What the first picture of each batch is, in a few words.
        layers: Layer name -> its values, shape (batch, height, width, channels), and the channels'
            names.
    """
    from matplotlib.figure import Figure

    rows = {name: (np.asarray(values)[0], names) for name, (values, names) in layers.items()}
    columns = max(len(names) for _, names in rows.values())
    figure = Figure(figsize=(1.25 * columns + 1.6, 1.5 * len(rows) + _KEY), dpi=144)
    wide, high = 1.25 / figure.get_figwidth(), 1.5 / figure.get_figheight()
    for y, (layer, (maps, names)) in enumerate(rows.items()):
        top = 1 - (y + 1) * high
        size = f"{maps.shape[0]} by {maps.shape[1]}"
        label(figure, 0.7 / figure.get_figwidth(), top + high * 0.42, f"{layer}\n{size}", 10.5)
        for x, name in enumerate(names):
            at = 1 - (columns - x) * wide
            axes = figure.add_axes((at, top + high * 0.06, wide * 0.92, high * 0.7))
            axes.set_axis_off()
            axes.imshow(maps[..., x], cmap=_COLOURS, vmin=maps.min(), vmax=maps.max())
            label(figure, at + wide * 0.46, top + high * 0.86, name, 8)
    _key(figure, 1 - columns * wide, columns * wide)
    display_with_words(figure, maps_in_words(what, rows))


def _key(figure, left: float, width: float) -> None:
    """Which colour stands for what, below the maps."""
    high = _KEY / figure.get_figheight()
    words = {"y": high * 0.4, "color": GREY, "va": "center", "fontsize": 9}
    figure.text(left + width * 0.28, s="lowest of its row", ha="right", **words)
    axes = figure.add_axes((left + width * 0.3, high * 0.25, width * 0.38, high * 0.3))
    axes.set_axis_off()
    axes.imshow(np.linspace(0, 1, 64)[None], cmap=_COLOURS, aspect="auto")
    figure.text(left + width * 0.7, s="highest", **words)


def maps_in_words(what: str, rows: dict[str, tuple]) -> str:
    """The picture in words: a sentence a layer, with each channel's highest number and its place.

    >>> maps_in_words("A dot", {"image": (np.array([[[0.0], [0.5]]]), ["pixels"])})
    'A dot, layer by layer. image, 1 by 2: pixels up to 0.5 in row 1, column 2. Dark is the lowest number of its row, bright the highest.'
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
    key = "Dark is the lowest number of its row, bright the highest."
    return " ".join([f"{what}, layer by layer.", *sentences, key])
