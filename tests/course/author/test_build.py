"""Compiling: the same bytes always, and cells that do not do what the lesson says are refused."""

import json
import shutil
import tempfile

import pytest

from tutorial_utils.course.author import build
from tutorial_utils.course.author.cells import STEP_BY_STEP
from tutorial_utils.course.author.executing import execute
from tutorial_utils.course.author.inputs import inputs_of
from tutorial_utils.course.author.weave import weave
from tutorial_utils.course.content.compiled import (
    compiled_answers,
    compiled_lessons,
    source_of,
)
from tutorial_utils.course.content.notebooks import nbformat

from ...conftest import ROOT
from ...kernels import forked
from ...registry import answers, course, gallery
from .. import tiny


def without_inputs(text: str) -> dict:
    """A compiled notebook but for what it was made from: unrelated code may have changed since."""
    notebook = json.loads(text)
    for key in ("inputs", "versions"):
        del notebook["metadata"]["lesson"][key]
    return notebook


SHORTEST = min(course(), key=lambda lesson: lesson.path.stat().st_size).slug


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    """A copy of the course in which one lesson was compiled anew, in a kernel as anybody's.

    Of all lessons nbval's part of the suite runs the cells, and makes of their outputs what a build
    would have made: see ``compiled_files.py``.
    """
    root = tmp_path_factory.mktemp("course")
    for name in ("lessons", "solutions", "tutorial_utils"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    for path in (root / "solutions" / "compiled").rglob("*.ipynb"):
        if path.stem == SHORTEST:
            path.unlink()
            continue
        notebook = nbformat.read(path, as_version=4)
        inputs = notebook.metadata["lesson"]["inputs"]
        inputs.update(inputs_of(notebook, inputs["files"], root))
        path.write_text(build.as_text(notebook), encoding="utf-8")
    with forked.not_here():
        written = build.build(root, say=lambda text: None)
    assert [path.stem for path in written] == [SHORTEST]
    return root


def test_building_again_gives_the_same(rebuilt):
    name = f"{SHORTEST}.ipynb"
    committed = (ROOT / "solutions" / "compiled" / name).read_text(encoding="utf-8")
    again = (rebuilt / "solutions" / "compiled" / name).read_text(encoding="utf-8")
    assert without_inputs(again) == without_inputs(committed)
    assert again == build.as_text(nbformat.reads(again, as_version=4)), "not in its stable form"


RECORDED = [
    (page, cell)
    for page in (*compiled_lessons(), *compiled_answers())
    for cell in page.notebook["cells"]
    if STEP_BY_STEP in cell["metadata"].get("tags", ())
]


@pytest.mark.parametrize(
    ("page", "cell"), RECORDED, ids=lambda x: x.get("id") if isinstance(x, dict) else ""
)
def test_a_recording_is_of_its_cell_and_prints_what_the_cell_does(page, cell):
    recording = page.about["recordings"][cell["id"]]
    assert recording["more"] == 0, "all of the run is there"
    assert source_of(cell).splitlines() in [s["lines"] for s in recording["sources"]]
    printed = "".join(text for step in recording["steps"] for _, text in step.get("printed", []))
    streams = [o for o in cell["outputs"] if o["output_type"] == "stream"]
    assert printed == "".join(text for o in streams for text in o["text"])


def test_there_are_recordings_and_none_of_another_cell():
    tagged = {cell["id"] for _, cell in RECORDED}
    pages = (*compiled_lessons(), *compiled_answers())
    stored = {id_ for page in pages for id_ in page.about.get("recordings", ())}
    assert stored == tagged and len(stored) >= 9


def test_what_has_not_changed_is_not_run(rebuilt):
    said: list[str] = []
    compiled = rebuilt / "solutions" / "compiled"
    before = {p: p.stat().st_mtime_ns for p in compiled.rglob("*")}
    assert build.build(rebuilt, say=said.append) == []
    pages = (*course(), *answers(), *gallery())
    assert said == [f"{page.place}: unchanged" for page in pages]
    assert before == {p: p.stat().st_mtime_ns for p in compiled.rglob("*")}


def run_cells(tmp_path, lesson_text: str) -> list[str]:
    """The problems of the tiny lesson, run without its exercise."""
    start = lesson_text.index("# %% [markdown]\n# ### Exercise: ")
    end = lesson_text.index("# %% [markdown]\n# ## What to keep")
    notes = tiny.HEADER + "# ---\n\n# %% [markdown]\n# No exercises.\n"
    lesson = tiny.read(tmp_path, lesson=lesson_text[:start] + lesson_text[end:], solution=notes)
    executed, _ = execute(weave(lesson, [lesson]), tmp_path)
    return [f"{p.line}: {p.text}" for p in build.faults(executed, lesson)]


FAULTS = {
    "a cell that raises": ("print(total)", "print(totl)", "this cell raised NameError"),
    "an error cell that no longer raises": (
        "raise AttributeError(\"'SparseTensor' object has no attribute 'numpy'\")",
        "pass",
        "raised nothing",
    ),
    "an error cell that raises something else": (
        "raise AttributeError(\"'SparseTensor' object has no attribute 'numpy'\")",
        "raise AttributeError('nothing of that sort')",
        "`sparse-numpy` is another error",
    ),
    "an error cell of another type": (
        "raise AttributeError(",
        "raise TypeError(",
        "`sparse-numpy` is another error",
    ),
    "an address": ("print(total)", "print('object at 0x' + '7f' * 6)", None),
    "a path": ("print(total)", "print('/ho' + 'me/ann/data.txt')", "a path in"),
    "a date": ("print(total)", "print('2026-' + '01-02')", "a date in"),
    "a timing": ("print(total)", "print('took 3' + '.5 ms')", "a timing in"),
    "a log line": ("print(total)", "print('W0000 ' + '12:30:00.1 port.cc:1')", "a log line in"),
    "too many decimals": ("print(total)", "print(1 / 3)", "more than 4 decimals"),
    "text on stderr": (
        "print(total)",
        "import sys\nprint(total, file=sys.stderr)",
        "writes to stderr",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cell_that_does_something_else_is_refused(fault, tmp_path):
    old, new, words = FAULTS[fault]
    assert old in tiny.LESSON
    found = run_cells(tmp_path, tiny.LESSON.replace(old, new))
    if words is None:  # the table of normalise.cfg has taken care of it
        assert found == []
    else:
        assert len(found) == 1 and words in found[0], found


def test_a_build_leaves_no_temporary_files(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    leaves = "import tempfile\nprint('left' in tempfile.mkstemp(suffix='left')[1])"
    assert run_cells(tmp_path, tiny.LESSON.replace("print(total)", leaves)) == []
    assert list(temporary.iterdir()) == []


def test_digits_may_be_the_point(tmp_path):
    text = tiny.LESSON.replace("print(total)", "print(1 / 3)")
    text = text.replace("# %%\ntotal", '# %% tags=["exact-digits"]\ntotal')
    assert run_cells(tmp_path, text) == []


def test_a_drifted_source_is_noticed(tmp_path):
    """That of the real course nothing has drifted is looked at in ``test_compiled.py``."""
    lesson = tiny.read(tmp_path)
    compiled = build.compiled_path(lesson)
    compiled.parent.mkdir()
    compiled.write_text(build.as_text(weave(lesson, [lesson])), encoding="utf-8")

    def stale(**texts: str) -> list:
        return list(build.stale([tiny.read(tmp_path, **texts)], tmp_path))

    assert stale() == []
    for drifted in (
        {"lesson": tiny.LESSON.replace("print(total + 3)", "print(total  + 3)")},
        {"solution": tiny.SOLUTION.replace("return a + b", "return a  + b")},
    ):
        (problem,) = stale(**drifted)
        assert problem.file == compiled and "differs from its sources" in problem.text
    compiled.unlink()
    (problem,) = stale()
    assert "not compiled" in problem.text
