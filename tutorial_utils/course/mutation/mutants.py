"""Change an answer in small ways, by its syntax tree: a judge that is right refuses each change.

Pure: source in, sources out. ``trials`` runs them. A change that gives a right answer after all is
marked in the feedback file, with the reason.
"""

import ast
import copy
import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# What each of these is replaced by, one at a time.
_OPERATORS = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
_REDUCTIONS = (
    ("reduce_mean", "reduce_sum", "reduce_max"),
    ("reduce_max", "reduce_min", "reduce_mean"),
    ("reduce_sum", "reduce_mean"),
    ("reduce_all", "reduce_any"),
    ("reduce_any", "reduce_all"),
    ("mean", "sum", "max", "min"),
    ("median", "mean"),
    ("sum", "mean"),
    ("max", "min", "mean"),
    ("min", "max"),
    ("std", "var", "mean"),
    ("all", "any"),
    ("any", "all"),
    ("norm", "max"),
    ("square", "abs"),
    ("abs", "square"),
    ("relu", "tanh"),
    ("output", "input"),
    ("inputs", "outputs"),
    ("on_epoch_end", "on_epoch_begin", "on_train_batch_end"),
    ("on_train_begin", "on_epoch_begin", "on_train_end"),
    ("append", "extend"),
    ("assign_add", "assign"),
    ("assign_sub", "assign_add"),
)
_INSTEAD = {word: others for word, *others in _REDUCTIONS}

# Runs the answer, and then spoils what it was given. What cannot be spoiled raises.
_SPOIL = """
def _spoil(thing):
    if hasattr(thing, "set_weights"):
        if not thing.get_weights():
            raise TypeError("no weights to spoil")
        thing.set_weights([w * 0 + 7 for w in thing.get_weights()])
    elif hasattr(thing, "assign"):
        thing.assign(thing * 0 + 7)
    else:
        thing[:] = thing[:0] if isinstance(thing, list) else 7
"""


@dataclass(frozen=True)
class Mutant:
    """An answer with one change. ``change`` is the lines that differ, ``old => new``."""

    change: str
    source: str


def mutants(answer: str, name: str, lesson_names: Collection[str] = ()) -> list[Mutant]:
    """Every small change of an answer that is another program.

    Args:
        answer: Its code.
        name: The function or class that it defines.
        lesson_names: Data of the lesson, each tried in the place of every argument.

    >>> changes = [m.change for m in mutants("def f(x):\\n    return x + 1", "f")]
    >>> {"return x + 1 => return x - 1", "return x + 1 => return x + 2"} <= set(changes)
    True
    """
    tree = _without_docstrings(ast.parse(answer))
    before = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for mutated in _mutated(tree, name, lesson_names):
        source = ast.unparse(ast.fix_missing_locations(mutated))
        if source not in found and source != before and _compiles(source):
            found[source] = Mutant(_change(before, source), source)
    for parameter, source in _spoilers(tree, name, before):
        found[source] = Mutant(f"right, and then spoils `{parameter}`", source)
    return list(found.values())


def order_mutants(letters: str, lines: Collection[str]) -> list[Mutant]:
    """Orders near the right one: a line twice, left out, exchanged, or another in its place."""
    near = [letters + letters]
    for i, letter in enumerate(letters):
        near += [letters[: i + 1] + letters[i:], letters[:i] + letters[i + 1 :]]
        near += [letters[:i] + other + letters[i + 1 :] for other in lines if other not in letters]
        if i:
            near.append(letters[: i - 1] + letter + letters[i - 1] + letters[i + 1 :])
    return [Mutant(f"{letters} => {other}", other) for other in dict.fromkeys(near)]


def _mutated(tree: ast.Module, name: str, lesson_names: Collection[str]) -> Iterator[ast.Module]:
    for i, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            yield _with(tree, i, change)
    made = next((n for n in tree.body if getattr(n, "name", None) == name), None)
    if isinstance(made, ast.FunctionDef):
        for parameter in (arg.arg for arg in made.args.args):
            for other in lesson_names:
                yield _renamed(tree, parameter, other)


def _with(tree: ast.Module, position: int, change) -> ast.Module:
    """A copy of the tree whose node at a place of ``ast.walk`` was changed."""
    mutated = copy.deepcopy(tree)
    change(next(node for i, node in enumerate(ast.walk(mutated)) if i == position))
    return mutated


def _changes(node: ast.AST) -> Iterator:
    """Functions that each change a node like this one in place."""
    match node:
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.AugAssign(op=op):
            for other in _OPERATORS.get(type(op), ()):
                yield lambda n, other=other: setattr(n, "op", other())
        case ast.Compare(ops=[op]):
            for other in _OPERATORS.get(type(op), ()):
                yield lambda n, other=other: setattr(n, "ops", [other()])
        case ast.Constant(value=value):
            for other in _other_constants(value):
                yield lambda n, other=other: setattr(n, "value", other)
        case ast.Attribute(attr=word):
            for other in _INSTEAD.get(word, ()):
                yield lambda n, other=other: setattr(n, "attr", other)
        case ast.FunctionDef(name=word):
            for other in _INSTEAD.get(word, ()):
                yield lambda n, other=other: setattr(n, "name", other)
            for i in range(len(node.decorator_list)):
                yield lambda n, i=i: n.decorator_list.pop(i)
        case ast.Return(value=ast.AST()):
            yield lambda n: setattr(n, "value", ast.Constant(None))
            yield lambda n: setattr(n, "value", ast.List([n.value], ast.Load()))
            yield lambda n: setattr(n, "value", _called("str", n.value))
        case ast.UnaryOp(op=ast.Not()):
            yield lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), n.operand))
        case ast.Call():
            yield from _call_changes(node)
        case ast.If() | ast.IfExp():
            yield lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
    body = getattr(node, "body", None)
    if isinstance(body, list) and not isinstance(node, ast.Module):
        for i in range(len(body)):
            yield lambda n, i=i: n.body.__setitem__(i, ast.Pass())


def _call_changes(node: ast.Call) -> Iterator:
    for i in range(len(node.keywords)):
        yield lambda n, i=i: n.keywords.pop(i)
    for i, argument in enumerate(node.args):
        if len(node.args) > 1 and not isinstance(argument, ast.Starred):
            yield lambda n, i=i: n.args.pop(i)
    if len(node.args) >= 2:
        yield lambda n: n.args.__setitem__(slice(0, 2), [n.args[1], n.args[0]])
    is_of_a_module = isinstance(node.func, ast.Attribute)
    if not is_of_a_module and all(word.arg != "training" for word in node.keywords):
        yield lambda n: n.keywords.append(ast.keyword("training", ast.Constant(True)))


def _other_constants(value: object) -> list:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [value * 2 + 1.0, -value - 1.0]
    if isinstance(value, str) and value.isidentifier():
        return [f"{value}x"]
    return [0] if value is None else []


def _renamed(tree: ast.Module, parameter: str, other: str) -> ast.Module:
    """A name of the lesson wherever a parameter is read."""
    mutated = copy.deepcopy(tree)
    for node in ast.walk(mutated):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id == parameter:
            node.id = other
    return mutated


def _spoilers(tree: ast.Module, name: str, source: str) -> Iterator[tuple[str, str]]:
    """The answer, which then spoils one of its arguments."""
    made = next((n for n in tree.body if getattr(n, "name", None) == name), None)
    if not isinstance(made, ast.FunctionDef) or made.decorator_list:
        return
    parameters = [arg.arg for arg in made.args.args]
    given = ", ".join(parameters)
    for parameter in parameters:
        yield (
            parameter,
            f"{source}\n_right = {name}\n{_SPOIL}\ndef {name}({given}):\n"
            f"    result = _right({given})\n    _spoil({parameter})\n    return result\n",
        )


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def _called(function: str, value: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(function, ast.Load()), [value], [])


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _change(before: str, after: str) -> str:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    old, new = (
        "; ".join(" ".join(line[2:].split()) for line in lines if line.startswith(sign))
        for sign in "-+"
    )
    return f"{old} => {new}"
