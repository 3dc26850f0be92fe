"""What was replaced is back for the time of a call, and only that, and only for that time."""

import subprocess
import sys
import types

import pytest

from tutorial_utils import originals

SOURCE = """
import types
count = 0
def total(values): return sum(values)
class Base:
    calls = 0
    def size(self): return 1
class Layer(Base):
    def run(self): return "run"
    @property
    def name(self): return "layer"
def make():
    class Made(Layer):
        def run(self): return "made"
    return Made()
made = make()
"""


@pytest.fixture(scope="module")
def library():
    """A library, as it was when it was remembered. Its name is its own: nothing is ever forgotten."""
    name = "library_of_test_originals"
    library = sys.modules[name] = types.ModuleType(name)
    library.part = sys.modules[f"{name}.part"] = types.ModuleType(f"{name}.part")
    library.part.double = lambda x: 2 * x
    exec(SOURCE, vars(library))
    originals.remember(name)
    yield library
    del sys.modules[name], sys.modules[f"{name}.part"]


def other(*given):
    return "other"


REPLACED = {
    "a function": ("total", lambda lib: lib.total([1, 2]), 3),
    "a function of a part": ("part.double", lambda lib: lib.part.double(2), 4),
    "a method": ("Layer.run", lambda lib: lib.Layer().run(), "run"),
    "an inherited method": ("Base.size", lambda lib: lib.Layer().size(), 1),
    "a method that hides another": ("Layer.size", lambda lib: lib.Layer().size(), 1),
    "a property": ("Layer.name", lambda lib: lib.Layer().name, "layer"),
    "a class": ("Layer", lambda lib: lib.Layer().run(), "run"),
    "a method of a class that nobody sees": ("made.__class__.run", lambda lib: lib.made.run(), "made"),
}  # fmt: skip


@pytest.mark.parametrize("what", REPLACED)
def test_it_is_the_original_inside_and_the_learners_outside(what, library, monkeypatch):
    path, use, value = REPLACED[what]
    *way, name = path.split(".")
    owner = library
    for step in way:
        owner = getattr(owner, step)
    monkeypatch.setattr(owner, name, other)

    @originals.with_originals
    def inside():
        return use(library), originals.replaced()

    used, replaced = inside()
    assert used == value
    assert [label.rpartition(".")[2] for label in replaced] == [name]
    assert vars(owner)[name] is other, "the learner's own was not put back"


def test_it_is_put_back_when_the_function_raises(library, monkeypatch):
    monkeypatch.setattr(library, "total", other)

    @originals.with_originals
    def fails():
        assert library.total([1]) == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert library.total is other and originals.replaced() == []


def test_a_function_that_was_deleted_is_there(library, monkeypatch):
    monkeypatch.delattr(library, "total")
    assert originals.with_originals(lambda: library.total([4]))() == 4
    assert not hasattr(library, "total")


def test_state_and_new_names_are_left_alone(library, monkeypatch):
    monkeypatch.setattr(library, "count", 7)
    monkeypatch.setattr(library.Base, "calls", 7)
    monkeypatch.setattr(library, "fresh", other, raising=False)
    monkeypatch.setattr(library.Base, "fresh", other, raising=False)

    @originals.with_originals
    def inside():
        return library.count, library.Base.calls, library.fresh(), library.Base().fresh()

    assert inside() == (7, 7, "other", "other")


def test_what_is_replaced_inside_is_told_and_stays_back(library):
    @originals.with_originals
    def inside():
        library.total = other
        return originals.replaced_since(), library.total([1, 1])

    (label,), total = inside()
    assert label.endswith(".total") and total == 2


WITHOUT_BUILTINS = """
import builtins, sys, types
from tutorial_utils import originals

library = sys.modules["library"] = types.ModuleType("library")
library.total = lambda values: sum(values)
originals.remember("library")
inside = originals.with_originals(lambda: library.total([1, 1]))
library.total = lambda values: "other"
names = ("all", "map", "zip", "len", "hasattr", "callable", "setattr", "isinstance", "vars")
namespace = vars(builtins)
were = {name: namespace[name] for name in names}
namespace.update(dict.fromkeys(names, library.total))
try:
    total = inside()
finally:
    namespace.update(were)
print(total)
"""


def test_the_way_back_needs_no_builtin_function():
    """In a process of its own: other threads of this one need them, too."""
    ran = subprocess.run([sys.executable, "-c", WITHOUT_BUILTINS], capture_output=True, text=True)
    assert ran.stdout == "2\n", ran.stderr


def test_a_lazy_loader_is_neither_loaded_nor_kept(monkeypatch):
    class Lazy(types.ModuleType):
        def __getattr__(self, name):
            raise AssertionError(f"{name} was asked for")

    name = "lazy_library_of_test_originals"
    library = types.ModuleType(name)
    library.lazy = Lazy(f"{name}.lazy")
    library.lazy.load = lambda: "loads"
    monkeypatch.setitem(sys.modules, name, library)
    originals.remember(name)
    library.lazy.load = other  # as a loader does, that puts the real function in its place
    assert originals.with_originals(lambda: library.lazy.load())() == "other"
