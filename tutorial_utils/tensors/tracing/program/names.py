"""What the names of a function hold: a short line for each, as :func:`describe` says it."""

import ast
import functools
import re
import types
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import NamedTuple

from ...description.description import facts_of
from ..steps import Gave
from .readers_code import Place, main_frame
from .source_text import functions_around, name_of, tree_of

_LONGEST = 96
_LONGEST_ITEMS = 150  # of a container: it is there for what is in it
_STATISTICS = ("range ", "mean ", "std ", "zeros ", "all zeros", "|z| ")
_NEXT = re.compile(r";\s*next: .*\)$")
_SYMBOLIC = re.compile(r"(\(symbolic: no numbers inside)[^)]*\)")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_NO_VALUES = (
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type,
)


def held(frame: FrameType, place: Place) -> dict[str, str]:
    """Each name of the function that runs, with what it holds, in the order of the source.

    Functions, classes and modules are left out, and what AutoGraph has added.

    Args:
        frame: That runs.
        place: Where it is.
    """
    scope = _scope(place.file, place.line, place.function)
    found = _values(frame, place)
    outside = {k: v for k, v in frame.f_globals.items() if k not in scope.own}
    found = {**outside, **found} if place.function else found
    return {
        name: short(found[name])
        for name in scope.names
        if name in found and not isinstance(found[name], _NO_VALUES) and _is_value(found[name])
    }


def given_back(value: object) -> Gave:
    """What a call gives back.

    >>> print(given_back(None), given_back([1.0]))
    nothing numbers
    """
    if value is None:
        return Gave.NOTHING
    import keras
    import tensorflow as tf

    def is_symbolic(leaf):
        return isinstance(leaf, keras.KerasTensor) or tf.is_symbolic_tensor(leaf)

    return Gave.SYMBOLIC if any(map(is_symbolic, keras.tree.flatten(value))) else Gave.NUMBERS


def short(value: object) -> str:
    """One line of at most 96 characters: what does not fit is left out, part by part, but not the numbers
    of a small tensor.

    >>> import numpy as np
    >>> short(np.array([1, 2])), short(3.0)
    ('NumPy array  shape=(2,)  int64  [1, 2]', 'Python float  3.0')
    """
    if isinstance(value, range):
        return f"Python {value!r}"
    line = facts_of(value).line()
    if isinstance(value, (Mapping, list, tuple)) and (len(line) > _LONGEST or "next: " in line):
        return _container(value)
    line = _SYMBOLIC.sub(r"\1)", _ADDRESS.sub("0x...", _NEXT.sub(")", line)))
    parts = line.split("  ")
    if len(line) > _LONGEST and parts[-1].startswith("["):
        alone = "  ".join(part for part in parts if not part.startswith(_STATISTICS))
        line = alone if len(alone) <= _LONGEST else "  ".join(parts[:-1])
    while len(line) > _LONGEST and "  " in line:
        line = line.removesuffix(" …").rpartition("  ")[0] + " …"
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _container(value):
    """Of a dict, list or tuple, what the first items are, without their numbers."""
    is_dict = isinstance(value, Mapping)
    values = list(value.values() if is_dict else value)
    facts = [facts_of(each) for each in values]
    kinds = {each.kind for each in facts}
    alike = len(values) > 1 and len(kinds) == 1 and all(each.shape for each in facts)
    words = [each.shape for each in facts] if alike else list(map(kind, values))
    items = [f"{k}: {w}" for k, w in zip(value, words, strict=True)] if is_dict else words
    first, last = "{}" if is_dict else "()" if isinstance(value, tuple) else "[]"
    of = f" {kinds.pop()}s" if alike else ""
    head = f"{type(value).__name__} of {len(value)}{of}  {first}"
    shown = next((n for n in range(len(items), 0, -1) if _fits(head, items[:n])), 1)
    more = [f"… {len(items) - shown} more"] if shown < len(items) else []
    return f"{head}{', '.join([*items[:shown], *more])}{last}"


def _fits(head, items):
    return len(head) + len(", ".join(items)) < _LONGEST_ITEMS


def kind(value: object) -> str:
    """What a value is, without its numbers.

    >>> import numpy as np
    >>> kind(np.array([1, 2])), kind(3.0)
    ('NumPy array  shape=(2,)  int64', 'Python float')
    """
    if isinstance(value, range):
        return "Python range"
    facts = facts_of(value)
    return "  ".join(
        filter(None, [facts.kind, facts.shape and f"shape={facts.shape}", facts.dtype])
    )


def _values(frame, place):
    """Of a part that AutoGraph made of a function, those of the function around it too."""
    if not place.rewritten:
        return frame.f_locals
    outer = main_frame(frame)
    frames, each = [], frame
    while each is not None and each is not outer:
        if each.f_code.co_filename == frame.f_code.co_filename:
            frames.append(each)
        each = each.f_back
    found: dict = {}
    for each in [outer, *reversed(frames)]:
        found.update(each.f_locals)
    return found


def _is_value(value):
    kind = type(value)
    if kind.__module__.startswith("tensorflow.python.autograph"):
        return False  # a name that has no value yet
    return not (callable(value) and kind.__module__.startswith("tensorflow."))


class _Scope(NamedTuple):
    """The names of a function, or of a cell: those that it has or uses, and those that are its own."""

    names: tuple[str, ...]
    own: frozenset[str]


@functools.lru_cache(maxsize=512)
def _scope(file: str, line: int, function: str) -> _Scope:
    tree = tree_of(file)
    around = [node for node in functions_around(tree, line) if name_of(node) == function]
    nodes = list(_inside(around[-1] if function and around else tree))
    arguments = [node.arg for node in nodes if isinstance(node, ast.arg)]
    found = [node for node in nodes if isinstance(node, ast.Name) and node.id != "_"]
    made = {node.id for node in found if isinstance(node.ctx, ast.Store)}
    names = dict.fromkeys([*arguments, *(node.id for node in found)])
    return _Scope(tuple(names), frozenset([*arguments, *made]))


_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _inside(tree: ast.AST) -> Iterator[ast.AST]:
    """What is in a scope, in order, but not what is in functions, classes and comprehensions in it."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, _COMPREHENSIONS):
            bound = {
                n.id
                for n in ast.walk(node)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            }
            yield from (n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id not in bound)
            continue
        yield from _inside(node)
