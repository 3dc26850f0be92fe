"""Would the value that a function returns be displayed? The one file that looks at its caller.

A notebook and a prompt display the value of a last line. They compile it so that the instruction after the
call hands the value to `sys.displayhook` (read in CPython 3.11 to 3.13, Python/compile.c).
"""

import dis
from collections.abc import Callable
from types import FrameType


def displayed(function: Callable, caller: FrameType) -> bool:
    """True where the call of ``function`` that ``caller`` is making is all of a cell's last line."""
    if caller.f_code.co_flags & _IN_A_FUNCTION:
        return False
    steps = list(dis.get_instructions(caller.f_code))
    after = next((step for step in steps if step.offset > caller.f_lasti), None)
    if after is None or not (after.opname == "PRINT_EXPR" or after.argrepr == "INTRINSIC_PRINT"):
        return False
    # not of `list(map(show, tensors))`: what is called stands where the line begins
    called = [step for step in steps if _loads(step) and _start(step) == _start(after)]
    return bool(called) and _is(called[-1], function, caller)


(_IN_A_FUNCTION,) = (flag for flag, name in dis.COMPILER_FLAG_NAMES.items() if name == "OPTIMIZED")


def _loads(step):
    return step.opname in {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_ATTR", "LOAD_METHOD"}


def _start(step):
    return step.positions.lineno, step.positions.col_offset


def _is(step, function, caller):
    if step.opname in {"LOAD_ATTR", "LOAD_METHOD"}:
        return step.argval == function.__name__
    return {**caller.f_globals, **caller.f_locals}.get(step.argval) is function
