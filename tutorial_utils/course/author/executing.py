"""Run a notebook's cells in a fresh kernel, errors and all, and note what of ours they use."""

import asyncio
import atexit
import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from ..content.location import STAGED
from . import normalise
from .cells import STEP_BY_STEP

SECONDS_PER_CELL = 120

# Python says which files it opens. What C++ reads it does not see: see `_LIST`.
_LISTEN = """
def _listen():
    import os, sys
    opened = sys._opened_files = set()
    def note(event, arguments):
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            opened.add(os.fsdecode(arguments[0]))
    sys.addaudithook(note)
_listen()
del _listen
"""

# Modules of this package, by their names alone: to ask some others for anything imports more.
# TensorFlow itself reads the data sets, so that all of them count where they can be reached.
_LIST = """
def _list():
    import json, os, sys
    ours = {n: m for n, m in sys.modules.items() if n.split(".")[0] == "tutorial_utils"}
    root = os.path.dirname(getattr(ours.get("tutorial_utils"), "__file__", None) or "")
    files = {f for m in ours.values() if (f := getattr(m, "__file__", None))}
    files |= {f for f in sys._opened_files if not f.endswith((".py", ".pyc"))}
    if "tutorial_utils.data" in ours:
        data = os.walk(os.path.join(root, "data"))
        files |= {os.path.join(at, f) for at, _, some in data for f in some if f[-4:] != ".pyc"}
    ours = [f for f in files if root and f.startswith(root + os.sep) and os.path.isfile(f)]
    print(json.dumps(sorted(os.path.relpath(f, root).replace(os.sep, "/") for f in ours)))
_list()
"""


# A cell that a reader can step through is recorded while it runs; its outputs stay what they are.
_RECORD = """
import tutorial_utils.tensors.tracing.cell as _tracing
_tracing = _tracing.CellRecording(get_ipython())
"""
_RECORDED = """
import json as _json
print(_json.dumps(_tracing.as_data()))
del _json, _tracing
"""


def execute(
    notebook: nbformat.NotebookNode, content: Path
) -> tuple[nbformat.NotebookNode, list[str]]:
    """Run a notebook in a fresh kernel, in an empty folder, and normalise its outputs.

    Args:
        notebook: Left as it is.
        content: The folder in which the kernel finds lessons.

    Returns:
        The notebook with its outputs, in its metadata the steps of each recorded cell by the cell's
        id, and the files of this package that its kernel imported or read, as paths below
        ``tutorial_utils/``.
    """
    notebook = nbformat.from_dict(notebook)
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "-1", STAGED: str(content)}
    environment.pop("PYTEST_VERSION", None)
    with tempfile.TemporaryDirectory() as empty:
        files = run_cells(notebook, Path(empty), environment, SECONDS_PER_CELL)
    settle(notebook)
    return notebook, files


def settle(notebook: nbformat.NotebookNode) -> None:
    """Bring the outputs of a run into the form in which they are stored."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.from_dict(normalise.normalised(o)) for o in _merged(cell.outputs)
            ]
    notebook.metadata["language_info"] = {"name": "python"}


def _merged(outputs: list) -> list:
    """Streams of one name as one output, as nbval compares them: they come in pieces of any size."""
    merged: list = []
    streams: dict[str, dict] = {}
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        merged.append(output)
        if output["output_type"] == "stream":
            streams[output["name"]] = output
    return merged


def run_cells(
    notebook: nbformat.NotebookNode, folder: Path, environment: dict[str, str], seconds: float
) -> list[str]:
    """Run all cells and keep their outputs, those that raise included.

    Args:
        notebook: Is changed: its cells get outputs.
        folder: Where the kernel runs.
        environment: The kernel's environment variables; its temporary folder is one of its own.
        seconds: How long one cell may take.

    Returns:
        The files of this package that the kernel imported or read, below ``tutorial_utils/``.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:  # it tidies up nothing
        for starts_left in (1, 0):
            client = _WatchedClient(
                notebook,
                timeout=seconds,
                kernel_name="python3",
                allow_errors=True,
                record_timing=False,
                resources={"metadata": {"path": str(folder)}},
            )
            try:
                client.execute(env={**environment, "TMPDIR": scratch}, stderr=subprocess.DEVNULL)
            except RuntimeError as error:
                # Its ports were chosen before it took them; another program may have been faster.
                if not starts_left or "died before replying" not in str(error):
                    raise
            except KeyboardInterrupt:
                client.end_at_once()
                raise
            else:
                break
    return client.files


class _WatchedClient(NotebookClient):
    """Asks the kernel at the end which files of ours it has imported and read.

    Signals are this process's own: nbclient would end its kernel and go on talking to it.
    """

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        signals = signal.SIGINT, signal.SIGTERM
        self._handlers = {number: signal.getsignal(number) for number in signals}

    def end_at_once(self) -> None:
        """End the kernel, and what its cells started; nothing is asked of it any more."""
        atexit.unregister(self._cleanup_kernel)
        provisioner = getattr(self.km, "provisioner", None)
        if provisioner and provisioner.pid:
            with contextlib.suppress(OSError):
                os.killpg(provisioner.pid, signal.SIGKILL)

    async def async_execute_cell(self, cell, cell_index, *args, **more):
        if cell_index == 0:
            if threading.current_thread() is threading.main_thread():  # else nbclient takes none
                self._give_signals_back()
            await self._said(_LISTEN)
        recorded = STEP_BY_STEP in cell.metadata.get("tags", ())
        if recorded:
            await self._said(_RECORD)
        cell = await super().async_execute_cell(cell, cell_index, *args, **more)
        if recorded:
            steps = json.loads(await self._said(_RECORDED))
            self.nb.metadata.setdefault("lesson", {}).setdefault("recordings", {})[cell.id] = steps
        if cell_index == len(self.nb.cells) - 1:
            self.files = json.loads(await self._said(_LIST))
        return cell

    def _give_signals_back(self) -> None:
        for number, handler in self._handlers.items():
            with contextlib.suppress(RuntimeError, NotImplementedError):  # Windows has none
                asyncio.get_running_loop().remove_signal_handler(number)
            signal.signal(number, handler)

    async def _said(self, code: str) -> str:
        """What a piece of code prints that leaves no trace in the notebook or its history."""
        said: list[str] = []
        reply = await self.kc.execute_interactive(
            code,
            store_history=False,
            allow_stdin=False,
            timeout=self.timeout,
            output_hook=lambda message: said.append(message["content"].get("text", "")),
        )
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"the kernel cannot be asked: {reply['content'].get('evalue')}")
        return "".join(said)
