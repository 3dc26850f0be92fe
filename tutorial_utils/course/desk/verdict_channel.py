"""The way on which `check` says its verdict to the process that grades.

What a cell shows proves nothing: a learner's code may change how errors are shown, what ``print``
does, and where it writes. So the grading process makes a file, whose name only its first request to
the kernel tells, and a token. In the kernel both are held by a function alone, before any cell of the
learner runs, and the file has no name any more. A verdict counts where it came over that file, with
that token, while the exercise's own check cell ran.
"""

import builtins
import contextlib
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

from ... import originals
from .report_model import Verdict

# In the kernel's built-in names: what the hidden cells of a graded copy call.
NAME = "__lesson__"

_listeners: list[Callable[[Verdict], None]] = []


def say(verdict: Verdict, listeners=_listeners) -> None:
    """Tell a verdict to whoever grades, if anybody does."""
    for listener in listeners:
        listener(verdict)


class Channel:
    """The end of the process that grades."""

    def __init__(self):
        self._token = secrets.token_hex(16)
        descriptor, path = tempfile.mkstemp(prefix="verdicts-")
        self._file = os.fdopen(descriptor, "rb")
        self._path = Path(path)
        self._begun = b""

    def request(self, topic: str) -> str:
        """The code that connects a kernel, before any cell of a learner runs."""
        return (
            "import tutorial_utils.course.notebook as _notebook\n"
            f"import {__name__} as _channel\n"
            "import tutorial_utils.checks.judging as _judging\n"
            f"_judging.judges_of({topic!r})\n"  # loaded now, so that they are remembered too
            f"_channel.connect({str(self._path)!r}, {self._token!r}, _notebook.check.__wrapped__)\n"
            "del _notebook, _channel, _judging"
        )

    def hide(self) -> None:
        """Take the file's name away: both ends have it open."""
        with contextlib.suppress(OSError):  # Windows keeps the name of an open file
            self._path.unlink()

    def heard(self) -> list[Verdict]:
        """The verdicts that came since the last call."""
        *lines, self._begun = (self._begun + self._file.read()).split(b"\n")
        found = []
        for line in lines:
            with contextlib.suppress(ValueError, TypeError, RecursionError):  # no line of ours
                said = json.loads(line)
                if isinstance(said, dict) and said.pop("token", None) == self._token:
                    verdict = Verdict(**said)
                    if verdict.is_well_formed():
                        found.append(verdict)
        return found

    def close(self) -> None:
        self._file.close()
        self.hide()


def connect(path: str, token: str, judge: Callable[[str, object], None]) -> None:
    """The kernel's end: from now on, verdicts are said there.

    What the hidden cells of a graded copy use of it, they find under the built-in name ``__lesson__``.

    Args:
        path: The file, which has a name for this moment alone.
        token: What each verdict must come with.
        judge: `check`, without the originals: they are in force before it is called.
    """
    from IPython import get_ipython

    _listeners.append(_writer(os.open(path, os.O_WRONLY | os.O_APPEND), token))
    names, streams = get_ipython().user_ns, (sys.stdout, sys.stderr)

    @originals.with_originals
    def check(exercise: str, made: object) -> None:
        shown, (sys.stdout, sys.stderr) = (sys.stdout, sys.stderr), streams
        try:
            judge(exercise, made)
        finally:
            sys.stdout, sys.stderr = shown

    def forget(name: str) -> None:
        names.pop(name, None)

    setattr(builtins, NAME, SimpleNamespace(check=check, forget=forget))
    originals.remember_all_of(__name__.partition(".")[0])


def _writer(descriptor: int, token: str) -> Callable[[Verdict], None]:
    file, process = os.fstat(descriptor), os.getpid()
    # Debuggers replace functions of `os` for good reasons, so nobody puts these back.
    fstat, same, getpid, write = os.fstat, os.path.samestat, os.getpid, os.write

    def write_verdict(verdict: Verdict) -> None:
        line = json.dumps({"token": token, **asdict(verdict)}, default=str) + "\n"
        with contextlib.suppress(OSError):  # it was closed
            # A fork is another process; a number that was closed may be another file's by now.
            if getpid() == process and same(fstat(descriptor), file):
                write(descriptor, line.encode())

    return write_verdict
