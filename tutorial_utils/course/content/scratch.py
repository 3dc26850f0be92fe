"""A temporary folder that is gone in the end, also where this process is killed."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Waits for its input to end. A kernel whose parent was killed writes for a moment more.
_CLEANER = """
import shutil, sys, time
sys.stdin.read()
for _ in range(15):
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    time.sleep(0.1)
"""


@contextlib.contextmanager
def all_temporary_files() -> Iterator[Path]:
    """Inside the block, temporary files of this process and its children lie in one folder.

    It is removed at the end of the block. A small process beside this one removes it where there is
    no such end.
    """
    before = os.environ.get("TMPDIR"), tempfile.tempdir
    folder = Path(tempfile.mkdtemp(prefix="seeing-tensors-"))
    cleaner = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _CLEANER, str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # what ends our whole group does not end it
    )
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before[1]
        if before[0] is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before[0]
        cleaner.kill()
        cleaner.communicate()
        shutil.rmtree(folder, ignore_errors=True)
