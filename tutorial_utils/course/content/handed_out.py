"""What a learner's copy of a lesson says beside the lesson: how to work in it, and when to leave it."""

import re

# What tells boxes apart where a quote is a quote: the book draws them, a notebook has the words alone.
SIGNS = {
    "Predict": "☐",
    "Exercise": "✎",
    "Key": "★",
    "Warning": "⚠",
    "Note": "ℹ",
    "Tip": "➜",
}

HOW_TO = """\
*In Jupyter, run the cells from the top: Shift+Enter runs one and goes to the next. After a restart,
the menu's Run, Run All Above Selected Cell brings you back to where you were. In an editor, save
the file while `tutorial watch` runs beside it. Stuck? Run `hint()`. How far are you? Run
`progress()`.*"""

FREE = """\
When you are done in Jupyter, the menu's Kernel, Shut Down Kernel gives this lesson's memory back;
closing its tab does not."""

# JupyterLab gives headings other anchors than the book; its outline leads to them all.
_LINK_IN_THE_PAGE = re.compile(r"\[([^\]]+)\]\(#[^)\s]*\)")

_LEAD = re.compile(rf"^> \*\*({'|'.join(SIGNS)})\b", re.MULTILINE)


def handed_out(cells: list[dict], number: str) -> list[dict]:
    """A lesson's cells with what its learner needs to know of the place they are worked through in.

    Args:
        cells: Without answers and outputs.
        number: The lesson's.
    """
    first, *rest = map(_without_dead_links, map(_with_signs, cells))
    return [first, _prose(f"{number}-how-to", HOW_TO), *map(_with_the_end, rest)]


def _with_signs(cell: dict) -> dict:
    if cell["cell_type"] != "markdown":
        return cell
    return {**cell, "source": _LEAD.sub(lambda m: f"> {SIGNS[m[1]]} **{m[1]}", _text(cell))}


def _without_dead_links(cell: dict) -> dict:
    if cell["cell_type"] != "markdown":
        return cell
    return {**cell, "source": _LINK_IN_THE_PAGE.sub(r"\1", _text(cell))}


def _with_the_end(cell: dict) -> dict:
    """Where the lesson ends, how its memory is given back."""
    if cell["cell_type"] != "markdown" or not _text(cell).startswith("## What to keep\n"):
        return cell
    return {**cell, "source": f"{_text(cell)}\n\n{FREE}"}


def _text(cell: dict) -> str:
    return "".join(cell["source"])


def _prose(id_: str, text: str) -> dict:
    return {"cell_type": "markdown", "id": id_, "metadata": {}, "source": text}
