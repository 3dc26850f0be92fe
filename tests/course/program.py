"""Run the real program, as a learner does."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "tutorial_utils"]


def environment() -> dict[str, str]:
    """The environment of somebody at a prompt: nothing of pytest in it."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}


def first_on_path(folder: Path) -> str:
    """A ``PYTHONPATH`` that begins with a folder and goes on as ours."""
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def tutorial(*words: object, cwd: Path, timeout: float = 180) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
