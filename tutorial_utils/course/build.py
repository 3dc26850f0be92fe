"""Compile lessons: weave, execute, normalise, write. Only what changed, and the same bytes always.

The result, ``solutions/NN_slug.ipynb``, is what everything else reads.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from ..tensors.errors import known_errors
from . import atomic, readme, stable
from .compiled import CompiledLesson
from .content import STAGED
from .documents import nbformat
from .executing import run_cells
from .sources import Lesson, read_course
from .trouble import Problem, SourceError
from .weave import digest, weave

SECONDS_PER_CELL = 120
PACKAGES = ("tensorflow", "keras", "numpy")


def build(root: Path, *, force: bool = False, say: Callable[[str], None] = print) -> list[Path]:
    """Compile every lesson below ``root`` whose inputs changed.

    Args:
        root: The checkout.
        force: Compile all of them.
        say: Is told what happens, a line at a time.

    Returns:
        The notebooks that were written.

    Raises:
        SourceError: with every problem in the sources, before anything is run.
        CourseError: where a cell did not do what the lesson says it does.
    """
    from .rules import problems

    course = read_course(root)
    if found := problems(course, root):
        raise SourceError(found)
    if readme.update(root, course):
        say("README.md: list of lessons renewed")
    written = []
    with tempfile.TemporaryDirectory() as staging:
        staged = _stage(course, Path(staging))
        for lesson in course:
            inputs = inputs_of(lesson, course, root)
            target = compiled_path(lesson)
            if not force and recorded_inputs(target) == inputs:
                say(f"{lesson.slug}: unchanged")
                continue
            say(f"{lesson.slug}: running {_count_code(staged[lesson.slug])} cells ...")
            notebook = execute(staged[lesson.slug], Path(staging))
            if wrong := list(faults(notebook, lesson)):
                raise SourceError(wrong)
            notebook.metadata["lesson"]["inputs"] = inputs
            notebook.metadata["lesson"]["versions"] = {name: version(name) for name in PACKAGES}
            atomic.write_text(target, as_text(notebook))
            written.append(target)
            say(f"{lesson.slug}: written")
    return written


def compiled_path(lesson: Lesson) -> Path:
    return lesson.solution_path.with_suffix(".ipynb")


def inputs_of(lesson: Lesson, course: list[Lesson], root: Path) -> dict[str, str]:
    """The sha256 of all that a compiled notebook is made from."""
    package = root / "tutorial_utils"
    code = sorted(
        path
        for path in package.rglob("*")
        if path.is_file()
        and (path.suffix in {".py", ".toml", ".cfg"} or package / "data" in path.parents)
        and not {"_content", "__pycache__"} & set(path.parts)
    )
    return {
        "lesson": digest(lesson.path.read_bytes()),
        "solution": digest(lesson.solution_path.read_bytes()),
        "course": digest(*(f"{other.slug} {other.title}".encode() for other in course)),
        "package": digest(*(b for p in code for b in (p.name.encode(), p.read_bytes()))),
        "lock": digest((root / "requirements.lock").read_bytes()),
    }


def recorded_inputs(path: Path) -> dict | None:
    """The inputs that a compiled notebook was made from; None where there is no such notebook."""
    try:
        return CompiledLesson(path).about.get("inputs")
    except (OSError, ValueError, KeyError):
        return None


def stale(course: list[Lesson], root: Path) -> Iterator[Problem]:
    """What was made from the sources and is not what they give now."""
    text = (root / "README.md").read_text(encoding="utf-8")
    if readme.with_lessons(text, course) != text:
        yield Problem(root / "README.md", 1, "its list of lessons is old: run `make build`")
    for lesson in course:
        path = compiled_path(lesson)
        try:
            compiled = CompiledLesson(path).notebook
        except (OSError, ValueError):
            yield Problem(path, 1, "not compiled yet: run `make build`")
            continue
        woven = weave(lesson, course)
        about = {
            key: value
            for key, value in compiled["metadata"].get("lesson", {}).items()
            if key not in ("inputs", "versions")
        }
        if about != woven.metadata["lesson"] or not same_cells(compiled, woven):
            yield Problem(path, 1, "differs from its sources: run `make build`")


def same_cells(one: dict, other: dict) -> bool:
    def essence(notebook: dict) -> list[tuple]:
        return [
            (c["id"], c["cell_type"], "".join(c["source"]), dict(c["metadata"]))
            for c in notebook["cells"]
        ]

    return essence(one) == essence(other)


def execute(notebook: nbformat.NotebookNode, content: Path) -> nbformat.NotebookNode:
    """Run a notebook in a fresh kernel, in an empty folder, and normalise its outputs.

    Args:
        notebook: Left as it is.
        content: The folder in which the kernel finds lessons.
    """
    notebook = nbformat.from_dict(notebook)
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "-1", STAGED: str(content)}
    environment.pop("PYTEST_VERSION", None)
    with tempfile.TemporaryDirectory() as empty:
        run_cells(notebook, Path(empty), environment, SECONDS_PER_CELL)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(stable.normalised(o)) for o in _merged(cell.outputs)]
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def _merged(outputs: list) -> list:
    """Streams of one name as one output, as nbval compares them: they come in pieces of any size."""
    merged: list = []
    streams: dict[str, dict] = {}
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        merged.append(output)
        if output["output_type"] == "stream":
            streams[output["name"]] = output
    return merged


def faults(notebook: dict, lesson: Lesson) -> Iterator[Problem]:
    """Cells that did not do what the lesson says: each with its line in the source."""
    known = {error.id: error for error in known_errors()}
    for cell, source in zip(notebook["cells"], _sources(lesson), strict=True):
        if cell["cell_type"] != "code":
            continue
        raised = [o for o in cell["outputs"] if o["output_type"] == "error"]
        said = "; ".join(f"{o['ename']}: {o['evalue'][:300]}" for o in raised)
        if raised and "raises-exception" not in source.tags:
            yield source.problem(f"this cell raised {said}")
        if "raises-exception" in source.tags and not raised:
            yield source.problem("this cell is tagged raises-exception and raised nothing")
        if source.error and raised:
            error = known[source.error]
            if raised[0]["ename"] != error.type or not error.is_in(raised[0]["evalue"]):
                yield source.problem(f"`{error.id}` is another error; this cell raised {said}")
        if source.is_check and not any(
            o["output_type"] == "stream" and o["text"].startswith("PASS  ") for o in cell["outputs"]
        ):
            yield source.problem("the answer does not pass its own check")
        if any(o["output_type"] == "stream" and o["name"] == "stderr" for o in cell["outputs"]):
            yield source.problem("this cell writes to stderr")
        for fault in stable.faults(cell):
            yield source.problem(f"an output is not stable: {fault}")


def _sources(lesson: Lesson) -> Iterator:
    """The source cell of each woven cell."""
    answers = {e.id: e.answer for e in lesson.exercises}
    for cell in lesson.cells:
        yield cell
        if cell.exercise:
            yield answers[cell.exercise]


def as_text(notebook: nbformat.NotebookNode) -> str:
    """A notebook as stable text: sorted keys, one space of indent, a newline at the end."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def _stage(course: list[Lesson], folder: Path) -> dict[str, nbformat.NotebookNode]:
    """Woven notebooks in a folder of their own: while they run, `check` reads these."""
    woven = {lesson.slug: weave(lesson, course) for lesson in course}
    (folder / "solutions").mkdir()
    for slug, notebook in woven.items():
        (folder / "solutions" / f"{slug}.ipynb").write_text(as_text(notebook), encoding="utf-8")
    return woven


def _count_code(notebook: nbformat.NotebookNode) -> int:
    return sum(cell.cell_type == "code" for cell in notebook.cells)
