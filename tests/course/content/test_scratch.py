"""A build that is ended, in whatever way, leaves no file, no process and no traceback."""

import signal
import subprocess
import sys
import time

import pytest

from ..program import environment
from ..tiny_course import family, left_over

BUILD = """
import os, sys, tempfile
from pathlib import Path
import nbformat
from tutorial_utils.course.author.executing import execute
from tutorial_utils.course.content.scratch import all_temporary_files
from tutorial_utils.course.machine.signals import ends_on_request

waits = "import time\\nwhile True: time.sleep(0.05)"
cells = ["import tempfile; tempfile.mkstemp()", f"open({sys.argv[1]!r}, 'w').close()", waits]
new = nbformat.v4
notebook = new.new_notebook(cells=[new.new_code_cell(source) for source in cells])
with ends_on_request(), all_temporary_files():
    tempfile.mkdtemp()
    execute(notebook, Path())
"""


@pytest.mark.parametrize(
    "how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda h: h.name
)
def test_nothing_stays(how, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, tmp_path / "started"],
        env=environment() | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
    )
    limit = time.monotonic() + 60
    while not (tmp_path / "started").exists():
        assert process.poll() is None and time.monotonic() < limit
        time.sleep(0.02)
    started = family(process)
    assert len(started) == 2 and list(temporary.rglob("*")), "a kernel and a cleaner"
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    if how != signal.SIGKILL:
        assert (process.returncode, said) == (128 + how, "Stopped.\n")
    assert left_over(started, 15) == []
    assert list(temporary.iterdir()) == []
