"""Notebooks as text: the same bytes for the same cells."""

import json


def as_text(notebook: dict) -> str:
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def markdown_cell(id_: str, source: str) -> dict:
    return {"cell_type": "markdown", "id": id_, "metadata": {}, "source": source}
