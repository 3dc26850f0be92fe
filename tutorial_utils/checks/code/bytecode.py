"""What the code of an answer uses, read from what Python compiled; nothing is run."""

import dis
import inspect
import types
from collections.abc import Iterator, Sequence


def function_of(answer: object) -> object:
    """The Python function in what ``tf.function`` made; anything else as it is."""
    return getattr(answer, "python_function", answer)


def scope_of(answer: object) -> dict[str, object]:
    """The names of the notebook or module in which a function was made."""
    return getattr(function_of(answer), "__globals__", {})


def names_in(answer: object) -> set[str]:
    """Every name that an answer uses and does not make: globals, attributes, keywords.

    >>> sorted(names_in(lambda x: print(x.shape)))
    ['print', 'shape']
    """
    names: set[str] = set()
    for code in codes_of(answer):
        names |= {*code.co_names}
        for constant in code.co_consts:
            if isinstance(constant, tuple):  # names of keyword arguments
                names |= {word for word in constant if isinstance(word, str)}
    return names


def globals_in(answer: object) -> set[str]:
    """The names that an answer looks up outside of itself: no attribute, no argument, no module.

    >>> globals_in(lambda x: x.shape + offset)
    {'offset'}
    """
    scope = scope_of(answer)
    names = {
        step.argval
        for code in codes_of(answer)
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    return {name for name in names if not isinstance(scope.get(name), types.ModuleType)}


def parameters_of(answer: object) -> list[str]:
    """What a function, or the method that makes an object of a class, is given."""
    try:
        names = list(inspect.signature(function_of(answer)).parameters)
    except (TypeError, ValueError):
        return []
    return names


def by_parameter(answer: object, given: Sequence[object]) -> dict[str, object]:
    """Arguments by the names under which an answer gets them.

    >>> by_parameter(lambda x, y: x, [1, 2, 3])
    {'x': 1, 'y': 2, 'argument 3': 3}
    """
    names = parameters_of(answer)
    names += [f"argument {i}" for i in range(len(names) + 1, len(given) + 1)]
    return dict(zip(names, given, strict=False))


def arguments_in(answer: object) -> list[str]:
    """The names of what an answer's functions are given: its own, its methods', those inside.

    >>> arguments_in(lambda x: lambda y: [x + each for each in y])
    ['x', 'y']
    """
    names = [name for code in codes_of(answer) for name in code.co_varnames[: code.co_argcount]]
    named = (name for name in dict.fromkeys(names) if not name.startswith("."))  # a comprehension's
    return [name for name in named if name not in ("self", "cls")]


def codes_of(answer: object) -> Iterator[types.CodeType]:
    """The code of a function, of all methods of a class, and of the functions inside them."""
    answer = function_of(answer)
    if isinstance(answer, type):
        for value in vars(answer).values():
            value = getattr(value, "__func__", getattr(value, "fget", value))
            if isinstance(function_of(value), types.FunctionType):
                yield from codes_of(value)
        return
    code = answer if isinstance(answer, types.CodeType) else getattr(answer, "__code__", None)
    if isinstance(code, types.CodeType):
        yield code
        for inner in code.co_consts:
            if isinstance(inner, types.CodeType):
                yield from codes_of(inner)
