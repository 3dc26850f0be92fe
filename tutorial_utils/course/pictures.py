"""Pictures that lessons draw from what their cells found out.

Each is readable on light and on dark paper: the ground is transparent, and every word stands on a
fill of its own. Words and marks say what colours say. Each carries a text that says what it shows.
"""

import io

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


def _word(has_numbers: bool | None) -> str:
    return {True: "✓ numbers", False: "✗ none yet", None: ""}[has_numbers]


def _spoken(has_numbers: bool | None) -> str:
    return {True: "numbers", False: "none yet", None: "not there"}[has_numbers]


def _tile(axes, x: int, y: int, text: str, *, head: bool, size: float = 10.5) -> None:
    fill, ink = INK["head" if head else "no" if text.startswith("✗") else "yes"]
    axes.add_patch(_rectangle(x, y, fill))
    axes.text(x + 0.5, y + 0.5, text, color=ink, ha="center", va="center", fontsize=size)


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
