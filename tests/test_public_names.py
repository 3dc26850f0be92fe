"""What `import tutorial_utils` offers: every public name is there, and fetched when it is used."""

import ast
import importlib.metadata
import inspect
import re
import subprocess
import sys
import tomllib
import typing
from pathlib import Path

import jedi
import keras
import pytest
from matplotlib.figure import Figure

import tutorial_utils
from tutorial_utils import tensors

from .conftest import ROOT


def test_every_public_name_is_found():
    for name in tutorial_utils.__all__:
        assert getattr(tutorial_utils, name) is not None
    assert set(tensors.__all__) <= set(tutorial_utils.__all__)


@pytest.mark.parametrize("package", [tutorial_utils, tensors])
def test_an_editor_reads_the_same_names_as_are_fetched(package):
    tree = ast.parse(Path(package.__file__).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    assert {alias.name for node in imports for alias in node.names} == set(package.__all__)


SIGNATURES = {
    "describe": "describe(t: object, name: str | None=None) -> str",
    "show": "show(tensor: T, /) -> T",
    "ActivationExtractor": "ActivationExtractor(model: keras.Layer | keras.Function, layers: LayerChoice",
    "ActivationLogger": "ActivationLogger(probe: Any=None, layers: LayerChoice=None, reduce: ",
    "capture_activations": "capture_activations(model: keras.Layer | keras.Function, layers: Lay",
    "spread": "spread(t: tf.Tensor) -> tf.Tensor",
    "get_activations": "get_activations(model: keras.Layer | keras.Function, x: Any, layers: Lay",
    "check": "check(exercise: str=",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_an_editor_knows_what_a_function_takes(name):
    line = f"from tutorial_utils import {name}; {name}("
    found = [each.to_string() for each in jedi.Script(line).get_signatures()]
    found = [text.replace(" = ", "=") for text in found]
    assert any(each.startswith(SIGNATURES[name]) for each in found), found


def public_functions():
    """The functions, and of the classes what is theirs and public, with the class's own arguments."""
    for name in tensors.__all__:
        found = getattr(tensors, name)
        yield name, found.__init__ if inspect.isclass(found) else found
        own = vars(found).items() if inspect.isclass(found) else ()
        for method, value in own:
            value = value.fget if isinstance(value, property) else value
            if inspect.isfunction(value) and not method.startswith(("_", "on_", "set_")):
                yield f"{name}.{method}", value


@pytest.mark.parametrize(("name", "function"), list(public_functions()))
def test_every_argument_and_what_is_returned_has_a_type(name, function):
    signature = inspect.signature(function)
    untyped = [
        parameter.name
        for parameter in signature.parameters.values()
        if parameter.annotation is parameter.empty and parameter.name != "self"
    ]
    assert untyped == [], name
    hints = typing.get_type_hints(function, localns={"Figure": Figure})
    assert name in ("show", *CLASSES) or "return" in hints, name


CLASSES = [name for name in tensors.__all__ if inspect.isclass(getattr(tensors, name))]


def test_the_version_is_that_of_the_project_and_the_hints_are_said_to_be_there():
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert tutorial_utils.__version__ == about["version"]
    assert tutorial_utils.__version__ == importlib.metadata.version(about["name"])
    assert Path(tutorial_utils.__file__).with_name("py.typed").is_file()


PAGES = [ROOT / "README.md", *(ROOT / "book").glob("*.md"), *(ROOT / "lessons").rglob("*.py")]
IMPORT = re.compile(r"^\s*from (tutorial_utils[\w.]*) import (.+?)(?:  #.*)?$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_imports_public_names_from_one_place(page):
    public = set(tutorial_utils.__all__)
    found = [(home, set(re.findall(r"\w+", names))) for home, names in pages_imports(page)]
    assert [home for home, names in found if names & public and home != "tutorial_utils"] == []
    elsewhere = [home for home, _ in found if home.startswith("tutorial_utils.tensors")]
    assert elsewhere == []


def pages_imports(page):
    return IMPORT.findall(page.read_text("utf-8"))


def test_the_first_page_and_the_reference_name_that_place():
    for name in ("README.md", "book/reference.md"):
        assert "tutorial_utils" in {home for home, _ in pages_imports(ROOT / name)}


def test_the_reference_tells_what_is_of_the_course_and_what_the_tests_run_with(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "book" / "_ext")
    from tutorial_book import versions

    page = (ROOT / "book" / "reference.md").read_text("utf-8")
    library, course = page.split("## Functions of the course")
    of_the_course = set(tutorial_utils.__all__) - set(tensors.__all__)
    assert set(re.findall(r"`(\w+)`", course)) == of_the_course
    assert not of_the_course & set(re.findall(r"`(\w+)`", library))
    for name in ("keras.Layer.__call__", "keras.Operation.__call__", "puts Keras' own"):
        assert name in library
    assert "<!-- book: tested-with -->" in library
    assert f"Keras {keras.__version__}" in versions.tested_with(None)


def test_the_extension_loads_by_its_name():
    code = (
        "from IPython.testing.globalipapp import start_ipython\n"
        "shell = start_ipython()\n"
        "shell.run_line_magic('load_ext', 'tutorial_utils')\n"
        "shell.run_cell('import keras; keras.Input((2,)).numpy()')\n"
        "shell.run_line_magic('unload_ext', 'tutorial_utils')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    said = run.stdout + run.stderr
    assert "has no attribute 'numpy'" in said and "What to do: Build the sub-model" in said, said
