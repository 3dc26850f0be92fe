"""Capture what code prints, whether Python or TensorFlow prints it.

Where ``tf.print`` writes was decided when TensorFlow was imported: in a notebook's kernel to
``sys.stdout``, in a script to file descriptor 2 (or 1, with ``output_stream=sys.stdout``), past every
redirect of Python. So all are caught.
"""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator


class Printed:
    """The text that was printed; complete when the ``with`` block of :func:`printed` has ended."""

    text = ""

    @property
    def lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


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
    saved = {descriptor: os.dup(descriptor) for descriptor in (1, 2)}
    with tempfile.TemporaryFile() as native:
        for descriptor in saved:
            os.dup2(native.fileno(), descriptor)
        try:
            with contextlib.redirect_stdout(python):
                yield caught
        finally:
            for descriptor, kept in saved.items():
                os.dup2(kept, descriptor)
                os.close(kept)
            native.seek(0)
            caught.text = python.getvalue() + native.read().decode(errors="replace")
