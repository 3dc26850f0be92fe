"""What the pictures share: colours for light and for dark paper, tiles, and how one is shown.

The ground is transparent, so every word stands on a fill of its own or is grey. Words and marks say
what colours say.
"""

import io

# Stands out from light and from dark paper, for words that have no fill of their own.
GREY = "#808080"

INK = {
    "head": ("#31435c", "#ffffff"),
    "yes": ("#1b6e52", "#ffffff"),
    "no": ("#e9dcc3", "#4a3a14"),
    "given": ("#6d4a94", "#ffffff"),
    "line": ("#7d8694", "#7d8694"),
}


def tile(axes, x: int, y: int, text: str, *, head: bool, size: float = 10.5) -> None:
    fill, ink = INK["head" if head else "no" if text.startswith("✗") else "yes"]
    axes.add_patch(rectangle(x, y, fill))
    axes.text(x + 0.5, y + 0.5, text, color=ink, ha="center", va="center", fontsize=size)


def label(figure, x: float, y: float, text: str, size: float) -> None:
    fill, ink = INK["head"]
    box = {"boxstyle": "round,pad=0.35", "fc": fill, "ec": "none"}
    figure.text(x, y, text, color=ink, ha="center", va="center", fontsize=size, bbox=box)


def rectangle(x: float, y: float, fill: str, width: float = 1):
    from matplotlib.patches import FancyBboxPatch

    return FancyBboxPatch(
        (x + 0.05, y + 0.1),
        width - 0.1,
        0.8,
        boxstyle="round,pad=0,rounding_size=0.06",
        fc=fill,
        ec="none",
    )


def display_with_words(figure, alt: str) -> None:
    """Display a figure as a transparent PNG; where pictures are not shown, its text is."""
    from IPython.display import display

    png = io.BytesIO()
    figure.savefig(png, format="png", transparent=True, metadata={"Software": None})
    display(
        {"image/png": png.getvalue(), "text/plain": alt},
        raw=True,
        metadata={"image/png": {"alt": alt, "width": int(figure.get_figwidth() * 100)}},
    )
