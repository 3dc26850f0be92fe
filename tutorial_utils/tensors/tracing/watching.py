"""Watch a function of one's own run, step by step."""

import sys
import textwrap
import warnings
from collections.abc import Callable
from html import escape
from typing import Any

from .log import MOST_STEPS
from .sentences import say
from .steps import Steps
from .tables import WIDTH, as_html, as_text


class WatchedTrace:
    """A run, step by step. It displays as a table: in a notebook as HTML, printed as text.

    Attributes:
        steps: The recording, plain data: ``steps.steps`` has who ran, at which line, what was printed.
        result: What the function returned; None where it raised.
        error: What it raised; None where it returned.
    """

    def __init__(self, steps: Steps, result: Any, error: Exception | None):
        self.steps, self.result, self.error = steps, result, error

    def __str__(self) -> str:
        nothing = textwrap.wrap(_NOTHING, WIDTH) if self._is_empty() else []
        return "\n".join([*filter(None, [as_text(self.steps)]), *nothing, *self._raised()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        nothing = [_NOTHING] if self._is_empty() else []
        lines = "".join(f"<p>{escape(line)}</p>" for line in [*nothing, *self._raised()])
        return _STYLE + as_html(self.steps) + lines

    def _is_empty(self):
        """Whether at most what was printed is known."""
        return not self.steps.more and all(s.says == say("Python prints") for s in self.steps.steps)

    def _raised(self):
        """The error in one line; where a graph has raised it, no step has."""
        if self.error is None:
            return []
        said = " ".join(f"The call raised {type(self.error).__name__}: {self.error}".split())
        return [textwrap.shorten(said, WIDTH, placeholder=" …")]


_NOTHING = (
    "No line was seen: no code of your own ran, only that of installed packages or of no file;"
    " next: watch_trace(lambda: the_call(...)), in a file or a cell, makes the call your own."
)
_STYLE = (
    "<style>.steps th, .steps td { text-align: left; vertical-align: top }"
    ".steps p, .steps ul { margin: 0 0 0.3em } .steps code { white-space: pre-wrap }</style>"
)


def watch_trace(
    function: Callable[..., Any], /, *args: Any, most: int = MOST_STEPS, **kwargs: Any
) -> WatchedTrace:
    """Call a function and see, step by step, what Python runs, what is traced, and what the graph runs.

    Args:
        function: A Python function, a ``tf.function``, a layer, a model: anything that can be called.
        *args: What it is called with.
        most: How many steps are kept; the rest is counted.
        **kwargs: What it is called with, by name.

    Returns:
        A :class:`WatchedTrace`: a table of steps. Each says who runs (Python, Python while tracing, or the
        graph), the line, what happens there, what is printed and by whom, which layer is being called,
        and what each name holds, in a line as :func:`describe` says it. Neighbouring lines that do no more
        than to run are one step.

    It is one real call: variables change, and a ``tf.function`` keeps the traces that the call made, as it
    would without being watched. What differs: what is printed is caught, and stands in the table; an
    error is kept in ``.error`` and not raised; a debugger does not stop meanwhile; and it is slower,
    about twice where TensorFlow traces, and by hundreds of times in a loop of plain Python.

    Steps are lines of code that is not installed: your own, also where AutoGraph has rewritten it. Of
    what a graph does, only what TensorFlow tells for certain is a step: that it runs, the lines that its
    operations come from, and each ``tf.print``, at its line where only that line can have printed it. A
    ``Dataset`` works in threads of its own, often ahead of the loop, and so its ``tf.print`` comes at any
    moment.

    >>> def double(x):
    ...     return 2 * x
    >>> watch_trace(double, 4).result
    8
    """
    from .recorder import Recorder  # imports nothing of TensorFlow either, until it records

    recorder = Recorder(most=most)
    result = error = None
    with recorder.recording():
        try:
            result = function(*args, **kwargs)
        except Exception as raised:
            error = raised
    sys.stderr.write("".join(recorder.messages))
    if recorder.fault is not None:
        warnings.warn(
            f"watch_trace stopped recording after {len(recorder.steps.steps)} steps: "
            f"{type(recorder.fault).__name__}: {recorder.fault}. The call itself went on.",
            stacklevel=2,
        )
    return WatchedTrace(recorder.steps, result, error)
