"""Print what a tensor is, also inside a graph: there the numbers are printed when they exist."""

import sys

from .autograph import as_it_is
from .description import describe
from .xla import traced_for_xla

_NOT_UNDER_XLA = (
    "(compiled by XLA, which cannot print while it runs; next: return it from the function,"
    " or switch XLA off with jit_compile=False)"
)


@as_it_is
def show(*tensors, **named) -> None:
    """Print one line for each tensor, as :func:`describe` gives it.

    Args:
        *tensors: Anything tensor-like.
        **named: The same, with a name to put in front of the line.

    Inside a ``tf.function``, a ``Dataset.map`` or Keras' ``fit``, a tensor has no numbers while the
    code is traced. There, the line is printed to standard output each time the graph runs, with the
    numbers of that run: shape, range, mean, zeros, and how many are NaN or Inf. Under XLA
    (``jit_compile=True``), where nothing can be printed at run time, one line at trace time says so
    and what to use instead.

    >>> import numpy as np
    >>> show(np.array([1, 2]), y=3.5)
    NumPy array  shape=(2,)  int64  [1, 2]
    y: Python float  3.5
    """
    for name, value in [*((None, tensor) for tensor in tensors), *named.items()]:
        if _in_a_traced_function():
            _show_when_it_runs(value, name)
        else:
            print(describe(value, name))


def _in_a_traced_function():
    tf = sys.modules.get("tensorflow")
    if tf is None or tf.executing_eagerly():
        return False
    return tf.compat.v1.get_default_graph().building_function


def _show_when_it_runs(value, name):
    from . import runtime

    leaves = list(runtime.printable(value, name))
    if not leaves:
        print(describe(value, name))
    elif traced_for_xla():
        for leaf in leaves:
            print(runtime.trace_time_line(leaf, _NOT_UNDER_XLA))
    else:
        for leaf in leaves:
            try:
                runtime.print_line(leaf)
            except Exception as error:  # a print must not break the program that it looks at
                why = f"(not printable when it runs: {type(error).__name__}; next: return it)"
                print(runtime.trace_time_line(leaf, why))
