"""A forked kernel is a fresh kernel: what it finds, what it leaves, how it ends."""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from queue import Empty

import psutil
import pytest
from jupyter_client.manager import KernelManager

from tutorial_utils.course.author.executing import run_cells
from tutorial_utils.course.content.notebooks import nbformat

from ..conftest import ROOT
from . import forked

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere no kernel is forked"
)

# What libraries fix at their import, and what a process inherits.
STATE = """
import json, logging, os, random, signal, sys, threading
import numpy
from tutorial_utils import quiet
quiet.start()
import tensorflow as tf
from tensorflow.python.eager import context
from tensorflow.python.framework import ops
stream_of = lambda h: [n for n in ("stdout", "stderr") if h.stream is getattr(sys, n)
                       or getattr(h.stream, "_kept", None) is getattr(sys, n)]
print(json.dumps({
    "environment": {k: v for k, v in sorted(os.environ.items()) if k not in %r},
    "folder": os.getcwd(),
    "path": sys.path,
    "argv": [a for a in sys.argv if not a.endswith(".json")][1:],
    "seeds": [random.random(), float(numpy.random.rand()), float(tf.random.normal(()))],
    "leader": os.getsid(0) == os.getpid() == os.getpgid(0),
    "signals": [str(signal.getsignal(s)) for s in (2, 1, 15, 17)],
    "tf logs to": [stream_of(h) for h in tf.get_logger().handlers],
    "threads": sorted(t.name.rstrip("0123456789") for t in threading.enumerate()),
    "interactive": hasattr(sys, "ps1"),
    "main": sorted(k for k in vars(sys.modules["__main__"]) if k[0] != "_"),
}))
"""
# Each kernel's own, and how it was started.
DIFFERS = ("TMPDIR", "JPY_PARENT_PID", "JPY_SESSION_NAME", forked.ADDRESS)
PRINTS = """
import sys, warnings
tf.print("to the cell")
tf.print("to standard output", output_stream=sys.stdout)
tf.get_logger().warning("a warning of TensorFlow")
warnings.warn("a warning of Python")
"""


def ran(*sources: str, folder: Path) -> list[dict]:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    run_cells(notebook, folder, dict(os.environ), seconds=60)
    return [output for cell in cells for output in cell.outputs]


def test_it_finds_what_a_fresh_kernel_finds(tmp_path):
    sources = (STATE % (DIFFERS,), PRINTS)
    with forked.not_here():
        fresh, *fresh_prints = ran(*sources, folder=tmp_path)
    ours, *our_prints = ran(*sources, folder=tmp_path)
    again, *_ = ran(*sources, folder=tmp_path)
    wanted, found = json.loads(fresh["text"]), json.loads(ours["text"])
    for what, value in wanted.items():
        assert found[what] == value, what
    assert again == ours, "one kernel has left something for the next"
    assert our_prints == fresh_prints and "a warning of TensorFlow" in str(our_prints)


def test_a_copy_of_this_package_that_comes_first_is_what_it_imports(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "tutorial_utils", tmp_path / "tutorial_utils")
    with (tmp_path / "tutorial_utils" / "quiet.py").open("a") as file:
        file.write('\nprint("a copy")\n')
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    source = "import os, sys\nfrom tutorial_utils import quiet\nprint(sys.path[:2], os.getppid())"
    (said,) = ran(source, folder=tmp_path)
    with forked.not_here():
        (fresh,) = ran(source, folder=tmp_path)
    told, wanted = (text["text"].rpartition(" ") for text in (said, fresh))
    assert told[0] == wanted[0] and told[0].startswith("a copy\n")
    assert told[2] != wanted[2], "it was forked by the server, and not started from here"


def test_to_show_its_first_error_it_imports_nothing_and_looks_up_no_files(tmp_path):
    """Both take a third of a second, in each kernel whose notebook shows an error."""
    before = "import inspect, sys\nbefore = {*sys.modules}, len(inspect.modulesbyfile)"
    after = "print(sorted({*sys.modules} - before[0]), len(inspect.modulesbyfile) - before[1])"
    _, told = ran(before, "no_such_name", after, folder=tmp_path)
    imported, looked_up = told["text"].rsplit(" ", 1)
    assert imported == "[]"
    assert int(looked_up) < 200


@pytest.fixture
def kernel(tmp_path):
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=30)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_its_end_is_told_with_its_code(kernel):
    manager, client = kernel
    client.execute("import os; os._exit(7)")
    assert manager.provisioner.process.wait(10) == 7
    assert not manager.is_alive()


def test_it_can_be_interrupted(kernel):
    manager, client = kernel
    client.execute("import time\nopen('begun', 'w').close()\ntime.sleep(60)")
    begun = Path(manager.provisioner.cwd, "begun")
    while not begun.exists():
        time.sleep(0.05)
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=10)
    assert reply["content"]["ename"] == "KeyboardInterrupt"


def test_a_kill_leaves_no_process_and_no_file(kernel):
    manager, client = kernel
    message = client.execute(
        "import subprocess, sys, tempfile\n"
        "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(helper.pid, tempfile.mkstemp()[1])"
    )
    helper, path = printed(client, message).split()
    assert Path(path).exists() and psutil.pid_exists(int(helper))
    process = manager.provisioner.process
    manager.shutdown_kernel(now=True)
    assert process.returncode == -signal.SIGKILL
    limit = time.monotonic() + 10
    while Path(path).parent.exists() or is_running(int(helper)):
        assert time.monotonic() < limit
        time.sleep(0.05)


def printed(client, message: str) -> str:
    while True:
        try:
            said = client.get_iopub_msg(timeout=10)
        except Empty:
            raise AssertionError("nothing was printed") from None
        if said["parent_header"].get("msg_id") == message and said["msg_type"] == "stream":
            return said["content"]["text"]


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
