"""Who has numbers, and when: the first page's picture, as text that a page takes in as it stands.

The words are drawn as words, so they stay sharp on a phone and are read aloud. Wide screens have the
moments in a row, narrow ones two by two.
"""

from dataclasses import dataclass
from html import escape

from .paper import INK

WIDTH, HEIGHT, GAP = 166, 134, 16
_HEAD = 34


@dataclass(frozen=True)
class Moment:
    """One moment in the life of a tensor: what you hold then, and whether it has numbers."""

    when: str
    hold: str
    has_numbers: bool
    what: str


MOMENTS = (
    Moment("You build a model", "KerasTensor", False, "a shape and a dtype"),
    Moment("TensorFlow traces", "graph tensor", False, "print runs here, once"),
    Moment("The graph runs", "graph tensor", True, "tf.print shows them"),
    Moment("A call returns", "EagerTensor", True, ".numpy() gives them"),
)


def moments_as_svg(columns: int, css_class: str) -> str:
    """The picture with so many moments in a row.

    Args:
        columns: How many moments stand side by side.
        css_class: By which a page shows this one or another.

    Returns:
        An ``<svg>`` element, on one line.
    """
    rows = -(-len(MOMENTS) // columns)
    width = columns * (WIDTH + GAP) - GAP
    height = rows * (HEIGHT + GAP) - GAP
    parts = []
    for number, moment in enumerate(MOMENTS):
        row, column = divmod(number, columns)
        x, y = column * (WIDTH + GAP), row * (HEIGHT + GAP)
        parts += _panel(x, y, moment)
        if column + 1 < columns and number + 1 < len(MOMENTS):
            parts.append(_arrow(x + WIDTH, y + HEIGHT / 2))
    return (
        f'<svg class="{css_class}" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'aria-label="{escape(moments_in_words())}">{"".join(parts)}</svg>'
    )


def moments_in_words() -> str:
    """The picture in words, a sentence a moment.

    >>> print(moments_in_words()[:97])
    Who has numbers, and when. You build a model: KerasTensor, no numbers yet; a shape and a dtype. T
    """
    sentences = [
        f"{m.when}: {m.hold}, {'numbers' if m.has_numbers else 'no numbers yet'}; {m.what}."
        for m in MOMENTS
    ]
    return " ".join(["Who has numbers, and when.", *sentences])


def _panel(x: float, y: float, moment: Moment) -> list[str]:
    fill, ink = INK["yes" if moment.has_numbers else "no"]
    head, head_ink = INK["head"]
    mark = "✓ numbers" if moment.has_numbers else "✗ no numbers yet"
    middle = x + WIDTH / 2
    return [
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="7" fill="{fill}"/>',
        f'<path d="M{x} {y + _HEAD}v-27a7 7 0 0 1 7-7h{WIDTH - 14}a7 7 0 0 1 7 7v27z" fill="{head}"/>',
        _line(middle, y + 22, moment.when, head_ink, 14, bold=True),
        _line(middle, y + 61, moment.hold, ink, 15, bold=True),
        _line(middle, y + 89, mark, ink, 15),
        _line(middle, y + 117, moment.what, ink, 13.5),
    ]


def _line(x: float, y: float, words: str, ink: str, size: float, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" fill="{ink}" font-size="{size}"{weight} '
        f'text-anchor="middle">{escape(words)}</text>'
    )


def _arrow(x: float, y: float) -> str:
    fill = INK["line"][0]
    return f'<path d="M{x + 3} {y - 7}l{GAP - 6} 7l{6 - GAP} 7z" fill="{fill}"/>'
