"""What makes a notebook run again, and what only rewrites its words."""

import json
import shutil

import pytest

from tutorial_utils.course.author import build, inputs

from ...conftest import ROOT
from .. import tiny

USES = """\
from tutorial_utils import check
from tutorial_utils.quiet import stderr_held_back
from tutorial_utils.tensors.errors import known_errors
total = 1 + 2 + 0 * len(known_errors())"""


class Course:
    """The tiny lesson beside a copy of this package, which its kernel imports."""

    def __init__(self, root):
        self.root, self.package = root, root / "tutorial_utils"
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "tutorial_utils", self.package, ignore=skip)
        tiny.write(root, lesson=tiny.LESSON.replace("total = 1 + 2", USES))
        self.notebook = root / "solutions" / "compiled" / "01_sums.ipynb"
        shutil.copy(ROOT / "README.md", root)
        self.build()

    def build(self) -> list[str]:
        said: list[str] = []
        build.build(self.root, say=said.append)
        return [line for line in said if line.startswith("01_sums")]

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text, path
        (self.root / path).write_text(text.replace(old, new) if old else new, "utf-8")

    def read(self) -> dict:
        return json.loads(self.notebook.read_text("utf-8"))


def alone(patch: pytest.MonkeyPatch, root) -> None:
    """The kernel imports this copy."""
    patch.setenv("PYTHONPATH", str(root))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A compiled course that no test changes: each copies it."""
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("course")
        alone(patch, root)
        yield Course(root)


@pytest.fixture
def course(fresh, tmp_path, monkeypatch):
    copied = Course.__new__(Course)
    shutil.copytree(fresh.root, tmp_path, dirs_exist_ok=True)
    copied.root, copied.package = tmp_path, tmp_path / "tutorial_utils"
    copied.notebook = tmp_path / "solutions" / "compiled" / "01_sums.ipynb"
    alone(monkeypatch, tmp_path)
    return copied


@pytest.fixture
def no_kernel(monkeypatch):
    def started(*_):
        raise AssertionError("a kernel was started")

    monkeypatch.setattr("tutorial_utils.course.author.executing.run_cells", started)


def cells_of(notebook: dict) -> list:
    return [(c["source"], c.get("outputs")) for c in notebook["cells"]]


def test_what_the_kernel_imported_and_read_is_recorded(fresh):
    files = fresh.read()["metadata"]["lesson"]["inputs"]["files"]
    assert {
        "__init__.py",
        "quiet.py",
        "checks/lessons/sums.py",
        "tensors/errors/table/1_cell.toml",
    } <= files.keys()
    assert not {"checks/printed.py", "course/author/build.py", "data/__init__.py"} & files.keys()
    assert "not there" not in files.values()


@pytest.mark.usefixtures("no_kernel")
def test_what_has_not_changed_is_neither_run_nor_written(course):
    before = course.notebook.stat().st_mtime_ns
    assert course.build() == ["01_sums: unchanged"]
    assert course.notebook.stat().st_mtime_ns == before


WORDS = {
    "a hint": ("solutions/01_sums.py", "Which sign adds?", "Which sign takes together?"),
    "a sentence of feedback": ("solutions/01_sums.toml", "read the sign aloud", "read it again"),
    "the title": ("lessons/01_sums.py", "title: Sums", "title: Totals"),
}


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize("what", WORDS)
def test_changed_words_rewrite_metadata_and_run_nothing(what, course):
    before = course.read()
    course.edit(*WORDS[what])
    assert course.build() == ["01_sums: written"]
    after = course.read()
    assert cells_of(after) == cells_of(before)
    assert WORDS[what][2].removeprefix("title: ") in json.dumps(after["metadata"]["lesson"])
    assert course.build() == ["01_sums: unchanged"]


@pytest.mark.usefixtures("no_kernel")
def test_a_changed_why_stands_in_the_output_of_its_check_too(course):
    course.edit("solutions/01_sums.py", "# Plus adds.\n", "# " + 12 * "Plus adds. " + "\n")
    assert course.build() == ["01_sums: written"]
    (check,) = [c for c in course.read()["cells"] if c["metadata"].get("tags") == ["check"]]
    lines = "".join(check["outputs"][0]["text"]).splitlines()
    assert lines[0] == "PASS  add-up  1 + 2 = 3"
    assert " ".join(lines[1:]) == "why it works: " + " ".join(12 * ["Plus adds."])
    assert len(lines) == 3, "it is wrapped as `check` wraps it"


@pytest.mark.usefixtures("no_kernel")
def test_changed_prose_runs_nothing(course):
    course.edit("lessons/01_sums.py", "# > **Exercise.** Add.", "# > **Exercise.** Add them up.")
    assert course.build() == ["01_sums: written"]
    assert "Add them up." in course.notebook.read_text("utf-8")


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize(
    "file", ["checks/printed.py", "course/commands/watch.py", "data/download.py"]
)
def test_a_changed_module_that_the_kernel_did_not_import_runs_nothing(file, course):
    (course.package / file).write_text("# changed\n")
    assert course.build() == ["01_sums: unchanged"]


RUNS = {
    "a module": ("tutorial_utils/quiet.py", "import os\n", "import os  # changed\n"),
    "the judge": ("tutorial_utils/checks/lessons/sums.py", "str(result)", "repr(result)"),
    "data that was read": (
        "tutorial_utils/tensors/errors/table/1_cell.toml",
        "meaning = ",
        "meaning  = ",
    ),
    "a demonstration": ("lessons/01_sums.py", "print(total)", "print(total + 1)"),
    "a stub": ("lessons/01_sums.py", "return ...", "return ...  # the sum"),
    "an answer": ("solutions/01_sums.py", "return a + b\n", "return (a + b)\n"),
    "the lock": ("requirements.lock", "", "one==1\n"),
}


@pytest.mark.parametrize("what", RUNS)
def test_a_changed_input_runs_the_notebook_again(what, course):
    course.edit(*RUNS[what])
    ran, written = course.build()
    assert "running 6 cells" in ran and written == "01_sums: written"
    name = {"the lock": "the lock"}.get(what, RUNS[what][0])
    assert f"(changed: {name if name.startswith(('tut', 'the')) else 'its code'})" in ran
    assert course.build() == ["01_sums: unchanged"]


def test_a_module_that_is_gone_is_a_change(course):
    (course.package / "checks" / "lessons" / "sums.py").rename(course.package / "old_sums.py")
    files = course.read()["metadata"]["lesson"]["inputs"]["files"]
    woven = course.read()
    now = inputs.inputs_of(woven, files, course.root)
    assert now["files"]["checks/lessons/sums.py"] == "not there" != files["checks/lessons/sums.py"]


def test_an_output_without_the_why_that_it_should_have_runs_again(course):
    text = course.notebook.read_text("utf-8")
    course.notebook.write_text(text.replace("why it works: Plus", "why it worked: Plus"), "utf-8")
    assert course.build()[0].endswith("(an output is not the one of this code) ...")


def test_a_lesson_that_was_never_compiled_runs(course):
    course.notebook.unlink()
    assert course.build() == ["01_sums: running 6 cells ...", "01_sums: written"]


@pytest.mark.parametrize(
    ("key", "value", "counts"),
    [
        ("feedback", {"ran": "other words"}, False),
        ("feedback", {"before": "other code"}, True),
        ("hints", ["other words"], False),
        ("made", "other_name", True),
    ],
)
def test_what_no_passing_run_shows_is_no_input(key, value, counts, fresh):
    notebook = fresh.read()
    before = inputs.inputs_of(notebook, [], fresh.root)
    notebook["metadata"]["lesson"]["exercises"][0][key] = value
    now = inputs.inputs_of(notebook, [], fresh.root)
    assert (now != before) == counts
    assert inputs.changes(before, now) == (["its code"] if counts else [])
