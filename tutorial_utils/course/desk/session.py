"""Which cells of a notebook ran to their end, so that a check never judges code that is not in force.

A cell with a syntax error runs nothing: the function of the cell before it is still there, and its
check would judge that. And after a restart the function is not there at all.
"""

import re
from dataclasses import dataclass

from ...checks.verdict import NotYet

_CHECK_CALL = re.compile(
    r"^\s*check\(\s*[\"'][\w-]+[\"']\s*,\s*(?P<name>\w+)\s*\)\s*(?:#.*)?$", re.M
)


class NotRun:
    """Stands under a name that a check asks for and no cell has made."""

    def __init__(self, name: str):
        self.name = name


@dataclass
class Watch:
    """Listens to a kernel: what each cell's source was, and whether it ran to its end."""

    names: dict  # the notebook's own
    runs: list[tuple[str, bool]]
    running: str = ""  # the source of the cell that runs now

    def before(self, info) -> None:
        """Put a :class:`NotRun` where a check would raise ``NameError``."""
        self.running = info.raw_cell or ""
        for call in _CHECK_CALL.finditer(info.raw_cell or ""):
            if not _makes(info.raw_cell, call["name"]):
                self.names.setdefault(call["name"], NotRun(call["name"]))

    def after(self, result) -> None:
        for name in [n for n, value in self.names.items() if isinstance(value, NotRun)]:
            del self.names[name]
        # A check that raised says nothing of the lines above it: they ran.
        ran = result.success or isinstance(result.error_in_exec, NotYet)
        self.runs.append((result.info.raw_cell or "", bool(ran)))


_watches: dict[int, Watch] = {}


def watch(kernel) -> None:
    """Listen to a kernel, by its shell; once."""
    if id(kernel) in _watches:
        return
    listener = Watch(kernel.user_ns, [])
    kernel.events.register("pre_run_cell", listener.before)
    kernel.events.register("post_run_cell", listener.after)
    _watches[id(kernel)] = listener


def running_source() -> str:
    """The source of the cell that runs now; empty where none is known."""
    listener = _watches.get(id(shell()))
    return listener.running if listener else ""


def last_run_failed(name: str) -> bool:
    """Whether the last cell that should have made ``name`` raised an error in its place."""
    listener = _watches.get(id(shell()))
    if listener and _makes(listener.running, name):
        return False  # made by the lines above the check, in its own cell
    for source, ran_to_its_end in reversed(listener.runs if listener else []):
        if _makes(source, name):
            return not ran_to_its_end
    return False


def _makes(source: str, name: str) -> bool:
    """Whether a cell's source binds a name, judged by its text: it may not be valid Python."""
    bound = rf"^(?:(?:async\s+)?def|class)\s+{re.escape(name)}\b|^{re.escape(name)}\s*(?::[^=\n]+)?=(?!=)"
    return re.search(bound, source, re.M) is not None


def shell():
    """The kernel's shell, without importing IPython where nobody has."""
    import sys

    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
