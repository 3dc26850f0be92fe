"""A fresh kernel for one check: started early, with TensorFlow in it, and ended for certain."""

import contextlib
import importlib.machinery
import os
import sys
import tempfile
import time
from pathlib import Path
from queue import Empty

from jupyter_client.manager import KernelManager
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from ..exceptions import EnvironmentFault

# The first thing that every graded copy does anyway, so a kernel that waited is in the same state.
# No garbage is looked for in what is imported: that takes a fifth of the time, and finds none.
WARM_UP = """
import gc
gc.disable()
from tutorial_utils import quiet
quiet.start()
gc.freeze()
gc.enable()
del gc
"""
SECONDS_TO_START = 120


class Kernel:
    """A kernel that is used for one run, then ended.

    It starts when it is made, and loads TensorFlow while its maker does something else. TensorFlow
    is imported by a request, not at start: where it prints is fixed at its import, and only then
    are the kernel's streams up.
    """

    def __init__(self, folder: Path):
        """Start it in ``folder``, where the learner's own modules and data are found."""
        self.folder = folder
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        self._starts_left = 2
        self._start()

    def _start(self) -> None:
        self._starts_left -= 1
        self.manager = KernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager()
        )
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123  # jupyter_client wants a file
            self.manager.start_kernel(cwd=str(self.folder), stdout=nowhere, stderr=self._complaints)
        try:
            self.client = self.manager.client()
            self.client.start_channels()
            self._request = self.client.execute(WARM_UP, silent=True, allow_stdin=False)
        except BaseException:
            self.end()
            raise

    def wait(self) -> None:
        """Until TensorFlow is loaded.

        Raises:
            EnvironmentFault: The kernel, or TensorFlow in it, does not start.
        """
        limit = time.monotonic() + SECONDS_TO_START
        while self._request:
            try:
                message = self.client.get_shell_msg(timeout=0.5)
            except Empty:
                if self.is_alive() and time.monotonic() < limit:
                    continue
                # Its ports were chosen before it took them; another program may have been faster.
                if not self.is_alive() and self._starts_left:
                    self._let_go()
                    self._start()
                    continue
                raise EnvironmentFault(self._no_start(self._last_complaint())) from None
            if message["parent_header"].get("msg_id") == self._request:
                content = message["content"]
                if content["status"] != "ok":
                    said = f"{content.get('ename')}: {content.get('evalue')}"
                    raise EnvironmentFault(self._no_start(said))
                self._request = None

    def run(self, code: str) -> None:
        """Run code of ours, before any cell of a learner.

        Raises:
            EnvironmentFault: The kernel does not start, or the code raises in it.
        """
        for is_last in (False, True):
            self.wait()
            self._request = self.client.execute(code, silent=True, allow_stdin=False)
            self._starts_left = 0
            try:
                self.wait()
            except EnvironmentFault:
                if is_last or self.is_alive():
                    raise
                self._let_go()  # it died while it waited for work
                self._starts_left = 1
                self._start()
            else:
                return

    @property
    def pid(self) -> int:
        return self.manager.provisioner.pid

    def is_alive(self) -> bool:
        return self.manager.is_alive()

    def end(self) -> None:
        """Kill it, and what the learner's cells started in it."""
        self._let_go()
        self._complaints.close()

    def _let_go(self) -> None:
        with contextlib.suppress(Exception):
            self.client.stop_channels()
        with contextlib.suppress(Exception):
            self.manager.shutdown_kernel(now=True)  # with its whole process group

    def _no_start(self, why: str) -> str:
        for hides in hiding(self.folder):
            return f"{hides} is found in place of the real {hides.stem}. Give it another name."
        return f"No kernel with TensorFlow started here: {why}. Look for the cause: tutorial doctor"

    def _last_complaint(self) -> str:
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").split("\n")
        said = [line.strip() for line in lines if line.strip() and "encryption" not in line]
        return said[-1].rstrip(".")[:200] if said else "it ended without a word"


def hiding(folder: Path) -> list[Path]:
    """What a learner has beside a notebook that Python takes in place of an installed module."""
    own = [path for path in folder.glob("*.py") if path.stem.isidentifier()]
    own += [path.parent for path in folder.glob("*/__init__.py")]
    return sorted(path for path in own if _is_installed(path.stem, folder))


def _is_installed(name: str, folder: Path) -> bool:
    elsewhere = [place for place in sys.path if place and Path(place).resolve() != folder.resolve()]
    if name in sys.builtin_module_names:
        return False  # Python looks there first
    return importlib.machinery.PathFinder.find_spec(name, elsewhere) is not None
