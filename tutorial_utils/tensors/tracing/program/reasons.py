"""Why a ``tf.function`` is traced: in what a call differs from the calls that have a trace."""

from collections.abc import Iterable
from typing import NamedTuple

from .names import short

_PLACE = " in that place"


class Leaf(NamedTuple):
    """One argument, or one part of one, as TensorFlow looks at it.

    Attributes:
        kind: ``"tensor"``, or the name of its Python type.
        value: Of a tensor, None: it is no part of the graph. Of others, a text.
        shape, dtype: Of a tensor.
    """

    kind: str
    value: str | None = None
    shape: str = ""
    dtype: str = ""


class Arguments(NamedTuple):
    """All of a call. ``form`` is how the leaves hang together."""

    form: str
    leaves: tuple[Leaf, ...]


def arguments(args: tuple, kwargs: dict) -> Arguments:
    """What a call was given, as far as it decides whether a trace fits."""
    import tensorflow as tf

    leaves = tf.nest.flatten((args, kwargs))
    form = tf.nest.map_structure(lambda _: 0, (args, kwargs))
    return Arguments(repr(form), tuple(map(_leaf, leaves)))


def why_traced(now: Arguments, before: Iterable[Arguments], had_traces: bool) -> str:
    """Why no trace fits, as the words behind "because".

    Args:
        now: Of the call that is traced.
        before: Of the calls before it in the recording.
        had_traces: Whether the function had any trace.

    >>> one, other = Leaf("int", "Python int  2"), Leaf("int", "Python int  3")
    >>> why_traced(Arguments("*", (other,)), [Arguments("*", (one,))], True)
    'no trace is for the Python int 3'
    >>> why_traced(Arguments("*", (other,)), [], False)
    'it has no trace yet'
    """
    if not had_traces:
        return "it has no trace yet"
    alike = [b for b in before if b.form == now.form and len(b.leaves) == len(now.leaves)]
    found = sorted((_differences(now, other) for other in alike), key=_how_far)
    if not found or not found[0]:
        return "none of its traces fits these arguments"
    return "no trace is for " + " and ".join(found[0])


def _leaf(value):
    import tensorflow as tf

    if isinstance(value, tf.Tensor) or (hasattr(value, "__array__") and hasattr(value, "dtype")):
        shape = tuple(value.shape)
        return Leaf(
            "tensor", shape=str(shape), dtype=getattr(value.dtype, "name", str(value.dtype))
        )
    return Leaf(type(value).__name__, short(value))


def _differences(now, before):
    found = []
    for new, old in zip(now.leaves, before.leaves, strict=True):
        if new.kind != old.kind:
            found.append(f"a {_kind(new)}{_PLACE}")
        elif new.shape != old.shape:
            found.append(f"the shape {new.shape}")
        elif new.dtype != old.dtype:
            found.append(f"the dtype {new.dtype}")
        elif new.value != old.value:
            found.append("the " + " ".join(new.value.split()))
    return list(dict.fromkeys(found))


def _how_far(differences):
    """The nearest call says why: fewest differences, and rather of a number than of a kind."""
    return len(differences), sum(said.endswith(_PLACE) for said in differences)


def _kind(leaf):
    return "tensor" if leaf.kind == "tensor" else f"Python {leaf.kind}"
