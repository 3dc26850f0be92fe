"""A table as text of 80 columns or as HTML. It knows nothing of tensors."""

import textwrap
from html import escape
from typing import NamedTuple

WIDTH = 80
_GAP = "  "
_NARROWEST = 8  # a first column with less room than this has none


class Table(NamedTuple):
    """What is shown: cells are finished texts, and both forms hold all of them.

    Attributes:
        head: A name for each column.
        rows: Cells, as many as names; the first is what the row is about.
        title: Said above it.
        more: How many rows are left out in the middle.
        notes: Said below it, a line each.
    """

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    title: str = ""
    more: int = 0
    notes: tuple[str, ...] = ()

    def without_empty_columns(self) -> "Table":
        """The columns that say something in at least one row, and always the first."""
        full = [at for at in range(len(self.head)) if not at or any(row[at] for row in self.rows)]
        head, *rows = [tuple(cells[at] for at in full) for cells in (self.head, *self.rows)]
        return self._replace(head=head, rows=rows)


def ends(items, most: int = 20) -> tuple[list, int]:
    """The first and the last of many items, and how many are left out between them.

    >>> ends(range(3)), ends(range(100), most=4)
    (([0, 1, 2], 0), ([0, 1, 98, 99], 96))
    """
    items = list(items)
    more = max(len(items) - most, 0)
    half = most - most // 2
    return (items if not more else items[:half] + items[half + more :]), more


def as_text(table: Table, width: int = WIDTH) -> str:
    """Aligned columns. A first cell that is too long for its column stands on a line of its own.

    >>> print(as_text(Table(("layer", "mean"), [("conv", "0.5"), ("a/very/deep/layer", "-1.0")],
    ...                     title="2 layers", more=7), width=20))
    2 layers
    layer         mean
    conv          0.5
    … 7 more
    a/very/deep/layer
                  -1.0
    """
    if not table.rows:
        return "\n".join([table.title, *_wrapped(table.notes, width)]).strip("\n")
    lead, widths = _layout(table, width)
    lines = [line for cells in (table.head, *table.rows) for line in _lines(cells, lead, widths)]
    if table.more:
        heads = len(_lines(table.head, lead, widths))
        shown = [len(_lines(row, lead, widths)) for row in table.rows]
        lines.insert(heads + sum(shown[: _middle(table)]), f"… {table.more} more")
    titles = [table.title] if table.title else []
    return "\n".join([*titles, *lines, *_wrapped(table.notes, width)])


def as_html(table: Table) -> str:
    """The same as ``<table>``, in the colours and fonts of the page that it is put into.

    >>> as_html(Table(("layer", "mean"), [("a<b", "0.5")]))
    '<table><thead><tr><th scope="col">layer</th><th scope="col">mean</th></tr></thead><tbody><tr><th scope="row">a&lt;b</th><td>0.5</td></tr></tbody></table>'
    """
    title = f"<caption>{escape(table.title)}</caption>" if table.title else ""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    rows = [_html_row(row) for row in table.rows]
    if table.more:
        between = f'<tr><td colspan="{len(table.head)}">… {table.more} more</td></tr>'
        rows.insert(_middle(table), between)
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    if not table.rows:
        return f"<p>{escape(table.title)}</p>{notes}"
    return f"<table>{title}{body}</table>{notes}"


def _html_row(cells):
    first, *others = (escape(cell).replace("  ", " \N{NO-BREAK SPACE}") for cell in cells)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{c}</td>" for c in others) + "</tr>"


def _middle(table):
    return len(table.rows) - len(table.rows) // 2


def _layout(table, width):
    """How many leading columns are flexible, and each column's width.

    The first column gets what the others leave. If that is nothing, the first two stand above the rest.
    """
    widths = [max(map(len, column)) for column in zip(table.head, *table.rows, strict=True)]
    for lead in range(1, len(widths)):
        room = width - sum(widths[lead:]) - len(_GAP) * (len(widths) - lead)
        needed = sum(widths[:lead]) + len(_GAP) * (lead - 1)
        if room >= min(needed, _NARROWEST) or lead == len(widths) - 1:
            return lead, [min(needed, max(room, 0)), *widths[lead:]]
    return 1, widths


def _lines(cells, lead, widths):
    first = _GAP.join(cells[:lead]).rstrip()
    rest = [cell.ljust(width) for cell, width in zip(cells[lead:], widths[1:], strict=True)]
    if len(first) > widths[0]:
        whole = widths[0] + sum(len(_GAP) + width for width in widths[1:])
        below = _GAP.join([" " * widths[0], *rest]).rstrip()
        return [*_wrapped([first], max(whole, WIDTH)), below]
    return [_GAP.join([first.ljust(widths[0]), *rest]).rstrip()]


def _wrapped(notes, width):
    return [
        line
        for note in notes
        for line in textwrap.wrap(note, width, subsequent_indent=_GAP, break_on_hyphens=False)
    ]
