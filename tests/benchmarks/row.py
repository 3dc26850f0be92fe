"""A row of the table."""

from typing import NamedTuple


class Row(NamedTuple):
    """``value`` is a ratio, a number, or a text where nothing was measured."""

    what: str
    value: object
    bar: float | None = None
    unit: str = "×"
    note: str = ""
