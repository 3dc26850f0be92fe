"""A recorded cell, to be stepped through: a table that every reader has, and what the script needs to show
one step at a time."""

import json

from tutorial_utils.tensors.tracing.steps import Steps
from tutorial_utils.tensors.tracing.tables import as_html

from .notebook_text import markdown_cell
from .step_questions import questions


def asks(data: dict) -> bool:
    """Whether a reader of a recording is asked what comes."""
    return bool(questions(Steps.from_data(data).steps))


def stepper(cell_id: str, data: dict) -> dict:
    """The Markdown cell that follows a recorded cell.

    Args:
        cell_id: Of the recorded cell.
        data: Its recording.
    """
    steps = Steps.from_data(data)
    about = {
        "questions": [question.as_data() for question in questions(steps.steps)],
        "sources": data["sources"],
    }
    words = json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    html = (
        '<div class="stepper">'
        f"<details><summary>Step by step: {len(steps.steps)} steps in a table</summary>"
        f"{_lighter(as_html(steps))}</details>"
        f'<script type="application/json">{words}</script></div>'
    )
    return markdown_cell(f"{cell_id}-steps", html)


def _lighter(table: str) -> str:
    """HTML needs no ends of paragraphs and items, and no quotes around one word; a page has hundreds."""
    for needless, enough in (("</p>", ""), ("</li>", ""), ('scope="row"', "scope=row")):
        table = table.replace(needless, enough)
    return table
