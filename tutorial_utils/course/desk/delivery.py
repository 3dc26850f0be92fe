"""Bring lessons into a learner's folder, and never overwrite what the learner changed."""

import json
import platform
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..content import atomic
from ..content.compiled import CompiledAnswer, CompiledLesson, compiled_lessons
from ..exceptions import CourseError, EnvironmentFault
from . import state
from .cells import LearnerCell, fingerprints
from .files import read_cells

BACKUPS = ".backups"


@dataclass(frozen=True)
class Delivered:
    """What happened to one lesson's file: new, untouched, kept, renewed or beside."""

    path: Path
    what: str

    def __str__(self) -> str:
        return {
            "new": f"{self.path}  new",
            "untouched": f"{self.path}  as it was delivered",
            "kept": f"{self.path}  as you left it",
            "renewed": f"{self.path}  renewed: you had not changed it (old one in {BACKUPS}/)",
            "beside": f"{self.path}  new version, beside yours, which is untouched",
        }[self.what]


def deliver(folder: Path, *, scripts: bool = False) -> list[Delivered]:
    """Copy every lesson into ``folder``, as notebooks or as scripts.

    A file that the learner changed stays; the new version is put beside it. "Changed" means that
    a cell's source differs from what was delivered, whatever was run.

    Raises:
        EnvironmentFault: where the folder cannot be written to. Files are whole all the same.
    """
    known = state.read(folder)
    done = []
    try:
        for lesson in compiled_lessons():
            name = f"{lesson.slug}{'.py' if scripts else '.ipynb'}"
            text = as_script(lesson) if scripts else as_notebook(lesson)
            done.append(_deliver_one(folder, name, text, fingerprints_of(lesson), known))
        with state.changing(folder) as now:  # progress may have been written in the meantime
            _note(done, known, now)
    except OSError as error:
        raise EnvironmentFault(
            f"{folder} cannot be written to: {error.strerror}. Name another folder: "
            "tutorial lab FOLDER"
        ) from None
    return done


def _note(done: list[Delivered], known: state.State, now: state.State) -> None:
    """What lies in the folder from now on."""
    now.delivered.update(known.delivered)
    for delivered in done:
        if delivered.what in ("new", "renewed"):
            now.saved[delivered.path.name] = delivered.path.stat().st_mtime_ns


def _deliver_one(
    folder: Path, name: str, text: str, prints: list[str], known: state.State
) -> Delivered:
    path = folder / name
    if not path.exists():
        atomic.write_text(path, text)
        known.delivered[name] = prints
        return Delivered(path, "new")
    mine = _prints_of(path)
    if known.delivered.get(name) == prints or mine == prints:
        known.delivered[name] = prints
        return Delivered(path, "untouched" if mine == prints else "kept")
    if mine is not None and mine == known.delivered.get(name):
        back_up(path)
        atomic.write_text(path, text)
        known.delivered[name] = prints
        return Delivered(path, "renewed")
    return _deliver_beside(path, text, prints)


def _deliver_beside(path: Path, text: str, prints: list[str]) -> Delivered:
    """The first free name beside the learner's file; one that holds this version already serves."""
    number = 1
    while True:
        suffix = ".new" if number == 1 else f".new-{number}"
        beside = path.with_name(f"{path.stem}{suffix}{path.suffix}")
        if not beside.exists():
            atomic.write_text(beside, text)
            return Delivered(beside, "beside")
        if _prints_of(beside) == prints:
            return Delivered(beside, "beside")
        number += 1


def back_up(path: Path) -> Path:
    """Keep a file as it is, byte for byte, under a dated name; the path of what was kept.

    Raises:
        OSError: where it cannot be written.
    """
    kept = path.parent / BACKUPS / f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S-%f}{path.suffix}"
    atomic.write_bytes(kept, path.read_bytes())
    return kept


def _prints_of(path: Path) -> list[str] | None:
    """The hashes of a file's cells; None where it cannot be read as a lesson, so is the learner's."""
    try:
        return fingerprints(read_cells(path))
    except CourseError:
        return None


def _cells_of(lesson: CompiledLesson) -> tuple[LearnerCell, ...]:
    return tuple(LearnerCell(c["cell_type"], "".join(c["source"])) for c in lesson.unsolved_cells())


def fingerprints_of(lesson: CompiledLesson) -> list[str]:
    """The hashes of a lesson's cells, as it is delivered."""
    return fingerprints(_cells_of(lesson))


def as_notebook(lesson: CompiledLesson | CompiledAnswer) -> str:
    """A lesson without answers and outputs, or an answer page without outputs, as a notebook."""
    notebook = {
        "cells": lesson.unsolved_cells(),
        "metadata": {
            **_as_jupyter_writes(),
            "lesson": {"slug": lesson.slug},  # not the rest of it, which holds the answers
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _as_jupyter_writes() -> dict:
    """What JupyterLab makes of a notebook's metadata when it opens it: so it finds nothing to save."""
    return {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": platform.python_version(),
        },
    }


def as_script(lesson: CompiledLesson | CompiledAnswer) -> str:
    """The same as a py:percent script."""
    import jupytext

    notebook = jupytext.reads(as_notebook(lesson), fmt="ipynb")
    notebook.metadata["jupytext"] = {
        "notebook_metadata_filter": "kernelspec,lesson,-jupytext",
        "cell_metadata_filter": "tags,exercise,kind,part,expects,error",
    }
    return jupytext.writes(notebook, fmt="py:percent")
