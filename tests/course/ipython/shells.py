"""A shell as in a notebook's kernel, in this process: no TensorFlow, no kernel to wait for."""

from collections.abc import Iterator
from contextlib import contextmanager

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output

from tutorial_utils.course.desk import session
from tutorial_utils.course.ipython import extension


@contextmanager
def a_shell() -> Iterator[InteractiveShell]:
    """A shell with the course in it; gone at the end."""
    shell = InteractiveShell.instance(colors="nocolor")
    try:
        extension.load_ipython_extension(shell)
        yield shell
    finally:
        InteractiveShell.clear_instance()
        extension._installed.discard(id(shell))
        session._watches.pop(id(shell), None)


def shown_by(shell: InteractiveShell, source: str) -> CapturedIO:
    """What a cell shows."""
    with capture_output() as captured:
        shell.run_cell(source, store_history=False)
    return captured
