"""Functions and classes as they were before a learner's code ran, put in force while a judge runs.

A cell like ``np.allclose = lambda *a, **k: True`` changes NumPy for everybody in its kernel, judges
too. :func:`remember` keeps what the public modules of a package hold: functions, classes and the
methods of these, no state. A function behind :func:`with_originals` runs with all of it in force;
afterwards, what was replaced is replaced again.

What runs before the originals are back must not need what may be replaced: it holds what it uses as
defaults of its arguments.
"""

import builtins
import functools
import operator
import sys
import types
from collections.abc import Callable, Iterator

LIBRARIES = ("numpy", "keras", "tensorflow")
_ALIASES = {"numpy": "np", "tensorflow": "tf"}
# What judges use of the standard library. `os` and `sys` are left out: debuggers and IPython replace
# functions there for good reasons.
STANDARD = (
    "ast", "contextlib", "copy", "dataclasses", "functools", "inspect", "io", "itertools", "json",
    "math", "operator", "re", "string", "tempfile", "textwrap", "types",
)  # fmt: skip
_FOR_OTHERS = ("compat", "applications", "datasets", "lite", "src", "python", "core")
_OF_IPYTHON = ("input", "exit", "quit", "get_ipython", "display", "breakpoint")

_MISSING = object()

# Of each module and class: its name, its namespace, the names that count, what they stood for, and,
# of a class, how many names there were.
_kept: list[tuple[str, object, tuple[str, ...], tuple[object, ...], int]] = []
_seen: set[int] = set()
_replaced: list[list[str]] = []  # of each function that runs now


def remember(*packages: str) -> None:
    """Keep what the public modules of packages hold now, as far as they are loaded.

    What was kept before stays as it was kept then. Built-in functions, and what judges use of the
    standard library, are kept too.

    Args:
        packages: Their names; by default NumPy, Keras and TensorFlow.
    """
    for package in packages or LIBRARIES:
        if isinstance(module := sys.modules.get(package), types.ModuleType):
            classes: dict[type, str] = {}
            for label, found in _public_modules(package, module):
                for name, class_ in _keep_module(label, found):
                    if _is_of(class_, package):
                        classes.setdefault(class_, f"{label}.{name}")
            for class_ in list(classes):
                _add_relatives(class_, package, classes)
            for class_, label in classes.items():
                _keep_class(label, class_)
    for name in STANDARD:
        if name in sys.modules:
            _keep_module(name, sys.modules[name])
    _keep_module("builtins", builtins)


def remember_all_of(package: str) -> None:
    """Keep all that is loaded of a package: its modules, and what they hold, private names too."""
    modules = {n: m for n, m in sys.modules.items() if n == package or n.startswith(f"{package}.")}
    _kept.append(("sys.modules", sys.modules, tuple(modules), tuple(modules.values()), 0))
    for label, module in modules.items():
        for name, class_ in _keep_module(label, module, private=True):
            if class_.__module__ == label:
                _keep_class(f"{label}.{name}", class_)


def with_originals(function: Callable) -> Callable:
    """The function, that runs with all that was kept in force."""
    restore, put_back, running = _restore, _put_back, _replaced

    def in_force(*args, **kwargs):
        replaced = restore()
        running.append([label for label, *_ in replaced])
        try:
            return function(*args, **kwargs)
        finally:
            running.pop()
            put_back(replaced)

    return functools.wraps(function)(in_force)


def replaced() -> list[str]:
    """What the learner had replaced, while a function runs with the originals: ``["np.allclose"]``."""
    return [_short(label) for label in _replaced[-1]] if _replaced else []


def replaced_since() -> list[str]:
    """What was replaced since that function began. It is put back in its place."""
    return [_short(label) for label, *_ in _restore()]


def _short(label: str) -> str:
    package, _, rest = label.partition(".")
    return rest if package == "builtins" else f"{_ALIASES.get(package, package)}.{rest}"


def _public_modules(
    label: str, module: types.ModuleType, depth: int = 3
) -> Iterator[tuple[str, types.ModuleType]]:
    """A package's module and those that it shows under public names."""
    yield label, module
    package = label.partition(".")[0]
    for name, value in list(vars(module).items()) if depth else ():
        # A lazy loader has another type, and stays unloaded.
        if type(value) is not types.ModuleType or name.startswith("_") or name in _FOR_OTHERS:
            continue
        if value.__name__.partition(".")[0] == package:
            yield from _public_modules(f"{label}.{name}", value, depth - 1)


def _keep_module(label: str, module, private: bool = False) -> list[tuple[str, type]]:
    """Keep what a module holds; the classes among it."""
    if id(vars(module)) in _seen:
        return []
    _seen.add(id(vars(module)))
    held = {
        name: value
        for name, value in vars(module).items()
        if (callable(value) or (private and isinstance(value, types.ModuleType)))
        and (private or not name.startswith("_"))
        and not (module is builtins and name in _OF_IPYTHON)
    }
    _kept.append((label, vars(module), tuple(held), tuple(held.values()), 0))
    return [(name, value) for name, value in held.items() if isinstance(value, type)]


def _add_relatives(class_: type, package: str, classes: dict[type, str]) -> None:
    """What a class inherits from, and what inherits from it: a factory may make one of these."""
    for relative in (*class_.__mro__, *type.__subclasses__(class_)):
        if relative not in classes and _is_of(relative, package):
            classes[relative] = f"{package}.{relative.__name__}"
            _add_relatives(relative, package, classes)


def _is_of(class_: type, package: str) -> bool:
    return str(class_.__module__).partition(".")[0] == package


def _keep_class(label: str, class_: type) -> None:
    if id(class_) in _seen or not class_.__flags__ & 1 << 9:  # one in C cannot be changed
        return
    _seen.add(id(class_))
    held = vars(class_)
    _kept.append((label, class_, tuple(held), tuple(held.values()), len(held)))


def _restore(
    kept=_kept, all=all, map=map, zip=zip, is_=operator.is_, len=len, type=type, dict=dict, any=any,
    callable=callable, hasattr=hasattr, setting=type.__setattr__, deleting=type.__delattr__,
    missing=_MISSING,
) -> list[tuple[str, object, str, object]]:  # fmt: skip
    """Put what was kept back in its place.

    Returns:
        What was there in its place: the name, where, and what (`missing` for nothing).
    """
    replaced = []
    for label, owner, names, values, size in kept:
        now = owner.__dict__ if size else owner
        if all(map(is_, map(now.get, names), values)) and (not size or len(now) == size):
            continue
        for name, value in zip(names, values):
            other = now.get(name, missing)
            # Of a class all is kept, its state too.
            if other is value or (size and not callable(value) and not hasattr(value, "__get__")):
                continue
            replaced.append((f"{label}.{name}", owner, name, other))
            if size:
                setting(owner, name, value)
            else:
                owner[name] = value
        if size and len(now) != size:  # a new method may hide an inherited one
            for name, other in dict(now).items():
                hides = any([name in base.__dict__ for base in owner.__mro__[1:]])
                if name not in names and hides and hasattr(other, "__get__"):
                    replaced.append((f"{label}.{name}", owner, name, other))
                    deleting(owner, name)
    return replaced


def _put_back(
    replaced, setting=type.__setattr__, deleting=type.__delattr__, type=type, isinstance=isinstance,
    missing=_MISSING,
) -> None:  # fmt: skip
    for _, owner, name, other in replaced:
        if isinstance(owner, type) and other is missing:
            deleting(owner, name)
        elif isinstance(owner, type):
            setting(owner, name, other)
        elif other is missing:
            owner.pop(name, None)
        else:
            owner[name] = other
