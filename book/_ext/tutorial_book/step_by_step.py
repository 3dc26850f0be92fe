"""A recorded cell, to be stepped through: a table that every reader has, and what the script needs to show
one step at a time."""

import json

from tutorial_utils.tensors.tracing.steps import GRAPH, Step, Steps
from tutorial_utils.tensors.tracing.tables import as_html

from .notebook_text import markdown_cell

QUESTION = "Predict: what will be printed next, and by whom? Then go on."
_QUESTIONS = 2
_CALLS = "Python calls the tf.function"
_RUNS = "Python has a session run"


def stepper(cell_id: str, data: dict) -> dict:
    """The Markdown cell that follows a recorded cell.

    Args:
        cell_id: Of the recorded cell.
        data: Its recording.
    """
    steps = Steps.from_data(data)
    about = {
        "ask": QUESTION,
        "at": questions(steps.steps),
        "sources": data["sources"],
    }
    words = json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
    html = (
        '<div class="stepper">'
        f"<details><summary>Step by step: {len(steps.steps)} steps in a table</summary>"
        f"{as_html(steps)}</details>"
        f'<script type="application/json">{words}</script></div>'
    )
    return markdown_cell(f"{cell_id}-steps", html)


def questions(steps: list[Step]) -> list[int]:
    """The steps after which a reader is to say what comes: before a traced function is called again,
    and where it is called once, before its graph prints; and before a session runs."""
    calls = [at for at, step in enumerate(steps) if step.says.startswith(_CALLS)]
    prints = [at for at, step in enumerate(steps) if step.who == GRAPH and step.printed]
    runs = [at for at, step in enumerate(steps) if step.says.startswith(_RUNS)]
    before = calls[1:] or prints[:1] or runs
    return [at - 1 for at in before if at][:_QUESTIONS]
