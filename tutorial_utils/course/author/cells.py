"""Read a py:percent file: its front matter, and its cells with their lines. And write one."""

import io
import re
import tokenize
from collections.abc import Callable
from pathlib import Path

from ..content.model import Cell
from ..exceptions import Problem, SourceError

STEP_BY_STEP = "step-by-step"  # tag of a cell that is recorded while it is compiled


def read_cells(path: Path) -> tuple[dict, list[Cell]]:
    """The front matter and the cells of a py:percent file."""
    import jupytext

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError([Problem(path, 1, "this file is missing")]) from None
    except UnicodeDecodeError:
        raise SourceError([Problem(path, 1, "this file is not UTF-8 text")]) from None
    markers = _marker_lines(path, text)
    notebook = jupytext.reads(text, fmt="py:percent")
    found = notebook.cells
    if found and not found[0].source and len(found) == len(markers) + 1:
        found = found[1:]  # blank lines above the first cell
    if len(markers) != len(found):
        raise SourceError([Problem(path, 1, "there is text before the first `# %%` cell")])
    cells = [
        Cell(c.cell_type, c.source, _own_metadata(c), path, line)
        for c, line in zip(found, markers, strict=True)
    ]
    return dict(notebook.metadata), cells


def _own_metadata(cell) -> dict:
    """What the file says of a cell; jupytext adds how many blank lines follow it."""
    return {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}


def _marker_lines(path: Path, text: str) -> list[int]:
    """Where cells start: ``# %%`` comments, found by Python's tokenizer.

    A line inside a string may look like a marker, so the text alone does not tell.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        compile(text, str(path), "exec", flags=0x400)  # ast.PyCF_ONLY_AST: syntax, not meaning
    except (SyntaxError, tokenize.TokenError) as error:
        line = getattr(error, "lineno", None) or 1
        raise SourceError([Problem(path, line, f"this is not valid Python: {error}")]) from None
    return [
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT
        and token.start[1] == 0
        and re.match(r"# %%(\s|$)", token.string)
    ]


def key_problems(cells: list[Cell], keys: set[str]) -> list[Problem]:
    found = []
    for cell in cells:
        for key in cell.metadata.keys() - keys:
            known = ", ".join(sorted(keys))
            found.append(cell.problem(f"unknown cell key `{key}`; the keys are {known}"))
        if list(cell.metadata) != sorted(cell.metadata):
            found.append(cell.problem("the cell's keys stand in alphabetical order"))
        if cell.type == "raw":
            found.append(cell.problem("a raw cell shows nowhere; make it Markdown or code"))
    return found


def as_jupytext_writes(text: str, change: Callable | None = None) -> str:
    """A py:percent file as jupytext writes it, so that no editor changes it.

    Args:
        text: The file.
        change: Is given the notebook, to change it before it is written.
    """
    import jupytext

    notebook = jupytext.reads(text, fmt="py:percent")
    if change:
        change(notebook)
    notebook.metadata["jupytext"] = {
        "notebook_metadata_filter": "kernelspec,lesson,-jupytext",
        "cell_metadata_filter": "tags,exercise,kind,part,error",
    }
    return jupytext.writes(notebook, fmt="py:percent")
