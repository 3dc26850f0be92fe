"""Run graded cells under nbval, in lax mode, in a kernel that was started beforehand."""

import contextlib
import io
import json
import math
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty

import pytest
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbFile

from ..desk.report_model import Verdict
from ..desk.verdict_channel import Channel
from ..kernels.kernel import Kernel
from .graded_copy import GradedCell

TIMED_OUT = "timed out"

# A kernel gives each cell the name of a file that is nowhere.
_OF_A_SYNTAX_ERROR = re.compile(r" \(\d+\.py, line (\d+)\)$")
_OF_A_CELL = re.compile(r"Cell In\[(\d+)\], line (\d+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")

# How long a cell that was told to stop may go on printing.
SECONDS_TO_STOP = 3.0


@dataclass
class Outcome:
    """What running one graded cell came to."""

    cell: GradedCell
    said: list[Verdict] = field(default_factory=list)  # by `check`, while it ran
    error: str = ""  # "Name: message", or empty
    error_name: str = ""
    line: int = 0  # of the cell, that raised; 0 where it is not known
    stopped: str = ""  # why it did not run to its end, or empty


def line_that_raised(reply: dict) -> int:
    """The line of a cell in which it raised, from a kernel's reply; 0 where that does not say."""
    if found := _OF_A_SYNTAX_ERROR.search(str(reply.get("evalue", ""))):
        return int(found[1])
    frames = _ANSI.sub("", "\n".join(map(str, reply.get("traceback", ()))))
    lines = _OF_A_CELL.findall(frames)
    return int([line for cell, line in lines if cell == lines[0][0]][-1]) if lines else 0


class _StartedKernel(RunningKernel):
    """nbval's view of a kernel that it did not start itself."""

    def __init__(self, kernel: Kernel, until: float):
        self._kernel, self.km, self.kc = kernel, kernel.manager, kernel.client
        self._until = until
        self._asked = ""
        self._patience = math.inf
        self.died = self.out_of_time = False
        self.reply: dict = {}
        self._ensure_iopub_up()

    def execute_cell_input(self, cell_input, allow_stdin=None):
        self.reply, self._patience = {}, math.inf
        self._asked = super().execute_cell_input(cell_input, allow_stdin)
        return self._asked

    def get_message(self, stream, timeout=None):
        """Keep what the kernel replies: whether a cell raised, however its errors are shown."""
        if time.monotonic() > self._patience:
            raise Empty
        message = super().get_message(stream, timeout)
        is_reply = stream == "shell" and message["msg_type"] == "execute_reply"
        if is_reply and message["parent_header"].get("msg_id") == self._asked:
            self.reply = message["content"]
        return message

    def await_reply(self, msg_id, timeout=None):
        """Notice at once when a cell ends the kernel: nbval alone waits for its time limit."""
        limit = min(time.monotonic() + (timeout or math.inf), self._until)
        while True:
            left = limit - time.monotonic()
            try:
                return super().await_reply(msg_id, timeout=max(0.1, min(1.0, left)))
            except Empty:
                self.died = not self.is_alive()
                if self.died or time.monotonic() >= limit:
                    self.out_of_time = time.monotonic() >= self._until
                    self._patience = time.monotonic() + SECONDS_TO_STOP
                    raise

    def stop(self):
        self._kernel.end()


class _GradedFile(IPyNbFile):
    """The graded copy, as nbval collects it, with a kernel that was started beforehand."""

    started: Kernel
    until: float

    def setup(self):
        self.kernel = _StartedKernel(self.started, self.until)


@dataclass
class _Plugin:
    """A pytest plugin: gives the kernel to nbval, and turns nbval's cells into outcomes."""

    kernel: Kernel
    channel: Channel
    cells: list[GradedCell]
    until: float
    step: Callable[[int, int], None]
    outcomes: list[Outcome] = field(default_factory=list)
    interrupted: BaseException | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path, parent):
        """In place of each file that nbval collects, the same with our kernel."""
        found = []
        for _ in (yield):
            file = _GradedFile.from_parent(parent, path=file_path)
            file.started, file.until = self.kernel, self.until
            found.append(file)
        return found

    def pytest_keyboard_interrupt(self, excinfo):
        """pytest takes Ctrl-C, and its own wish to stop, for the end of a session."""
        if not isinstance(excinfo.value, pytest.Session.Interrupted):
            self.interrupted = excinfo.value

    def pytest_runtest_makereport(self, item, call):
        if call.when != "call":
            return
        cell = self.cells[len(self.outcomes)]
        kernel = item.parent.kernel
        outcome = Outcome(cell, self.channel.heard())
        if kernel is not None and kernel.reply.get("status") == "error":
            outcome.error_name = kernel.reply["ename"]
            outcome.error = f"{outcome.error_name}: {kernel.reply['evalue']}".removesuffix(": ")
            outcome.line = line_that_raised(kernel.reply)
        if kernel is not None and kernel.died:
            outcome.stopped = "ended the kernel"
        elif item.parent.timed_out:
            outcome.stopped = TIMED_OUT
        elif call.excinfo and not outcome.error:
            outcome.stopped = str(call.excinfo.value) or "was left out"
        self.outcomes.append(outcome)
        self.step(len(self.outcomes), len(self.cells))
        if outcome.stopped == TIMED_OUT and kernel.is_alive() and not kernel.out_of_time:
            item.parent.timed_out = False  # it was interrupted, and can run the next cell
        elif outcome.stopped:
            item.session.shouldstop = outcome.stopped


def run(
    kernel: Kernel,
    channel: Channel,
    cells: list[GradedCell],
    seconds: float,
    until: float,
    step: Callable[[int, int], None],
) -> list[Outcome]:
    """Run cells under nbval in lax mode, up to the first after which nothing can run.

    Args:
        kernel, channel: A kernel that waits, and how its verdicts come.
        cells: What to run.
        seconds: How long a cell may take. One that takes longer is interrupted.
        until: When all of it must have ended, by the monotonic clock.
        step: Is told how many cells of how many are done.

    Raises:
        RuntimeError: where nbval ran nothing, which must never look like success.
        KeyboardInterrupt: on Ctrl-C, which pytest alone would keep for itself.
    """
    plugin = _Plugin(kernel, channel, cells, until, step)
    with tempfile.TemporaryDirectory() as folder, io.StringIO() as said:
        notebook = {
            "cells": [cell.as_json(i) for i, cell in enumerate(cells)],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "", "language": ""}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = Path(folder) / "graded.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        (Path(folder) / "pytest.ini").write_text("[pytest]\n")
        with (
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
            pytest.MonkeyPatch.context() as environment,
        ):
            # nbformat's other validator is compiled first, which takes longer than the cells do.
            environment.setenv("NBFORMAT_VALIDATOR", "jsonschema")
            pytest.main(
                [
                    str(path),
                    "--nbval-lax",
                    "--nbval-current-env",
                    f"--nbval-cell-timeout={seconds}",
                    *("-p", "nbval.plugin", "-p", "no:cacheprovider"),
                    *("-p", "no:unraisableexception", "-p", "no:threadexception"),
                    *("-q", "--color=no", "--capture=no", "--tb=no"),
                    *("-c", f"{folder}/pytest.ini", f"--rootdir={folder}"),
                ],
                plugins=[plugin],
            )
        if plugin.interrupted:
            raise plugin.interrupted
        if not plugin.outcomes:
            raise RuntimeError(f"No cell ran.\n{said.getvalue()}")
    return plugin.outcomes
