"""Which kinds of tensor have numbers at which moment."""

from .paper import display_with_words, tile


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
                tile(axes, x, y, text, head=x == 0 or y == 0)
    display_with_words(figure, alt_text(moments, kinds))


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
