"""What the code of an answer uses, read from what Python compiled; nothing is run."""

import dis
import inspect
import types
from collections.abc import Iterator


def function_of(answer: object) -> object:
    """The Python function in what ``tf.function`` made; anything else as it is."""
    return getattr(answer, "python_function", answer)


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
    """The names that an answer looks up outside of itself: no attribute, no argument.

    >>> globals_in(lambda x: x.shape + offset)
    {'offset'}
    """
    return {
        step.argval
        for code in codes_of(answer)
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }


def parameters_of(answer: object) -> list[str]:
    """What a function, or the method that makes an object of a class, is given."""
    try:
        names = list(inspect.signature(function_of(answer)).parameters)
    except (TypeError, ValueError):
        return []
    return names


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
