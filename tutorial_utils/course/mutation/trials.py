"""Try answers to a lesson's exercises in this process, one after the other.

The lesson's demonstrations run once; then each answer runs in a copy of their names, as it would in
a notebook in which everything above it was run.
"""

import contextlib
import io
import linecache
import os
import signal
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ... import quiet
from ..author.weave import describe_page
from ..content.model import Exercise, Lesson

PASS, NOT_STARTED = "PASS", "NOT STARTED"


@dataclass(frozen=True)
class Trial:
    """What an answer came to."""

    kind: str  # PASS, NOT_STARTED, a diagnosis, "cell-raised" or "timed-out"
    shown: str = ""  # what a pass showed to be right, or what was raised
    parts: dict[str, str] = field(default_factory=dict)  # of the feedback, by their names


class _TooLong(BaseException):
    """No ``Exception``: what runs an answer turns those into feedback."""


class Trials:
    """A lesson whose demonstrations were run."""

    def __init__(self, lesson: Lesson):
        """Run the lesson's demonstrations.

        Raises:
            RuntimeError: One of them raised that should not.
        """
        quiet.start()
        self._topic = lesson.topic
        self._about = {e["id"]: e for e in describe_page(lesson)["exercises"]}
        self._names: dict = {"__name__": "__main__"}
        for i, cell in enumerate(lesson.cells):
            if cell.type != "code" or cell.exercise or cell.is_check:
                continue
            try:
                with _silence():
                    _run(cell.source, f"<cell {i}>", self._names)
            except Exception as error:
                if "raises-exception" not in cell.tags:
                    said = f"{cell.file.name}:{cell.line}: {type(error).__name__}: {error}"
                    raise RuntimeError(said) from error

    def some_of_each_type(self, names: Collection[str], most: int) -> list[str]:
        """Some of the lesson's names: of each type of object, so many at most."""
        found: dict[type, list[str]] = {}
        for name in sorted(names & self._names.keys()):
            found.setdefault(type(self._names[name]), []).append(name)
        return [name for group in found.values() for name in group[:most]]

    def of(self, exercise: Exercise, source: str, seconds: int = 20) -> Trial:
        """Run an answer and judge it.

        Args:
            exercise: Whose answer it is.
            source: The code of the cell.
            seconds: How much of the processor's time both may take together.
        """
        from ...checks.judging import judge
        from ...checks.verdict import NotStarted, NotYet

        names = dict(self._names)
        with _silence(), _somewhere_else(), _at_most(seconds):
            try:
                _run(source, f"<{exercise.id}>", names)
                answer = names[exercise.made]
            except _TooLong:
                return Trial("timed-out")
            except Exception as error:
                return Trial("cell-raised", f"{type(error).__name__}: {error}")
            try:
                return Trial(PASS, judge(self._about[exercise.id], self._topic, answer))
            except NotStarted:
                return Trial(NOT_STARTED)
            except NotYet as verdict:
                return Trial(verdict.diagnosis, parts=verdict.parts)
            except _TooLong:
                return Trial("timed-out")


def _run(source: str, name: str, names: dict) -> None:
    """AutoGraph reads a function's source, so it is put where it looks."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), names)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing that a lesson or an answer prints or draws reaches the screen."""
    saved = {descriptor: os.dup(descriptor) for descriptor in (1, 2)}
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(io.StringIO()):  # noqa: PTH123
        for descriptor in saved:
            os.dup2(nowhere.fileno(), descriptor)
        try:
            yield
        finally:
            for descriptor, before in saved.items():
                os.dup2(before, descriptor)
                os.close(before)


@contextlib.contextmanager
def _somewhere_else() -> Iterator[None]:
    """A wrong answer may write a file anywhere; here nobody misses it, or finds it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        yield


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """That a machine has other work is no fault of an answer; one that only waits ends, too."""

    def stop(*_: object) -> None:
        raise _TooLong

    limits = {
        signal.SIGPROF: (signal.ITIMER_PROF, seconds),
        signal.SIGALRM: (signal.ITIMER_REAL, 10 * seconds),
    }
    before = {number: signal.signal(number, stop) for number in limits}
    for timer, limit in limits.values():
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for timer, _ in limits.values():
            signal.setitimer(timer, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
