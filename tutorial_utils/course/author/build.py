"""Compile pages: weave, execute, normalise, write. Only what changed, and the same bytes always.

The results, ``solutions/compiled/**.ipynb``, are what everything else reads. Words are woven at every
build; cells run where something that they use has changed.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from ...tensors.errors import known_errors
from ..content import atomic
from ..content.compiled import CompiledPage, digests_of_sources
from ..content.location import COMPILED
from ..content.model import Answer, Gallery, Lesson
from ..content.notebooks import nbformat
from ..exceptions import Problem, SourceError
from . import normalise, readme
from .answers import read_gallery, read_pages
from .inputs import changes, inputs_of
from .outputs import with_outputs
from .weave import weave

PACKAGES = ("tensorflow", "keras", "numpy")


def build(root: Path, *, force: bool = False, say: Callable[[str], None] = print) -> list[Path]:
    """Compile every lesson, answer page and picture of the reference whose inputs changed.

    Args:
        root: The checkout.
        force: Compile all of them.
        say: Is told what happens, a line at a time.

    Returns:
        The notebooks that were written.

    Raises:
        SourceError: with every problem in the sources, before anything is run; or where a cell did
            not do what its page says it does.
    """
    from .rules import problems

    course, answers = read_pages(root)
    gallery = read_gallery(root)
    if found := problems(course, root, answers, gallery):
        raise SourceError(found)
    if readme.update(root, course):
        say("README.md: list of lessons renewed")
    written = []
    with tempfile.TemporaryDirectory() as staging:
        pages = (*course, *answers, *gallery)
        staged = _stage(course, pages, Path(staging))
        for page in pages:
            woven, target = staged[page.place], compiled_path(page)
            before = recorded(target)
            kept, why = _kept(woven, before, root)
            sources = digests_of_sources(page.place, root)
            if kept is None or force:
                because = f" ({why})" if why else ""
                say(f"{page.place}: running {_count_code(woven)} cells{because} ...")
                kept = _run(woven, page, Path(staging), root)
            kept.metadata["lesson"]["sources"] = sources
            if target.is_file() and as_text(kept) == target.read_text(encoding="utf-8"):
                say(f"{page.place}: unchanged")
                continue
            atomic.write_text(target, as_text(kept))
            written.append(target)
            say(f"{page.place}: written")
    return written


def _kept(woven: nbformat.NotebookNode, before: dict | None, root: Path):
    """The notebook with the outputs it has; or None, and why it has to run."""
    about = before["metadata"]["lesson"] if before else {}
    inputs = about.get("inputs", {})
    if "files" not in inputs:
        return None, ""
    if changed := changes(inputs, inputs_of(woven, inputs["files"], root)):
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        return None, f"changed: {', '.join(changed[:3])}{more}"
    kept = with_outputs(woven, before)
    if kept is None:
        return None, "an output is not the one of this code"
    run = {key: about[key] for key in ("recordings", "versions") if key in about}
    kept["metadata"]["lesson"].update(inputs=inputs, **run)
    return nbformat.from_dict(kept), ""


def _run(woven: nbformat.NotebookNode, page: Lesson | Answer | Gallery, staging: Path, root: Path):
    """The notebook with new outputs.

    Raises:
        SourceError: where a cell did not do what the page says it does.
    """
    from .executing import execute  # nbclient: `dev check` does without

    notebook, files = execute(woven, staging)
    if wrong := list(faults(notebook, page)):
        raise SourceError(wrong)
    notebook.metadata["lesson"]["inputs"] = inputs_of(woven, files, root)
    notebook.metadata["lesson"]["versions"] = {name: version(name) for name in PACKAGES}
    return notebook


def compiled_path(page: Lesson | Answer | Gallery) -> Path:
    return page.root / COMPILED / f"{page.place}.ipynb"


def recorded(path: Path) -> dict | None:
    """A compiled notebook; None where there is none that can be read."""
    try:
        notebook = nbformat.read(path, as_version=4)
        notebook["metadata"]["lesson"]["exercises"]
    except (OSError, ValueError, KeyError):  # no file, no notebook, none of ours
        return None
    return notebook


def stale(
    course: list[Lesson],
    root: Path,
    answers: Sequence[Answer] = (),
    gallery: Sequence[Gallery] = (),
) -> Iterator[Problem]:
    """What was made from the sources and is not what they give now."""
    text = (root / "README.md").read_text(encoding="utf-8")
    if readme.with_lessons(text, course) != text:
        yield Problem(root / "README.md", 1, "its list of lessons is old: run `make build`")
    pages = {compiled_path(page): page for page in (*course, *answers, *gallery)}
    for path in sorted(set((root / COMPILED).rglob("*.ipynb")) - pages.keys()):
        yield Problem(path, 1, "there is no source that it was compiled from: delete it")
    for path, page in pages.items():
        try:
            compiled = CompiledPage(path).notebook
        except (OSError, ValueError):
            yield Problem(path, 1, "not compiled yet: run `make build`")
            continue
        woven = weave(page, course)
        about = {
            key: value
            for key, value in compiled["metadata"].get("lesson", {}).items()
            if key not in ("inputs", "recordings", "sources", "versions")
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


def faults(notebook: dict, page: Lesson | Answer | Gallery) -> Iterator[Problem]:
    """Cells that did not do what the page says: each with its line in the source."""
    known = {error.id: error for error in known_errors()}
    for cell, source in zip(_code(notebook), _sources(page), strict=True):
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
        for fault in normalise.faults(cell):
            yield source.problem(f"an output is not stable: {fault}")
    if isinstance(page, Answer):
        yield from _shows_nothing(notebook, page)


def _shows_nothing(notebook: dict, page: Answer) -> Iterator[Problem]:
    """The code to copy prints what the reader came for."""
    for cell, source in zip(_code(notebook), _sources(page), strict=True):
        if not source.is_hidden:
            if not cell["outputs"]:
                yield source.problem("this code is the answer, and shows nothing: print it")
            return


def _code(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _sources(page: Lesson | Answer | Gallery) -> Iterator:
    """The source cell of each woven cell of code."""
    answers = {e.id: e.answer for e in page.exercises}
    for cell in page.cells:
        if cell.type == "code":
            yield cell
        if cell.exercise:
            yield answers[cell.exercise]


def as_text(notebook: nbformat.NotebookNode) -> str:
    """A notebook as stable text: sorted keys, one space of indent, a newline at the end."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def _stage(
    course: list[Lesson], pages: Sequence[Lesson | Answer | Gallery], folder: Path
) -> dict[str, nbformat.NotebookNode]:
    """Woven notebooks by place, the lessons in a folder: while they run, `check` reads these."""
    woven = {page.place: weave(page, course) for page in pages}
    (folder / COMPILED).mkdir(parents=True)
    for lesson in course:
        text = as_text(woven[lesson.place])
        (folder / COMPILED / f"{lesson.place}.ipynb").write_text(text, encoding="utf-8")
    return woven


def _count_code(notebook: nbformat.NotebookNode) -> int:
    return sum(cell.cell_type == "code" for cell in notebook.cells)
