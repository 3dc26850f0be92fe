"""Imports go one way: a room uses those below it, and nothing of those above."""

import ast
from pathlib import Path

import pytest

from .conftest import ROOT

PACKAGE = "tutorial_utils"

# Each part of the package, and the parts that it may use. Names of modules count as rooms.
MAY_USE = {
    # these two import for editors only: public names are fetched when they are used
    "": {"tensors", "tensors.description", "course.notebook"},
    "__main__": {"course.commands"},
    "originals": set(),
    "quiet": {"originals"},
    "explaining": {"tensors.errors"},
    "data": {"quiet"},
    "pictures": set(),
    "tensors": {
        "tensors.description",
        "tensors.capture",
        "tensors.gradients",
        "tensors.comparison",
        "tensors.editing",
        "tensors.nonfinite",
        "tensors.tracing",
        "tensors.training",
        "tensors.updates",
        "tensors.plotting",
        "tensors.errors",
        "tensors.dataset",
        "tensors.reducers",
    },
    "tensors.description": set(),
    "tensors.display": {"tensors.description"},
    "tensors.errors": set(),
    "tensors.capture": {
        "tensors.description",
        "tensors.display",
        "tensors.patching",
        "tensors.state",
        "tensors.streaming",
        "tensors.reducers",
    },
    "tensors.patching": set(),
    "tensors.state": {"tensors.patching"},
    "tensors.streaming": {"tensors.display"},
    "tensors.reducers": {"tensors.description"},
    "tensors.dataset": {
        "tensors.description",
        "tensors.display",
        "tensors.state",
        "tensors.capture",
        "tensors.reducers",
        "tensors.streaming",
    },
    "tensors.gradients": {
        "tensors.description",
        "tensors.display",
        "tensors.state",
        "tensors.capture",
        "tensors.reducers",
    },
    "tensors.comparison": {
        "tensors.description",
        "tensors.display",
        "tensors.state",
        "tensors.capture",
    },
    "tensors.editing": {"tensors.description", "tensors.state", "tensors.capture"},
    "tensors.nonfinite": {
        "tensors.description",
        "tensors.display",
        "tensors.state",
        "tensors.capture",
        "tensors.gradients",
        "tensors.training",
    },
    "tensors.plotting": {
        "tensors.description",
        "tensors.display",
        "tensors.comparison",
        "tensors.training",
    },
    "tensors.updates": {
        "tensors.display",
        "tensors.patching",
        "tensors.state",
        "tensors.capture",
        "tensors.gradients",
        "tensors.training",
    },
    "tensors.training": {
        "tensors.description",
        "tensors.display",
        "tensors.state",
        "tensors.capture",
        "tensors.reducers",
    },
    "tensors.tracing": {"tensors.description"},
    "checks": {"tensors", "tensors.description", "tensors.errors", "tensors.capture"},
    "course": set(),
    "course.exceptions": set(),
    "course.content": {"course.exceptions", "checks", "tensors.errors"},
    "course.search": {"course.content", "tensors.errors"},
    "course.desk": {"course.content", "course.exceptions", "originals", "checks"},
    "course.machine": {"course.desk", "course.content", "course.exceptions"},
    "course.kernels": {"course.exceptions", "quiet"},
    "course.grading": {
        "course.kernels",
        "course.desk",
        "course.content",
        "course.exceptions",
        "checks",
        "quiet",
    },
    "course.author": {"course.content", "course.exceptions", "checks", "tensors.errors"},
    "course.mutation": {"course.author", "course.content", "checks", "quiet"},
    "course.scaffold": {"course.author", "course.content", "course.exceptions"},
    "course.commands": {
        "course.mutation",
        "course.scaffold",
        "course.author",
        "course.grading",
        "course.machine",
        "course.search",
        "course.desk",
        "course.content",
        "course.exceptions",
    },
    "course.ipython": {
        "course.desk",
        "course.content",
        "course.exceptions",
        "checks",
        "tensors.errors",
    },
    "course.notebook": {
        "course.ipython",
        "course.desk",
        "course.content",
        "course.exceptions",
        "checks",
        "originals",
    },
}


def part_of(module: str) -> str:
    """The part of the package that a module belongs to, the package's own name left out."""
    inside = module.removeprefix(PACKAGE).removeprefix(".")
    while inside not in MAY_USE:
        inside = inside.rpartition(".")[0]
    return inside


def imported_by(path: Path, root: Path) -> list[tuple[int, str]]:
    """Line and full name of all that a file imports of this project, wherever in it."""
    package = list(path.relative_to(root).parts[:-1])
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
    return found


def against_the_arrows(root: Path) -> list[str]:
    """Every import that goes the wrong way, with its file and line."""
    found = []
    for path in sorted((root / PACKAGE).rglob("*.py")):
        where = path.relative_to(root)
        here = part_of(".".join(where.with_suffix("").parts).removesuffix(".__init__"))
        for line, name in imported_by(path, root):
            top = name.split(".")[0]
            if top in {"book", "tests", "tutorial_book"}:
                found.append(f"{where}:{line} uses {name}")
            if top == PACKAGE and (there := part_of(name)) not in {here, *MAY_USE[here]}:
                found.append(f"{where}:{line} uses {there}")
    return found


def test_no_import_goes_against_the_arrows():
    assert against_the_arrows(ROOT) == []


def test_no_two_parts_use_each_other():
    assert [(a, b) for a, uses in MAY_USE.items() for b in uses if a in MAY_USE[b]] == []


PLANTED = {
    "the library uses a judge": ("tensors/capture/x.py", "from ...checks import NotYet"),
    "the library uses the course": ("tensors/x.py", "import tutorial_utils.course.content.model"),
    "a judge uses the course": ("checks/x.py", "def f():\n    from ..course import exceptions"),
    "a picture uses the course": ("pictures/x.py", "from ..course.content.model import Lesson"),
    "a room uses one above it": ("course/content/x.py", "from ..desk.state import State"),
    "rooms side by side": ("course/grading/x.py", "from ..author import build"),
    "a room uses the notebook": ("course/desk/x.py", "from .. import notebook"),
    "the book is used": ("course/commands/x.py", "from tutorial_book import facts"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_an_import_against_the_arrows_is_seen(fault, tmp_path):
    name, text = PLANTED[fault]
    path = tmp_path / PACKAGE / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    (found,) = against_the_arrows(tmp_path)
    assert found.startswith(f"{PACKAGE}/{name}:")
