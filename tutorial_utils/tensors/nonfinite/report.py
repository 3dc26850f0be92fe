"""What was found that is not finite, in the order in which it came up."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..display.table import Table, as_html, as_text, ends
from .counting import Count

WORDS = {
    "input": "the input",
    "label": "the label",
    "weight": "the weight",
    "output": "the output of",
    "loss": "the loss",
    "gradient": "the gradient of",
    "optimizer": "the optimizer's state",
}


class Finding(NamedTuple):
    """One tensor that has NaN or Inf.

    Attributes:
        what: ``"input"``, ``"label"``, ``"weight"``, ``"output"``, ``"loss"``, ``"gradient"`` or
            ``"optimizer"``.
        path: Of the layer's call, of the weight, of the part of the input; ``""`` where there is one only.
        count: :class:`Count`: ``nan``, ``inf``, ``size`` and the index of the ``first``.
    """

    what: str
    path: str
    count: Count

    def __str__(self):
        nan, inf, size, first = self.count
        kinds = [f"{many} NaN" for many in (nan,) if many] + [
            f"{many} Inf" for many in (inf,) if many
        ]
        name = f"{WORDS[self.what]} {self.path!r}" if self.path else WORDS[self.what]
        at = f", the first at {list(first)}" if first else ""
        return f"{name} has {' and '.join(kinds)} in {size}{at}"


class NonfiniteReport(Sequence[Finding]):
    """The findings in the order in which they came up; empty, and so false, where all is finite.

    Args:
        findings: Each :class:`Finding`.
        looked_at: How many tensors of each sort were looked at: ``{"weight": 4}``.
        notes: What was not looked at, and why.

    Attributes:
        looked_at, notes: as given.

    >>> report = NonfiniteReport([Finding("output", "hidden", Count(1, 0, 8, (0, 3)))], {"output": 2})
    >>> print(report.first)
    the output of 'hidden' has 1 NaN in 8, the first at [0, 3]
    """

    def __init__(
        self, findings: Sequence[Finding], looked_at: dict[str, int], notes: Sequence[str] = ()
    ):
        self._findings = tuple(findings)
        self.looked_at, self.notes = dict(looked_at), tuple(notes)

    @property
    def first(self) -> Finding | None:
        """What was bad first, or None."""
        return self._findings[0] if self._findings else None

    def __getitem__(self, at):
        return self._findings[at]

    def __len__(self) -> int:
        return len(self._findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def __repr__(self):
        return as_text(self._table())

    def _repr_html_(self):
        return as_html(self._table())

    def _table(self):
        shown, more = ends(self._findings)
        rows = [
            (
                one.what,
                one.path,
                *map(_number, one.count[:2]),
                str(one.count.size),
                _index(one.count.first),
            )
            for one in shown
        ]
        head = ("what", "path", "NaN", "Inf", "of", "first at")
        return Table(head, rows, self._title(), more, self.notes).without_empty_columns()

    def _title(self):
        if self:
            return f"first: {self.first}"
        parts = [f"{many} {what}{'s' * (many != 1)}" for what, many in self.looked_at.items()]
        return f"all finite: {', '.join(parts)}" if parts else "nothing was looked at"


def _number(many):
    return str(many) if many else ""


def _index(first):
    return str(list(first)) if first else ""
