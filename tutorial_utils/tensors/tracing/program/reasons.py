"""Why a ``tf.function`` is traced: in what a call differs from the calls that have a trace."""

import inspect
from collections.abc import Callable, Iterable
from types import FrameType
from typing import NamedTuple

from .names import kind, short


class Leaf(NamedTuple):
    """One part of an argument, as TensorFlow looks at it.

    Attributes:
        kind: ``"tensor"``, or the name of its Python type.
        value: Of a tensor, None: it is no part of the graph. Of others, a text.
        shape, dtype: Of a tensor.
    """

    kind: str
    value: str | None = None
    shape: str = ""
    dtype: str = ""


class Argument(NamedTuple):
    """One argument of a call.

    Attributes:
        name: Its name in the function, or where it stands.
        kind: What it is as a whole, in words.
        form: How its leaves hang together.
        leaves: Its parts.
    """

    name: str
    kind: str
    form: str
    leaves: tuple[Leaf, ...]


def bound(function: Callable, args: tuple, kwargs: dict) -> dict[str, object]:
    """The name of each argument of a call -> what it is given, or its default."""
    try:
        found = inspect.signature(function).bind(*args, **kwargs)
    except (TypeError, ValueError):  # a wrong call, or a function that does not tell
        numbered = {f"argument {number}": value for number, value in enumerate(args, 1)}
        return {**numbered, **kwargs}
    found.apply_defaults()
    return {name: value for name, value in found.arguments.items() if name != "self"}


def arguments_of(frame: FrameType) -> dict[str, object]:
    """The name of each argument -> what a function has been entered with."""
    code = frame.f_code
    many = code.co_argcount + code.co_kwonlyargcount
    many += bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    names = [name for name in code.co_varnames[:many] if name != "self"]
    return {name: frame.f_locals[name] for name in names if name in frame.f_locals}


def arguments(given: dict[str, object]) -> tuple[Argument, ...]:
    """What a call was given, as far as it decides whether a trace fits."""
    return tuple(_argument(name, value) for name, value in given.items())


def why_traced(
    now: tuple[Argument, ...], before: Iterable[tuple[Argument, ...]], had_traces: bool
) -> str:
    """Why no trace fits, as the words behind "because".

    Args:
        now: Of the call that is traced.
        before: Of the calls before it in the recording.
        had_traces: Whether the function had any trace.

    >>> one, other = (Argument("n", "", "*", (Leaf("int", f"Python int  {n}"),)) for n in (2, 3))
    >>> why_traced((other,), [(one,)], True)
    'no trace is for the Python int 3 as `n`'
    >>> why_traced((other,), [], False)
    'it has no trace yet'
    """
    if not had_traces:
        return "it has no trace yet"
    names = [argument.name for argument in now]
    alike = [other for other in before if [argument.name for argument in other] == names]
    found = sorted((_differences(now, other) for other in alike), key=_how_far)
    if not found or not found[0]:
        return "none of its traces fits these arguments"
    return "no trace is for " + " and ".join(words for words, _ in found[0])


def given_in_words(given: dict[str, object]) -> str:
    """What a function is traced with, as a sentence goes on behind it.

    >>> given_in_words({"steps": range(3), "loud": True})
    ', with no graph tensor: `steps` is the Python range(0, 3), `loud` is the Python bool True'
    >>> given_in_words({})
    ''
    """
    from tensorflow import is_symbolic_tensor, nest

    symbolic = [n for n, v in given.items() if any(map(is_symbolic_tensor, nest.flatten(v)))]
    plain = [
        f"`{n}` is the {' '.join(short(v).split())}"
        for n, v in given.items()
        if n not in symbolic and isinstance(v, _PLAIN)
    ]
    if symbolic:
        words = "a graph tensor" if len(symbolic) == 1 else "graph tensors"
        first = f", with {words} in place of numbers for {' and '.join(f'`{n}`' for n in symbolic)}"
        return "; ".join([first, *plain])
    return f", with no graph tensor: {', '.join(plain)}" if plain else ""


_PLAIN = (bool, int, float, str, range, type(None), list, tuple, dict)


def _argument(name, value):
    import tensorflow as tf

    form = tf.nest.map_structure(lambda _: 0, value)
    whole = type(value).__name__ if isinstance(value, range) else repr(form)
    return Argument(name, kind(value), whole, tuple(map(_leaf, tf.nest.flatten(value))))


def _leaf(value):
    import tensorflow as tf

    if isinstance(value, tf.Tensor) or (hasattr(value, "__array__") and hasattr(value, "dtype")):
        shape = tuple(value.shape)
        return Leaf(
            "tensor", shape=str(shape), dtype=getattr(value.dtype, "name", str(value.dtype))
        )
    return Leaf(type(value).__name__, short(value))


def _differences(now, before):
    """Words, and whether they are of a kind rather than of a value."""
    found: dict[str, bool] = {}
    for new, old in zip(now, before, strict=True):
        if new.form != old.form or len(new.leaves) != len(old.leaves):
            found[f"a {_whole(new)} as `{new.name}`"] = True
            continue
        for leaf, other in zip(new.leaves, old.leaves, strict=True):
            if words := _difference(leaf, other):
                found[f"{words} as `{new.name}`"] = leaf.kind != other.kind
    return list(found.items())


def _difference(new, old):
    if new.kind != old.kind:
        return f"a {'tensor' if new.kind == 'tensor' else f'Python {new.kind}'}"
    if new.shape != old.shape:
        return f"a tensor of the shape {new.shape}"
    if new.dtype != old.dtype:
        return f"a tensor of the dtype {new.dtype}"
    return "the " + " ".join(new.value.split()) if new.value != old.value else ""


def _how_far(differences):
    """The nearest call says why: fewest differences, and rather of a number than of a kind."""
    return len(differences), sum(of_a_kind for _, of_a_kind in differences)


def _whole(argument):
    if len(argument.leaves) == 1 and argument.form == "0":
        leaf = argument.leaves[0]
        return "tensor" if leaf.kind == "tensor" else f"Python {leaf.kind}"
    return " ".join(argument.kind.split())
