"""The names that a cell makes and uses, read from its source by ``ast``; nothing is run."""

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator

from .model import Cell, Lesson


def bound_names(cell: Cell) -> set[str]:
    """Names that the cell makes at module level."""
    return bound_in(cell.source)


def bound_in(source: str) -> set[str]:
    """Names that the source makes at module level."""
    made: set[str] = set()
    for node in _module_level(ast.parse(source)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                made.add(node.name)
            case ast.Name(ctx=ast.Store()):
                made.add(node.id)
            case ast.alias():
                made.add((node.asname or node.name).split(".")[0])
            case ast.ExceptHandler(name=str()):
                made.add(node.name)
    return made


def used_names(cell: Cell) -> set[str]:
    """Names that the cell reads anywhere, also inside functions."""
    return names_used_in(cell.source)


def names_used_in(source: str) -> set[str]:
    """Names that the source reads anywhere, also inside functions."""
    return {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def free_names(source: str) -> set[str]:
    """Names that the source reads and neither makes nor finds in Python itself.

    >>> sorted(free_names("import numpy as np\\ndef f(a): return np.sum(a) + b\\nprint(f(c))"))
    ['b', 'c']
    """
    module = symtable.symtable(source, "<cell>", "exec")
    made = {s.get_name() for s in module.get_symbols() if s.is_assigned() or s.is_imported()}
    return (
        {
            symbol.get_name()
            for scope in _scopes(module)
            for symbol in scope.get_symbols()
            if symbol.is_referenced() and (scope is module or symbol.is_global())
        }
        - made
        - vars(builtins).keys()
    )


def _scopes(scope: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield scope
    for inner in scope.get_children():
        yield from _scopes(inner)


def data_names(lesson: Lesson) -> set[str]:
    """The lesson's own data: what its demonstrations assign, and no import, function or class."""
    return {
        node.id
        for cell in lesson.cells
        if cell.type == "code" and not cell.exercise and not cell.is_check
        for node in _module_level(ast.parse(cell.source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def names_made_by(cells: Iterable[Cell]) -> set[str]:
    """All that cells make outside of exercises: data, imports, functions, classes."""
    shown = (c for c in cells if c.type == "code" and not c.exercise and not c.is_check)
    return {name for cell in shown for name in bound_names(cell)}


def _module_level(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below ``node`` that run in the module's own scope."""
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    comprehension = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, inner + comprehension):
            yield from _module_level(child)
