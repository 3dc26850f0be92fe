"""A card for each kind of tensor: what print shows of it, and how its numbers are seen."""

import textwrap

from .paper import INK, display_with_words, rectangle

_LINE = 40  # characters of print that fit the width of a card
_COLUMNS = 2


def cards_of_kinds(cards: dict[str, tuple[str, bool, str]]) -> None:
    """Show a card for each kind of tensor.

    Args:
        cards: Of each kind what print shows, whether there are numbers inside, and how one gets to
            see them.
    """
    from matplotlib.figure import Figure

    rows = -(-len(cards) // _COLUMNS)
    figure = Figure(figsize=(7.2, 1.55 * rows), dpi=144)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, _COLUMNS), ylim=(4 * rows, 0))
    for number, (kind, (printed, has_numbers, look)) in enumerate(cards.items()):
        y, x = divmod(number, _COLUMNS)
        y *= 4
        _tile(axes, x, y, 1, kind, "head", 10.5)
        shown = "\n".join(textwrap.wrap(printed, _LINE, break_on_hyphens=False))
        _tile(axes, x, y + 0.95, 1.9, shown, "yes" if has_numbers else "no", 8)
        _tile(axes, x, y + 2.8, 1, f"{_word(has_numbers)}; {look}", "given", 8.5)
    display_with_words(figure, cards_in_words(cards))


def cards_in_words(cards: dict[str, tuple[str, bool, str]]) -> str:
    """The picture in words, a sentence a card.

    >>> cards_in_words({"EagerTensor": ("tf.Tensor(1.0)", True, "see them: t.numpy()")})
    'Kinds of tensors. EagerTensor: print shows tf.Tensor(1.0); it has numbers; see them: t.numpy().'
    """
    sentences = [
        f"{kind}: print shows {printed}; it {_word(has_numbers)[2:]}; {look}."
        for kind, (printed, has_numbers, look) in cards.items()
    ]
    return " ".join(["Kinds of tensors.", *sentences])


def _word(has_numbers: bool) -> str:
    return "✓ has numbers" if has_numbers else "✗ has no numbers"


def _tile(axes, x: float, y: float, height: float, text: str, colour: str, size: float) -> None:
    fill, ink = INK[colour]
    shape = rectangle(x, y, fill)
    shape.set_bounds(x + 0.02, y + 0.1, 0.96, height - 0.15)
    axes.add_patch(shape)
    axes.text(x + 0.5, y + height / 2, text, color=ink, ha="center", va="center", fontsize=size)
