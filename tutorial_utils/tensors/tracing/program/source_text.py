"""The text of the reader's code: which statement and which function a line is part of."""

import ast
import functools
import linecache
from typing import NamedTuple

from ..steps import Source
from .readers_code import Place, readable

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@functools.lru_cache(maxsize=128)
def tree_of(file: str) -> ast.Module:
    """A file, parsed; empty where it is no Python alone, as a cell with magics may be."""
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:
        return ast.Module([], [])


@functools.lru_cache(maxsize=4096)
def statement(file: str, line: int) -> int:
    """The first line of the statement that a line is part of; of `def`, also for its decorators."""
    starts = [
        node.lineno
        for node in ast.walk(tree_of(file))
        if isinstance(node, (ast.stmt, ast.ExceptHandler))
        and _first(node) <= line <= node.end_lineno
    ]
    return max(starts, default=line)


class Control(NamedTuple):
    """A statement that chooses or repeats.

    Attributes:
        kind: ``"if"``, ``"for"`` or ``"while"``.
        first: The first line of its body.
        last: The last one.
        told: Whether Python tells for certain that its body runs.
        told_rewritten: Whether it does where AutoGraph has rewritten it.
    """

    kind: str
    first: int
    last: int
    told: bool
    told_rewritten: bool


@functools.lru_cache(maxsize=4096)
def control(file: str, line: int) -> Control | None:
    """The `if`, `for` or `while` that begins on a line, with a body on lines of its own."""
    for node in ast.walk(tree_of(file)):
        kind = _CONTROLS.get(type(node))
        if kind and node.lineno == line and node.body[0].lineno > line:
            body = [each for each in node.body if not _leaves_no_trace(each)]
            rewritten = kind == "if" and any(isinstance(each, _KEPT) for each in body)
            return Control(
                kind, node.body[0].lineno, node.body[-1].end_lineno, bool(body), rewritten
            )
    return None


_CONTROLS = {ast.If: "if", ast.For: "for", ast.While: "while"}
# AutoGraph leaves these as they are; a `return`, `break` or `continue` it makes into something else.
_KEPT = (ast.Expr, ast.Assign, ast.AugAssign)


def _leaves_no_trace(node):
    if isinstance(node, (ast.Pass, ast.Global, ast.Nonlocal)):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@functools.lru_cache(maxsize=4096)
def definition(file: str, line: int) -> tuple[str, int, bool] | None:
    """The function or class whose `def` is on a line: its name, its first line, and whether it is a class."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, _DEFINITIONS) and node.lineno == line:
            return node.name, _first(node), isinstance(node, ast.ClassDef)
    return None


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def is_return(file: str, line: int) -> bool:
    """Whether what stands on a line says what its function returns or yields."""
    return any(
        isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom, ast.Lambda)) and node.lineno == line
        for node in ast.walk(tree_of(file))
    )


def functions_around(tree: ast.AST, line: int) -> list[ast.AST]:
    """The functions that a line is part of, the outermost first."""
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, _FUNCTIONS) and _first(node) <= line <= node.end_lineno
    ]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def name_of(function: ast.AST) -> str:
    return readable(getattr(function, "name", "<lambda>"))


def source_around(place: Place, whole: frozenset[str]) -> Source:
    """The outermost function around a place; all of the file where it is one of ``whole``."""
    lines = [line.rstrip("\n") for line in linecache.getlines(place.file)]
    if place.file in whole:
        return Source(1, tuple(lines))
    around = [
        node for node in functions_around(tree_of(place.file), place.line) if hasattr(node, "name")
    ]
    first, last = (_first(around[0]), around[0].end_lineno) if around else (place.line, place.line)
    return Source(first, tuple(lines[first - 1 : last]))


def _first(node):
    decorators = getattr(node, "decorator_list", ())
    return min([node.lineno, *(each.lineno for each in decorators)])
