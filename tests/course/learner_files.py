"""Learners' notebooks for tests: delivered by the program itself, then edited as people do."""

import json
from collections.abc import Callable
from pathlib import Path

from tutorial_utils.course.content.compiled import CompiledLesson, find_exercise
from tutorial_utils.course.desk.delivery import deliver

Edit = Callable[[list[dict]], None]


def delivered(folder: Path, lesson: CompiledLesson, *edits: Edit) -> Path:
    """A learner's notebook of a lesson, with edits to its cells."""
    deliver(folder)
    path = folder / f"{lesson.slug}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    for edit in edits:
        edit(notebook["cells"])
    path.write_text(json.dumps(notebook))
    return path


def stub_of(cells: list[dict], id_: str) -> dict:
    return next(
        c for c in cells if c["metadata"].get("exercise") == id_ and "kind" in c["metadata"]
    )


def check_of(cells: list[dict], id_: str) -> dict:
    return next(c for c in cells if c["source"].startswith(f'check("{id_}"'))


def code(source: str, **metadata) -> dict:
    return {
        "cell_type": "code",
        "id": f"mine-{abs(hash(source))}",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def typed(id_: str, source: str) -> Edit:
    """The learner writes ``source`` into the cell of an exercise."""

    def edit(cells):
        stub_of(cells, id_)["source"] = source

    return edit


def answered(id_: str) -> Edit:
    return typed(id_, find_exercise(id_)[1]["answer"])


def all_answered(lesson: CompiledLesson) -> list[Edit]:
    return [answered(exercise["id"]) for exercise in lesson.exercises]
