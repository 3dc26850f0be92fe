"""The table of named tensors: a row of facts for each, the facts that `describe` says in a line."""

from collections.abc import Iterator, Mapping

from ..description.contents import contents, mean, real
from ..description.description import facts_of
from ..description.formatting import one_line, rough, share
from ..description.statistics import statistics
from .bars import histogram
from .table import Table, ends

HEAD = ("path", "shape", "dtype", "range", "mean", "std", "zeros", "not finite", "histogram")
_LONGEST_WORDS = 24
_REASONS = 5  # of many skipped paths, only so many are named


def table_of_tensors(
    named: Mapping[str, object], skipped: Mapping[str, str] | None = None, most: int = 20
) -> Table:
    """A row for each tensor: path, shape, dtype, range, mean, std, zeros, not finite, histogram.

    Args:
        named: Path -> a tensor, or a structure of tensors, which gets a row for each of them.
        skipped: Path -> why there is no value: said below the table.
        most: So many rows are made, of the first and the last tensors; the others are counted. Only
            the numbers of those that are shown are looked at, in two passes.

    Returns:
        A :class:`Table`, without the columns that would be empty in all rows. Range, mean and
        (population) standard deviation are those of the finite values; of complex numbers, those of
        the modulus. A dtype that all share is in the title.

    >>> import tensorflow as tf
    >>> from tutorial_utils.tensors.display.table import as_text
    >>> found = {"hidden": tf.constant([[0.0, 3.0], [1.0, 2.0]]), "out": tf.constant([[1.5], [2.5]])}
    >>> print(as_text(table_of_tensors(found, {"loop": "runs inside the graph"})))
    2 tensors, float32
    path    shape   range      mean  std    zeros  histogram
    hidden  (2, 2)  0.0 … 3.0  1.5   1.118  25%    █ █  █ █
    out     (2, 1)  1.5 … 2.5  2.0   0.5           █      █
    loop: skipped, it runs inside the graph
    """
    tensors = [leaf for path, value in named.items() for leaf in leaves(path, value)]
    shown, more = ends(tensors, most)
    rows = [_row(path, value) for path, value in shown]
    title = f"{len(tensors)} tensor{'' if len(tensors) == 1 else 's'}"
    dtypes = {row[2] for row in rows}
    if len(dtypes) == 1 and (not more or len({_dtype(value) for _, value in tensors}) == 1):
        title = ", ".join(filter(None, [title, *dtypes]))
        rows = [(*row[:2], "", *row[3:]) for row in rows]
    return Table(HEAD, rows, title, more, _notes(skipped or {})).without_empty_columns()


def _dtype(value):
    """Asked of all, also of those whose numbers are not looked at."""
    return str(getattr(value, "dtype", type(value)))


def leaves(path: str, value) -> Iterator[tuple[str, object]]:
    """(path, tensor) of each part of a structure: ``"lstm[1]"``, ``"block['key']"``."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(f"{path}[{key!r}]", item)
    elif isinstance(value, (list, tuple)):
        for at, item in enumerate(value):
            yield from leaves(f"{path}[{at}]", item)
    else:
        yield path, value


def _row(path, value):
    facts = facts_of(value)
    head = (one_line(str(path)), facts.shape, facts.dtype or facts.kind)
    array = facts.numbers
    if array is None or array.size == 0 or not _countable(array):
        words = facts.words if array is None else contents(array, facts.lists)
        words = words if len(words) <= _LONGEST_WORDS else "(no numbers)"
        return (*head, words, "", "", "", "", "")
    values, what = real(array)
    found = statistics(values)
    return (*head, *_statistics(found, what), _histogram(values, found))


def _countable(array):
    return array.dtype.kind in "biufcV" and not array.dtype.names


def _statistics(found, what):
    bad = [
        f"{share(many, found.size)} {word}"
        for many, word in ((found.nan, "NaN"), (found.inf, "Inf"))
        if many
    ]
    zeros = share(found.zeros, found.size) if found.zeros else ""
    if found.low is None:
        return "", "", "", zeros, " ".join(bad)
    numbers = (
        f"{what}{rough(found.low)} … {rough(found.high)}",
        rough(mean(found)),
        rough(found.std),
    )
    return (*numbers, zeros, " ".join(bad))


def _histogram(array, found):
    return "" if found.low is None else histogram(array, found.low, found.high)


def _notes(skipped):
    lines = [f"{path}: skipped, it {why}" for path, why in skipped.items()]
    if len(lines) > _REASONS:
        lines[_REASONS:] = [f"… {len(lines) - _REASONS} more skipped"]
    return tuple(lines)
