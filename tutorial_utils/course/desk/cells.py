"""A cell as a learner left it, and what its text tells."""

import ast
import functools
import hashlib
import warnings
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LearnerCell:
    """A cell as the learner left it. ``exercise`` and ``tags`` may have been lost on the way."""

    type: str
    source: str
    exercise: str | None = None
    tags: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)  # of a script's cell: where its source begins


def cell_of(cell: object) -> LearnerCell:
    """A cell of a notebook's JSON, where anything may stand in the place of anything.

    Raises:
        ValueError: It is no cell: an object of another kind, or without a type.
    """
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        raise ValueError("no cell")
    about = cell.get("metadata")
    about = about if isinstance(about, dict) else {}
    exercise, tags = about.get("exercise"), about.get("tags")
    return LearnerCell(
        cell["cell_type"],
        _text(cell.get("source", "")),
        exercise if isinstance(exercise, str) else None,
        tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
    )


def _text(source: object) -> str:
    """A cell's text: the file format allows a list of lines in its place."""
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def checked_id(cell: LearnerCell) -> str | None:
    """The exercise that a cell checks, where it is nothing but a call of ``check``."""
    if cell.type != "code" or "check" not in cell.source:
        return None
    match _statements(cell.source.strip()):
        case [ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str() as id_), *_]))]:
            return id_
    return None


def binds(cell: LearnerCell, name: str) -> bool:
    """Whether running the cell would give ``name`` a value, as far as its text tells."""
    return any(
        getattr(node, "name", None) == name
        or any(isinstance(t, ast.Name) and t.id == name for t in getattr(node, "targets", ()))
        for node in _statements(cell.source)
    )


@functools.lru_cache(maxsize=512)
def _statements(source: str) -> list[ast.stmt]:
    """The statements of a cell; none where it is not Python, or more than Python can read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd backslash is the kernel's to complain of
        try:
            return ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []


def fingerprints(cells: tuple[LearnerCell, ...]) -> list[str]:
    """A hash of each cell's source. Empty cells, which JupyterLab adds at the end, do not count."""
    return [
        hashlib.sha256(
            f"{cell.type}\0{cell.source.strip()}".encode(errors="surrogatepass")
        ).hexdigest()[:16]
        for cell in cells
        if cell.source.strip()
    ]
