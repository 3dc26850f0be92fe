"""What a comparison found: a row for each tensor of both, and the first that differs."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..description.formatting import rough, shape
from ..display.table import Table, as_html, as_text, ends
from .difference import Difference, difference, shape_of

_NAMED = 3
_MOST_REASONS = 5


class Row(NamedTuple):
    """One tensor in both.

    Attributes:
        path: In the first; ``"lstm[1]"`` for a part of a structure.
        other: In the second.
        shape, dtypes: Of the first; of both.
        difference: :class:`Difference`.
    """

    path: str
    other: str
    shape: tuple
    dtypes: tuple[str, str]
    difference: Difference


class Comparison:
    """Layer by layer, how far two runs are from each other.

    Args:
        pairs: ((path, tensor), (path, tensor)), in the order of the calls.
        tolerance: A layer differs where its largest difference is more than this part of the largest
            absolute value that the first has there.
        missing: Paths that only the first, and only the second has.
        skipped: Path -> why there is no value.

    Attributes:
        rows: A :class:`Row` for each pair.
        only_in_a, only_in_b: Paths that the other has not.
        tolerance: as given.

    It displays as a table.
    """

    def __init__(
        self,
        pairs: Iterable[tuple],
        tolerance: float,
        missing: tuple[list[str], list[str]] = ((), ()),
        skipped: Mapping[str, str] | None = None,
    ):
        self.rows = [_row(one, other) for one, other in pairs]
        self.tolerance = tolerance
        self.only_in_a, self.only_in_b = map(list, missing)
        self.skipped = dict(skipped or {})

    @property
    def first(self) -> Row | None:
        """The first row that differs by more than the tolerance, in the order of the calls."""
        return next((row for row in self.rows if row.difference.exceeds(self.tolerance)), None)

    def to_dicts(self) -> list[dict]:
        """The rows as plain data: path, other, shape, dtypes, largest, relative, cosine, why, differs."""
        return [
            row._asdict()
            | row.difference._asdict()
            | {"difference": None, "differs": row.difference.exceeds(self.tolerance)}
            for row in self.rows
        ]

    def __repr__(self):
        """A table of at most 80 columns: 20 layers, the others counted."""
        return as_text(self._table())

    def _repr_html_(self):
        return as_html(self._table())

    def _table(self):
        shown, more = ends(self.rows)
        head = ("path", "other", "shape", "dtypes", "largest", "relative", "cosine", "differs")
        cells = [self._cells(row) for row in shown]
        return Table(head, cells, self._title(), more, tuple(self._notes())).without_empty_columns()

    def _cells(self, row):
        found = row.difference
        numbers = [rough(number) for number in found[:3]] if not found.why else ["", "", ""]
        differs = "yes" if found.exceeds(self.tolerance) else ""
        return (
            row.path,
            "" if row.path == row.other else row.other,
            shape(row.shape),
            "" if len(set(row.dtypes)) == 1 else ", ".join(row.dtypes),
            *numbers,
            differs,
        )

    def _title(self):
        first, many = self.first, len(self.rows)
        title = f"{many} tensor{'' if many == 1 else 's'} compared"
        if not many:
            return f"{title}: {self._why_none()}"
        if first is None:
            return (
                f"{title}, none differs by more than {rough(self.tolerance)} of its largest value"
            )
        return f"{title}, the first that differs: {first.path}"

    def _why_none(self):
        if self.only_in_a and self.only_in_b:
            return 'no path is in both; next: match="order"'
        which = "first" if self.only_in_b else "second"
        return f"the {which} has none of them; next: choose by path, or a layer of each"

    def _notes(self):
        reasons = [f"{row.path}: {why}" for row in self.rows if (why := row.difference.why)]
        yield from reasons[:_MOST_REASONS]
        if len(reasons) > _MOST_REASONS:
            yield f"… {len(reasons) - _MOST_REASONS} more that can't be compared"
        for paths, which in ((self.only_in_a, "first"), (self.only_in_b, "second")):
            if paths:
                more = len(paths) - _NAMED
                some = ", ".join(paths[:_NAMED]) + (f" and {more} more" if more > 0 else "")
                yield f"only in the {which}: {some}"
        for path, why in list(self.skipped.items())[:_NAMED]:
            yield f"{path}: skipped, it {why}"


def _row(one, other):
    (path, a), (path_b, b) = one, other
    return Row(path, path_b, shape_of(a), (_dtype(a), _dtype(b)), difference(a, b))


def _dtype(tensor):
    dtype = getattr(tensor, "dtype", type(tensor))
    return getattr(dtype, "name", str(dtype))
