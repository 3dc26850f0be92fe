"""Run a notebook's cells in a fresh kernel, errors and all."""

import subprocess
from pathlib import Path

import nbformat


def run_cells(
    notebook: nbformat.NotebookNode, folder: Path, environment: dict[str, str], seconds: float
) -> None:
    """Run all cells and keep their outputs, those that raise included.

    Args:
        notebook: Is changed: its cells get outputs.
        folder: Where the kernel runs.
        environment: The kernel's environment variables.
        seconds: How long one cell may take.
    """
    from nbclient import NotebookClient

    for starts_left in (1, 0):
        try:
            NotebookClient(
                notebook,
                timeout=seconds,
                kernel_name="python3",
                allow_errors=True,
                record_timing=False,
                resources={"metadata": {"path": str(folder)}},
            ).execute(env=environment, stderr=subprocess.DEVNULL)
        except RuntimeError as error:
            # Its ports were chosen before it took them; another program may have been faster.
            if not starts_left or "died before replying" not in str(error):
                raise
        else:
            return
