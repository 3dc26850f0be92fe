"""A compiled notebook as the notebook of its page.

Every exercise is followed by its help, each part closed: the hints, the answer with what its check
says, the why. What a reader is asked to predict is closed as well.
"""

import re

from tutorial_utils.course.content.cards import WHY
from tutorial_utils.course.content.compiled import CompiledLesson, CompiledPage, source_of

from .facts import facts
from .notebook_text import markdown_cell
from .step_by_step import asks, stepper

# The tags that would let myst-nb hide a part, and those by which `cells` closes it.
CLOSED = {"hide-input": "closed-input", "hide-output": "closed-output", "hide-cell": "closed-cell"}


def lesson_page(lesson: CompiledPage) -> dict:
    """The notebook that Sphinx reads for this lesson or answer page."""
    exercises = {exercise["id"]: exercise for exercise in lesson.exercises}
    recordings = lesson.about.get("recordings", {})
    cells = []
    for cell in lesson.notebook["cells"]:
        exercise = exercises.get(cell["metadata"].get("exercise"))
        if exercise is None or "kind" in cell["metadata"]:  # a demonstration, prose or a stub
            cells.append(_shown(cell))
            if recording := recordings.get(cell.get("id")):
                if isinstance(lesson, CompiledLesson) and asks(recording):
                    cells[-1] = _with_output_closed(cells[-1])
                cells.append(stepper(cell["id"], recording))
        elif cell["metadata"].get("part") == "answer":
            cells += _before_the_answer(exercise)
            cells.append(_shown(cell, keep_tags=False))
        else:  # the check, which ends the answer
            cells.append(_without_why(_shown(cell, keep_tags=False)))
            cells += _after_the_answer(exercise)
    if isinstance(lesson, CompiledLesson):
        cells = _with_facts(cells, facts(lesson))
    else:
        cells.append(markdown_cell("facts", facts(lesson)))  # what one came for is all on a screen
    return {**lesson.notebook, "cells": cells}


def _shown(cell: dict, *, keep_tags: bool = True) -> dict:
    """A cell with the tags of ours, and with what is known of its pictures."""
    metadata = {key: value for key, value in cell["metadata"].items() if key != "tags"}
    if keep_tags and (tags := cell["metadata"].get("tags")):
        metadata["tags"] = [CLOSED.get(tag, tag) for tag in tags]
    if pictures := [_picture(output) for output in cell.get("outputs", ()) if _picture(output)]:
        metadata["pictures"] = pictures
    return {**cell, "metadata": metadata, "source": source_of(cell)}


def _with_output_closed(cell: dict) -> dict:
    """What a reader predicts, step by step, must not stand open above the steps."""
    closed = CLOSED["hide-output"]
    tags = cell["metadata"].get("tags", [])
    if closed in tags or not cell.get("outputs"):
        return cell
    return {**cell, "metadata": {**cell["metadata"], "tags": [*tags, closed]}}


def _picture(output: dict) -> dict | None:
    """What the output says of its PNG: ``alt``, the text in its place, and ``width``."""
    return output.get("metadata", {}).get("image/png")


def _before_the_answer(exercise: dict) -> list[dict]:
    parts = ['<div class="help">', ""]
    for number, hint in enumerate(exercise["hints"], 1):
        parts += [_closed("hint", f"Hint {number}", exercise["id"]), hint, "</details>"]
    parts.append(_closed("answer", "An answer", exercise["id"]))
    return [markdown_cell(f"{exercise['id']}-hints", "\n\n".join(parts))]


def _after_the_answer(exercise: dict) -> list[dict]:
    parts = [
        "</details>",
        _closed("why", "Why it works", exercise["id"]),
        exercise["why"],
        "</details>",
        "</div>",
    ]
    return [markdown_cell(f"{exercise['id']}-why", "\n\n".join(parts))]


def _closed(part: str, words: str, id_: str) -> str:
    return f'<details class="{part}" data-exercise="{id_}"><summary>{words}</summary>'


def _without_why(cell: dict) -> dict:
    outputs = [
        {**output, "text": "".join(output["text"]).partition(WHY)[0]}
        if output["output_type"] == "stream"
        else output
        for output in cell["outputs"]
    ]
    return {**cell, "outputs": outputs}


def _with_facts(cells: list[dict], facts: str) -> list[dict]:
    """The cells with the page's facts at the end of the short answer.

    That is above the first heading of the second level, so the question and its answer come first.
    """
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "markdown" and (found := re.search(r"^## ", cell["source"], re.M)):
            above, below = cell["source"][: found.start()], cell["source"][found.start() :]
            filled = {**cell, "source": f"{above}\n\n{facts}\n\n{below}"}
            return [*cells[:index], filled, *cells[index + 1 :]]
    return [*cells, markdown_cell("facts", facts)]
