"""Bring the course into a kernel: at its start (``tutorial lab``), or with the first ``check``."""

from ..desk import session
from . import errors
from .predictions import Curtain

_installed: set[int] = set()


def load_ipython_extension(shell) -> None:
    """Listen to a kernel, and show its errors as a lesson does; once for each kernel."""
    if id(shell) in _installed:
        return
    _installed.add(id(shell))
    session.watch(shell)
    curtain = Curtain(shell.user_ns)
    shell.events.register("pre_run_cell", curtain.before)
    shell.events.register("post_run_cell", curtain.after)
    shell.set_custom_exc((Exception,), errors.show)


def install() -> None:
    """The same for the kernel that this runs in; nothing happens where there is none."""
    if shell := session.shell():
        load_ipython_extension(shell)
