"""Print what a tensor is, also inside a graph: there the numbers are printed when they exist."""

import sys
from typing import Any, TypeVar, overload

from .autograph import as_it_is
from .caller import displayed
from .description import describe
from .formatting import one_line

T = TypeVar("T")

_NOT_UNDER_XLA = (
    "(compiled by XLA, which cannot print while it runs; next: return it from the function,"
    " or switch XLA off with jit_compile=False)"
)


@overload
def show(tensor: T, /) -> T: ...
@overload
def show(*tensors: Any, **named: Any) -> Any: ...
@as_it_is
def show(*tensors: Any, **named: Any) -> Any:
    """Print one line for each tensor, as :func:`describe` gives it, and return what was given.

    Args:
        *tensors: Anything tensor-like.
        **named: The same, with a name to put in front of the line.

    Returns:
        What was given, itself, so that ``show`` can stand inside an expression: one object as it is,
        several as a tuple. As the last line of a cell, None: a notebook would print it once more.

    Inside a ``tf.function``, a ``Dataset.map`` or Keras' ``fit``, a tensor has no numbers while the
    code is traced. There, the line is printed to standard output each time the graph runs, with the
    numbers of that run: the same facts in the same words, and only the kind says ``graph tensor``. Digits
    differ where rounding shows, as in a mean near 0. A graph takes subnormal numbers (of float32, those
    below 1.2e-38) for 0, and so prints 0; control characters and bytes that are not UTF-8 print as ``�``.
    It adds some 650 small operations to the graph; the tensor is read in blocks, so that it is not copied
    (unless it is of float64 and its squares are not), and its gradient is that without ``show``.

    Under XLA (``jit_compile=True``, or Keras' default if there is a GPU), where nothing can be printed at
    run time, one line at trace time says so and what to use instead. A function that has a trace from
    outside of XLA already is not traced again there: then nothing is printed, and nothing said.

    Never raises, neither while tracing nor when the graph runs: what cannot be printed says why.

    >>> import numpy as np
    >>> show(np.array([1, 2]), y=3.5)
    NumPy array  shape=(2,)  int64  [1, 2]
    y: Python float  3.5
    >>> doubled = 2 * show(np.array([1, 2]))
    NumPy array  shape=(2,)  int64  [1, 2]
    """
    for name, value in [*((None, tensor) for tensor in tensors), *named.items()]:
        if _in_a_traced_function():
            _show_when_it_runs(value, name)
        else:
            print(describe(value, name))
    given = (*tensors, *named.values())
    if displayed(show, sys._getframe(1)):
        return None
    return given[0] if len(given) == 1 else given


def _in_a_traced_function():
    tf = sys.modules.get("tensorflow")
    if tf is None or tf.executing_eagerly():
        return False
    return tf.compat.v1.get_default_graph().building_function


def _show_when_it_runs(value, name):
    from .graph import printing
    from .graph.xla import traced_for_xla

    parts = list(printing.printable(value, name))
    if not any(isinstance(part, printing.Leaf) for part in parts):
        print(describe(value, name))
        return
    xla = traced_for_xla()
    for part in parts:
        if isinstance(part, printing.Failed):
            print(describe(part.value, part.name))
        elif xla:
            print(printing.trace_time_line(part, _NOT_UNDER_XLA))
        else:
            _print_when_it_runs(part)


def _print_when_it_runs(leaf):
    from .graph import printing

    try:
        printing.print_line(leaf)
    except Exception as error:  # a print must not break the program that it looks at
        why = f"(cannot be printed when it runs: {one_line(str(error))}; next: return it)"
        print(printing.trace_time_line(leaf, why))
