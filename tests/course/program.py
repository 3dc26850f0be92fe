"""Run the real program, as a learner does."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

from tutorial_utils.course.commands.program import main

from ..kernels import forked

COMMAND = [sys.executable, "-m", "tutorial_utils"]


def environment() -> dict[str, str]:
    """The environment of somebody at a prompt: nothing of pytest in it."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}


def first_on_path(folder: Path) -> str:
    """A ``PYTHONPATH`` that begins with a folder and goes on as ours."""
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def said_as_json(run: subprocess.CompletedProcess) -> tuple[list[dict], dict]:
    """What ``check --json`` printed: a line for each file, and the closing one."""
    *files, end = map(json.loads, run.stdout.splitlines())
    assert end["kind"] == "end" and {file["kind"] for file in files} <= {"file"}
    return files, end


def tutorial(
    *words: object, cwd: Path, timeout: float = 180, fork: bool = False
) -> subprocess.CompletedProcess:
    """Run a command in a folder.

    Args:
        words: The command.
        cwd: The folder.
        timeout: How long it may take.
        fork: Whether its kernels are forked; else they are started as a learner's are.
    """
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=cwd,
        env=environment() | (forked.serve() if fork else {}),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def tutorial_in_process(*words: object, cwd: Path) -> subprocess.CompletedProcess:
    """Run a command that starts no kernel, without the start of a program: the same, but sooner.

    What a start alone shows is what ``tutorial`` and ``at_a_terminal`` are for.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    code = 0
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, environment(), clear=True),
        mock.patch.object(sys, "argv", ["tutorial", *map(str, words)]),
        open(os.devnull) as nothing,  # noqa: PTH123
        mock.patch.object(sys, "stdin", nothing),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    shown = [(stream.flush(), stream.buffer.getvalue().decode())[1] for stream in (out, err)]
    return subprocess.CompletedProcess(words, code, *shown)
