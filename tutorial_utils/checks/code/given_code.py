"""What an answer has still in common with the code that was given: all of it, or a ``...``."""

import ast
import types

from .bytecode import function_of

_BLANK = repr(("ellipsis", "Ellipsis"))  # in an anatomy; that of `a[..., 0]` stands in a tuple


def is_untouched(answer: object, stub: str, name: str) -> bool:
    """Whether a function or class is still the one of the stub: the same code, not edited.

    Compares compiled code, not text: the source of a class that was made in a notebook cannot be
    read back (``inspect.getsource`` fails for it).
    """
    same = _functions_of(answer) == _functions_in(stub, name) != []
    return same and (answer is not function_of(answer)) == _is_traced(stub, name)


def is_unfilled(value: object) -> bool:
    """Whether ``value`` is ``...`` or a container that holds it."""
    if value is ...:
        return True
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(is_unfilled(item) for item in value)
    if isinstance(value, dict):
        return any(is_unfilled(item) for item in value.values())
    return False


def has_blank_left(answer: object, stub: str, right: str, name: str) -> bool:
    """Whether a ``...`` of the stub is still in the code. ``a[..., 0]`` is none.

    Args:
        answer: What the learner made.
        stub: The code that was given.
        right: The code of a right answer, which may need a ``...``.
        name: What each of them defines.
    """
    return (
        _BLANK in repr(_functions_in(stub, name))
        and _BLANK in repr(_functions_of(answer))
        and _BLANK not in repr(_functions_in(right, name))
    )


def _functions_of(answer: object) -> list[tuple]:
    """What the functions of an object do: the function itself, or the methods of a class."""
    answer = function_of(answer)
    if isinstance(answer, types.FunctionType):
        return [_anatomy(answer.__code__)]
    if isinstance(answer, type):
        own = [function_of(value) for value in vars(answer).values()]
        return [_anatomy(f.__code__) for f in own if isinstance(f, types.FunctionType)]
    return []


def _functions_in(source: str, name: str) -> list[tuple]:
    """The same of the function or class that ``source`` defines under ``name``."""
    for node in ast.parse(source).body:
        if getattr(node, "name", None) == name:
            outer = _codes(compile(ast.Module([node], []), "<stub>", "exec"))
            if isinstance(node, ast.ClassDef):
                return [_anatomy(code) for body in outer for code in _codes(body)]
            return [_anatomy(code) for code in outer if code.co_name == name]
    return []


def _is_traced(source: str, name: str) -> bool:
    """Whether the function that ``source`` defines has a `tf.function` above it."""
    made = (n for n in ast.parse(source).body if getattr(n, "name", None) == name)
    return any("tf.function" in ast.unparse(d) for n in made for d in n.decorator_list)


def _codes(code: types.CodeType) -> list[types.CodeType]:
    return [c for c in code.co_consts if isinstance(c, types.CodeType)]


def _anatomy(code: types.CodeType) -> tuple:
    """What a piece of code does, without where it stands."""
    constants = tuple(
        _anatomy(c) if isinstance(c, types.CodeType) else (type(c).__name__, repr(c))
        for c in code.co_consts
        if not isinstance(c, str) or "<locals>" not in c
    )
    return code.co_name, code.co_code, constants, code.co_names, code.co_varnames
