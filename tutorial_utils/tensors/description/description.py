"""One line that says what an object is and, where there are numbers, what the numbers are like.

Neither TensorFlow nor Keras is imported here: an object of theirs can only arrive when they have
been imported already, so they are looked up among the loaded modules.
"""

import sys

from .autograph import as_it_is
from .containers import container_facts
from .facts import Facts
from .formatting import one_line
from .keras_values import keras_facts
from .plain_values import foreign_facts, numpy_facts, python_facts
from .tensorflow_values import tensorflow_facts

_DEPTH = 3  # containers in containers are looked into so deep


class Line(str):
    """A text that a cell or a prompt shows as it is, and not as a string in quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@as_it_is
def describe(t: object, name: str | None = None) -> str:
    """Say in one line what ``t`` is: kind, shape, dtype, and its numbers or why it has none.

    Args:
        t: Anything tensor-like: NumPy arrays and Python numbers; tensors of TensorFlow, eager,
            symbolic, ragged, sparse or distributed; variables; Keras' symbolic tensors; and dicts,
            lists and tuples of these. Any other object is named by its type.
        name: Put in front of the line.

    Returns:
        One line, a string that a notebook shows without quotes. Up to 10 elements are shown in full.
        Range, mean and (population) standard deviation are those of the finite values; of complex
        numbers, those of the modulus; ``NaN!`` and ``Inf!`` are counted beside them, and what is too large
        for float64 to compute with. Of sparse and ragged tensors, they are those of the values that are
        stored. What has no numbers says so, and what to do next. Decimals: at most 4. There are no
        memory addresses and no automatic names, so the line is the same in every run.

    Never raises, keeps no reference to ``t``, and may be called inside a ``tf.function``: it adds
    nothing to the graph. It costs one pass over the numbers and no copy of them, unless they are on
    another device, or strided.

    >>> import numpy as np
    >>> describe(np.array([[1.0, 2.0], [3.0, 4.0]]), name="x")
    x: NumPy array  shape=(2, 2)  float64  range 1.0 … 4.0  mean 2.5  std 1.118  [[1.0, 2.0], [3.0, 4.0]]
    >>> describe(np.arange(12.0) // 6)
    NumPy array  shape=(12,)  float64  range 0.0 … 1.0  mean 0.5  std 0.5  zeros 50%
    >>> describe({"ids": [1, 2, 3], "label": None})
    dict of 2  {ids: list of 3 numbers  [1, 2, 3], label: None}
    """
    line = _line(t, depth=0)
    if name is None:
        return Line(line)
    try:
        return Line(f"{one_line(str(name))}: {line}")
    except Exception:
        return Line(line)


def facts_of(t: object, depth: int = 0) -> Facts:
    """What the line is made of. Never raises; ``depth`` is that of the containers around it."""
    try:
        return _facts(t, depth)
    except Exception as error:
        return _not_described(t, error)


def _facts(t, depth):
    def inner(value):
        return _line(value, depth + 1)

    tf, keras = sys.modules.get("tensorflow"), sys.modules.get("keras")
    return (
        python_facts(t)
        or numpy_facts(t)
        or (keras and keras_facts(t, keras))
        or (tf and tensorflow_facts(t, tf, inner))
        or container_facts(t, inner if depth < _DEPTH else None)
        or foreign_facts(t)
    )


def _line(t, depth):
    try:
        return facts_of(t, depth).line()
    except Exception as error:
        return _not_described(t, error).line()


def _not_described(t, error):
    try:
        words = f"(no description: asking it raised {type(error).__name__})"
        return Facts(type(t).__name__, words=words)
    except Exception:
        return Facts("object", words="(no description: not even its type has a name)")
