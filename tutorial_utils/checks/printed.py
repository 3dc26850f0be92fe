"""Capture what code prints, whether Python or TensorFlow prints it, and read what stands there.

Where ``tf.print`` writes was decided when TensorFlow was imported: in a notebook's kernel to
``sys.stdout``, in a script to file descriptor 2, past every redirect of Python; asked to write to
``sys.stdout``, it writes to file descriptor 1. So all three are caught.
"""

import contextlib
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator

_NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
_PLACEHOLDER = re.compile(r"\{[^{}\s]*\}|%[-+.\d]*[dfgs]\b")
# An EagerTensor says tf.Tensor(5.0, ...): it has a number.
_SYMBOLIC = re.compile(r"(?<!tf\.)Tensor\(|<tf\.Tensor '|<KerasTensor |<SymbolicTensor ")


class Printed:
    """The text that was printed; complete when the ``with`` block of :func:`printed` has ended."""

    text = ""

    @property
    def lines(self) -> list[str]:
        return lines_in(self.text)


@contextlib.contextmanager
def printed() -> Iterator[Printed]:
    """Catch all that is printed inside the block; nothing of it reaches the screen.

    >>> with printed() as caught:
    ...     print("a", "b")
    >>> caught.lines
    ['a b']
    """
    caught = Printed()
    python = io.StringIO()
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as native:
        saved = {descriptor: os.dup(descriptor) for descriptor in (1, 2)}
        for descriptor in saved:
            os.dup2(native.fileno(), descriptor)
        try:
            with contextlib.redirect_stdout(python):
                yield caught
        finally:
            for descriptor, before in saved.items():
                os.dup2(before, descriptor)
                os.close(before)
            native.seek(0)
            caught.text = python.getvalue() + native.read().decode(errors="replace")


def lines_in(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line for line in text.splitlines() if line.strip()]


def numbers_in(text: str) -> list[float]:
    """The numbers that stand in a text, in their order.

    >>> numbers_in("step 2: loss=5.569, gradient -1.5e-03")
    [2.0, 5.569, -0.0015]
    """
    return [float(number) for number in _NUMBER.findall(text)]


def is_rounded(number: float, wanted: float) -> bool:
    """Whether a number is the wanted one, rounded to any digit behind the point, or to none.

    >>> [is_rounded(number, 5.5688) for number in (5.56880001, 5.57, 5.6, 6.0)]
    [True, True, True, True]
    >>> [is_rounded(number, 5.5688) for number in (5.56, 5.5, 5.0)]
    [False, False, False]
    """
    slack = 2e-5 * max(1.0, abs(wanted))  # of float32
    if abs(number - wanted) <= slack:
        return True
    steps = (10.0**-digits for digits in range(5))
    return any(
        abs(number - wanted) <= step / 2 + slack * step and _is_multiple(number, step)
        for step in steps
    )


def _is_multiple(number: float, step: float) -> bool:
    return abs(number / step - round(number / step)) < 1e-6 * max(1.0, abs(number / step))


def shows(text: str, wanted: float) -> bool:
    """Whether one of the numbers in a text is the wanted one, rounded to any digit.

    >>> shows("step 2: loss=25.57", 25.5688), shows("step 2: loss=25.5", 25.5688)
    (True, False)
    """
    return any(is_rounded(number, wanted) for number in numbers_in(text))


def shows_symbolic(text: str) -> bool:
    """Whether the description of a symbolic tensor stands in a text.

    >>> shows_symbolic('loss: Tensor("Mean:0", shape=(), dtype=float32)')
    True
    >>> shows_symbolic("loss: tf.Tensor(5.0, shape=(), dtype=float32)")
    False
    """
    return bool(_SYMBOLIC.search(text))


def shows_placeholder(text: str) -> bool:
    """Whether a text has a ``{}`` or ``%d`` that nobody filled in.

    >>> shows_placeholder("loss: {:.3f} 5.57"), shows_placeholder("loss: 5.57, 12% less")
    (True, False)
    """
    return bool(_PLACEHOLDER.search(text))


def in_short(text: str) -> str:
    """The lines of a text in one; of a traceback in it the error alone.

    >>> in_short("loss: 2.5\\nloss: 1.25\\n")
    'loss: 2.5 / loss: 1.25'
    """
    said = " / ".join(lines_in(text))
    error = re.search(r"\w+Error: [^/]*", said) if "Traceback" in said else None
    return f"an error while printing: {error[0].strip()}" if error else said
