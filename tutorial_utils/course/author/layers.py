"""The two layers of a lesson, and how long to set aside for each.

Above the boundary stands the core, which everyone finishes, and which ends with what to keep of it.
Below it stand sections that one may go on with, and the errors.
"""

import math
import re
from collections.abc import Iterable, Sequence

from ..content.model import KINDS, Cell, Lesson

KEPT, BOUNDARY, TROUBLE = "What to keep", "Go on if you need it", "When it goes wrong"

# What takes no time to read: marks, the lids of answers, and headings that say what an exercise asks.
_LIDS = re.compile(
    r"^### Exercise: .*$|^#+ |</?details>(?:<summary>The answer, once you have chosen</summary>)?",
    re.M,
)


def layers(cells: Sequence[Cell]) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """The core, and what begins with the boundary; all is core where there is none."""
    for position, cell in enumerate(cells):
        if cell.type == "markdown" and cell.source.startswith(f"## {BOUNDARY}\n"):
            return cells[:position], cells[position:]
    return cells, ()


def minutes(lesson: Lesson) -> tuple[int, int]:
    """How long to set aside for the core and for the rest, each up to the next five minutes.

    150 words of prose or 4 lines of demonstration a minute, and a share for each exercise.
    Code that the page does not show takes no time to read.
    """
    kinds = {exercise.id: exercise.kind for exercise in lesson.exercises}
    core, rest = layers(lesson.cells)
    return _minutes(core, kinds), _minutes(rest, kinds)


def _minutes(cells: Iterable[Cell], kinds: dict[str, str]) -> int:
    words = lines = work = 0
    for cell in cells:
        if cell.type == "markdown":
            words += len(_LIDS.sub("", cell.source).split())
        elif cell.exercise:
            work += KINDS[kinds[cell.exercise]]
        elif not (cell.is_check or cell.is_hidden):
            shown = map(str.strip, cell.source.splitlines())
            lines += sum(bool(line) and not line.startswith("#") for line in shown)
    return 5 * math.ceil((words / 150 + lines / 4 + work) / 5)
