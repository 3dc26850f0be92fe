"""Whether the sections that a reader may go on with stand alone, as the lesson says of them."""

import re
from collections.abc import Iterator, Sequence

from ...content.model import Cell, Lesson
from ...content.names import bound_names, free_names
from ...exceptions import Problem
from ..layers import TROUBLE, layers

_HEADING = re.compile(r"^## (.+)$", re.M)


def sections_stand_alone(lesson: Lesson) -> Iterator[Problem]:
    """What a section uses is made in the core or in the section itself; by a cell alone, if it is meant to raise.

    A reader who takes one section runs the core and that section. Someone who looks for an error
    runs the core and the cell that raises it, which shows another error where a name is missing.
    """
    core, rest = layers(lesson.cells)
    made_in_core = _made_by(core)
    for heading, cells in _sections(rest):
        units = [[cell] for cell in cells] if heading == TROUBLE else [cells]
        for unit in units:
            made = made_in_core | _made_by(unit)
            for cell in unit:
                if cell.type == "code" and (missing := free_names(cell.source) - made):
                    names = ", ".join(f"`{name}`" for name in sorted(missing))
                    alone = "this cell" if heading == TROUBLE else f"`## {heading}`"
                    yield cell.problem(
                        f"{names}: made by neither the core nor {alone}, which stands alone; "
                        "make it there"
                    )


def _made_by(cells: Sequence[Cell]) -> set[str]:
    return {name for cell in cells if cell.type == "code" for name in bound_names(cell)}


def _sections(cells: Sequence[Cell]) -> Iterator[tuple[str, list[Cell]]]:
    """Each heading of the second level, with the cells from it to the next."""
    heading, section = "", []
    for cell in cells:
        if cell.type == "markdown" and (found := _HEADING.search(cell.source)):
            yield heading, section
            heading, section = found[1], []
        section.append(cell)
    yield heading, section


RULES = (sections_stand_alone,)
